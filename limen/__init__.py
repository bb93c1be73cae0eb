"""What every Limen service and plugin stands on: plugins, law, messaging, web and storage."""

"""What stands in `deploy/`: read as files, and run as containers where an engine answers."""

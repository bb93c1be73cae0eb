"""Databases of the services: connections, migrations, audit log and field encryption."""

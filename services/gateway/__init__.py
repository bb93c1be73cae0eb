"""The gateway: the one public door. Sign-in, routing to the services, and the officers' console."""

"""What only RabbitMQ and PostgreSQL have."""

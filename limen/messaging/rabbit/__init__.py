"""The RabbitMQ side: topology, relay (outbox to broker) and consumer (broker to inbox)."""

"""Events between services: contracts, outbox, inbox, and two buses that carry them.

RabbitMQ carries events between processes; in the embedded shape the outbox itself is the bus.
"""

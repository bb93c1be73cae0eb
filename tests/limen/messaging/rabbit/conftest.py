"""A look into the broker."""

from collections.abc import Iterator
from contextlib import closing

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from limen.messaging.rabbit.topology import Topology


@pytest.fixture
def channel(broker_url: str) -> Iterator[BlockingChannel]:
    """A channel to look at the broker with; the topology stands."""
    with closing(pika.BlockingConnection(pika.URLParameters(broker_url))) as connection:
        channel = connection.channel()
        Topology().declare(channel)
        yield channel

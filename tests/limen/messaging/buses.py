"""Both buses behind one face, so that one body of tests holds for both."""

from contextlib import closing

import pika

from limen.clock import now
from limen.ids import new_id
from limen.messaging.rabbit.topology import Topology
from limen.messaging.worker import Worker
from limen.runtime import Runtime
from limen.storage.tables import outbox


class Bus:
    """A producer (registration) and a subscriber (readmission), and what carries events between them."""

    def __init__(self, registration: Runtime, readmission: Runtime) -> None:
        self.registration, self.readmission = registration, readmission
        self._peers = {"registration": registration, "readmission": readmission}
        self._workers: list[Worker] = []

    def start(self, subscribers: int = 1) -> None:
        """Start the producer's worker and so many of the subscriber's."""
        runtimes = [self.registration] + [self.readmission] * subscribers
        workers = [self.worker(runtime) for runtime in runtimes]
        self._workers += workers
        for worker in workers:
            worker.start()

    def stop(self) -> None:
        """Stop all workers."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def close(self) -> None:
        """Stop everything and let go of the databases."""
        self.stop()
        self.registration.close()
        self.readmission.close()

    def worker(self, runtime: Runtime) -> Worker:
        """A worker for one of the services."""
        raise NotImplementedError

    def deliver(self, *bodies: bytes) -> None:
        """Have the bus deliver these bodies, in this order, as they are."""
        raise NotImplementedError


class EmbeddedBus(Bus):
    """The outbox as the bus. Training is there because registration subscribes to it."""

    def __init__(self, registration: Runtime, readmission: Runtime, training: Runtime) -> None:
        super().__init__(registration, readmission)
        self._peers["training"] = training

    def close(self) -> None:
        super().close()
        self._peers["training"].close()

    def worker(self, runtime: Runtime) -> Worker:
        return Worker(runtime, peers=self._peers)

    def deliver(self, *bodies: bytes) -> None:
        with self.registration.database.write() as connection:
            for body in bodies:
                row = {
                    "event_id": new_id(),
                    "type": "by hand",
                    "aggregate": "registration.safeguard",
                    "aggregate_id": new_id(),
                    "version": 1,
                    "envelope": body.decode(),
                    "created_at": now(),
                }
                connection.execute(outbox.insert(), row)
        self.registration.committed.set()


class RabbitBus(Bus):
    """RabbitMQ."""

    def worker(self, runtime: Runtime) -> Worker:
        return Worker(runtime)

    def deliver(self, *bodies: bytes) -> None:
        publish_raw(self.registration.settings.broker_url, *bodies)


def publish_raw(url: str, *bodies: bytes, **properties) -> None:
    """Put bodies into readmission's queue as some foreign client would."""
    topology = Topology()
    with closing(pika.BlockingConnection(pika.URLParameters(url))) as connection:
        channel = connection.channel()
        topology.declare(channel)
        channel.confirm_delivery()
        for body in bodies:
            channel.basic_publish(
                topology.events,
                "registration.safeguard.raised.v1",
                body,
                pika.BasicProperties(delivery_mode=2, **properties),
                mandatory=True,
            )

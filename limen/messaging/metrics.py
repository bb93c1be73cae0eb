"""Prometheus metrics of messaging. Labels are names of services, event types and outcomes, never ids."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

PUBLISHED = Counter("limen_events_published", "Events that the broker confirmed", ["service"])
REFUSED = Counter(
    "limen_events_refused", "Publishes that the broker returned or refused", ["service", "type", "reason"]
)
RECEIVED = Counter("limen_events_received", "Events delivered, by outcome", ["service", "outcome"])
DELAY = Histogram(
    "limen_event_delay_seconds",
    "From the event to its effect",
    ["service"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600, 86400),
)
FAILURES = Counter("limen_worker_failures", "Times that a part of a worker broke down", ["service", "part"])
#: the last value that any process of a service wrote
_LATEST: Final = "mostrecent"
CONTACT = Gauge(
    "limen_broker_contact_timestamp_seconds",
    "Last sign of life of the broker",
    ["service"],
    multiprocess_mode=_LATEST,
)
UNSENT = Gauge("limen_outbox_unsent", "Events that wait to be sent", ["service"], multiprocess_mode=_LATEST)
UNSENT_AGE = Gauge(
    "limen_outbox_oldest_unsent_seconds",
    "How long the oldest of them waits",
    ["service"],
    multiprocess_mode=_LATEST,
)
WAITING = Gauge(
    "limen_events_waiting",
    "Events that wait or are parked",
    ["service", "state"],
    multiprocess_mode=_LATEST,
)

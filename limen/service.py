"""What a deployable is: its name, its routes, its event handlers and its timers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from limen.errors import StartRefused

if TYPE_CHECKING:
    from limen.messaging.envelope import Event
    from limen.runtime import Runtime
    from limen.work import Work

#: The order in which a node's services are started and migrated.
SERVICE_NAMES = ("registration", "readmission", "training", "gateway")

Handler = Callable[["Work", "Event"], None]


@dataclass(frozen=True)
class Timer:
    """Something a service's worker does again and again; it must be safe to run twice."""

    name: str
    every_seconds: float
    run: Callable[["Runtime"], None]


@dataclass(frozen=True)
class Service:
    """One deployable. `blueprints` are `limen.web.Blueprint`s; `handlers` are keyed by event type."""

    name: str
    title: str
    blueprints: Sequence[Any] = ()
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    timers: Sequence[Timer] = ()
    #: called with the Flask app after everything shared is in place (the gateway adds its pages so)
    extend: Callable[[Any, "Runtime"], None] | None = None


def load_service(name: str) -> Service:
    """Return the service of this name, found by its entry point in group `limen.services`."""
    found = {entry.name: entry for entry in entry_points(group="limen.services")}
    if name not in found:
        raise StartRefused(
            f"there is no service {name!r}; installed are: {', '.join(sorted(found)) or 'none'}"
        )
    service = found[name].load()
    if not isinstance(service, Service):
        raise StartRefused(f"{found[name].value} is not a limen.service.Service")
    return service

"""What one running service holds: its settings, database, vault and plugins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from limen.config import Settings
from limen.messaging.wakeup import WakeUp
from limen.service import Service
from limen.storage.database import Database
from limen.storage.vault import Vault

if TYPE_CHECKING:
    from limen.plugins.host import PluginHost

T = TypeVar("T")


@dataclass
class Runtime:
    """One service in one process. Handlers reach everything through it; nothing is global."""

    settings: Settings
    service: Service
    database: Database
    vault: Vault
    plugins: "PluginHost"
    #: set after each commit that wrote events
    committed: WakeUp = field(default_factory=WakeUp)
    #: the services' WSGI applications, for a gateway in the same process; None: reach them over HTTP
    upstreams: Mapping[str, Callable[..., Any]] | None = None

    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gives, made once in this process and kept under `name`."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def open_runtime(settings: Settings, service: Service, plugins: "PluginHost | None" = None) -> Runtime:
    """Open what a service needs. Nothing is connected yet: a missing database shows at the first use."""
    from limen.plugins.host import plugins_of

    return Runtime(
        settings=settings,
        service=service,
        database=Database(settings.database_url_of(service.name), pool_size=settings.database_pool),
        vault=Vault(settings.master_key, service.name),
        plugins=plugins or plugins_of(settings),
    )

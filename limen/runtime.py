"""What one running service holds: its settings, database, vault and plugins."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from limen.config import Settings
from limen.service import Service
from limen.storage.database import Database
from limen.storage.vault import Vault

if TYPE_CHECKING:
    from limen.plugins.host import PluginHost


@dataclass
class Runtime:
    """One service in one process. Handlers reach everything through it; nothing is global."""

    settings: Settings
    service: Service
    database: Database
    vault: Vault
    plugins: "PluginHost"
    #: set after each commit that wrote events: only a wake-up, the outbox is the truth
    committed: threading.Event = field(default_factory=threading.Event)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def open_runtime(settings: Settings, service: Service, plugins: "PluginHost | None" = None) -> Runtime:
    """Open what a service needs. Nothing is connected yet: a missing database shows at the first use."""
    from limen.plugins.host import load_plugins

    return Runtime(
        settings=settings,
        service=service,
        database=Database(settings.database_url_of(service.name), pool_size=settings.database_pool),
        vault=Vault(settings.master_key, service.name),
        plugins=plugins or load_plugins(settings.plugins, require_digest=settings.shape != "embedded"),
    )

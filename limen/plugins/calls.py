"""The one place where a plugin's code runs: errors are contained here, and told whose they are.

A limit on how long a call may take belongs here too.
"""

from collections.abc import Callable
from typing import Any

import structlog

from limen.plugins.answers import checked_answer
from limen.plugins.errors import PluginFailed
from limen.plugins.health import HealthRecord

_log = structlog.get_logger(__name__)


class PluginCalls:
    """Calls into one plugin."""

    def __init__(self, plugin: str, health: HealthRecord) -> None:
        self.plugin = plugin
        self.health = health

    def run(self, hook: str, function: Callable[..., Any], *arguments: Any, answers: Any) -> Any:
        """Return what the plugin's function answers, checked against the type `answers`.

        PluginFailed names the plugin and the hook when the function raises, exits or answers another type.
        """
        self.health.count_call()
        try:
            return checked_answer(function(*arguments), answers)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # foreign code: whatever it raises
            self.health.count_failure(error)
            _log.error("plugin_failed", plugin=self.plugin, hook=hook, error=type(error).__name__)
            # from None: a traceback would print the cause's text, which may hold personal data
            raise PluginFailed(self.plugin, hook, error) from None

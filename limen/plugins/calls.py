"""The one place where a plugin's code runs: errors and delays are contained here, and told whose they are."""

from collections.abc import Callable
from typing import Any

import structlog

from limen.plugins.answers import checked_answer
from limen.plugins.circuit import AtRest, Circuit
from limen.plugins.deadline import TookTooLong, call_within
from limen.plugins.errors import PluginFailed
from limen.plugins.health import HealthRecord
from limen.plugins.limits import CallLimits

_log = structlog.get_logger(__name__)


class PluginCalls:
    """Calls into one plugin."""

    def __init__(self, plugin: str, health: HealthRecord, limits: CallLimits | None = None) -> None:
        self.plugin = plugin
        self.health = health
        self.limits = limits or CallLimits()
        self.circuit = Circuit(self.limits.rest)

    def run(
        self,
        hook: str,
        function: Callable[..., Any],
        *arguments: Any,
        answers: Any,
        seconds: float | None = None,
    ) -> Any:
        """Return what the plugin's function answers, checked against the type `answers`.

        PluginFailed names the plugin and the hook when the function raises, exits, answers another type or
        takes longer than `seconds` (else: the limit of one call), or when the plugin rests after a delay.
        """
        try:
            self.circuit.check()
        except AtRest as error:
            self.health.count_refused()
            raise PluginFailed(self.plugin, hook, error) from None
        self.health.count_call()
        try:
            return call_within(
                seconds or self.limits.call,
                lambda: checked_answer(function(*arguments), answers),
                self.circuit.overran,
            )
        except (Exception, SystemExit) as error:  # noqa: BLE001  # foreign code: whatever it raises
            self.health.count_failure(error, late=isinstance(error, TookTooLong))
            _log.error("plugin_failed", plugin=self.plugin, hook=hook, error=type(error).__name__)
            # from None: a traceback would print the cause's text, which may hold personal data
            raise PluginFailed(self.plugin, hook, error) from None

"""A plugin in memory: which one it is, which hooks it answers, and its calls."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pluggy import HookCaller, PluginManager

from limen.plugins.calls import PluginCalls
from limen.plugins.health import HealthRecord
from limen.plugins.hooks import answer_type
from limen.plugins.limits import CallLimits


@dataclass(frozen=True)
class PluginCode:
    """What the host registers: a module (or any object) with hook implementations, and where it is from.

    A module may gather its hooks in one object called `plugin` (such as a `CountryFiles`), which is asked.
    """

    name: str
    implementation: Any
    version: str = "unpinned"
    digest: str | None = None
    distribution: str | None = None
    licence: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.implementation, ModuleType):
            gathered = getattr(self.implementation, "plugin", self.implementation)
            object.__setattr__(self, "implementation", gathered)


class LoadedPlugin:
    """One registered plugin, asked alone."""

    def __init__(self, code: PluginCode, manager: PluginManager, limits: CallLimits | None = None) -> None:
        self.code = code
        self.name = code.name
        self.calls = PluginCalls(code.name, HealthRecord(code.version, code.digest), limits)
        others = manager.get_plugins() - {code.implementation}
        self._callers: dict[str, HookCaller] = {
            caller.name: manager.subset_hook_caller(caller.name, others)
            for caller in manager.get_hookcallers(code.implementation) or []
        }
        self._answers: dict[tuple[str, str | None], Any] = {}

    @property
    def hooks(self) -> tuple[str, ...]:
        """The hooks that this plugin answers, in alphabetical order."""
        return tuple(sorted(self._callers))

    def ask(self, hook: str, **arguments: str) -> Any:
        """Return the plugin's answer to a hook, or None where it does not answer this hook.

        What a hook hands over is data that holds for the life of the process, so a good answer is kept;
        a failed call is made again next time. PluginFailed names plugin and hook.
        """
        caller = self._callers.get(hook)
        if caller is None:
            return None
        key = (hook, arguments.get("language"))
        if key not in self._answers:
            self._answers[key] = self.calls.run(
                hook,
                lambda: _only(caller(**arguments)),
                answers=answer_type(hook),
                seconds=self.calls.limits.hand_over,
            )
        return self._answers[key]


def _only(answers: list[Any]) -> Any:
    # pluggy leaves out None, which is no answer that a hook may give
    return answers[0] if answers else None

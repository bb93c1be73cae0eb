"""What stops the start: every way in which a plugin could be loaded and then silently not be asked."""

import inspect

from pluggy import PluginManager, PluginValidationError

from limen.plugins.errors import PluginRefused, UnknownHook
from limen.plugins.hooks import hook_names
from limen.plugins.loaded import LoadedPlugin, PluginCode
from limen.plugins.markers import PROJECT
from limen.plugins.names import did_you_mean

#: hooks that make sense without a country: the library of agreements, and a node's own house rules
_WITHOUT_COUNTRY = {"arrangements", "training_requirements"}


def refuse_unknown_hooks(manager: PluginManager) -> None:
    """Raise UnknownHook for a hook that no specification has, such as a misspelt one."""
    try:
        manager.check_pending()
    except PluginValidationError as error:
        callers = manager.get_hookcallers(error.plugin) or []
        hook = next(caller.name for caller in callers if not caller.has_spec())
        raise UnknownHook(
            manager.get_name(error.plugin) or "",
            f"there is no hook {hook!r}{did_you_mean(hook, hook_names())}",
        ) from None


def refuse_unmarked_hooks(code: PluginCode) -> None:
    """Raise PluginRefused for a function that is called like a hook but lacks the mark `@hookimpl`."""
    for hook in hook_names():
        function = getattr(code.implementation, hook, None)
        if inspect.isroutine(function) and not hasattr(function, f"{PROJECT}_impl"):
            raise PluginRefused(code.name, f"its function {hook} is not marked with @hookimpl")


def refuse_unreachable_hooks(plugin: LoadedPlugin) -> None:
    """Raise PluginRefused for hooks of a country in a plugin that names no country."""
    if "country_profile" not in plugin.hooks:
        unreachable = sorted(set(plugin.hooks) - _WITHOUT_COUNTRY)
        if unreachable:
            raise PluginRefused(
                plugin.name,
                f"answers {', '.join(unreachable)} but no country_profile, so nobody would ask it",
            )

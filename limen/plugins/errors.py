"""What can go wrong with a plugin, in two kinds: the node does not start, or one call fails.

    StartRefused
    └── PluginRefused              the node does not start with this plugin
        ├── PluginNotInstalled
        ├── PluginAltered          another version or other content than the pin says
        ├── UnknownHook            a misspelt hook
        └── CountryClaimedTwice
    Unavailable
    └── PluginFailed               one call failed: whoever asked holds the case

Each names the plugin.
"""

from limen.errors import StartRefused, Unavailable

_WITHOUT = "LIMEN_SAFE_MODE={} starts without it."


class PluginRefused(StartRefused):
    """The node does not start with this plugin."""

    code = "plugin-refused"

    def __init__(self, plugin: str, reason: str) -> None:
        super().__init__(f"plugin {plugin!r}: {reason}", plugin=plugin)
        self.plugin = plugin

    @property
    def remedy(self) -> str:
        """How to find out more, and how to start without it."""
        return f"`limen plugin check {self.plugin}` says more; {_WITHOUT.format(self.plugin)}"


class PluginNotInstalled(PluginRefused):
    """A plugin that the configuration names is not installed."""

    code = "plugin-not-installed"

    @property
    def remedy(self) -> str:
        """How to bring it, or to start without it."""
        return f"Install its distribution, or take it out of `plugins`; {_WITHOUT.format(self.plugin)}"


class PluginAltered(PluginRefused):
    """A plugin is not the one that was pinned."""

    code = "plugin-altered"

    @property
    def remedy(self) -> str:
        """How to bring pin and content together, or to start without it."""
        mend = "Install what is pinned, or pin what `limen countries --pins` prints"
        return f"{mend}; {_WITHOUT.format(self.plugin)}"


class UnknownHook(PluginRefused):
    """A plugin answers a hook that does not exist."""

    code = "unknown-hook"


class CountryClaimedTwice(PluginRefused):
    """Two plugins claim the same country."""

    code = "country-claimed-twice"


class PluginFailed(Unavailable):
    """A country's plugin failed; whatever needed its answer waits."""

    code = "plugin-failed"

    def __init__(self, plugin: str, hook: str, cause: BaseException) -> None:
        """Keep the cause, but say only its type: its text may hold personal data."""
        super().__init__(
            f"plugin {plugin!r} failed in {hook}: {type(cause).__name__}", plugin=plugin, hook=hook
        )
        self.plugin = plugin
        self.hook = hook
        self.cause = cause

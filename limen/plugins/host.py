"""The host: loads the plugins that a node names, and lets the core ask each country alone."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import structlog
from pluggy import PluginManager, PluginValidationError

from limen.config import Settings
from limen.law.arrangement import Arrangement
from limen.law.calendars import WorkingDays
from limen.law.errors import CalendarUnknown
from limen.plugins import hookspecs
from limen.plugins.checking import refuse_unknown_hooks, refuse_unmarked_hooks, refuse_unreachable_hooks
from limen.plugins.counterparts import default_profile
from limen.plugins.country import Country
from limen.plugins.deadline import call_within
from limen.plugins.errors import CountryClaimedTwice, PluginAltered, PluginFailed, PluginRefused
from limen.plugins.health import PluginHealth
from limen.plugins.installed import InstalledPlugin, find_plugin, installed_plugins
from limen.plugins.limits import CallLimits
from limen.plugins.loaded import LoadedPlugin, PluginCode
from limen.plugins.markers import PROJECT
from limen.plugins.names import did_you_mean
from limen.plugins.pins import PluginPin
from limen.plugins.source_only import import_checked
from limen.plugins.training import TrainingRequirement

#: in safe mode, stands for all plugins
EVERY_PLUGIN = "all"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class LibraryEntry:
    """An arrangement, and the name of the plugin that carries it."""

    plugin: str
    arrangement: Arrangement


class PluginHost:
    """The loaded plugins of a node.

    `countries` maps alpha-2 codes to the countries that have a plugin; `country()` answers for every other
    state too. `plugins` maps names to loaded plugins. `left_out` maps the names of plugins that safe mode
    left out to their country, None where nobody can tell without importing them.
    """

    def __init__(
        self,
        codes: Iterable[PluginCode] = (),
        *,
        limits: CallLimits | None = None,
        left_out: Mapping[str, str | None] | None = None,
    ) -> None:
        """Register plugins that are in memory already. PluginRefused names the plugin and what is wrong."""
        codes = list(codes)
        self.left_out = dict(left_out or {})
        manager = PluginManager(PROJECT)
        manager.add_hookspecs(hookspecs)
        for code in codes:
            _register(manager, code)
        refuse_unknown_hooks(manager)
        self.plugins = {code.name: LoadedPlugin(code, manager, limits) for code in codes}
        self.countries: dict[str, Country] = {}
        for plugin in self.plugins.values():
            refuse_unreachable_hooks(plugin)
            if "country_profile" in plugin.hooks:
                self._add_country(plugin)

    def _add_country(self, plugin: LoadedPlugin) -> None:
        try:
            profile = plugin.ask("country_profile")
        except PluginFailed as failure:
            # a profile holds nothing personal, so the author is told what it says
            reason = f"country_profile failed: {type(failure.cause).__name__}: {failure.cause}"
            raise PluginRefused(plugin.name, reason) from failure.cause
        other = self.countries.get(profile.alpha2)
        if other is not None:
            raise CountryClaimedTwice(
                plugin.name, f"claims {profile.alpha2}, which plugin {other.plugin!r} already speaks for"
            )
        self.countries[profile.alpha2] = Country(profile, plugin)

    def country(self, alpha2: str) -> Country:
        """Return any state: its plugin's country, or one with a default profile. UnknownCode for no state."""
        return self.countries.get(alpha2) or Country(default_profile(alpha2))

    def calendar(self, alpha2: str) -> WorkingDays:
        """Return the working days of any state. CalendarUnknown where nobody knows them."""
        profile = self.country(alpha2).profile
        if profile.calendar is None:
            raise CalendarUnknown(f"The working days of {alpha2} are not known: no plugin describes it.")
        return profile.calendar

    def arrangements(self) -> tuple[LibraryEntry, ...]:
        """Return the arrangements of all plugins, each with the plugin that carries it.

        PluginFailed where one plugin fails: without its arrangements the wrong one could be found.
        """
        return tuple(
            LibraryEntry(plugin.name, arrangement)
            for plugin in self.plugins.values()
            for arrangement in plugin.ask("arrangements") or ()
        )

    def training_required(self, alpha2: str, action: str, on: date) -> tuple[TrainingRequirement, ...]:
        """Return what an officer must have learned to do `action`: by the country's law and by house rules.

        House rules are those of plugins without a country; they add to the law and take nothing from it.
        """
        houses = (p for p in self.plugins.values() if "country_profile" not in p.hooks)
        rules = (rule for house in houses for rule in house.ask("training_requirements") or ())
        return (
            *self.country(alpha2).training_required(action, on),
            *(rule for rule in rules if rule.action == action and rule.in_force(on)),
        )

    def health(self) -> dict[str, PluginHealth]:
        """Return each plugin's record since the process started, by the plugin's name."""
        return {name: plugin.calls.health.snapshot() for name, plugin in self.plugins.items()}

    def describe(self) -> list[dict[str, Any]]:
        """Return what screens show of each plugin: its pin, country, hooks and health."""
        countries = {country.plugin: country for country in self.countries.values()}
        return [
            {
                "name": name,
                "version": plugin.code.version,
                "digest": plugin.code.digest,
                "distribution": plugin.code.distribution,
                "country": countries[name].alpha2 if name in countries else None,
                "hooks": list(plugin.hooks),
                "at_rest": plugin.calls.circuit.at_rest,
                "health": asdict(plugin.calls.health.snapshot()),
            }
            for name, plugin in self.plugins.items()
        ]


def load_plugins(
    wanted: Iterable[PluginPin | str],
    *,
    require_digest: bool = True,
    limits: CallLimits | None = None,
    safe_mode: Iterable[str] = (),
) -> PluginHost:
    """Load the named plugins and no other; a pin is a `PluginPin`, or text as `PluginPin.parse` reads it.

    Every version and digest is compared before any plugin is imported. PluginRefused (a StartRefused) names
    the plugin and what is wrong. Without `require_digest` a pin may leave its digest out; a digest that is
    there is compared all the same. `safe_mode` names plugins that are neither checked nor imported; `all`
    stands for every one.
    """
    pins = [_pin(entry) for entry in wanted]
    twice = sorted({pin.name for pin in pins if sum(pin.name == other.name for other in pins) > 1})
    if twice:
        raise PluginRefused(twice[0], "is named twice")
    installed = installed_plugins()
    left_out = _left_out([pin.name for pin in pins], installed, set(safe_mode))
    checked = [_checked(pin, installed, require_digest) for pin in pins if pin.name not in left_out]
    codes = [_imported(plugin, digest, limits or CallLimits()) for plugin, digest in checked]
    return PluginHost(codes, limits=limits, left_out=left_out)


def plugins_of(settings: Settings) -> PluginHost:
    """Load the plugins of a node, as its settings name and limit them."""
    return load_plugins(
        settings.plugins,
        require_digest=settings.shape != "embedded",
        limits=CallLimits(
            call=settings.plugin_milliseconds / 1000, hand_over=float(settings.plugin_loading_seconds)
        ),
        safe_mode=settings.safe_mode,
    )


def _left_out(
    names: list[str], installed: list[InstalledPlugin], safe_mode: set[str]
) -> dict[str, str | None]:
    wrong = sorted(safe_mode - {*names, EVERY_PLUGIN})
    if wrong:
        raise PluginRefused(wrong[0], f"is named in safe_mode, not in plugins{did_you_mean(wrong[0], names)}")
    left_out: dict[str, str | None] = {}
    for name in names:
        if name in safe_mode or EVERY_PLUGIN in safe_mode:
            _log.warning("plugin_left_out", plugin=name)
            try:
                left_out[name] = find_plugin(name, installed).country()
            except PluginRefused:  # broken or gone, which is what safe mode is for
                left_out[name] = None
    return left_out


def _pin(entry: PluginPin | str) -> PluginPin:
    if isinstance(entry, PluginPin):
        return entry
    try:
        return PluginPin.parse(entry)
    except ValueError as error:
        raise PluginRefused(entry, str(error)) from None


def _checked(
    pin: PluginPin, installed: list[InstalledPlugin], require_digest: bool
) -> tuple[InstalledPlugin, str]:
    plugin = find_plugin(pin.name, installed)
    if plugin.version != pin.version:
        raise PluginAltered(pin.name, f"version {pin.version} is pinned, {plugin.version} is installed")
    if pin.digest is None and require_digest:
        raise PluginRefused(pin.name, f"is not pinned to its content; what is installed is {plugin.pin()}")
    digest = plugin.digest()
    if pin.digest not in (None, digest):
        raise PluginAltered(pin.name, f"content {pin.digest} is pinned, {digest} is installed")
    return plugin, digest


def _imported(plugin: InstalledPlugin, digest: str, limits: CallLimits) -> PluginCode:
    try:
        module = call_within(
            limits.hand_over, lambda: import_checked(plugin.package, plugin.folder), lambda worker: None
        )
    except (Exception, SystemExit) as error:  # foreign code: whatever it raises
        raise PluginRefused(plugin.name, f"cannot be imported: {type(error).__name__}: {error}") from error
    _log.info("plugin_loaded", plugin=plugin.name, version=plugin.version, digest=digest)
    return PluginCode(plugin.name, module, plugin.version, digest, plugin.distribution, plugin.licence)


def _register(manager: PluginManager, code: PluginCode) -> None:
    refuse_unmarked_hooks(code)
    try:
        manager.register(code.implementation, name=code.name)
    except (PluginValidationError, ValueError) as error:
        raise PluginRefused(code.name, " ".join(str(error).split())) from None

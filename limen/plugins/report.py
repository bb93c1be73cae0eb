"""What an administrator and an integrator see of each plugin."""

from dataclasses import dataclass
from typing import Any

from limen.clock import today
from limen.plugins.country import Country
from limen.plugins.coverage import Coverage, coverage_of
from limen.plugins.errors import PluginFailed
from limen.plugins.health import PluginHealth
from limen.plugins.host import PluginHost
from limen.plugins.loaded import LoadedPlugin

#: how a plugin fares
HEALTH = ("answers", "failing", "at_rest", "left_out")


@dataclass(frozen=True)
class PluginReport:
    """One plugin of a node, or one that safe mode left out (`loaded` is False; only its name is known)."""

    name: str
    version: str
    digest: str | None
    distribution: str | None
    licence: str
    country: str | None
    hooks: tuple[str, ...]
    coverage: Coverage
    record: PluginHealth
    loaded: bool = True
    at_rest: bool = False

    @property
    def well(self) -> bool:
        """Tell whether it is loaded and has not failed since the start."""
        return self.loaded and not self.record.failures and not self.at_rest

    @property
    def health(self) -> str:
        """Return its health as a code: answers, failing, at_rest or left_out."""
        if not self.loaded:
            return "left_out"
        return "at_rest" if self.at_rest else "failing" if self.record.failures else "answers"

    @property
    def review_due(self) -> bool:
        """Tell whether nobody reviewed it for a year."""
        return self.coverage.needs_review(today())

    def as_dict(self) -> dict[str, Any]:
        """Return the report, JSON-safe but for one moment."""
        shown = ("name", "version", "digest", "distribution", "licence", "country", "health", "review_due")
        return {
            **{name: getattr(self, name) for name in shown},
            "hooks": list(self.hooks),
            "coverage": self.coverage.as_dict(),
            "calls": self.record.calls,
            "failures": self.record.failures,
            "late": self.record.late,
            "refused": self.record.refused,
            "last_error": self.record.last_error,
            "last_error_at": self.record.last_error_at,
        }


def reports(host: PluginHost) -> list[PluginReport]:
    """Return a report of every plugin, those that safe mode left out included. Asks every hook."""
    countries = {country.plugin: country for country in host.countries.values()}
    found = [_report(plugin, countries.get(name)) for name, plugin in host.plugins.items()]
    nothing = PluginHealth("", None)
    return found + [
        PluginReport(name, "", None, None, "", alpha2, (), Coverage(), nothing, loaded=False)
        for name, alpha2 in host.left_out.items()
    ]


def _report(plugin: LoadedPlugin, country: Country | None) -> PluginReport:
    coverage = _coverage(plugin, country)
    return PluginReport(
        name=plugin.name,
        version=plugin.code.version,
        digest=plugin.code.digest,
        distribution=plugin.code.distribution,
        licence=plugin.code.licence,
        country=country.alpha2 if country else None,
        hooks=plugin.hooks,
        coverage=coverage,
        record=plugin.calls.health.snapshot(),
        at_rest=plugin.calls.circuit.at_rest,
    )


def _coverage(plugin: LoadedPlugin, country: Country | None) -> Coverage:
    """Return what it covers; nothing where it fails, which its health then shows."""
    try:
        if country:
            return coverage_of(country)
        hooks = ("arrangements", "training_requirements")
        return Coverage(counts={hook: len(plugin.ask(hook) or ()) for hook in hooks if hook in plugin.hooks})
    except PluginFailed:
        return Coverage()

"""The plugins that are installed here, found by their entry points, without importing one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points, metadata
from pathlib import Path

from limen.errors import LimenError
from limen.law.yaml_files import read_yaml
from limen.plugins.errors import PluginNotInstalled, PluginRefused
from limen.plugins.files import folder_digest, package_folder
from limen.plugins.names import did_you_mean
from limen.plugins.pins import PluginPin

GROUP = "limen.plugins"

#: the file in which a country's profile stands (see `limen.plugins.country_files`)
COUNTRY_FILE = "country.yaml"

#: the distribution whose package `plugins` holds our own countries, each a folder of it
OWN_DISTRIBUTION = "limen"


@dataclass(frozen=True)
class InstalledPlugin:
    """One entry point of the group `limen.plugins`, and the distribution that brought it."""

    name: str
    package: str
    distribution: str
    version: str

    @cached_property
    def folder(self) -> Path:
        """The folder of the package, found once, so that what is hashed is imported; or PluginRefused."""
        if "." in self.package and self.distribution != OWN_DISTRIBUTION:
            # importing it would run its parent, which lies outside the folder that is hashed
            raise PluginRefused(
                self.name, f"its entry point must name a top-level package, not {self.package!r}"
            )
        try:
            return package_folder(self.package)
        except ValueError as error:
            raise PluginRefused(self.name, str(error)) from None

    def digest(self) -> str:
        """Return the digest of the plugin's files as they are now; PluginRefused where it has none."""
        try:
            return folder_digest(self.folder)
        except (OSError, ValueError) as error:
            raise PluginRefused(self.name, f"its files cannot be hashed: {error}") from None

    @cached_property
    def licence(self) -> str:
        """The licence that the distribution names, empty where it names none."""
        told = metadata(self.distribution).json
        return str(told.get("license_expression") or told.get("license") or "")

    def country(self) -> str | None:
        """Return the country that the plugin's `country.yaml` is about, without importing the plugin.

        None where it has no such file: then only importing it would tell.
        """
        try:
            return str(read_yaml(self.folder / COUNTRY_FILE)["alpha2"])
        except (OSError, LimenError, KeyError):
            return None

    def pin(self, *, digest: bool = True) -> PluginPin:
        """Return the pin of what is installed now, for a configuration to keep; hashes its files if asked."""
        return PluginPin(self.name, self.version, self.digest() if digest else None)


def installed_plugins() -> list[InstalledPlugin]:
    """Return every installed plugin, by name; the same name twice when two distributions claim it."""
    found = (_installed(entry) for entry in entry_points(group=GROUP))
    return sorted(found, key=lambda plugin: (plugin.name, plugin.distribution))


def find_plugin(name: str, installed: list[InstalledPlugin] | None = None) -> InstalledPlugin:
    """Return the installed plugin of this name; PluginNotInstalled says which names there are.

    Who looks for several gives what `installed_plugins` returned: each look reads every distribution.
    """
    installed = installed_plugins() if installed is None else installed
    found = [plugin for plugin in installed if plugin.name == name]
    if not found:
        raise PluginNotInstalled(name, "is not installed" + did_you_mean(name, _names(installed)))
    if len(found) > 1:
        both = " and ".join(plugin.distribution for plugin in found)
        raise PluginRefused(name, f"is claimed by two distributions: {both}")
    return found[0]


def _installed(entry: EntryPoint) -> InstalledPlugin:
    if entry.dist is None:
        raise PluginRefused(entry.name, "its entry point belongs to no distribution")
    return InstalledPlugin(
        name=entry.name,
        package=entry.value,
        distribution=entry.dist.name,
        version=entry.dist.version,
    )


def _names(installed: Iterable[InstalledPlugin]) -> list[str]:
    return sorted({plugin.name for plugin in installed})

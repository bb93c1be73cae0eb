"""What is checked: a plugin that is installed, or the folder of a distribution that is not installed yet."""

import sys
import tomllib
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any

from limen.plugins.country import Country
from limen.plugins.errors import PluginRefused
from limen.plugins.host import PluginHost
from limen.plugins.installed import GROUP, find_plugin
from limen.plugins.limits import CallLimits
from limen.plugins.loaded import LoadedPlugin, PluginCode


@dataclass(frozen=True)
class Subject:
    """A plugin under check. `root` is the distribution's folder where it is not installed."""

    name: str
    package: str
    folder: Path
    version: str
    licence: str
    root: Path | None = None

    @cached_property
    def host(self) -> PluginHost:
        """The plugin, loaded alone. PluginRefused says what a node would refuse it for."""
        try:
            module: Any = import_module(self.package)
        except (Exception, SystemExit) as error:  # foreign code: whatever it raises
            raise PluginRefused(self.name, f"cannot be imported: {type(error).__name__}: {error}") from error
        return PluginHost([PluginCode(self.name, module, self.version)], limits=CallLimits())

    @property
    def plugin(self) -> LoadedPlugin:
        """The loaded plugin."""
        return self.host.plugins[self.name]

    @property
    def country(self) -> Country | None:
        """The country that it speaks for, None for a library or a house rule."""
        return next(iter(self.host.countries.values()), None)

    @property
    def cases_file(self) -> Path | None:
        """The file of cases: in the package, or in the tests of the distribution's folder."""
        places = [self.folder / "cases.yaml"]
        if self.root:
            places.append(self.root / "tests" / "cases.yaml")
        return next((place for place in places if place.is_file()), None)


def find_subject(named: str) -> Subject:
    """Return the plugin of this name, or the one of a folder with a `pyproject.toml`. PluginRefused."""
    root = Path(named)
    if (root / "pyproject.toml").is_file():
        return _in_folder(root.resolve())
    plugin = find_plugin(named)
    return Subject(plugin.name, plugin.package, plugin.folder, plugin.version, plugin.licence)


def _in_folder(root: Path) -> Subject:
    project = tomllib.loads((root / "pyproject.toml").read_text()).get("project", {})
    entries = project.get("entry-points", {}).get(GROUP, {})
    if len(entries) != 1:
        raise PluginRefused(
            str(root.name), f"its pyproject.toml must have one entry point in group {GROUP!r}"
        )
    ((name, package),) = entries.items()
    folder = root.joinpath(*package.split("."))
    if not (folder / "__init__.py").is_file():
        raise PluginRefused(name, f"there is no package {package!r} beside its pyproject.toml")
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
        invalidate_caches()
    licence = project.get("license", "")
    return Subject(
        name=name,
        package=package,
        folder=folder,
        version=str(project.get("version", "")),
        licence=licence if isinstance(licence, str) else str(licence.get("text", "")),
        root=root,
    )

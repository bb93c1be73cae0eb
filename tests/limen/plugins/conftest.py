"""Countries made up for one test, in memory or installed in a folder that is on the path for that test."""

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from limen.plugins import CountryProfile, DatedName, hookimpl
from limen.plugins.installed import find_plugin
from limen.plugins.pins import PluginPin

_number = count()


def profile(alpha2: str, **more: Any) -> CountryProfile:
    """A profile that says as little as a profile can."""
    names = [DatedName(language="en", name=f"Land of {alpha2}")]
    return CountryProfile(
        alpha2=alpha2, names=names, languages=["en"], scripts=["Latn"], calendar=None, **more
    )


@pytest.fixture
def plugin() -> Callable[..., ModuleType]:
    """Make a plugin in memory: `plugin(arrangements=lambda: [...])`."""

    def make(**hooks: Callable[..., Any]) -> ModuleType:
        module = ModuleType("in_memory")
        for name, function in hooks.items():
            setattr(module, name, hookimpl(function))
        return module

    return make


@pytest.fixture
def country(plugin: Callable[..., ModuleType]) -> Callable[..., ModuleType]:
    """Make a country in memory: `country("KE", legal_rules=lambda: [...])`."""
    return lambda alpha2, **hooks: plugin(**{"country_profile": lambda: profile(alpha2), **hooks})


class Distribution:
    """A distribution of one plugin, written by hand into a folder as pip would lay it out."""

    def __init__(self, folder: Path, plugin: str, version: str, source: str) -> None:
        self.plugin = plugin
        self.folder = folder
        self.package = f"limen_test_{next(_number)}"  # a name that no other test imported
        #: exists once the package was imported
        self.trace = folder / "imported"
        module = f"from pathlib import Path\nPath({str(self.trace)!r}).touch()\n{source}"
        self.write("__init__.py", module)
        metadata = folder / f"{self.package}-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {self.package.replace('_', '-')}\nVersion: {version}\n"
        )
        self.entry_points = metadata / "entry_points.txt"
        self.entry_points.write_text(f"[limen.plugins]\n{plugin} = {self.package}\n")

    def write(self, path: str, text: str) -> Path:
        """Write a file of the package."""
        file = self.folder / self.package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def pin(self) -> PluginPin:
        """The pin of what lies in the folder now."""
        return find_plugin(self.plugin).pin()

    @property
    def was_imported(self) -> bool:
        """Whether the package's code ran."""
        return self.trace.exists()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Distribution]]:
    """Install a plugin for this test: `install("atlantis", source="...", version="1.0.0")`."""
    before = set(sys.modules)

    def make(plugin: str, source: str = "", version: str = "1.0.0") -> Distribution:
        folder = tmp_path / str(next(_number))
        folder.mkdir()
        monkeypatch.syspath_prepend(str(folder))
        return Distribution(folder, plugin, version, source)

    yield make
    for name in set(sys.modules) - before:
        if name.startswith("limen_test_"):
            del sys.modules[name]

"""Import a checked plugin from the very files that were checked, and from their source only.

Two things could otherwise part what was hashed from what runs: a cached `.pyc`, which Python prefers to
the source beside it, and another package of the same name earlier on the path.
"""

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from limen.plugins.files import IGNORED


class SourceOnlyLoader(SourceFileLoader):
    """Loads a module from its source, and neither reads nor writes a bytecode cache."""

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of the module `fullname`, compiled now."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class CheckedFolders(MetaPathFinder):
    """Finds the modules of checked packages in their checked folders, and nowhere else."""

    def __init__(self) -> None:
        self._folders: dict[str, Path] = {}

    def add(self, package: str, folder: Path) -> None:
        """Let `package` and everything in it come from `folder`."""
        self._folders[package] = folder
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module of a checked package; None for every other module."""
        for package, folder in self._folders.items():
            if fullname == package or fullname.startswith(f"{package}."):
                return _source_spec(fullname, package, folder)
        return None


def _source_spec(fullname: str, package: str, folder: Path) -> ModuleSpec:
    inner = fullname.removeprefix(package).split(".")[1:]
    where = folder.joinpath(*inner[:-1]) if inner else folder.parent
    finder = FileFinder(str(where), (SourceOnlyLoader, SOURCE_SUFFIXES))
    spec = None if IGNORED in inner else finder.find_spec(fullname)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
    return spec


_CHECKED = CheckedFolders()


def import_checked(package: str, folder: Path) -> ModuleType:
    """Import `package` from `folder`, whose digest the caller has just compared."""
    _CHECKED.add(package, folder)
    return importlib.import_module(package)

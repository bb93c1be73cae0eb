"""Where a plugin's files lie and what they hold, found out without importing any of them."""

import hashlib
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from pathlib import Path

#: written by Python itself; never read when a plugin is imported (see `source_only`)
IGNORED = "__pycache__"


def package_folder(package: str) -> Path:
    """Return the folder of `package`; ValueError where it is no folder of Python files.

    The parents of a dotted name are walked through their specs, so that not even a parent is imported.
    """
    top, *rest = package.split(".")
    spec = find_spec(top)
    for depth, _ in enumerate(rest, start=1):
        spec = _child(spec, ".".join([top, *rest[:depth]]))
    if spec is None or not spec.origin or Path(spec.origin).name != "__init__.py":
        raise ValueError(f"{package!r} is not a package in a folder with an __init__.py")
    return Path(spec.origin).parent


def _child(parent: ModuleSpec | None, name: str) -> ModuleSpec | None:
    if parent is None or parent.submodule_search_locations is None:
        return None
    return PathFinder.find_spec(name, list(parent.submodule_search_locations))


def folder_digest(folder: Path) -> str:
    """Return `sha256:<hex>` over every file's relative path and bytes, in the order of the paths.

    ValueError for a symbolic link: what it points to can change without the folder changing.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        if IGNORED in relative.parts:
            continue
        if path.is_symlink():
            raise ValueError(f"{relative.as_posix()} is a symbolic link")
        if path.is_file():
            for part in (relative.as_posix().encode(), path.read_bytes()):
                # the length before each part, so that no byte can move from a name into its content
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
    return f"sha256:{digest.hexdigest()}"

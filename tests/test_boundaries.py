"""Who may import whom: limen nobody, a service limen, a plugin only what limen offers to plugins."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("limen", "services", "plugins")
OFFERED_TO_PLUGINS = {"limen.plugins", "limen.law", "limen.codes", "limen.partial_dates"}


def imported_modules(source: str, module: str, is_package: bool = False) -> Iterator[str]:
    """Dotted names of the modules of ours that this source imports, also inside functions."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            names = [owner_of(origin, alias.name) for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in OURS)


def owner_of(origin: str, name: str) -> str:
    """The module meant by `from origin import name`: the one so called, or the one that defines the name."""
    folder = ROOT.joinpath(*origin.split("."))
    is_module = folder.joinpath(f"{name}.py").exists() or folder.joinpath(name).is_dir()
    return f"{origin}.{name}" if is_module else origin


def is_allowed(importer: str, imported: str) -> bool:
    """Whether the module `importer` may import the module `imported`, both ours."""
    home, room = [*importer.split("."), ""][:2]
    target, target_room = [*imported.split("."), ""][:2]
    if home == "plugins" and target == "limen":
        return imported in OFFERED_TO_PLUGINS
    if target == "limen":
        return True
    return home == target and room == target_room


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of ours, with its file."""
    for top in OURS:
        for path in sorted(ROOT.joinpath(top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_no_import_crosses_a_boundary():
    crossings = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for importer, path in modules()
        for imported in imported_modules(path.read_text(), importer, path.name == "__init__.py")
        if not is_allowed(importer, imported)
    ]
    assert not crossings, "\n".join(crossings)


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("limen.web.app", "import services.readmission.app"),
        ("limen.law.deadline", "from plugins import agreements"),
        ("limen.node", "def load():\n    from services.gateway.app import SERVICE"),
        ("services.readmission.api", "from services.registration.models import Person"),
        ("services.readmission.api", "from ..registration import models"),
        ("services.training.app", "import plugins.agreements"),
        ("plugins.agreements.library", "import services.readmission.app"),
        ("plugins.agreements.library", "from limen.storage import audit"),
        ("plugins.agreements.library", "from limen import web"),
        ("plugins.agreements.library", "from limen.plugins import host"),
        ("plugins.agreements.library", "import limen.plugins.host"),
    ],
)
def test_a_crossing_is_found_however_it_is_written(importer, source):
    assert not all(is_allowed(importer, imported) for imported in imported_modules(source, importer))


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("limen.web.app", "from limen.storage import audit"),
        ("services.readmission.api", "import json, flask, limen.web"),
        ("services.readmission.api", "from services.readmission.models import Case"),
        ("services.readmission.api", "from . import models\nfrom .models import Case"),
        ("plugins.agreements.library", "from limen.plugins import hookimpl"),
        ("plugins.agreements.library", "from limen import codes, partial_dates"),
        ("plugins.agreements.library", "from .rules import rule"),
    ],
)
def test_an_import_within_the_boundaries_is_allowed(importer, source):
    assert all(is_allowed(importer, imported) for imported in imported_modules(source, importer))

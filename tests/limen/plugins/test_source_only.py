"""What runs is the source that was hashed: no bytecode beside it, no package of the same name elsewhere."""

import importlib.util
import marshal
import sys
from importlib.resources import files

import pytest

from limen.plugins.errors import PluginRefused
from limen.plugins.files import package_folder
from limen.plugins.host import load_plugins
from limen.plugins.source_only import import_checked


def bytecode(source: str, like) -> bytes:
    """A .pyc that Python takes to belong to the file `like`, compiled from another source."""
    stat = like.stat()
    header = importlib.util.MAGIC_NUMBER + bytes(4)
    header += int(stat.st_mtime).to_bytes(4, "little") + stat.st_size.to_bytes(4, "little")
    return header + marshal.dumps(compile(source, str(like), "exec"))


def test_a_forged_bytecode_cache_is_not_run(install):
    atlantis = install("atlantis", "from . import law")
    law = atlantis.write("law.py", "FORGED = False\n")
    cache = atlantis.folder / importlib.util.cache_from_source(str(law))
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_bytes(bytecode("FORGED = True\n", law))

    sys.path_importer_cache.clear()
    spec = importlib.util.spec_from_file_location("limen_test_control", law)
    control = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(control)
    assert control.FORGED, "Python itself would have run the forged cache"

    load_plugins([atlantis.pin()])
    assert not sys.modules[f"{atlantis.package}.law"].FORGED


def test_a_module_hidden_in_the_cache_folder_cannot_be_imported(install):
    atlantis = install("atlantis", "from .__pycache__ import hidden")
    atlantis.write("__pycache__/hidden.py", "")
    with pytest.raises(PluginRefused, match="cannot be imported: ModuleNotFoundError"):
        load_plugins([atlantis.pin()])


def test_the_package_that_was_hashed_is_imported_and_no_other_of_its_name(install, monkeypatch, tmp_path):
    atlantis = install("atlantis", "from . import law")
    atlantis.write("law.py", "")
    hashed = package_folder(atlantis.package)
    other = tmp_path / "other" / atlantis.package
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("raise RuntimeError('the wrong one')")
    monkeypatch.syspath_prepend(str(other.parent))
    assert package_folder(atlantis.package) == other, "Python itself would import the other one"
    assert import_checked(atlantis.package, hashed).law.__file__ == str(hashed / "law.py")


def test_a_plugin_can_still_hold_packages_and_data_files(install):
    atlantis = install("atlantis", "from .inner.deep import VALUE")
    atlantis.write("inner/__init__.py", "")
    atlantis.write("inner/deep.py", "VALUE = 42")
    atlantis.write("inner/data/numbers.yaml", "a: 1")
    load_plugins([atlantis.pin()])
    assert sys.modules[atlantis.package].VALUE == 42
    assert (files(atlantis.package) / "inner/data/numbers.yaml").read_text() == "a: 1"


def test_a_missing_module_of_a_plugin_is_an_ordinary_import_error(install):
    atlantis = install(
        "atlantis", "try:\n    from . import optional\nexcept ImportError:\n    optional = None"
    )
    load_plugins([atlantis.pin()])
    assert sys.modules[atlantis.package].optional is None

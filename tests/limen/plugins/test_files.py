"""The digest is over every file that can matter, and nothing is imported to compute it."""

import sys

import pytest

from limen.plugins.files import folder_digest, package_folder


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "country"
    (root / "data").mkdir(parents=True)
    (root / "__init__.py").write_text("A = 1")
    (root / "data" / "law.yaml").write_text("reply: 15")
    return root


def test_the_same_files_have_the_same_digest_wherever_they_lie(folder, tmp_path):
    before = folder_digest(folder)
    assert folder_digest(folder.rename(tmp_path / "moved")) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "__init__.py").write_text("A = 2"),
        lambda root: (root / "data" / "law.yaml").write_text("reply: 16"),
        lambda root: (root / "data" / "law.yaml").rename(root / "data" / "laws.yaml"),
        lambda root: (root / "data" / "law.yaml").rename(root / "law.yaml"),
        lambda root: (root / "data" / "law.yaml").unlink(),
        lambda root: (root / "new.py").touch(),
        lambda root: (root / ".hidden").touch(),
        lambda root: (root / "sourceless.pyc").touch(),
    ],
)
def test_any_change_to_any_file_changes_the_digest(folder, change):
    before = folder_digest(folder)
    change(folder)
    assert folder_digest(folder) != before


def test_what_python_caches_does_not_change_the_digest(folder):
    before = folder_digest(folder)
    (folder / "data" / "__pycache__").mkdir()
    (folder / "data" / "__pycache__" / "law.cpython-311.pyc").touch()
    assert folder_digest(folder) == before


def test_a_byte_cannot_move_from_a_name_into_its_content(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir(), other.mkdir()
    (one / "ab").write_text("c")
    (other / "a").write_text("bc")
    assert folder_digest(one) != folder_digest(other)


def test_a_symbolic_link_is_refused(folder, tmp_path):
    (folder / "data" / "elsewhere").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="data/elsewhere is a symbolic link"):
        folder_digest(folder)


def test_not_even_the_parent_of_a_package_is_imported_to_find_it(tmp_path, monkeypatch):
    (tmp_path / "limen_test_parent" / "child").mkdir(parents=True)
    (tmp_path / "limen_test_parent" / "__init__.py").write_text("raise RuntimeError('imported')")
    (tmp_path / "limen_test_parent" / "child" / "__init__.py").write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert package_folder("limen_test_parent.child") == tmp_path / "limen_test_parent" / "child"
    assert "limen_test_parent" not in sys.modules


@pytest.mark.parametrize(
    "name", ["limen_test_none", "limen_test_none.child", "os.path", "json.decoder", "sys"]
)
def test_what_is_not_a_package_in_a_folder_is_refused(name):
    with pytest.raises(ValueError, match=f"'{name}' is not a package"):
        package_folder(name)

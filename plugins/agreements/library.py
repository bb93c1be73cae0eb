"""Loads the data files of this package, wherever it is installed."""

from importlib.resources import as_file, files

from limen.plugins import Arrangement, load_arrangement


def load_library() -> list[Arrangement]:
    """Return the agreements of every `data/*.yaml`, by file name.

    Raises LawDataInvalid where a file breaks a rule of the format; it names file, field and rule.
    """
    with as_file(files(__package__) / "data") as folder:
        return [load_arrangement(path) for path in sorted(folder.glob("*.yaml"))]

"""The readmission agreements of Utopia, one data file each."""

from pathlib import Path

from limen.plugins import Arrangement, hookimpl, load_directory

FOLDER = Path(__file__).with_name("arrangements")


@hookimpl
def arrangements() -> list[Arrangement]:
    """Return every agreement in the folder; a file that breaks a rule is named with its field."""
    return load_directory(FOLDER)

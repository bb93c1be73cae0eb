"""Where the commands find an arrangement that is named: in the library, or in a file; and its cases."""

from pathlib import Path

from limen.errors import NotFound
from limen.law.arrangement import Arrangement
from limen.law.library import Library
from limen.law.loading import load_arrangement

#: the plugin that carries the library
_LIBRARY = "agreements"


def text_of(named: str, library: Library) -> Arrangement:
    """Return an arrangement by its id or by the path of a file. NotFound; LawDataInvalid for a bad file."""
    known = library.get(named.upper())
    if known is not None:
        return known
    path = Path(named)
    if not path.is_file():
        known_ids = ", ".join(item.id for item in library)
        raise NotFound(
            f"{named} is neither a file nor an arrangement of the library. There are: {known_ids}."
        )
    return load_arrangement(path)


def cases_folder() -> Path:
    """Return the folder with the cases of the installed library. NotFound where it has none."""
    from limen.plugins.installed import find_plugin

    folder = find_plugin(_LIBRARY).folder / "cases"
    if not folder.is_dir():
        raise NotFound(f"The plugin {_LIBRARY} has no folder of cases.")
    return folder

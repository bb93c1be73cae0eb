"""The list of the console's texts for translators, and its catalogues without texts that left the pages."""

from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

CONSOLE: Final = Path("services/gateway/console")
_METHODS: Final = [("**.py", "python"), ("**.html", "jinja2")]
_KEYWORDS: Final = {**DEFAULT_KEYWORDS, "_l": None}


def pages() -> dict[str, Callable[[], str]]:
    """Return what makes the list and each catalogue, by path in the tree."""
    locale = CONSOLE / "locale"
    made = {str(path): partial(_trimmed, path) for path in sorted(locale.glob("*.po"))}
    return {str(locale / "console.pot"): _list, **made}


@cache
def console_texts() -> Catalog:
    """Return all texts of the console, taken from its modules and templates."""
    found = Catalog()
    for _, _, text, _, context in extract_from_dir(CONSOLE, _METHODS, keywords=_KEYWORDS):
        found.add(text, context=context)
    return found


def _list() -> str:
    return _written(console_texts(), omit_header=True)


def _trimmed(path: Path) -> str:
    with path.open("rb") as file:
        catalog = read_po(file)
    gone = [message for message in catalog if message.id and message.id not in console_texts()]
    if not gone:
        return path.read_text()
    for message in gone:
        catalog.delete(message.id)
    return _written(catalog)


def _written(catalog: Catalog, *, omit_header: bool = False) -> str:
    written = BytesIO()
    write_po(written, catalog, width=110, no_location=True, omit_header=omit_header, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith('"Report-Msgid-Bugs-To'))  # an example

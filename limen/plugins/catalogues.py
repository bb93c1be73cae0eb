"""Gettext catalogues of the console, read from source: nobody reviews a compiled one.

A translation that could break a page is left out and named: one with other placeholders than its English
text, or with signs of HTML that the English text does not have.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

#: how `Last-Translator` begins in the head of a catalogue that no native speaker has reviewed
MACHINE_MADE = "machine"

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%")
_HTML = re.compile(r"[<>&]")


@dataclass(frozen=True)
class Catalogue:
    """A catalogue: which English texts it translates, whether somebody reviewed it, and what was left out."""

    translations: Translations
    texts: frozenset[str]
    reviewed: bool
    problems: tuple[str, ...]


def read_catalogue(path: Path, language: str, respell: Callable[[str], str] = str) -> Catalogue:
    """Return the catalogue in a `.po` file of a language (BCP 47). ValueError where it cannot be read.

    `respell` writes a translation in another script than the file's.
    """
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language.replace("-", "_"), abort_invalid=True)
    except (OSError, PoFileError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    problems = []
    for message in [message for message in catalog if message.id]:
        said = _problem(message)
        if said:
            problems.append(f"{path.name}:{message.lineno}: {said}")
        if said or not _is_translated(message):
            catalog.delete(message.id)
        else:
            message.string = _respelled(message.string, respell)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    reviewed = not (catalog.last_translator or MACHINE_MADE).casefold().startswith(MACHINE_MADE)
    texts = frozenset(first_form(message) for message in catalog if message.id)
    return Catalogue(Translations(compiled), texts, reviewed, tuple(problems))


def first_form(message: Message) -> str:
    """Return the English text of an entry, that for one where it has several."""
    return _texts(message.id)[0]


def _respelled(string: Any, respell: Callable[[str], str]) -> Any:
    return respell(string) if isinstance(string, str) else tuple(map(respell, string))


def _texts(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(part) for part in text]  # type: ignore[attr-defined]


def _is_translated(message: Message) -> bool:
    return all(_texts(message.string)) and not message.fuzzy


def _problem(message: Message) -> str:
    """Return what is wrong with a translation; empty where it can be shown."""
    for pattern, what in ((_PLACEHOLDER, "placeholders"), (_HTML, "signs of HTML")):
        known = [set(pattern.findall(text)) for text in _texts(message.id)]
        for text in filter(None, _texts(message.string)):
            # a form for one may leave the number out, as English does
            if not set(pattern.findall(text)) <= set().union(*known) or (
                len(known) == 1 and set(pattern.findall(text)) != known[0]
            ):
                return f"the {what} are not those of the English text"
    return ""

"""A template and its values become one PDF."""

import json
import mimetypes
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from limen.printing.availability import require_fonts
from limen.printing.engine import write_pdf
from limen.printing.languages import direction_of, tag_in_pdf
from limen.printing.wording import Label, TwoLanguages


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF, which is text in UTF-8: the same content for machines, or what belongs to it."""

    name: str
    content: bytes
    description: str

    def as_data(self) -> dict[str, str | None]:
        """Return it as `page.typ` takes it."""
        return {
            "name": self.name,
            "content": self.content.decode(),
            "description": self.description,
            "media_type": mimetypes.guess_type(self.name)[0],
        }


def printed(
    package: str,
    template: str,
    language: str,
    *,
    attachments: Sequence[Attachment] = (),
    **values: Any,
) -> bytes:
    """Return a template of a package, filled with values, as a tagged PDF (PDF/UA-1).

    `language` is the BCP 47 tag of the document; template and package are names in the code, never input.
    Values are what JSON knows, days, `Label` and `TwoLanguages`. Their letters are composed (NFC), since a
    font may lack the loose accents; attachments stay as they are. The same gives the same bytes.
    Raises `PrintingUnavailable` where the fonts are missing, TypeError for another value, and ValueError for
    a mistake of the template, such as a value that it uses and nobody gave.
    """
    require_fonts()
    document = {"language": tag_in_pdf(language), "direction": direction_of(language), "values": values}
    data = json.dumps(document, default=_plain, ensure_ascii=False)
    attached = json.dumps([item.as_data() for item in attachments], ensure_ascii=False)
    source = files(package).joinpath("templates", template).read_bytes()
    inputs = {"document": unicodedata.normalize("NFC", data), "attachments": attached}
    try:
        return write_pdf(source, inputs)
    except ValueError as error:
        raise ValueError(f"{package}, {template}: {error}") from None


def _plain(value: Any) -> Any:
    """Return a value as JSON; a moment is not taken, since only its caller knows how exact it must be."""
    if isinstance(value, Label):
        lang = tag_in_pdf(value.language)
        return {"text": value.text, "lang": lang, "translated": value.translated}
    if isinstance(value, TwoLanguages):
        return {key: value(key) for key in value.first.texts}
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a printed page takes no {type(value).__name__}")

"""A template and its values become one PDF."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from limen.printing.availability import load_engine, require_fonts
from limen.printing.languages import direction_of, direction_of_text


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF: the same content for machines, or what belongs to it."""

    name: str
    content: bytes
    description: str


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
    Raises `PrintingUnavailable` where libpango or the fonts are missing, and jinja2's `UndefinedError` for a
    value that the template uses and nobody gave.
    """
    require_fonts()
    page = render(package, template, language, **values)
    pdf: bytes = load_engine().write_pdf(page, attachments)
    return pdf


def render(package: str, template: str, language: str, **values: Any) -> str:
    """Return the page as HTML. Letters are composed (NFC), since a font may lack the loose accents."""
    environment = _environment(package)
    page = environment.get_template(template).render(
        language=language, direction=direction_of(language), **values
    )
    return unicodedata.normalize("NFC", page)


def isolated(text: Any) -> Markup:
    """Return a value for a page as a piece of its own, in the direction of its first letter."""
    return Markup('<bdi dir="{}">{}</bdi>').format(direction_of_text(str(text)), text)


@cache
def _environment(package: str) -> Environment:
    shared = PrefixLoader({"limen": PackageLoader("limen.printing")})
    environment = Environment(
        loader=ChoiceLoader([shared, PackageLoader(package)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(isolated=isolated, direction=direction_of_text)
    return environment

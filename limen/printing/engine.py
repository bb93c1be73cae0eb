"""Typst, kept to what is packaged. It is imported when something is printed: a node that prints nothing needs
no memory for it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from limen.printing import fonts

if TYPE_CHECKING:
    from typst import Fonts

#: a template can open what lies here, and no other file
_SHARED = Path(__file__).parent / "templates"
#: how Typst begins when a letter has no font, or is none that a conforming document may have
_OF_A_LETTER = "PDF/UA-1 error: the text"


def write_pdf(source: bytes, inputs: Mapping[str, str]) -> bytes:
    """Return a template with its inputs (`sys.inputs`) as PDF/UA-1. ValueError says what the template lacks.

    A letter that no packaged font has is drawn as an empty box, and the document then claims no conformance.
    """
    import typst

    compiler = typst.Compiler(root=_SHARED, font_paths=_fonts())
    try:
        pdf = compiler.compile(source, format="pdf", sys_inputs=dict(inputs), pdf_standards="ua-1")
    except typst.TypstError as error:
        if not error.message.startswith(_OF_A_LETTER):
            raise ValueError(error.message) from None
        pdf = compiler.compile(source, format="pdf", sys_inputs=dict(inputs))
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> "Fonts":
    """Read the fonts once."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])

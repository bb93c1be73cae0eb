"""Registers of a country that a node may ask about a person: least data told, one of three answers kept.

An adapter says which particulars it needs, under which article it is asked, and asks. The core hands it these
particulars and nothing else, keeps the answer and never what the register said beside it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from limen.plugins.dated import Dated

_CODE = re.compile(r"[a-z][a-z0-9_.-]*")

#: what an adapter may be told about a person; nothing else ever reaches one
PARTICULARS: Final = (
    "surname",
    "given_names",
    "birth_date",
    "sex",
    "document_type",
    "document_issuing_state",
    "document_number",
)


class RegisterQuestion(StrEnum):
    """What a register can be asked."""

    NATIONALITY = "nationality"
    IDENTITY = "identity"
    DOCUMENT = "document"


class RegisterAnswer(StrEnum):
    """What a register answers. UNKNOWN: it does not say; never read as no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class RegistryCheck(Dated):
    """A register, a question to it, and how to ask.

    `needs` are the particulars that `ask` is told, of `PARTICULARS`: a mapping of texts, where a particular
    that is not known is the empty text. `ask` returns "yes", "no" or "unknown", and raises when the register
    cannot be reached. `citation` is the article that allows the question, `source` the code of a source in
    the country's profile.
    """

    code: str
    title: str
    question: RegisterQuestion
    needs: frozenset[str]
    citation: str
    source: str
    ask: Callable[[Mapping[str, str]], str]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"register {self.code!r}: a code is lower case letters, digits and . _ -")
        if not self.citation or not self.source:
            raise ValueError(
                f"register {self.code!r}: a question to a register needs a citation and a source"
            )
        unknown = sorted(self.needs - set(PARTICULARS))
        if unknown or not self.needs:
            raise ValueError(
                f"register {self.code!r}: needs names some of {', '.join(PARTICULARS)};"
                f" wrong: {', '.join(unknown) or 'none named'}"
            )

"""Fields that a country records about a person beside the common ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marshmallow.fields import Field

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Sensitivity(StrEnum):
    """Who may read a field; all personal fields are encrypted under the person's own key."""

    PERSONAL = "personal"  # whoever may read the person
    IDENTIFIER = "identifier"  # masked until an officer asks, with a purpose
    SENSITIVE = "sensitive"  # health, protection, religion: protection officers only


@dataclass(frozen=True, kw_only=True)
class PersonField:
    """One more field of a person.

    `labels` are by language (ISO 639), `field` is the marshmallow field that checks a value,
    `purpose` says why the country needs it: a field without a purpose is not collected.
    """

    name: str
    labels: Mapping[str, str]
    field: Field[Any]
    sensitivity: Sensitivity
    purpose: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"person field {self.name!r}: a name is lower case letters, digits and _")
        if not self.labels or not self.purpose:
            raise ValueError(f"person field {self.name!r}: it needs a label and a purpose")

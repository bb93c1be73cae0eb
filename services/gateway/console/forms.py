"""The base of all forms: what was typed stays, what was refused stands next to its field.

The token against forged requests is checked once for all forms (`setup`). `key` makes a form that is sent
twice take effect once; `version` is what the officer had read.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import wtforms
from flask import request
from wtforms import fields

from limen.clock import rfc3339
from limen.ids import new_id
from services.gateway.console.asking import Refused
from services.gateway.console.showing import zone
from services.gateway.console.words import say

_KEY, _VERSION = "idempotency_key", "version"


class Form(wtforms.Form):
    """A form of the console. `places` says at which field an error of a service belongs."""

    #: beginning of a JSON pointer or name of a missing field -> name of the form's field
    places: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, prefix: str = "", *, sent: bool | None = None, version: Any = "", **values: Any
    ) -> None:
        """`sent`: whether this is the form that the request sends (default: any POST)."""
        sent = request.method == "POST" if sent is None else sent
        super().__init__(request.form if sent else None, prefix=prefix, **values)
        self.was_sent = sent
        self.key = (request.form.get(_KEY) if sent else None) or new_id()
        self.version = str((request.form.get(_VERSION) if sent else None) or version)
        #: what is wrong and belongs to no field
        self.problems: list[str] = []
        #: the refusal, where a service refused the form
        self.refused: Refused | None = None

    @property
    def is_wrong(self) -> bool:
        """Tell whether something must be said about the form."""
        return bool(self.problems or any(field.errors for field in self))

    @property
    def wrong_fields(self) -> list[tuple[fields.Field, str]]:
        """The fields with something wrong, each with its first error."""
        return [(field, str(error)) for field in self for error in field.errors[:1]]

    def take(self, refused: Refused) -> None:
        """Put what a service refused next to its fields."""
        self.refused = refused
        unplaced = [detail for name, detail in refused.errors if not self._place(name, detail)]
        if unplaced or not refused.errors:
            said = say("problem", refused.code) if refused.code else ""
            self.problems = [said or refused.detail, *unplaced]
            if not unplaced and refused.detail and refused.code in _SPOKEN:
                self.problems.append(refused.detail)

    def _place(self, name: str, detail: str) -> bool:
        """Put an error next to its field: the one of its name, else the one that `places` names."""
        where = name.removeprefix("#").removeprefix("/")
        field = self._fields.get(where.split("/")[0])
        if field is None:
            found = max((start for start in self.places if where.startswith(start)), key=len, default=None)
            field = self._fields[self.places[found]] if found is not None else None
        if field is not None:
            field.errors = [*field.errors, detail]
        return field is not None

    def show_version(self, version: Any) -> None:
        """Let a form that somebody overtook be sent again: with it the officer is shown this version."""
        if self.refused and self.refused.code == "version-stale":
            self.version = str(version)


def plain(value: Any) -> Any:
    """Return a typed value as JSON: moments as RFC 3339 from the time zone of the page, days as text."""
    if isinstance(value, datetime):
        return rfc3339(value.replace(tzinfo=zone()))
    return value.isoformat() if hasattr(value, "isoformat") else value


#: problems whose detail tells an officer more than the words for their code
_SPOKEN = frozenset({"conflict", "illegal-step", "safeguard-present", "not-found", "not-allowed", "invalid"})

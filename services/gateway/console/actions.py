"""Things to do with the records of a case or group: each a form of its own, sent to one route of a service.

A page lists its actions as data. What an officer sends goes to the service as JSON; what the service refuses
stands next to its field on the same page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import flash
from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from services.gateway.console.asking import Refused, send
from services.gateway.console.forms import Form, plain
from services.gateway.console.words import choices


class Codes(SelectField):
    """A choice among the words of a table."""

    def __init__(self, label: Any, table: str, *validators: Any, **options: Any) -> None:
        super().__init__(label, list(validators), **options)
        self.table = table
        self.choices = []

    def offer(self) -> None:
        """Fill in the choices, in the language of the page."""
        self.choices = [("", ""), *choices(self.table)]


class Listed(SelectField):
    """A choice among a list that is made for each page, in its language."""

    def __init__(
        self, label: Any, listed: Callable[[], list[tuple[str, str]]], *validators: Any, **options: Any
    ) -> None:
        super().__init__(label, list(validators), **options)
        self.listed = listed
        self.choices = []

    def offer(self) -> None:
        """Fill in the choices."""
        self.choices = self.listed()


class ManyCodes(SelectMultipleField):
    """Several choices among the words of a table, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, table: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.table = table
        self.choices = []

    def offer(self) -> None:
        """Fill in the choices, in the language of the page."""
        self.choices = choices(self.table)


def body_of(form: Form) -> dict[str, Any]:
    """Return what was typed as JSON: empty fields are left out, `signer__full_name` is nested."""
    body: dict[str, Any] = {}
    for each in form:
        if each.data in (None, "", []):
            continue
        *outer, name = each.short_name.split("__")
        place = body
        for part in outer:
            place = place.setdefault(part, {})
        place[name] = plain(each.data)
    return body


@dataclass(frozen=True)
class Action:
    """One thing to do. `path` is the service's route with `{id}`; `title` stands on the button."""

    name: str
    title: Any
    path: str
    form: type[Form]
    done: Any
    body: Callable[[Form], dict[str, Any] | None] = field(default=body_of)
    #: whether the form brings a file
    upload: bool = False


@dataclass(frozen=True)
class Offered:
    """An action with its form for one record, as a page shows it."""

    action: Action
    record: str
    form: Form


class Actions:
    """The actions of a page. `tried`: the form that did not pass, which keeps what was typed."""

    def __init__(self, *actions: Action) -> None:
        self._by_name: Mapping[str, Action] = {action.name: action for action in actions}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is an action of this name."""
        return name in self._by_name

    def offer(
        self, name: str, record: str, version: Any, tried: Offered | None = None, **values: Any
    ) -> Offered:
        """Return an action with its form for a record; `values` are what the form proposes."""
        if tried is not None and (tried.action.name, tried.record) == (name, record):
            return tried
        return Offered(
            self._by_name[name], record, self._form(name, record, sent=False, version=version, **values)
        )

    def sent(self, name: str, record: str) -> Offered | None:
        """Send what an officer typed to the service. None: done; else the form with what is wrong."""
        action = self._by_name[name]
        offered = Offered(action, record, self._form(name, record, sent=True))
        if not offered.form.validate():
            return offered
        try:
            body = action.body(offered.form)
            path = action.path.replace("{id}", record)
            send("readmission", path, body, key=offered.form.key, version=offered.form.version)
        except Refused as refused:
            offered.form.take(refused)
            return offered
        flash(str(action.done), "success")
        return None

    def _form(self, name: str, record: str, *, sent: bool, version: Any = "", **values: Any) -> Form:
        form = self._by_name[name].form(f"{name}-{record}", sent=sent, version=version, **values)
        for each in form:
            if isinstance(each, Codes | Listed | ManyCodes):
                each.offer()
        return form

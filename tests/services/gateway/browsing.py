"""A browser for tests: it follows redirects, keeps cookies, reads pages and fills in forms. No JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

_VOID = {"meta", "link", "input", "br", "img", "hr"}
_UNSEEN = {"script", "style", "head"}


@dataclass
class Form:
    """A form as a browser would send it: its fields with their present values, in order."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    #: name -> values that a select, radio or checkbox offers
    offered: dict[str, list[str]] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        """The present values by name."""
        return dict(self.fields)

    def filled(self, values: dict[str, Any]) -> dict[str, list[str]]:
        """Return what is sent with these values; a name that the form does not have is an error."""
        known = {name for name, _ in self.fields} | self.offered.keys()
        assert values.keys() <= known, f"no such field: {values.keys() - known}; there are {sorted(known)}"
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            if name not in values:
                sent.setdefault(name, []).append(value)
        for name, value in values.items():
            if value is not None:
                sent[name] = [value]
        return sent


class Page(HTMLParser):
    """A page that was answered. Each link of an error summary leads to one field in sight.

    Only the link that leads to the safeguards leads to a heading.
    """

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.status = answer.status_code
        self.path = answer.request.path
        self.headers = answer.headers
        self.html = answer.get_data(as_text=True)
        self.title = self.text = ""
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.language = self.direction = ""
        #: ids of fields that are in sight: not hidden, and in nothing that is folded
        self.fields_in_sight: list[str] = []
        self.summary_links: list[str] = []
        self._open: list[str] = []
        self._folds: list[bool] = []
        self._in_summary = 0
        self._select = self._textarea = ""
        self._link: str | None = None
        self.feed(self.html)
        self.text = " ".join(self.text.split())
        for field_id in self.summary_links:
            assert self.fields_in_sight.count(field_id) == 1, f"the summary leads to {field_id}\n{self.html}"

    def form(self, action: str) -> Form:
        """Return the form whose address ends so."""
        found = [form for form in self.forms if form.action.endswith(action)]
        assert found, f"no form to {action}; there are {[form.action for form in self.forms]}\n{self.text}"
        return found[0]

    def has_form(self, action: str) -> bool:
        """Tell whether there is a form whose address ends so."""
        return any(form.action.endswith(action) for form in self.forms)

    def link(self, text: str) -> str:
        """Return where the first link with this text leads."""
        found = [href for shown, href in self.links if text in shown]
        assert found, f"no link {text!r}; there are {self.links}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden" and all(self._folds):
            self.fields_in_sight.append(given.get("id", ""))
        if tag == "details":
            self._folds.append("open" in given)
        if "summary" in given.get("class", "").split():
            assert {"tabindex", "autofocus"} <= given.keys(), "the summary has the focus"
            self._in_summary = len(self._open) + 1
        if self._in_summary and tag == "a" and given["href"] != "#safeguards":
            self.summary_links.append(given["href"].removeprefix("#"))
        if tag == "html":
            self.language, self.direction = given.get("lang", ""), given.get("dir", "")
        if tag == "form":
            self.forms.append(Form(given.get("action", self.path), given.get("method", "get")))
        elif tag == "a":
            self._link = given.get("href", "")
            self.links.append(("", self._link))
        elif self.forms and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select:
            self._option(given)
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if len(self._open) < self._in_summary:
            self._in_summary = 0
        if tag == "details":
            self._folds.pop()
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.title += data
        elif self._textarea:
            name, value = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, value + data.removeprefix("\r\n").removeprefix("\n"))
        if not _UNSEEN.intersection(self._open):
            self.text += data
            if self._link is not None:
                text, href = self.links[-1]
                self.links[-1] = (f"{text}{data}".strip(), href)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], given["name"], given.get("type", "text")
        if tag == "select":
            self._select = name
            form.offered[name] = []
        elif tag == "textarea":
            self._textarea = name
            form.fields.append((name, ""))
        elif tag == "button" or kind == "submit":
            form.offered.setdefault(name, []).append(given.get("value", ""))
        elif kind in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.fields.append((name, given.get("value", "on")))
        elif tag == "input":
            form.fields.append((name, given.get("value", "")))

    def _option(self, given: dict[str, str]) -> None:
        form, name = self.forms[-1], self._select
        form.offered[name].append(given.get("value", ""))
        if "selected" in given or len(form.offered[name]) == 1:
            form.fields = [pair for pair in form.fields if pair[0] != name]
            form.fields.append((name, given.get("value", "")))


class Browser:
    """One browser with its own cookies."""

    def __init__(self, app: Flask, base_url: str = "http://localhost") -> None:
        self.app, self._base = app, base_url
        self.client = Client(app)

    def cookie(self, name: str) -> str:
        """Return the value of a cookie."""
        found = self.client.get_cookie(name)
        assert found, f"no cookie {name}"
        return found.value

    def like_this(self) -> Browser:
        """Return another browser with the same cookies, hence in the same session."""
        other = Browser(self.app, self._base)
        for cookie in self.client._cookies.values():
            other.client.set_cookie(cookie.key, cookie.value, domain=cookie.domain, path=cookie.path)
        return other

    def get(self, path: str, **options: Any) -> Page:
        """Open a page, following redirects."""
        return Page(self.client.get(path, base_url=self._base, follow_redirects=True, **options))

    def send(self, page: Page, action: str, **values: Any) -> Page:
        """Fill in the form of a page and send it. A value of None is not sent."""
        form = page.form(action)
        if form.method == "get":
            sent = {name: value[0] for name, value in form.filled(values).items()}
            return self.get(form.action, query_string=sent)
        return self.post(form.action, form.filled(values))

    def post(self, path: str, data: Any) -> Page:
        """Send data as they are."""
        return Page(self.client.post(path, data=data, base_url=self._base, follow_redirects=True))

    def sign_in(self, account: str, password: str, code: str | None = "") -> Page:
        """Sign in on the page for it."""
        page = self.get("/sign-in")
        return self.send(page, "/sign-in", account=account, password=password, code=code)

"""Rendering: a page, a page with what a service refused, a page that says what went wrong."""

from typing import Any

from flask import Flask, redirect, render_template, request, url_for

from limen.web.context import current, web
from services.gateway.console.asking import Refused
from services.gateway.console.forms import Form
from services.gateway.console.officers import current_officer
from services.gateway.console.words import choices


def page(template: str, status: int = 200, **values: Any) -> Any:
    """Render a template of `pages/`."""
    return render_template(f"pages/{template}.html", **values), status


def go(endpoint: str, **values: Any) -> Any:
    """Lead the browser to another page with a GET, so that reloading it sends nothing again."""
    return redirect(url_for(f"console.{endpoint}", **values), 303)


def status_of(refused: Refused) -> int:
    """Return the status of a form that is shown again: the service's, where it is about the request."""
    return refused.status if 400 <= refused.status < 500 else 503


def status_for(form: Form | None) -> int:
    """Return the status of a page that shows a form: 200, unless the form was sent and is shown again."""
    if form is None or not form.was_sent:
        return 200
    return status_of(form.refused) if form.refused else 422


def purpose() -> str:
    """Return the code of what the officer opens the page for, empty where none was chosen."""
    chosen = request.args.get("purpose", "")
    return chosen if chosen in dict(choices("number_purpose")) else ""


def add_pages(app: Flask) -> None:
    """Give templates what every page shows."""
    app.jinja_env.globals.update(
        officer=current_officer,
        settings=lambda: web().runtime.settings,
        request_id=lambda: current().request_id,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

"""Putting the console into the gateway's app."""

from datetime import timedelta
from typing import Final

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from limen.errors import StartRefused
from limen.runtime import Runtime
from limen.web.context import web
from limen.web.files import allow_upload
from services.gateway.console import (  # noqa: F401  each module adds its pages to the blueprint
    applications,
    border_files,
    calculator,
    calendars,
    case_records,
    case_steps,
    cases,
    counterpart_keys,
    court,
    coverage,
    encounters,
    entered_limits,
    entering,
    escalations,
    evidence,
    groups,
    handing,
    home,
    journey,
    lifts,
    node,
    observing,
    offices,
    overrides,
    persons,
    plugins,
    posts,
    rule_traces,
    safeguards,
    screenings,
    sheets,
    statistics,
    training,
    verification,
    work_lists,
)
from services.gateway.console.blueprint import OPEN_TO_ALL, console
from services.gateway.console.language import add_languages
from services.gateway.console.menu import add_menu
from services.gateway.console.officers import officer
from services.gateway.console.pages import add_pages
from services.gateway.console.refusals import add_refusals
from services.gateway.console.sheets import add_sheets
from services.gateway.console.showing import add_showing
from services.gateway.console.static_files import add_static_files

#: a page loads our own style sheets and pictures, sends forms to us, and nothing else
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_SAFE_METHODS: Final = ("GET", "HEAD")

_forged = CSRFProtect()


def add_console(app: Flask, runtime: Runtime) -> None:
    """Add the console's pages to the gateway."""
    _configure_cookies(app, runtime)
    country = runtime.settings.country
    add_languages(app, runtime.plugins.countries.get(country))
    for add in (add_static_files, add_showing, add_menu, add_pages, add_refusals, add_sheets):
        add(app)
    _add_issuer(app, runtime)
    app.before_request(_allow_file)  # before the form's token is read, and with it the file
    _forged.init_app(app)
    app.register_blueprint(console)
    app.after_request(_restrict)


def _add_issuer(app: Flask, runtime: Runtime) -> None:
    app.jinja_env.globals.update(has_issuer=bool(runtime.settings.oidc_issuer))
    if runtime.settings.oidc_issuer:
        # Imported only where it is used: it brings two libraries that no other node needs.
        from services.gateway.console.entering_oidc import add_issuer

        add_issuer(app, runtime.settings)


def _allow_file() -> None:
    if request.endpoint == "console.attach_file":
        allow_upload(request, web().runtime.settings.attachment_limit)


def _configure_cookies(app: Flask, runtime: Runtime) -> None:
    """Configure the second cookie: language, form token and notices, signed, nothing about a person."""
    settings = runtime.settings
    if not settings.session_key:
        raise StartRefused("LIMEN_SESSION_KEY is missing: it signs the console's forms")
    secure = settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.session_key,
        SESSION_COOKIE_NAME="__Host-limen-page" if secure else "limen-page",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_SAMESITE="Lax" if settings.oidc_issuer else "Strict",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        # The API takes tokens and no cookies, so only the console's own requests are checked, here below.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session, which ends by itself
        WTF_CSRF_SSL_STRICT=False,  # our pages send no Referer
    )


@console.before_request
def _admit() -> None:
    """Ask for the form's token, then for the officer."""
    if request.method not in _SAFE_METHODS:
        _forged.protect()
    if (request.endpoint or "").removeprefix("console.") not in OPEN_TO_ALL:
        officer()


def _restrict(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
    return response

"""Pages that say in words what went wrong, in place of the problem documents of the API."""

from typing import Any

import structlog
from flask import Flask, redirect, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from limen.errors import LimenError, NotSignedIn, Unavailable
from limen.web import problems
from limen.web.context import current
from services.gateway.console.asking import Refused
from services.gateway.console.blueprint import console
from services.gateway.console.officers import forget
from services.gateway.console.pages import page

log = structlog.get_logger()

_CODES = {404: "no-such-address", 405: "method-not-allowed", 413: "body-too-large", 429: "too-many-requests"}


def add_refusals(app: Flask) -> None:
    """Answer a wrong address by a page, unless it is one of the API's."""

    def wrong_address(error: HTTPException) -> Any:
        if request.path.startswith(("/api/", "/health/", "/metrics")):
            return problems.from_http(error)
        return _page(404, "no-such-address")

    app.register_error_handler(404, wrong_address)


@console.errorhandler(NotSignedIn)
def _not_signed_in(_error: NotSignedIn) -> Any:
    """Lead to the sign-in page, and back to the page afterwards."""
    path = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("console.sign_in", next=path if path != "/" else None), 303)


@console.errorhandler(Refused)
def _refused(refused: Refused) -> Any:
    if refused.status == 401:
        session.clear()
        return forget(redirect(url_for("console.sign_in"), 303))
    status = refused.status if refused.status < 500 else 503
    return _page(status, refused.code or "unavailable", refused.detail)


@console.errorhandler(LimenError)
def _limen(error: LimenError) -> Any:
    current().problem = error.code
    if isinstance(error, Unavailable):
        log.warning("part_unavailable", problem=error.code)
    if error.status == 500:
        return _fault(error)
    return _page(error.status, error.code)


@console.errorhandler(CSRFError)
def _form_expired(_error: CSRFError) -> Any:
    return _page(400, "form-expired")


@console.errorhandler(HTTPException)
def _http(error: HTTPException) -> Any:
    status = error.code or 500
    return _page(
        status, _CODES.get(status, "internal-error"), retry_after=getattr(error, "retry_after", None)
    )


@console.errorhandler(Exception)
def _fault(error: Exception) -> Any:
    log.error("request_failed", exc_info=error)
    return _page(500, "internal-error")


def _page(status: int, code: str, detail: str = "", retry_after: Any = None) -> Any:
    current().problem = code
    answer, _ = page("problem", code=code, detail=detail, again=_to_send_again(status))
    wait = Unavailable.retry_after if status == 503 else retry_after
    return answer, status, {"Retry-After": str(wait)} if wait else {}


def _to_send_again(status: int) -> list[tuple[str, str]]:
    """Return what was typed, to be sent again when a part of the node was away; never a password.

    The form's key goes along, so that it still takes effect once.
    """
    if request.method != "POST" or status not in (429, 503) or request.endpoint == "console.sign_in":
        return []
    return list(request.form.items(multi=True))

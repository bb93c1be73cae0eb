"""Signing in with the agency's OpenID Connect issuer: authorization code with PKCE.

What the officer may do comes from two claims that the settings name; roles that Limen does not have are
ignored, and an officer without any role is refused.
"""

import logging
from typing import Any

import requests
import structlog
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, request, session, url_for
from flask_babel import gettext as _
from joserfc.errors import JoseError

from limen.config import Settings
from limen.errors import NotAllowed
from limen.web.context import web
from services.gateway.console.entering import SignInForm, start_anew, welcome
from services.gateway.console.pages import page
from services.gateway.console.paths import own_path
from services.gateway.oidc import actor_of_claims

_EXTENSION, _WANTED = "limen.issuer", "next"
#: seconds that the issuer has for an answer
_PATIENCE = 10
#: beginnings of the algorithms whose signatures can be made only with the issuer's private key
_ALGORITHMS = ("Ed", "ES", "PS", "RS")

log = structlog.get_logger()


def add_issuer(app: Flask, settings: Settings) -> None:
    """Register the issuer of the settings. It is asked for its addresses at the first sign-in."""
    logging.getLogger("authlib").setLevel(logging.WARNING)  # below it the code's verifier is written
    # Not by the blueprint, which other apps of this process may have registered without an issuer.
    app.add_url_rule("/sign-in/issuer", "console.sign_in_with_issuer", sign_in_with_issuer)
    app.add_url_rule("/sign-in/issuer/return", "console.return_from_issuer", return_from_issuer)
    app.extensions[_EXTENSION] = OAuth(app).register(
        "issuer",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE,
            "token_endpoint_auth_method": "client_secret_basic" if settings.oidc_client_secret else "none",
        },
    )


def sign_in_with_issuer() -> Any:
    """Lead to the issuer."""
    issuer = _issuer()
    session[_WANTED] = own_path(request.args.get("next", ""))
    try:
        _check_metadata(issuer)
        return issuer.authorize_redirect(_return_address())
    except (requests.RequestException, RuntimeError) as error:
        return _refuse(_("Your agency's sign-in does not answer just now."), error, 503)


def return_from_issuer() -> Any:
    """Take the issuer's answer, and begin the session of the officer that it names."""
    issuer = _issuer()
    try:
        _check_metadata(issuer)
        claims = _claims(issuer)
        actor = actor_of_claims(claims, web().runtime.settings)
    except NotAllowed as error:
        return _refuse(_("Your agency's account has no role here. Ask your administrator."), error, 403)
    except (requests.RequestException, RuntimeError) as error:
        return _refuse(_("Your agency's sign-in does not answer just now."), error, 503)
    except (OAuthError, JoseError, ValueError) as error:
        return _refuse(_("Your agency's sign-in was not completed. Try again."), error, 401)
    return welcome(actor, own_path(session.get(_WANTED, "")))


def _claims(issuer: Any) -> dict[str, Any]:
    """Return the claims of the checked id token, and those of the userinfo endpoint that it lacks."""
    token = issuer.authorize_access_token()
    claims = dict(token.get("userinfo") or {})
    if not claims.get("sub"):
        raise OAuthError(error="no_id_token")
    if (
        web().runtime.settings.oidc_roles_claim not in claims
        and "userinfo_endpoint" in issuer.server_metadata
    ):
        more = dict(issuer.userinfo(token=token))
        if more.get("sub") != claims["sub"]:
            raise OAuthError(error="other_subject")
        claims = {**more, **claims}
    return claims


def _check_metadata(issuer: Any) -> None:
    """Refuse metadata of another issuer, and signatures that a shared secret could make."""
    metadata = issuer.load_server_metadata()
    if metadata.get("issuer") != web().runtime.settings.oidc_issuer:
        raise RuntimeError("the metadata names another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [
        algorithm for algorithm in offered if algorithm.startswith(_ALGORITHMS)
    ]


def _refuse(words: str, error: Exception, status: int) -> Any:
    log.warning("issuer_sign_in_refused", reason=type(error).__name__, code=getattr(error, "error", ""))
    start_anew()
    form = SignInForm(sent=False)
    form.problems = [words]
    return page("sign_in", status, form=form, next="/")


def _issuer() -> Any:
    return current_app.extensions[_EXTENSION]


def _return_address() -> str:
    public = web().runtime.settings.public_url.rstrip("/")
    path = url_for("console.return_from_issuer")
    return public + path if public else url_for("console.return_from_issuer", _external=True)

"""Who is signed in to the console: the cookie, the officer, and the officer's token for the services."""

from typing import Any, Final, cast

from flask import Response, g, request

from limen.errors import NotSignedIn
from limen.web import policy
from limen.web.context import current, web
from limen.web.tokens import TokenIssuer
from limen.work import Actor
from services.gateway import sessions

#: life of the tokens that pages use, in minutes; each request makes its own
_TOKEN_MINUTES: Final = 1


def is_secure() -> bool:
    """Tell whether officers reach the console by https."""
    return web().runtime.settings.public_url.startswith("https://")


def same_site() -> str:
    """Return how strictly browsers keep our cookies to ourselves.

    Strict, but Lax with an OpenID Connect issuer: a Strict cookie is not sent on the way back from it.
    """
    return "Lax" if web().runtime.settings.oidc_issuer else "Strict"


def current_officer() -> Actor | None:
    """Return who is signed in, or None. The session is looked up once for each request."""
    if "limen_officer" not in g:
        secret = request.cookies.get(_cookie())
        g.limen_officer = sessions.resume(web().runtime, secret) if secret else None
    return cast(Actor | None, g.limen_officer)


def officer() -> Actor:
    """Return who is signed in; NotSignedIn when nobody is."""
    found = current_officer()
    if found is None:
        raise NotSignedIn("Sign in first.")
    current().actor = found.id
    return found


def may(permission: str, post: str | None = None) -> bool:
    """Tell whether the officer holds a permission, and for a post when it is given."""
    found = current_officer()
    return found is not None and policy.decide(found, permission, post).allowed


def token() -> str:
    """Return a token of the officer's for the services, made once for each request."""
    if "limen_token" not in g:
        runtime = web().runtime
        settings = runtime.settings
        issuer = runtime.once("token issuer", lambda: TokenIssuer(settings.token_key, settings.node))
        g.limen_token = issuer.issue(officer(), _TOKEN_MINUTES)
    return str(g.limen_token)


def begin(response: Response, actor: Actor) -> Response:
    """Begin a session and give the browser its cookie; a session that was there ends."""
    forget(response)
    secret = sessions.begin(web().runtime, actor)
    response.set_cookie(_cookie(), secret, **_cookie_rules())
    return response


def forget(response: Response) -> Response:
    """End the session, and have the browser forget its cookie."""
    secret = request.cookies.get(_cookie())
    if secret:
        sessions.end(web().runtime, secret)
    response.delete_cookie(_cookie(), **_cookie_rules())
    return response


def had_session() -> bool:
    """Tell whether the browser still knows a session that has ended."""
    return bool(request.cookies.get(_cookie())) and current_officer() is None


def _cookie() -> str:
    # With this prefix browsers refuse the cookie unless it is secure and belongs to this host alone.
    return "__Host-limen-session" if is_secure() else "limen-session"


def _cookie_rules() -> dict[str, Any]:
    return {"path": "/", "httponly": True, "secure": is_secure(), "samesite": same_site()}

"""From the claims of an OpenID Connect issuer to an officer."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from limen.config import Settings
from limen.errors import NotAllowed
from limen.web.policy import MONITOR, ROLES
from limen.work import Actor

_POST: Final = re.compile(r"[A-Z0-9-]{2,20}")
_PLAIN_SUBJECT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_LONGEST_NAME: Final = 120


def actor_of_claims(claims: Mapping[str, Any], settings: Settings) -> Actor:
    """Return the officer that an issuer's claims name; NotAllowed without a role.

    Roles and posts are lists, or text with spaces between them.
    """
    roles = frozenset(_texts(claims.get(settings.oidc_roles_claim))) & frozenset(ROLES)
    if not roles:
        raise NotAllowed("The issuer gives this account no role of Limen.")
    if MONITOR in roles and len(roles) > 1:
        raise NotAllowed("The monitor is independent: no other role beside it.")
    posts = {post for post in _texts(claims.get(settings.oidc_posts_claim)) if _POST.fullmatch(post)}
    name = str(claims.get("name") or claims.get("preferred_username") or "")
    return Actor(
        id=account_of(str(claims["sub"]), settings.oidc_issuer),
        name=name[:_LONGEST_NAME],
        roles=roles,
        posts=frozenset(posts),
        country=settings.country,
    )


def account_of(subject: str, issuer: str) -> str:
    """Return the account name of an issuer's subject, `<subject>@<host>`, which no local account can have.

    A subject that is no plain name is replaced by its digest.
    """
    if not _PLAIN_SUBJECT.fullmatch(subject):
        subject = hashlib.sha256(subject.encode()).hexdigest()[:40]
    host = urlsplit(issuer).hostname or "issuer"
    return f"{subject}@{host}"[:80]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return value.split()
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

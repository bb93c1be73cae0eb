"""The one blueprint to which every page module adds its pages, and the permission that a page needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import Blueprint

from limen.web import policy
from services.gateway.console.officers import officer

console = Blueprint("console", __name__, template_folder="templates")

#: pages that anybody may open
OPEN_TO_ALL: Final = frozenset(
    {"sign_in", "sign_in_with_issuer", "return_from_issuer", "choose_language", "static_file"}
)

_MARK = "limen_permission"

View = Callable[..., Any]


def needs(permission: str) -> Callable[[View], View]:
    """Let only officers open a page whose role holds the permission. The services check again."""
    if permission not in policy.PERMISSIONS:
        raise ValueError(f"permission {permission!r} is not in the policy")

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(**path: Any) -> Any:
            policy.require(officer(), permission)
            return view(**path)

        setattr(checked, _MARK, permission)
        return checked

    return decorate


def permission_of(view: View) -> str | None:
    """Return the permission that a page needs; None for a page that is open to all."""
    return getattr(view, _MARK, None)

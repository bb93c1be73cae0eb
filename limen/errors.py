"""The errors of Limen, with the HTTP status that each becomes at the edge.

    LimenError                    500
    ├── Malformed                 400
    ├── NotSignedIn               401
    ├── NotAllowed                403
    ├── NotFound                  404
    ├── Conflict                  409
    │   ├── IllegalStep           409   names what is missing
    │   └── SafeguardPresent      409   names the safeguard
    ├── VersionStale              412
    ├── Invalid                   422   names the field and the rule
    │   └── KeyReused             422   Idempotency-Key with another body
    ├── VersionRequired           428
    ├── Unavailable               503   with Retry-After
    │   ├── DatabaseUnavailable   503
    │   └── BrokerUnavailable     503
    └── StartRefused              –     the node does not start

The class docstring is the title that users see; the arguments are the facts.
No message may hold personal data: it is logged and shown.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class LimenError(Exception):
    """Something went wrong inside Limen."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"

    def __init__(self, detail: str = "", **facts: Any) -> None:
        super().__init__(detail or self.title())
        self.detail = detail or self.title()
        #: machine-readable facts, shown as extension members of the problem document
        self.facts = facts

    @classmethod
    def title(cls) -> str:
        """Return the first sentence of the class docstring."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0]


class Malformed(LimenError):
    """The request cannot be read."""

    status, code = 400, "malformed"


class NotSignedIn(LimenError):
    """Sign in first: the token is missing, expired or not ours."""

    status, code = 401, "not-signed-in"


class NotAllowed(LimenError):
    """Your role or post does not allow this."""

    status, code = 403, "not-allowed"


class NotFound(LimenError):
    """There is no such record, or you may not know of it."""

    status, code = 404, "not-found"


class Conflict(LimenError):
    """The record is in a state that does not allow this."""

    status, code = 409, "conflict"


class IllegalStep(Conflict):
    """This step cannot be taken now."""

    code = "illegal-step"

    def __init__(self, detail: str, missing: Sequence[Mapping[str, str]] = (), **facts: Any) -> None:
        super().__init__(detail, missing=[dict(item) for item in missing], **facts)


class SafeguardPresent(Conflict):
    """A safeguard blocks this step."""

    code = "safeguard-present"


class VersionStale(LimenError):
    """Somebody changed the record since you read it."""

    status, code = 412, "version-stale"


class Invalid(LimenError):
    """The input breaks a rule."""

    status, code = 422, "invalid"

    def __init__(self, detail: str = "", errors: Sequence[Mapping[str, str]] = (), **facts: Any) -> None:
        """`errors`: items with `pointer` (RFC 6901, into the body) or `parameter`, and `detail`."""
        super().__init__(detail, **facts)
        self.errors = [dict(item) for item in errors]


class KeyReused(Invalid):
    """This Idempotency-Key was used for another request."""

    code = "idempotency-key-reused"


class VersionRequired(LimenError):
    """Send If-Match with the ETag that you read."""

    status, code = 428, "version-required"


class Unavailable(LimenError):
    """A part of the node is not reachable just now."""

    status, code = 503, "unavailable"

    #: seconds after which a client may try again
    retry_after: ClassVar[int] = 2


class DatabaseUnavailable(Unavailable):
    """The database is not reachable just now."""

    code = "database-unavailable"


class BrokerUnavailable(Unavailable):
    """The message broker is not reachable just now."""

    code = "broker-unavailable"


class StartRefused(LimenError):
    """The node does not start with this configuration."""

    code = "start-refused"

    @property
    def remedy(self) -> str:
        """What whoever starts the node can do about it; empty where the problem says it."""
        return ""

"""Who may do what: one table from permission to roles, and one pure decision.

A permission is named `<service>.<record>.<action>`. `own_post` limits the roles that serve at a post to the
posts in their token; the monitor and the offices behind the border see all posts.
The monitor never holds a permission that writes; administrators hold none that shows a person. The
forced-return monitor writes observations and nothing else, and nobody else writes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from limen.errors import NotAllowed

if TYPE_CHECKING:
    from limen.work import Actor, Work

BORDER_OFFICER: Final = "border_officer"
SHIFT_LEADER: Final = "shift_leader"
READMISSION_OFFICER: Final = "readmission_officer"
PROTECTION_OFFICER: Final = "protection_officer"
TRAINER: Final = "trainer"
ADMINISTRATOR: Final = "administrator"
MONITOR: Final = "monitor"
RETURN_MONITOR: Final = "return_monitor"
ROLES: Final = (
    BORDER_OFFICER,
    SHIFT_LEADER,
    READMISSION_OFFICER,
    PROTECTION_OFFICER,
    TRAINER,
    ADMINISTRATOR,
    MONITOR,
    RETURN_MONITOR,
)
#: roles that serve at a post
_AT_A_POST = frozenset({BORDER_OFFICER, SHIFT_LEADER})

#: for a route that needs no token, such as signing in
PUBLIC: Final = "public"
#: for a route that needs a token and no role
SIGNED_IN: Final = "signed-in"

log = structlog.get_logger()


@dataclass(frozen=True)
class Permission:
    """The roles that hold a permission, and whether it ends at the officer's own posts."""

    roles: frozenset[str]
    own_post: bool = False


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed, and why (not)."""

    allowed: bool
    reason: str


def _to(*roles: str, own_post: bool = False) -> Permission:
    return Permission(frozenset(roles), own_post)


PERMISSIONS: Mapping[str, Permission] = {
    PUBLIC: _to(),
    SIGNED_IN: _to(*ROLES),
    "registration.encounter.create": _to(BORDER_OFFICER, SHIFT_LEADER, own_post=True),
    "registration.encounter.read": _to(
        BORDER_OFFICER, SHIFT_LEADER, PROTECTION_OFFICER, MONITOR, own_post=True
    ),
    "registration.person.read": _to(
        BORDER_OFFICER, SHIFT_LEADER, READMISSION_OFFICER, PROTECTION_OFFICER, MONITOR
    ),
    "registration.person.change": _to(BORDER_OFFICER, SHIFT_LEADER, PROTECTION_OFFICER),
    "registration.person.erase": _to(ADMINISTRATOR),
    "registration.person.search": _to(BORDER_OFFICER, SHIFT_LEADER, READMISSION_OFFICER, PROTECTION_OFFICER),
    "registration.post.manage": _to(ADMINISTRATOR),
    "registration.safeguard.raise": _to(BORDER_OFFICER, SHIFT_LEADER, PROTECTION_OFFICER),
    "registration.safeguard.end": _to(PROTECTION_OFFICER),
    "registration.safeguard.read": _to(BORDER_OFFICER, SHIFT_LEADER, PROTECTION_OFFICER, MONITOR),
    "registration.screening.create": _to(BORDER_OFFICER, SHIFT_LEADER, PROTECTION_OFFICER, own_post=True),
    "registration.screening.read": _to(PROTECTION_OFFICER, MONITOR),
    "registration.statement.read": _to(PROTECTION_OFFICER),
    "readmission.case.open": _to(READMISSION_OFFICER),
    "readmission.case.import": _to(READMISSION_OFFICER),
    "readmission.case.read": _to(
        READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, MONITOR, own_post=True
    ),
    "readmission.case.move": _to(READMISSION_OFFICER),
    "readmission.case.transfer": _to(READMISSION_OFFICER, SHIFT_LEADER, own_post=True),
    "readmission.application.read": _to(READMISSION_OFFICER, PROTECTION_OFFICER, MONITOR),
    "readmission.application.change": _to(READMISSION_OFFICER),
    "readmission.evidence.read": _to(READMISSION_OFFICER, MONITOR),
    "readmission.evidence.add": _to(READMISSION_OFFICER),
    "readmission.safeguard.read": _to(READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, MONITOR),
    "readmission.lift.request": _to(READMISSION_OFFICER, PROTECTION_OFFICER),
    "readmission.lift.approve": _to(READMISSION_OFFICER, PROTECTION_OFFICER),
    "readmission.lift.read": _to(READMISSION_OFFICER, PROTECTION_OFFICER, MONITOR),
    "readmission.decision.record": _to(READMISSION_OFFICER, PROTECTION_OFFICER),
    "readmission.safeguard.raise": _to(READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER),
    "readmission.safeguard.end": _to(PROTECTION_OFFICER),
    "readmission.deadline.read": _to(
        READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, MONITOR, own_post=True
    ),
    "readmission.worklist.keep": _to(READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER),
    "readmission.calendar.keep": _to(READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, own_post=True),
    "readmission.escalation.read": _to(READMISSION_OFFICER, SHIFT_LEADER, MONITOR, own_post=True),
    "readmission.escalation.raise": _to(READMISSION_OFFICER, SHIFT_LEADER, own_post=True),
    "readmission.escalation.answer": _to(READMISSION_OFFICER, SHIFT_LEADER, own_post=True),
    "readmission.office.read": _to(
        READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, MONITOR, ADMINISTRATOR
    ),
    "readmission.office.manage": _to(ADMINISTRATOR),
    "readmission.offer.read": _to(READMISSION_OFFICER, SHIFT_LEADER, MONITOR, own_post=True),
    "readmission.offer.make": _to(READMISSION_OFFICER),
    "readmission.offer.decide": _to(READMISSION_OFFICER, SHIFT_LEADER, own_post=True),
    "readmission.statistics.read": _to(READMISSION_OFFICER, PROTECTION_OFFICER, MONITOR),
    "readmission.transfer.read": _to(
        READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, MONITOR, RETURN_MONITOR, own_post=True
    ),
    "readmission.key.read": _to(BORDER_OFFICER, SHIFT_LEADER, READMISSION_OFFICER, MONITOR, ADMINISTRATOR),
    "readmission.key.manage": _to(ADMINISTRATOR),
    "readmission.record.countersign": _to(READMISSION_OFFICER, SHIFT_LEADER, BORDER_OFFICER),
    "readmission.observation.record": _to(RETURN_MONITOR),
    "readmission.observation.read": _to(
        READMISSION_OFFICER, PROTECTION_OFFICER, SHIFT_LEADER, MONITOR, RETURN_MONITOR, own_post=True
    ),
    "readmission.group.manage": _to(READMISSION_OFFICER),
    "readmission.group.read": _to(READMISSION_OFFICER, PROTECTION_OFFICER, MONITOR, RETURN_MONITOR),
    "training.event.manage": _to(TRAINER),
    "training.event.read": _to(*ROLES),
    "training.certificate.issue": _to(TRAINER),
    "training.certificate.revoke": _to(TRAINER),
    "training.certificate.read": _to(TRAINER, SHIFT_LEADER, PROTECTION_OFFICER, ADMINISTRATOR, MONITOR),
    "node.health.read": _to(ADMINISTRATOR, MONITOR),
    "node.events.read": _to(ADMINISTRATOR),
    "node.events.manage": _to(ADMINISTRATOR),
    "audit.read": _to(ADMINISTRATOR, MONITOR),
    "accounts.manage": _to(ADMINISTRATOR),
}


def decide(actor: "Actor", permission: str, post: str | None = None) -> Decision:
    """Decide on a permission, and on one post when it is given. KeyError for an unknown permission."""
    rule = PERMISSIONS[permission]
    if permission == PUBLIC:
        return Decision(True, "open to everybody")
    if permission == SIGNED_IN:
        return Decision(True, "open to every officer")
    held = actor.roles & rule.roles
    if not held:
        return Decision(False, "no role of the officer holds this permission")
    if post is None or not rule.own_post or held - _AT_A_POST:
        return Decision(True, "a role of the officer holds this permission")
    if post in actor.posts:
        return Decision(True, "it is one of the officer's own posts")
    return Decision(False, "it is not one of the officer's own posts")


def require(actor: "Actor", permission: str, post: str | None = None) -> None:
    """Raise `NotAllowed`, and log the refusal, unless the decision allows it."""
    decision = decide(actor, permission, post)
    if not decision.allowed:
        log.warning("authorization_refused", permission=permission, actor=actor.id, reason=decision.reason)
        raise NotAllowed(f"You may not do this: {decision.reason}.", permission=permission)


def require_post(work: "Work", post: str | None) -> None:
    """Raise `NotAllowed` unless the request's permission reaches to this post.

    A record without a post belongs to no officer's post. Does nothing where no route asked for a permission,
    that is when the node itself handles an event.
    """
    if work.permission:
        require(work.actor, work.permission, post or "")


def posts_in_reach(work: "Work") -> frozenset[str] | None:
    """Return the posts to which a list must be limited, or None when there is no such limit."""
    rule = PERMISSIONS.get(work.permission)
    if rule is None or not rule.own_post or (work.actor.roles & rule.roles) - _AT_A_POST:
        return None
    return work.actor.posts

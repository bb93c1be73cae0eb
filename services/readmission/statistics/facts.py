"""What happened in a period, case by case: the facts from which all tables are counted.

An event counts on the day on which it happened in law: the milestone that its step records, for example the
day of the reply, else the day on which the step was taken. So both sides of a case count the same month.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from limen.work import Work
from services.readmission.decisions.tables import decision
from services.readmission.models import case, deadline, milestone, step
from services.readmission.statistics.attributes import UNKNOWN
from services.readmission.statistics.tables import attributes

#: measure -> steps that count, each with the milestone of its day
_BY_MILESTONE: Final[Mapping[str, tuple[str, str]]] = {
    "receive": ("requests", "receipt"),
    "accept": ("accepted", "reply"),
    "accept_tacitly": ("accepted_by_silence", "expiry"),
    "refuse": ("refused", "reply"),
    "refuse_tacitly": ("refused_by_silence", "expiry"),
    "notify": ("notified", "notice_given"),
    "receive_notification": ("notified", "notice_given"),
    "hand_over": ("transferred", "return"),
    "depart": ("departed", "departure"),
}
#: step -> measure, on the day on which the step was taken
_BY_STEP: Final[Mapping[str, str]] = {
    "submit": "requests",
    "request_information": "information_requested",
    "defer": "deferred",
    "turn_back": "turned_back",
    "call_off": "called_off",
    "take_back": "taken_back",
    "withdraw": "withdrawn",
}
#: steps that no table counts, because others already do or they tell a committee nothing
NOT_COUNTED: Final = frozenset(
    {
        "acknowledge",
        "claim_error",
        "close",
        "confirm_receipt",
        "establish_nationality",
        "extend_reply",
        "give_information",
        "plan_transfer",
        "reject_error",
        "resume",
        "return_for_completion",
        "suspend",
        "verify",
    }
)
COUNTED: Final = frozenset({*_BY_MILESTONE, *_BY_STEP})

#: every measure, in the order of the tables
MEASURES: Final = (
    "ordered",
    "requests",
    "accepted",
    "accepted_by_silence",
    "refused",
    "refused_by_silence",
    "information_requested",
    "deferred",
    "unanswered",
    "notified",
    "transferred",
    "departed",
    "called_off",
    "turned_back",
    "taken_back",
    "withdrawn",
)
_REPLIES: Final = frozenset({"accepted", "accepted_by_silence", "refused", "refused_by_silence"})
_REPLY_LIMITS: Final = ("reply", "transit_reply")


@dataclass(frozen=True)
class Fact:
    """One event that counts. `waited`: days from receipt to reply, or from reply to transfer."""

    measure: str
    month: str
    counterpart: str
    category: str
    sex: str
    age_group: str
    citizenship: str = UNKNOWN
    assistance: str = UNKNOWN
    arrangement: str = ""
    reason: str = ""
    waited: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Which facts: whole months from `first` to before `end`, on one side of cases."""

    first: date
    end: date
    role: str


_receipt, _reply, _expiry = (milestone.alias(name) for name in ("receipt", "reply", "expiry"))
_counterpart = sa.case(
    (case.c.role == "requesting", case.c.requested_state), else_=case.c.requesting_state
).label("counterpart")
_DIMENSIONS = (
    _counterpart,
    case.c.category,
    sa.func.coalesce(attributes.c.sex, UNKNOWN).label("sex"),
    sa.func.coalesce(attributes.c.age_group, UNKNOWN).label("age_group"),
    sa.func.coalesce(attributes.c.citizenship, UNKNOWN).label("citizenship"),
    sa.func.coalesce(case.c.assistance, UNKNOWN).label("assistance"),
    case.c.arrangement,
)
_NAMES = tuple(column.name for column in _DIMENSIONS)


def facts(work: Work, wanted: Wanted) -> Iterator[Fact]:
    """Yield every fact of a period."""
    for row in work.execute(_recorded(wanted)):
        measure, kind = _BY_MILESTONE[row.step]
        if kind == row.kind:
            yield _fact(row, measure, row.moment[:10], row.code or "", _waited(row, measure))
    for row in work.execute(_taken(wanted)):
        yield _fact(row, _BY_STEP[row.step], row.taken_at.date().isoformat())
    for row in work.execute(_ordered(wanted)):
        yield _fact(row, "ordered", row.on)
    for row in work.execute(_unanswered(wanted)):
        if wanted.first.isoformat() <= row.due[:10] < wanted.end.isoformat():
            yield _fact(row, "unanswered", row.due[:10])


def _fact(row: Any, measure: str, day: str, reason: str = "", waited: int | None = None) -> Fact:
    dimensions = {name: row._mapping[name] for name in _NAMES}
    return Fact(measure, day[:7], **dimensions, reason=reason, waited=waited)


def _recorded(wanted: Wanted) -> sa.Select[Any]:
    """Select steps by the milestone that they recorded; of a step taken twice, the last one recorded it."""
    later = step.alias("later")
    kinds = sorted({kind for _, kind in _BY_MILESTONE.values()})
    query = (
        sa.select(
            step.c.step,
            step.c.code,
            milestone.c.kind,
            milestone.c.moment,
            _receipt.c.moment.label("received"),
            sa.func.coalesce(_reply.c.moment, _expiry.c.moment).label("answered"),
            *_DIMENSIONS,
        )
        .select_from(milestone)
        .join(case, case.c.case_id == milestone.c.case_id)
        .join(step, sa.and_(step.c.case_id == case.c.case_id, step.c.step.in_(list(_BY_MILESTONE))))
        .where(
            milestone.c.kind.in_(kinds),
            milestone.c.moment >= wanted.first.isoformat(),
            milestone.c.moment < wanted.end.isoformat(),
            ~sa.exists().where(
                later.c.case_id == step.c.case_id,
                later.c.step == step.c.step,
                later.c.step_id > step.c.step_id,
            ),
        )
    )
    for kind in (_receipt, _reply, _expiry):
        query = query.outerjoin(kind, sa.and_(kind.c.case_id == case.c.case_id, kind.c.kind == kind.name))
    return _narrowed(query, wanted)


def _taken(wanted: Wanted) -> sa.Select[Any]:
    begin, end = _moments(wanted)
    query = (
        sa.select(step.c.step, step.c.taken_at, *_DIMENSIONS)
        .select_from(step)
        .join(case, case.c.case_id == step.c.case_id)
        .where(
            step.c.step.in_(list(_BY_STEP)),
            step.c.taken_at >= begin,
            step.c.taken_at < end,
            # An application that is sent again after it was completed is the same request.
            sa.or_(step.c.step != "submit", step.c.from_state == "draft"),
        )
    )
    return _narrowed(query, wanted)


def _ordered(wanted: Wanted) -> sa.Select[Any]:
    """Select the decisions by which a person is ordered to leave."""
    query = (
        sa.select(decision.c.on, *_DIMENSIONS)
        .select_from(decision)
        .join(case, case.c.case_id == decision.c.case_id)
        .where(
            decision.c.kind == "return_decision",
            decision.c.on >= wanted.first.isoformat(),
            decision.c.on < wanted.end.isoformat(),
        )
    )
    return _narrowed(query, wanted)


def _unanswered(wanted: Wanted) -> sa.Select[Any]:
    begin, end = _moments(wanted)
    query = (
        sa.select(deadline.c.due, *_DIMENSIONS)
        .select_from(deadline)
        .join(case, case.c.case_id == deadline.c.case_id)
        .where(
            deadline.c.limit.in_(_REPLY_LIMITS),
            deadline.c.passed_at >= begin,
            deadline.c.passed_at < end + timedelta(days=31),  # the node may have slept
        )
    )
    return _narrowed(query, wanted)


def _narrowed(query: sa.Select[Any], wanted: Wanted) -> sa.Select[Any]:
    query = query.outerjoin(attributes, attributes.c.case_id == case.c.case_id)
    return query.where(case.c.role == wanted.role)


def _waited(row: Any, measure: str) -> int | None:
    begin = row.received if measure in _REPLIES else row.answered if measure == "transferred" else None
    if not begin:
        return None
    days = (date.fromisoformat(row.moment[:10]) - date.fromisoformat(begin[:10])).days
    return days if days >= 0 else None


def _moments(wanted: Wanted) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, time(), UTC) for day in (wanted.first, wanted.end))
    return begin, end

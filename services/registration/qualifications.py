"""What officers have learned, as training told, and whether it is enough for what they are about to do."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from limen.clock import today
from limen.errors import NotAllowed
from limen.messaging.envelope import Event
from limen.plugins import TrainingRequirement
from limen.work import Work
from services.registration.models import qualification as table


class NotQualified(NotAllowed):
    """A certificate is needed for this, and you hold none that is valid today."""

    code = "certificate-required"


class State(StrEnum):
    """How an officer stands to a certificate. The best that one of theirs gives counts, in this order."""

    VALID = "valid"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NEVER_HELD = "never_held"


@dataclass(frozen=True)
class Standing:
    """How an officer stands to one certificate that is asked for.

    `day` is the first day of a valid one or of one to come, the last of an expired one, and the day of a
    revocation; None where there never was one, which has no `number` either.
    """

    curriculum: str
    citation: str
    source: str
    state: State = State.NEVER_HELD
    day: date | None = None
    number: str = ""

    @property
    def in_words(self) -> str:
        """Return what is asked for and how the officer stands to it."""
        said = self.state.replace("_", " ")
        return f"{self.curriculum} ({self.citation}): {said} {self.day or ''}".rstrip()


def certificate_issued(work: Work, event: Event) -> None:
    """Keep a certificate."""
    data = event.data
    work.execute(
        table.insert().values(
            certificate_id=data["certificate_id"],
            number=data["number"],
            officer=data["officer"],
            curriculum=data["curriculum"],
            issued_on=date.fromisoformat(data["issued_on"]),
            expires_on=date.fromisoformat(data["expires_on"]),
        )
    )


def certificate_revoked(work: Work, event: Event) -> None:
    """Stop counting a certificate from the day of its revocation."""
    revoked_on = date.fromisoformat(event.data["revoked_on"])
    work.execute(
        table.update()
        .where(table.c.certificate_id == event.data["certificate_id"])
        .values(revoked_on=revoked_on)
    )


def standings(work: Work, action: str) -> list[Standing]:
    """Return how the officer stands today to each certificate that an action asks for.

    PluginFailed when the country's plugin cannot say what is needed, so that nothing passes unexamined.
    """
    on = today()
    required = work.runtime.plugins.training_required(work.runtime.settings.country, action, on)
    return [_standing(work, item, on) for item in required]


def require(work: Work, action: str) -> list[str]:
    """Return the numbers of the certificates by which the officer may do `action` today.

    NotQualified names the curriculum, the article that asks for it, and since when the officer holds none.
    """
    found = standings(work, action)
    missing = [item for item in found if item.state is not State.VALID]
    if missing:
        told = "; ".join(item.in_words for item in missing)
        raise NotQualified(
            f"A valid certificate is missing: {told}.", missing=[_told(item) for item in missing]
        )
    return [item.number for item in found]


def _told(item: Standing) -> dict[str, Any]:
    day = item.day and item.day.isoformat()
    return {**asdict(item), "day": day, "detail": item.in_words}


def _standing(work: Work, required: TrainingRequirement, on: date) -> Standing:
    query = sa.select(table).where(
        table.c.officer == work.actor.id, table.c.curriculum == required.competence
    )
    held = [(*_state(row, on), row.number) for row in work.execute(query)]
    best = min(held, key=lambda item: list(State).index(item[0]), default=())
    return Standing(required.competence, required.citation, required.source, *best)


def _state(row: sa.Row[Any], on: date) -> tuple[State, date]:
    if row.revoked_on and row.revoked_on <= on:
        return State.REVOKED, row.revoked_on
    if row.issued_on > on:
        return State.NOT_YET_VALID, row.issued_on
    return (State.EXPIRED, row.expires_on) if row.expires_on < on else (State.VALID, row.issued_on)

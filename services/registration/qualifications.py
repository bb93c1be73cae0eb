"""What officers have learned, as training told, and whether it is enough for what they are about to do."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from limen.clock import today
from limen.errors import NotAllowed
from limen.messaging.envelope import Event
from limen.work import Work
from services.registration.models import qualification as table


class NotQualified(NotAllowed):
    """A certificate is needed for this, and you hold none that is valid today."""

    code = "certificate-required"


@dataclass(frozen=True)
class Held:
    """A certificate that counts today."""

    curriculum: str
    number: str


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


def require(work: Work, action: str) -> list[Held]:
    """Return the certificates by which the officer may do `action` today.

    NotQualified names the curriculum and the article that asks for it; PluginFailed when the country's
    plugin cannot say what is needed, so that nothing passes unexamined.
    """
    on = today()
    required = work.runtime.plugins.training_required(work.runtime.settings.country, action, on)
    held = {item.curriculum: item for item in _held(work, on)} if required else {}
    missing = [
        {"curriculum": item.competence, "citation": item.citation, "source": item.source}
        for item in required
        if item.competence not in held
    ]
    if missing:
        named = "; ".join(f"{item['curriculum']} ({item['citation']})" for item in missing)
        raise NotQualified(f"A valid certificate is missing: {named}.", missing=missing)
    return [held[item.competence] for item in required]


def _held(work: Work, on: date) -> list[Held]:
    query = sa.select(table.c.curriculum, table.c.number).where(
        table.c.officer == work.actor.id,
        table.c.issued_on <= on,
        table.c.expires_on >= on,
        sa.or_(table.c.revoked_on.is_(None), table.c.revoked_on > on),
    )
    return [Held(row.curriculum, row.number) for row in work.execute(query)]

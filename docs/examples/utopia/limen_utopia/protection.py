"""What Utopian law protects beyond the core's safeguards (invented)."""

from datetime import date

from limen.plugins import Action, Level, NationalSafeguard, hookimpl


@hookimpl
def safeguards() -> list[NationalSafeguard]:
    """Return the rest period of the Travellers' Health Act. Its label says nothing about health."""
    return [
        NationalSafeguard(
            code="qu.rest-period",
            labels={"en": "A rest period under the Travellers' Health Act", "la": "Tempus quietis"},
            blocks=frozenset({Action.PLAN_TRANSFER, Action.TRANSFER}),
            citation="Travellers' Health Act, art. 4",
            source="travellers-health-act",
            verified=Level.FULL_TEXT,
            valid_from=date(2022, 1, 1),
        )
    ]

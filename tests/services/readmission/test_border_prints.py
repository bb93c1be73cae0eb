"""The escort sheet and the hand-over record in English and in a language of the requested state."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

import plugins.bosnia_and_herzegovina
from limen.plugins.testing import host_of
from services.readmission.transfers.printing import record_pdf, sheet_pdf
from tests.pdf import Pdf

RUNTIME: Any = SimpleNamespace(plugins=host_of(bosnia=plugins.bosnia_and_herzegovina))
PERSON = {"surname": "TESTOVI", "given_names": "ANA", "birth_date": "1990-04-17", "nationalities": ["BA"]}
DOCUMENT = {"kind": "laissez_passer", "valid_until": "2026-12-31"}


def sheet(state: str) -> Pdf:
    """Return a sheet for a state."""
    known = {
        **PERSON,
        "number": "CH-2026-000001",
        "requesting_state": "CH",
        "requested_state": state,
        "planned_on": "2026-12-01",
        "place": "Izačić",
        "means": "road",
        "itinerary": None,
        "escort_count": 1,
        "escort_roles": ["medical"],
        "needs": ["wheelchair"],
        "travels_with": [],
        "travel_document": DOCUMENT,
    }
    return Pdf(sheet_pdf(RUNTIME, known).content)


def record(state: str) -> Pdf:
    """Return the record of a refusal at the border of a state."""
    moment = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    known = {
        "number": "CH-2026-000001",
        "signed": {},
        "person": PERSON,
        "travel_document": DOCUMENT,
        "outcome": "refused_at_border",
        "happened_at": moment,
        "recorded_at": moment,
        "place": "Izačić",
        "refusal_code": "not_announced",
        "reason": "Nobody knew.",
        "follows": "planned_anew",
        "remarks": "",
        "signers": [{"full_name": "Max Muster"}],
        "countersigned_at": None,
        "digest": "x",
    }
    return Pdf(record_pdf(RUNTIME, state, known).content)


@pytest.mark.parametrize(
    ("print_", "said"),
    [
        (sheet, ["Escort sheet / Prateći list", "medical staff / medicinsko osoblje", "invalidska kolica"]),
        (record, ["Record of hand-over / Zapisnik", "not announced / nije najavljeno", "Preuzeo"]),
    ],
)
def test_a_print_stands_in_english_and_beside_it_in_a_language_of_the_requested_state(
    print_: Any, said: list[str]
) -> None:
    pdf = print_("BA")
    assert [words for words in said if not pdf.says(words)] == []
    assert pdf.says("no native speaker has reviewed it")


@pytest.mark.parametrize("print_", [sheet, record])
def test_where_the_state_has_no_texts_the_english_is_marked_beside_itself(print_: Any) -> None:
    assert print_("GE").says("Date of birth Date of birth [en]")

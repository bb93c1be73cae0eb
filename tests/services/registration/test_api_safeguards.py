"""Safeguards: raised at once by any officer, without reasons for others, and ended only by two."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

import plugins.tajikistan
from limen.clock import from_rfc3339, now
from limen.ids import new_id
from limen.law.safeguards import Safeguard
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from limen.storage.tables import audit, outbox
from services.registration.safeguards import SEEN_AT_THE_BORDER
from tests.services.registration.conftest import (
    BORDER_OFFICER,
    ELSEWHERE,
    ERIKSSON,
    MONITOR,
    PROTECTION,
    PROTECTION_2,
    READMISSION,
    Officer,
)
from tests.services.registration.failing import FailingPlugin

REASONS = "I fear what the soldiers who took my brother would do to me."
ENDED = "Protection was granted by decision 17/2026."


def claimed(officer: Officer) -> tuple[str, str]:
    """Register a person who claims asylum, and return the ids of person and safeguard."""
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    answer = officer.post(f"persons/{person}/asylum-claims", {"statement": REASONS})
    assert answer.status_code == 201
    return person, answer.get_json()["id"]


def events(officer: Officer, kind: str) -> list[sa.Row[Any]]:
    with officer.runtime.database.read() as connection:
        return list(connection.execute(sa.select(outbox).where(outbox.c.type.contains(kind))))


def test_an_asylum_claim_is_told_without_reasons_on_a_record_of_its_own(officer: Officer) -> None:
    person, safeguard = claimed(officer)

    (event,) = events(officer, "safeguard.raised")
    assert (event.aggregate, event.aggregate_id, event.version) == ("registration.safeguard", safeguard, 1)
    assert person in event.envelope
    assert "soldiers" not in event.envelope


@pytest.mark.parametrize("actor", [BORDER_OFFICER, ELSEWHERE, PROTECTION], ids=lambda actor: actor.id)
def test_any_officer_records_an_asylum_claim_whatever_their_post(officer: Officer, actor: Any) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]

    assert officer.as_(actor).post(f"persons/{person}/asylum-claims", {}).status_code == 201


def test_an_asylum_claim_needs_no_certificate_and_no_working_plugin(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    officer.runtime.plugins = PluginHost([PluginCode("failing", FailingPlugin())])

    assert officer.post(f"persons/{person}/asylum-claims", {"statement": REASONS}).status_code == 201


def test_a_clock_that_runs_ahead_refuses_no_claim(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    answer = officer.post(f"persons/{person}/asylum-claims", {"at": "2999-01-01T00:00:00Z"})

    assert answer.status_code == 201
    assert from_rfc3339(answer.get_json()["since"]) <= now()


def test_whoever_recorded_the_statement_cannot_read_it_again(officer: Officer) -> None:
    person, safeguard = claimed(officer)

    assert officer.get(f"safeguards/{safeguard}").status_code == 403
    assert officer.as_(READMISSION).get(f"safeguards/{safeguard}").status_code == 403
    assert officer.as_(MONITOR).get(f"safeguards/{safeguard}").status_code == 403
    assert "soldiers" not in officer.get(f"persons/{person}").get_data(as_text=True)


def test_a_protection_officer_reads_the_statement_on_the_record(officer: Officer) -> None:
    _, safeguard = claimed(officer)

    answer = officer.as_(PROTECTION).get(f"safeguards/{safeguard}", X_Purpose="asylum-procedure")

    assert answer.get_json()["statement"] == REASONS
    with officer.runtime.database.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.action == "statement.read")).all()
    assert [(row.actor, row.subject, row.purpose) for row in rows] == [
        ("protection-1", safeguard, "asylum-procedure")
    ]


def test_others_learn_only_that_a_safeguard_is_present(officer: Officer) -> None:
    person, safeguard = claimed(officer)

    for reader in (officer, officer.as_(MONITOR)):
        assert reader.get(f"persons/{person}/safeguards").get_json() == {"present": True}
    seen = officer.as_(PROTECTION).get(f"persons/{person}/safeguards").get_json()
    assert [item["id"] for item in seen["safeguards"]] == [safeguard]
    assert "statement" not in seen["safeguards"][0]


def test_a_safeguard_is_shown_with_the_law_of_the_nodes_country_or_without_any(officer: Officer) -> None:
    person, _ = claimed(officer)

    def law() -> list[str]:
        seen = officer.as_(PROTECTION).get(f"persons/{person}/safeguards").get_json()
        return [item["law"] for item in seen["safeguards"]]

    assert law() == [""]
    officer.runtime.plugins = PluginHost([PluginCode("tajikistan", plugins.tajikistan)])
    assert law() == [""], "the law of another country is none of this node's"
    officer.runtime.settings = replace(officer.runtime.settings, country="TJ")
    read_in = "Copy in UNHCR's database of refugee law, read in an excerpt of the text"
    assert law() == [f"Law on Refugees, art. 14(1) ({read_in})"]


def test_a_person_without_safeguard_has_none_present(officer: Officer) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]

    assert officer.get(f"persons/{person}/safeguards").get_json() == {"present": False}
    assert officer.get(f"persons/{new_id()}/safeguards").status_code == 404


def test_one_protection_officer_alone_cannot_end_a_safeguard(officer: Officer) -> None:
    person, safeguard = claimed(officer)
    first = officer.as_(PROTECTION)

    proposed = first.post(f"safeguards/{safeguard}/end", {"reason": ENDED})
    again = first.post(f"safeguards/{safeguard}/end", {"reason": ENDED})

    assert proposed.get_json()["state"] == "end_proposed"
    assert again.status_code == 409
    assert again.get_json()["missing"][0]["what"] == "second_officer"
    assert officer.get(f"persons/{person}/safeguards").get_json() == {"present": True}
    assert events(officer, "safeguard.ended") == []


def test_a_second_protection_officer_ends_it_and_others_are_told(officer: Officer) -> None:
    person, safeguard = claimed(officer)
    officer.as_(PROTECTION).post(f"safeguards/{safeguard}/end", {"reason": ENDED})

    answer = officer.as_(PROTECTION_2).post(f"safeguards/{safeguard}/end", {"reason": "I have seen it too."})

    assert answer.get_json()["state"] == "ended"
    assert officer.get(f"persons/{person}/safeguards").get_json() == {"present": False}
    (event,) = events(officer, "safeguard.ended")
    assert (event.aggregate_id, event.version) == (safeguard, 2)
    assert "17/2026" not in event.envelope
    read = officer.as_(PROTECTION).get(f"safeguards/{safeguard}").get_json()
    assert [item["officer"] for item in read["end_reasons"]] == ["protection-1", "protection-2"]


def test_a_safeguard_ends_once(officer: Officer) -> None:
    _, safeguard = claimed(officer)
    for actor in (PROTECTION, PROTECTION_2):
        officer.as_(actor).post(f"safeguards/{safeguard}/end", {"reason": ENDED})

    assert officer.as_(PROTECTION).post(f"safeguards/{safeguard}/end", {"reason": ENDED}).status_code == 409


@pytest.mark.parametrize("actor", [BORDER_OFFICER, READMISSION, MONITOR], ids=lambda actor: actor.id)
def test_nobody_else_ends_a_safeguard(officer: Officer, actor: Any) -> None:
    _, safeguard = claimed(officer)

    assert officer.as_(actor).post(f"safeguards/{safeguard}/end", {"reason": ENDED}).status_code == 403


def test_a_second_claim_is_recorded_beside_the_first(officer: Officer) -> None:
    person, first = claimed(officer)
    second = officer.post(f"persons/{person}/asylum-claims", {}).get_json()["id"]

    assert second != first
    seen = officer.as_(PROTECTION).get(f"persons/{person}/safeguards").get_json()
    assert [item["id"] for item in seen["safeguards"]] == [first, second]


@pytest.mark.parametrize("kind", SEEN_AT_THE_BORDER)
def test_what_the_first_line_sees_protects_at_once_and_is_told_without_reasons(
    officer: Officer, kind: Safeguard
) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    answer = officer.post(f"persons/{person}/safeguards", {"safeguard": kind.value, "statement": REASONS})
    assert (answer.status_code, answer.get_json()["safeguard"]) == (201, kind.value)
    (event,) = events(officer, "safeguard.raised")
    assert kind.value in event.envelope
    assert "soldiers" not in event.envelope


@pytest.mark.parametrize("kind", ["asylum_claim", "suspensive_appeal", "tired"])
def test_what_has_a_record_of_its_own_or_no_name_is_not_raised_so(officer: Officer, kind: str) -> None:
    person = officer.meets(mrz=ERIKSSON)["person"]["id"]
    answer = officer.post(f"persons/{person}/safeguards", {"safeguard": kind})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "#/safeguard"

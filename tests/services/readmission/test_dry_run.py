"""The dry run: which cases a changed text would touch, how, and by which article; nothing is written."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from typer.testing import CliRunner

from limen.law.arrangement import Arrangement
from limen.law.loading import read_arrangement
from limen.law.yaml_files import read_yaml
from limen.runtime import Runtime
from limen.storage.tables import audit, outbox
from services.readmission.calculator.book import book_of
from services.readmission.commands import trying
from services.readmission.commands.arrangements import app
from services.readmission.commands.texts import cases_folder
from services.readmission.dry_run.running import Affected, dry_run
from services.readmission.models import case as case_table
from tests.services.readmission.conftest import Case, Registration, open_case

ON = date(2026, 3, 20)


def text(change: Callable[[dict[str, Any]], None]) -> Arrangement:
    """Return CH-BA with a change."""
    data = read_yaml(cases_folder().parent / "data" / "ch-ba.yaml")
    change(data)
    return read_arrangement(data, "ch-ba.yaml")


def shorter_reply(data: dict[str, Any]) -> None:
    """Ten days to reply, and silence has no effect any more."""
    reply = data["time_limits"]["reply"][0]
    reply.update(value=10, silence="none", reference="Art. 10(2) as changed")


def run(runtime: Runtime, changed: Arrangement, on: date = ON) -> list[Affected]:
    """Return what the text would do."""
    return list(dry_run(runtime.database, book_of(runtime), changed, on))


@pytest.fixture
def waiting(case: Case) -> Case:
    """A case whose application was received on 6 March 2026."""
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-06")
    return case


@pytest.fixture(autouse=True)
def in_march() -> Any:
    """Cases are opened in March 2026."""
    with time_machine.travel(datetime(2026, 3, 6, 8, tzinfo=UTC), tick=False):
        yield


def found(row: Affected, kind: str) -> list[tuple[Any, ...]]:
    """The effects of a kind."""
    return [
        (item.about, item.before, item.after, item.reference) for item in row.effects if item.kind == kind
    ]


def test_a_shorter_limit_moves_the_date_of_an_open_case_by_its_article(runtime: Runtime, waiting: Case):
    """20 days from 6 March are 26 March, 10 days are 16 March: passed on the 20th, so the outcome changes."""
    (row,) = run(runtime, text(shorter_reply))
    assert row.case_id == waiting.body["case_id"]
    assert found(row, "date") == [("reply", "2026-03-26", "2026-03-16", "Art. 10(2) as changed of CH-BA")]
    assert found(row, "outcome") == [("reply", "open", "unanswered", "Art. 10(2) as changed of CH-BA")]


def test_silence_that_was_consent_would_not_have_been(runtime: Runtime, waiting: Case):
    """Seen from the day after the last day, with the limit itself unchanged."""

    def silent(data: dict[str, Any]) -> None:
        data["time_limits"]["reply"][0]["silence"] = "none"

    assert run(runtime, text(silent)) == []
    (row,) = run(runtime, text(silent), date(2026, 3, 27))
    assert found(row, "outcome") == [("reply", "accepted by silence", "unanswered", "Art. 10(2) of CH-BA")]
    assert found(row, "date") == []


def test_an_answer_that_was_in_time_would_have_come_too_late(runtime: Runtime, waiting: Case):
    """Past cases are looked at too."""
    with time_machine.travel(datetime(2026, 3, 18, 12, tzinfo=UTC), tick=False):
        waiting.step("refuse", on="2026-03-18", code="identity_mismatch", reason="Somebody else")
        waiting.step("close")
    (row,) = run(runtime, text(shorter_reply))
    assert row.state == "closed"
    assert ("reply", "in time", "late", "Art. 10(2) as changed of CH-BA") in found(row, "outcome")


def earlier_transfer(data: dict[str, Any]) -> None:
    """Five months for the transfer, and a travel document at once."""
    data["time_limits"]["transfer"][0]["value"] = 5
    data["time_limits"]["travel_document"][0]["value"] = 1


def test_what_runs_from_a_reply_runs_from_one_that_accepts(runtime: Runtime, waiting: Case):
    """Six months from Wednesday 18 March, or five; three working days round Eid on the Friday, or one."""
    with time_machine.travel(datetime(2026, 3, 18, 12, tzinfo=UTC), tick=False):
        waiting.step("accept", on="2026-03-18")
    (row,) = run(runtime, text(earlier_transfer))
    assert found(row, "date") == [
        ("travel_document", "2026-03-24", "2026-03-19", "Art. 2(4); Art. 4(4) of CH-BA"),
        ("transfer", "2026-09-18", "2026-08-18", "Art. 10(5) of CH-BA"),
    ]


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_runs_from_a_refusal(runtime: Runtime, waiting: Case, closed: bool):
    """The refused case keeps the day of its reply, and has no transfer and no travel document to be late."""
    with time_machine.travel(datetime(2026, 3, 18, 12, tzinfo=UTC), tick=False):
        waiting.step("refuse", on="2026-03-18", code="identity_mismatch", reason="Somebody else")
        if closed:
            waiting.step("close")
    assert run(runtime, text(earlier_transfer)) == []
    (row,) = run(runtime, text(shorter_reply))
    assert {item.about for item in row.effects} == {"reply"}


def test_an_extended_limit_is_compared_as_extended(runtime: Runtime, waiting: Case):
    """To 30 days in all, and to 40 under the changed text."""
    waiting.step("extend_reply", reason="Registers on paper")

    def longer(data: dict[str, Any]) -> None:
        data["time_limits"]["reply"][0]["extension"]["value"] = 40

    (row,) = run(runtime, text(longer))
    assert found(row, "date") == [("reply", "2026-04-05", "2026-04-15", "Art. 10(3) of CH-BA")]


def test_a_text_that_ends_takes_the_ground_from_under_a_case(runtime: Runtime, waiting: Case):
    """Terminated before the case was opened."""

    def ended(data: dict[str, Any]) -> None:
        data["terminated"] = {**data["signed"], "value": date(2026, 1, 1), "reference": "Note 1"}

    (row,) = run(runtime, text(ended))
    assert found(row, "gate") == [
        ("arrangement", "CH-BA", "it is no longer in force since 2026-01-01", "Note 1 of CH-BA")
    ]


def test_a_new_evidence_list_is_a_gate_for_a_draft_and_not_for_what_was_sent(
    runtime: Runtime, case: Case, registration: Registration
):
    """The application will be checked against it before it is sent."""
    sent = open_case(case.officer, registration.person())
    sent.step("submit")

    def annexed(data: dict[str, Any]) -> None:
        cited = {"reference": "Annex 1", "source": "fedlex-cc-2009-452", "verified": "full_text"}
        items = [{"code": "passport", "words": "Passports"}]
        data["evidence"] = {"nationality": {"proof": {**cited, "items": items}}}

    (row,) = run(runtime, text(annexed))
    assert row.case_id == case.body["case_id"]
    assert found(row, "gate") == [("evidence.nationality.proof", None, "passport", "Annex 1")]


def test_a_limit_that_the_text_did_not_have_begins_to_run(runtime: Runtime, waiting: Case):
    """From a milestone that the case has already."""

    def checked(data: dict[str, Any]) -> None:
        reply = data["time_limits"]["reply"][0]
        data["time_limits"]["register_check"] = [
            {
                **{key: reply[key] for key in ("unit", "from", "source", "verified")},
                "value": 5,
                "reference": "Art. 9",
            }
        ]

    (row,) = run(runtime, text(checked))
    assert found(row, "date") == [("register_check", None, "2026-03-11", "Art. 9 of CH-BA")]


def test_the_same_text_changes_nothing_and_other_pairs_are_not_looked_at(
    runtime: Runtime, waiting: Case, registration: Registration
):
    """And the progress counts only the cases between its states."""
    open_case(waiting.officer, registration.person(), requested_state="RS", category="third_country_national")
    assert run(runtime, text(lambda data: None)) == []
    seen: list[tuple[int, int]] = []
    list(dry_run(runtime.database, book_of(runtime), text(shorter_reply), ON, lambda *at: seen.append(at)))
    assert seen == [(0, 1), (1, 1)]


def test_equal_cases_are_answered_once(
    runtime: Runtime, waiting: Case, registration: Registration, monkeypatch: pytest.MonkeyPatch
):
    """Five cases of the same day are one question."""
    from services.readmission.dry_run import running

    for _ in range(4):
        other = open_case(waiting.officer, registration.person())
        other.step("submit")
        other.step("confirm_receipt", on="2026-03-06")
    asked: list[Any] = []
    real = running.Trial.effects
    monkeypatch.setattr(running.Trial, "effects", lambda *words: asked.append(words) or real(*words))
    assert len(run(runtime, text(shorter_reply))) == 5
    assert len(asked) == 1


def test_nothing_is_written(runtime: Runtime, waiting: Case):
    """No event, no audit entry, no change of a case."""

    def everything() -> list[Any]:
        with runtime.database.read() as connection:
            counts = [
                connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in (outbox, audit)
            ]
            return [*counts, connection.execute(sa.select(case_table)).all()]

    before = everything()
    assert run(runtime, text(shorter_reply))
    assert everything() == before


def test_the_command_shows_a_table_or_streams_json(
    runtime: Runtime, waiting: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With the values that the text changes, and a sum."""
    source = (cases_folder().parent / "data" / "ch-ba.yaml").read_text()
    file = tmp_path / "ch-ba.yaml"
    file.write_text(source.replace("value: 20\n", "value: 10\n", 1))
    monkeypatch.setattr(trying, "book_of_folder", lambda data: book_of(runtime))
    monkeypatch.setattr(trying, "node_settings", lambda data: runtime.settings)
    monkeypatch.setattr(trying, "Database", lambda url: NotClosed(runtime.database))
    asked = ["try", str(file), "--on", "2026-03-20"]
    table = CliRunner().invoke(app, asked, env={"COLUMNS": "160"})
    assert table.exit_code == 0, table.output
    assert "CH-BA changes time_limits.reply." in table.output
    assert "2026-03-16" in table.output
    assert "1 cases looked at, 1 affected: 1 change a date, 1 change an outcome." in table.output
    (line,) = [
        line for line in CliRunner().invoke(app, [*asked, "--json"]).stdout.splitlines() if line[:1] == "{"
    ]
    assert json.loads(line)["effects"][0]["after"] == "2026-03-16"


class NotClosed:
    """A database that the command may not close."""

    def __init__(self, database: Any) -> None:
        self.snapshot = database.snapshot

    def close(self) -> None:
        """Leave it open for the test."""

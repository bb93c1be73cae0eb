"""The report of a period: what happened, counted on the day on which it happened in law."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from openpyxl import load_workbook

from limen.clock import from_rfc3339, now, today
from limen.runtime import Runtime
from services.readmission import timer
from services.readmission.statistics.attributes import age_group
from services.readmission.statistics.facts import COUNTED, NOT_COUNTED
from services.readmission.statistics.files import harmless
from services.readmission.steps import STEPS
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case

MONTH = f"{today():%Y-%m}"


@pytest.fixture
def shown(runtime: Runtime) -> Runtime:
    """The same node, which suppresses nothing."""
    object.__setattr__(runtime.settings, "statistics_threshold", 1)
    return runtime


def read(officer: Officer, **asked: str) -> dict[str, dict[str, dict[str, int | None]]]:
    """Return the report as table -> row -> column -> value; the total's row is named `*`."""
    query = "&".join(f"{name.strip('_')}={value}" for name, value in asked.items())
    answer = officer.get(f"statistics?{query or f'from={MONTH}&to={MONTH}'}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    read: dict[str, Any] = {}
    for table in answer.get_json()["tables"]:
        rows = [(row["row"], row["values"]) for row in table["rows"]]
        rows += [("*", table["total"])] if table["total"] else []
        read[table["name"]] = {
            name: dict(zip(table["columns"], values, strict=True)) for name, values in rows
        }
    return read


def test_every_step_is_counted_or_left_out_on_purpose() -> None:
    assert set(STEPS) == COUNTED | NOT_COUNTED
    assert not COUNTED & NOT_COUNTED


def test_a_case_is_counted_from_request_to_transfer(shown: Runtime, officer: Officer, case: Case) -> None:
    day = today().replace(day=1)
    case.step("submit")
    case.step("confirm_receipt", on=day.isoformat())
    case.step("accept", on=today().isoformat())
    tomorrow = today() + timedelta(days=1)
    case.plan(on=tomorrow.isoformat())
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        case.at_border(at=now().isoformat())
        found = read(officer, from_=MONTH, to=f"{today():%Y-%m}")
    for table, row in (
        ("counterpart", "BA"),
        ("month", MONTH),
        ("category", "own_national"),
        ("sex", "female"),
        ("age_group", "35-64"),
    ):
        counted = found[table][row]
        assert (counted["requests"], counted["accepted"], counted["refused"]) == (1, 1, 0), table
        assert found[table]["*"]["transferred"] == 1


def test_refusals_are_counted_by_reason(shown: Runtime, officer: Officer, case: Case) -> None:
    case.step("submit")
    case.step("confirm_receipt", on=today().isoformat())
    case.step("refuse", on=today().isoformat(), code="no_obligation", reason="He never was our national.")
    reasons = read(officer)["reason"]
    assert reasons["no_obligation"] == reasons["*"] == {"refused": 1}
    assert reasons["other"] == {"refused": 0}


def test_silence_is_counted_apart_from_acceptance(shown: Runtime, officer: Officer, case: Case) -> None:
    case.step("submit")
    case.step("confirm_receipt", on=today().isoformat())
    passed = from_rfc3339(case.deadline("reply")["ends_at"]) + timedelta(hours=1)
    with time_machine.travel(passed, tick=False):
        timer.watch(shown)
        found = read(officer, from_=MONTH, to=f"{passed:%Y-%m}")["counterpart"]["BA"]
    assert (found["accepted"], found["accepted_by_silence"], found["unanswered"]) == (0, 1, 1)


def test_an_event_counts_in_the_month_in_which_it_happened_not_when_it_was_recorded(
    shown: Runtime, officer: Officer, registration: Registration
) -> None:
    with time_machine.travel("2026-03-30T10:00:00Z", tick=False):
        case = open_case(officer, registration.person())
        case.step("submit")
        case.step("confirm_receipt", on="2026-03-30")
    with time_machine.travel("2026-04-02T10:00:00Z", tick=False):
        case.step("accept", on="2026-03-31")
        found = read(officer, from_="2026-03", to="2026-04")
    assert found["month"]["2026-03"]["accepted"] == 1
    assert "2026-04" not in found["month"]


def test_median_and_ninth_decile_of_the_days_taken(
    runtime: Runtime, officer: Officer, registration: Registration
) -> None:
    person_id = registration.person()
    for days in (1, 2, 3, 4, 5, 10):
        case = open_case(officer, person_id)
        case.step("submit")
        case.step("confirm_receipt", on=(today() - timedelta(days=days)).isoformat())
        case.step("accept", on=today().isoformat())
    asked = {"from_": MONTH, "to": MONTH}
    taken = read(officer, **asked)["days_taken"]
    assert (taken["BA"]["reply_median"], taken["BA"]["reply_p90"]) == (4, 8)
    assert taken["BA"]["transfer_median"] is None


def test_both_sides_are_reported_apart(shown: Runtime, officer: Officer, registration: Registration) -> None:
    sides = {"requesting_state": "BA", "requested_state": "CH", "category": "third_country_national"}
    asked = open_case(officer, registration.person(), **sides)
    asked.step("receive", on=today().isoformat())
    assert read(officer)["counterpart"]["*"]["requests"] == 0
    received = read(officer, from_=MONTH, to=MONTH, role="requested")
    assert received["counterpart"]["BA"]["requests"] == 1


def test_small_counts_are_suppressed_in_every_form(officer: Officer, case: Case) -> None:
    case.step("submit")
    found = read(officer)
    assert found["sex"]["female"]["requests"] is None
    assert found["sex"]["*"]["requests"] is None
    asked = f"statistics/file?from={MONTH}&to={MONTH}&form="
    sheet = officer.get(f"{asked}csv")
    rows = list(csv.DictReader(io.StringIO(sheet.get_data().decode("utf-8-sig"))))
    assert {row["value"] for row in rows if row["column"] == "requests"} == {"", "0"}
    assert "suppressed" in {row["note"] for row in rows}
    book = load_workbook(io.BytesIO(officer.get(f"{asked}xlsx").get_data()))
    values = {row[0].value: row[1].value for row in book["By sex"].iter_rows(min_row=2)}
    assert (values["Female"], values["Male"], values["All"]) == ("suppressed", 0, "suppressed")


def test_the_report_is_a_pdf_with_its_figures_inside(officer: Officer, case: Case) -> None:
    case.step("submit")
    answer = officer.get(f"statistics/file?from={MONTH}&to={MONTH}&form=pdf")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.get_data().startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].endswith(f'requesting-{MONTH}-{MONTH}.pdf"')


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("Serbia") == "Serbia"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("from=2026-13&to=2026-01", "from"),
        ("from=2026-02&to=2026-01", "to"),
        ("from=2026-01&to=2036-02", "to"),
        ("from=2026-01", "to"),
        ("from=2026-01&to=2026-01&role=transit", "role"),
    ],
)
def test_a_period_that_makes_no_sense_is_named(officer: Officer, query: str, parameter: str) -> None:
    answer = officer.get(f"statistics?{query}")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.get_json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        ("2012-11-23", "0-13"),
        ("2012-11-22", "14-17"),
        ("2008-11-23", "14-17"),
        ("2008-11-22", "18-34"),
        ("1992", "18-34"),
        ("1991", "unknown"),  # 34 or 35
        ("1990", "35-64"),
        ("2008", "unknown"),  # a child or not: nobody guesses
        ("1961-11-22", "65+"),
        ("XXXX", "unknown"),
        (None, "unknown"),
        ("2030-01-01", "unknown"),
    ],
)
def test_an_age_group_is_certain_or_unknown(birth: str | None, group: str) -> None:
    assert age_group(birth, from_rfc3339("2026-11-22T00:00:00Z").date()) == group


def test_the_birth_date_is_not_kept_beside_the_attributes(
    runtime: Runtime, officer: Officer, case: Case
) -> None:
    with runtime.database.read() as connection:
        (row,) = connection.execute(sa.text("SELECT * FROM case_attributes")).mappings().all()
    assert dict(row) == {"case_id": case.body["case_id"], "sex": "female", "age_group": "35-64"}

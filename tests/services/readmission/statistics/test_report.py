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

from limen.clock import from_rfc3339, now, rfc3339, today
from limen.runtime import Runtime
from services.readmission import timer
from services.readmission.statistics.attributes import age_group, citizenship
from services.readmission.statistics.facts import COUNTED, NOT_COUNTED
from services.readmission.statistics.files import harmless
from services.readmission.steps import STEPS
from tests.pdf import Pdf
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case

MONTH = f"{today():%Y-%m}"
#: a moment after which the month is over
LATER = (today().replace(day=1) + timedelta(days=40)).isoformat()


@pytest.fixture
def shown(runtime: Runtime) -> Runtime:
    """The same node, which suppresses nothing."""
    object.__setattr__(runtime.settings, "statistics_threshold", 1)
    return runtime


def read(officer: Officer, period: str = MONTH, **asked: str) -> dict[str, dict[str, dict[str, int | None]]]:
    """Return the report as table -> row -> column -> value, asked for later; the total's row is named `*`."""
    query = "".join(f"&{name}={value}" for name, value in asked.items())
    with time_machine.travel(max(LATER, rfc3339(now())), tick=False):
        answer = officer.get(f"statistics?period={period}{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    read: dict[str, Any] = {}
    for table in answer.get_json()["tables"]:
        rows = [(row["row"], row["values"]) for row in table["rows"]]
        rows += [("*", table["total"])] if table["total"] else []
        name = "-".join(filter(None, (table["name"], table["across"], table["measure"])))
        read[name] = {row: dict(zip(table["columns"], values, strict=True)) for row, values in rows}
    return read


def test_every_step_is_counted_or_left_out_on_purpose() -> None:
    assert set(STEPS) == COUNTED | NOT_COUNTED
    assert not COUNTED & NOT_COUNTED


def test_a_case_is_counted_from_request_to_transfer(shown: Runtime, officer: Officer, case: Case) -> None:
    day = today().replace(day=1)
    case.step("submit")
    case.step("confirm_receipt", on=day.isoformat())
    case.step("accept", on=today().isoformat())
    case.plan(on=today().isoformat())
    case.at_border(at=now().isoformat())
    found = read(officer)
    for table, row in (
        ("counterpart", "BA"),
        ("arrangement", "CH-BA"),
        ("category", "own_national"),
        ("citizenship", "BA"),
        ("sex", "female"),
        ("age_group", "35-64"),
    ):
        counted = found[table][row]
        assert (counted["requests"], counted["accepted"], counted["refused"]) == (1, 1, 0), table
        assert found[table]["*"]["transferred"] == 1


def test_returns_are_counted_by_assistance_voluntary_and_forced_apart(
    shown: Runtime, officer: Officer, registration: Registration, case: Case
) -> None:
    """Told at the departure or at the border; a hand-over of which nothing is told counts as not known."""
    day = today().isoformat()
    for given in ("cash", "none"):
        left = open_case(officer, registration.person(), procedure="voluntary")
        assert left.step("depart", 409, on=day, place="Geneva")["missing"][0]["field"] == "assistance"
        left.step("depart", on=day, place="Geneva", assistance=given)
    for transferred, told in (
        (case, {}),
        (open_case(officer, registration.person()), {"assistance": "cash"}),
    ):
        transferred.step("submit")
        transferred.step("accept", on=day)
        transferred.plan()
        assert transferred.at_border(**told)["assistance"] == told.get("assistance")
    found = read(officer)["assistance"]
    assert {row: (at["departed"], at["transferred"]) for row, at in found.items() if any(at.values())} == {
        "none": (1, 0),
        "cash": (1, 1),
        "unknown": (0, 1),
        "*": (2, 2),
    }


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
    with time_machine.travel(passed + timedelta(days=40), tick=False):
        found = read(officer, f"{passed:%Y-%m}")["counterpart"]["BA"]
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
    for period, months in (("2026-Q1", {"2026-03": 1, "*": 1}), ("2026-Q2", {})):
        counted = read(officer, period)["month"]
        assert {month: row["accepted"] for month, row in counted.items() if row["accepted"]} == months


def test_who_is_ordered_to_leave_is_counted_by_the_day_of_the_decision(
    shown: Runtime, officer: Officer, case: Case
) -> None:
    decision = {
        "kind": "return_decision",
        "on": today().isoformat(),
        "basis": "Art. 64",
        "authority": "Canton",
    }
    case.post("decisions", decision, 201)
    found = read(officer)
    assert found["citizenship"]["BA"]["ordered"] == found["sex"]["female"]["ordered"] == 1


def test_years_are_broken_down_by_two_things_and_by_state(
    shown: Runtime, officer: Officer, registration: Registration
) -> None:
    """What a state's own report says is a row of the tables of all."""
    with time_machine.travel("2025-06-02T10:00:00Z", tick=False):
        for sex in (1, 2, 2):
            open_case(officer, registration.person(sex=sex)).step("submit")
    found = read(officer, "2025")
    assert found["counterpart-category-requests"]["BA"]["own_national"] == 3
    of_state = read(officer, "2025", counterpart="BA")
    by_sex = {row: each["requests"] for row, each in of_state["sex"].items()}
    assert by_sex == {"male": 1, "female": 2, "other": 0, "unknown": 0, "*": 3}
    assert "counterpart" not in of_state
    assert read(officer, "2025", counterpart="RS")["sex"]["*"]["requests"] == 0


def test_median_and_ninth_decile_of_the_days_taken(
    runtime: Runtime, officer: Officer, registration: Registration
) -> None:
    person_id = registration.person()
    for days in (1, 2, 3, 4, 5, 10):
        case = open_case(officer, person_id)
        case.step("submit")
        case.step("confirm_receipt", on=(today() - timedelta(days=days)).isoformat())
        case.step("accept", on=today().isoformat())
    taken = read(officer)["days_taken"]
    assert (taken["BA"]["reply_median"], taken["BA"]["reply_p90"]) == (4, 8)
    assert taken["BA"]["transfer_median"] is None


def test_both_sides_are_reported_apart(shown: Runtime, officer: Officer, registration: Registration) -> None:
    sides = {"requesting_state": "BA", "requested_state": "CH", "category": "third_country_national"}
    asked = open_case(officer, registration.person(), **sides)
    asked.step("receive", on=today().isoformat())
    assert read(officer)["counterpart"]["*"]["requests"] == 0
    received = read(officer, role="requested")
    assert received["counterpart"]["BA"]["requests"] == 1


def test_small_counts_are_suppressed_in_every_form(officer: Officer, case: Case) -> None:
    case.step("submit")
    found = read(officer)
    assert found["sex"]["female"]["requests"] is None
    assert found["sex"]["*"]["requests"] is None
    asked = f"statistics/file?period={MONTH}&form="
    with time_machine.travel(LATER, tick=False):
        sheet, book, pdf = (officer.get(f"{asked}{form}").get_data() for form in ("csv", "xlsx", "pdf"))
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert {row["value"] for row in rows if row["column"] == "requests"} == {"", "0"}
    assert "suppressed" in {row["note"] for row in rows}
    sheets = load_workbook(io.BytesIO(book))
    by_sex = next(each for each in sheets if each.title.endswith("By sex"))
    values = {row[0].value: row[1].value for row in by_sex.iter_rows(min_row=2)}
    assert (values["Female"], values["Male"], values["All"]) == ("suppressed", 0, "suppressed")
    said = "counts from 1 to below 5, and others from which they would follow"
    assert any(said in row["note"] for row in rows if row["table"] == "about")
    assert any(said in str(row[1].value) for row in sheets["About"].iter_rows(max_col=2))
    assert Pdf(pdf).says(said)


def test_every_form_of_a_report_says_the_same(shown: Runtime, officer: Officer, case: Case) -> None:
    """And the PDF draws its charts, in which each value stands in words."""
    case.step("submit")
    found = read(officer)
    asked = f"statistics/file?period={MONTH}&form="
    with time_machine.travel(LATER, tick=False):
        sheet, book = (officer.get(f"{asked}{form}").get_data() for form in ("csv", "xlsx"))
        pdf = officer.get(f"{asked}pdf")
    lines = csv.DictReader(io.StringIO(sheet.decode("utf-8-sig")))
    values = {(row["table"], row["row"] or "*", row["column"]): row["value"] for row in lines}
    by_sex = {row: each["requests"] for row, each in found["sex"].items()}
    assert {row: int(values["sex", row, "requests"]) for row in by_sex} == by_sex
    cells = next(each for each in load_workbook(io.BytesIO(book)) if each.title.endswith("By sex"))
    assert [row[1].value for row in cells.iter_rows(min_row=2)] == list(by_sex.values())
    assert pdf.headers["Content-Disposition"].endswith(f'requesting-{MONTH}.pdf"')
    assert Pdf(pdf.get_data()).says("Female Requests: 1")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("Serbia") == "Serbia"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("period=2026-13", "period"),
        ("period=2025-Q5", "period"),
        ("period=1989", "period"),
        (f"period={MONTH}", "period"),  # it still runs
        (f"period={MONTH[:4]}", "period"),
        ("role=requesting", "period"),
        ("period=2025&role=transit", "role"),
        ("period=2025-Q1&counterpart=BA", "counterpart"),  # a short period of one state
    ],
)
def test_a_period_that_makes_no_sense_or_is_not_over_is_named(
    officer: Officer, query: str, parameter: str
) -> None:
    answer = officer.get(f"statistics?{query}")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.get_json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("nationalities", "kept"),
    [([], "unknown"), (["BA"], "BA"), (["BA", "BA"], "BA"), (["BA", "RS"], "several")],
)
def test_citizenship_is_one_state_or_none(nationalities: list[str], kept: str) -> None:
    assert citizenship([{"country": code} for code in nationalities]) == kept


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
    kept = {"case_id": case.body["case_id"], "sex": "female", "age_group": "35-64", "citizenship": "BA"}
    assert dict(row) == kept

"""The library for its readers: list, one arrangement, coverage, differences, checks, cases as an annex."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from limen.law.arrangement import Arrangement
from limen.law.levels import Level
from limen.law.library import Library
from services.readmission.arrangements import coverage, views
from services.readmission.arrangements.annex import annex
from services.readmission.arrangements.differences import differences
from services.readmission.arrangements.linting import lint_files, lint_known
from services.readmission.arrangements.values import entries_of, levels_of, limit_in_words
from services.readmission.commands.texts import cases_folder, text_of
from tests.limen.law.build import CITED, arrangement
from tests.services.kit import Officer
from tests.services.readmission.conftest import agreements

TODAY = date(2026, 11, 22)


def library() -> Library:
    """The library of agreements."""
    return Library(entry.arrangement for entry in agreements().arrangements())


def made_up(**changes: Any) -> Arrangement:
    """A small agreement with one secondary value."""
    secondary = {**CITED, "verified": "secondary"}
    limits = {
        "reply": [
            {"value": 15, "unit": "calendar_day", "from": "receipt", "requested": ["BA"], **CITED},
            {"value": 10, "unit": "calendar_day", "from": "receipt", "requested": ["NL"], **secondary},
        ],
        "transfer": [{"value": 3, "unit": "month", "from": "reply", **CITED}],
    }
    return arrangement(**{"time_limits": limits, **changes})


def test_the_library_is_listed_with_pairs_levels_and_reviews(officer: Officer):
    """Every officer may read it; the pairs say since when they are covered."""
    answer = officer.as_("border_officer").get("arrangements?on=2026-11-22")
    assert answer.status_code == 200
    found = answer.get_json()
    by_id = {item["id"]: item for item in found["items"]}
    assert len(by_id) == len(library())
    assert by_id["CH-BA"]["values"]["full_text"] > 20
    assert by_id["CH-BA"]["in_force"] == "2009-07-01"
    pair = next(row for row in found["pairs"] if (row["one"], row["other"]) == ("CH", "BA"))
    assert (pair["since"], pair["own_nationals"]) == ("2009-07-01", None)


def test_an_arrangement_is_shown_with_every_value_and_its_article(officer: Officer):
    """As a lawyer checks it."""
    found = officer.get("arrangements/CH-BA").get_json()
    reply = next(
        item for item in found["entries"] if (item["part"], item["name"]) == ("time_limits", "reply")
    )
    assert reply["reference"] == "Art. 10(2)"
    assert reply["verified"] == "full_text"
    assert "20 calendar days from receipt" in reply["words"]
    assert "extension to total 30 calendar days upon reasoned request" in reply["words"]
    assert "silence: consent" in reply["words"]
    assert found["not_verified"]
    assert {"value": "evidence.nationality.proof", "why": "not_read"} in found["absent"]
    assert {"value": "time_limits.interview_report", "why": "silent"} in found["absent"]
    assert found["rests_on"] == "the full text, read twice"
    assert {source["code"] for source in found["sources"]} == {"fedlex-cc-2009-452"}


def test_an_arrangement_that_is_not_there_is_not_found(officer: Officer):
    """With the names that there are."""
    answer = officer.get("arrangements/CH-XX")
    assert answer.status_code == 404
    assert "CH-BA" in answer.get_json()["detail"]


def test_a_day_that_cannot_be_read_is_refused(officer: Officer):
    """It names the parameter."""
    answer = officer.get("arrangements?on=soon")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["parameter"] == "on"


def test_coverage_says_for_each_arrangement_and_value_at_which_level(officer: Officer):
    """An absent value is null, never left out, and says why: silent, not read, not verified."""
    rows = officer.get("arrangements/coverage").get_json()["items"]
    names = coverage.value_names(library())
    assert len(rows) == len(names) * len(library())
    found = {(row["arrangement"], row["value"]): (row["level"], row["absent"]) for row in rows}
    assert found["CH-BA", "time_limits.reply"] == ("full_text", None)
    assert found["CH-BA", "time_limits.advance_notice"] == (None, "silent")
    assert found["CH-BA", "evidence.nationality.proof"] == (None, "not_read")
    assert found["EU-TR", "time_limits.reply"] == (None, "not_verified")
    assert found["EU-TR", "time_limits.interview"] == (None, "not_read")
    assert found["BNL-AM", "frame.in_force"] == (None, "not_read")


def test_a_value_is_verified_as_its_weakest_entry_is():
    """One entry read in the text and one in a secondary source are secondary."""
    levels = levels_of(made_up())
    assert levels["time_limits.reply"] is Level.SECONDARY
    assert levels["time_limits.transfer"] is Level.FULL_TEXT
    assert coverage.counts(made_up(), [*levels, "facts.costs"]) == {
        "full_text": 3,
        "excerpt": 0,
        "secondary": 1,
        "absent": 1,
        "silent": 1,
        "not_read": 0,
        "not_verified": 0,
    }


def test_every_entry_of_every_file_is_shown_with_its_article():
    """Nothing of the library falls through the walk, and nothing is empty."""
    for item in library():
        entries = list(entries_of(item))
        assert all(entry.words and entry.reference and entry.source for entry in entries), item.id
        limits = sum(len(entries) for entries in item.time_limits.values())
        assert sum(entry.part == "time_limits" for entry in entries) == limits
        assert sum(entry.part == "facts" for entry in entries) == sum(map(len, item.facts.values()))
        assert sum(entry.part == "evidence" for entry in entries) == len(item.evidence)


def test_the_markdown_table_has_a_row_for_each_arrangement_in_each_part():
    """For a closing note."""
    text = coverage.as_markdown(library())
    for item in library():
        assert text.count(f"| {item.id} |") == 5 + len(item.withheld)
        assert all(f"- {item.id}: {sentence}" in text for sentence in item.not_verified)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"value": 1, "unit": "year", "from": "knowledge"}, "1 year from knowledge"),
        ({"promptly": True}, "without delay"),
        (
            {
                "value": 2,
                "unit": "working_day",
                "from": ["reply", "expiry"],
                "within_km": 30,
                "promptly": True,
            },
            "2 working days from reply or expiry, without delay, within 30 km",
        ),
        (
            {"value": 3, "unit": "day", "from": "planned_transfer", "runs": "before"},
            "3 days before planned transfer",
        ),
        (
            {
                "value": 15,
                "unit": "calendar_day",
                "from": "receipt",
                "plus": {"value": 1, "unit": "working_day"},
            },
            "15 calendar days from receipt, and 1 working day more",
        ),
    ],
)
def test_a_limit_is_said_in_short(data: dict[str, Any], words: str):
    """Number, unit, start and what else the text says."""
    assert limit_in_words(data) == words


def test_two_versions_differ_value_by_value():
    """What was changed, added, removed, and what is only cited otherwise."""
    before = made_up()
    reply = [
        {
            "value": 15,
            "unit": "calendar_day",
            "from": "receipt",
            "requested": ["BA"],
            **CITED,
            "note": "New.",
        },
        {"value": 12, "unit": "calendar_day", "from": "receipt", "requested": ["NL"], **CITED},
    ]
    after = made_up(
        time_limits={
            "reply": reply,
            "interview": [{"value": 3, "unit": "working_day", "from": "request", **CITED}],
        }
    )
    found = {(item.value, item.holds_for): item for item in differences(before, after)}
    assert {key: item.kind for key, item in found.items()} == {
        ("time_limits.reply", "requested: BA"): "cited",
        ("time_limits.reply", "requested: NL"): "changed",
        ("time_limits.transfer", ""): "removed",
        ("time_limits.interview", ""): "added",
    }
    changed = found["time_limits.reply", "requested: NL"]
    assert (changed.before, changed.after) == (
        "10 calendar days from receipt",
        "12 calendar days from receipt",
    )


def test_a_reading_that_the_short_words_leave_out_is_a_difference_too():
    """Whether the first day counts."""
    limit = {"value": 15, "unit": "calendar_day", "from": "receipt", **CITED}
    before = arrangement(time_limits={"reply": [limit]})
    after = arrangement(time_limits={"reply": [{**limit, "first_day": "included"}]})
    (found,) = differences(before, after)
    assert (found.before, found.after) == ("first_day: unstated", "first_day: included")


def test_an_arrangement_does_not_differ_from_itself():
    """Whatever stands in it."""
    for item in library():
        assert differences(item, item) == []


def test_a_file_that_breaks_a_rule_is_named_with_field_and_rule(tmp_path: Path):
    """And what is in the library already is checked together with it."""
    source = next(path for path in (cases_folder().parent / "data").glob("ch-ba.yaml"))
    bad = source.read_text().replace("unit: year", "unit: fortnight", 1)
    (tmp_path / "ch-ba.yaml").write_text(bad)
    remarks = lint_files([tmp_path], library(), TODAY, 365)
    assert [(item.kind, item.field) for item in remarks] == [("error", "time_limits.submit[0].unit")]
    twin = source.read_text().replace("id: CH-BA", "id: CH-BA-TWIN")
    (tmp_path / "ch-ba.yaml").write_text(twin)
    remarks = lint_files([tmp_path / "ch-ba.yaml"], library(), TODAY, 365)
    assert any("neither comes before the other" in item.detail for item in remarks if item.kind == "error")


def test_an_arrangement_that_nobody_reviewed_for_the_set_time_is_warned_of():
    """On the day after the last of these days, not before."""
    item = made_up(reviewed={"on": "2026-01-01", "second_reading": "2026-01-02"})
    assert lint_known([item], date(2026, 1, 1) + timedelta(days=365), 365) == []
    (remark,) = lint_known([item], date(2026, 1, 1) + timedelta(days=366), 365)
    assert "last reviewed on 2026-01-01" in remark.detail
    never = [remark.detail for remark in lint_known([made_up()], TODAY, 365)]
    assert never == ["was never reviewed", "was not read a second time by somebody who did not write it"]
    shown = views.listed(Library([made_up()]), TODAY, 365)
    assert shown["items"][0]["review_due"]


def test_the_annex_says_every_case_in_sentences_with_its_article():
    """A case, its near miss, the other reading."""
    text = annex(cases_folder(), library())
    assert "## CH-BA: Switzerland and Bosnia and Herzegovina" in text
    assert "**A reply is due after 20 calendar days, and silence is consent.**" in text
    assert "The last day on which the application is answered is Sunday 21 June 2026." in text
    assert "Silence until its end is consent." in text
    assert "If the day of the event is counted: Saturday 20 June 2026." in text
    assert "[Art. 10(2) of CH-BA]" in text
    assert "No agreement is found: in force only from 2009-07-01." in text


def test_a_text_is_named_by_id_or_by_file():
    """As `diff` and `try` take them."""
    assert text_of("ch-ba", library()).id == "CH-BA"
    assert text_of(str(cases_folder().parent / "data" / "ch-ba.yaml"), library()).id == "CH-BA"


def test_the_page_on_coverage_is_what_the_command_prints():
    """`limen arrangements coverage --markdown > docs/coverage.md` after a change of the library."""
    page = Path(__file__).parents[3] / "docs" / "coverage.md"
    assert page.read_text() == coverage.as_markdown(library())


def test_what_could_not_ship_is_named_and_nowhere_carried():
    """Nor is its number: what nobody verified must not be used."""
    for item in library():
        carried = {entry.value for entry in entries_of(item)}
        assert not carried & {held.value for held in item.withheld}, item.id
        assert not any(re.search(r"\d+ (\w+ )?(day|month|year)", held.reason) for held in item.withheld)


def test_a_text_that_may_not_be_applied_says_so_wherever_it_is_found(officer: Officer):
    """In the list, on its page, in the calculator, and as a warning of the check."""
    shown = officer.get("arrangements/EU-BY").get_json()
    assert "Belarus announced" in shown["in_doubt"]
    assert any("may not be applied" in sentence for sentence in shown["warnings"])
    pairs = officer.get("arrangements").get_json()["pairs"]
    assert {row["in_doubt"] is None for row in pairs if row["arrangement"] == "EU-BY"} == {False}
    asked = {
        "arrangement": "EU-BY",
        "requesting_state": "BY",
        "requested_state": "LT",
        "category": "own_national",
        "limit": "travel_document",
        "events": {"reply": "2026-06-01"},
    }
    found = officer.post("deadlines", asked).get_json()
    assert found["arrangement"]["in_doubt"] == [shown["in_doubt"]]

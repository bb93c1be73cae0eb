"""A data file that breaks a rule is refused with file, field and rule; a good one keeps what it says."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from limen.law.categories import Category
from limen.law.errors import LawDataInvalid
from limen.law.levels import Level
from limen.law.loading import load_arrangement, load_directory
from limen.law.time_limit import Quantity, Side, Start, Unit
from tests.limen.law.build import CITED, arrangement, file, sides

REPLY = {"value": 15, "unit": "calendar_day", "from": "receipt", **CITED}


def refused(**changes: Any) -> str:
    """Return the message with which a changed file is refused."""
    with pytest.raises(LawDataInvalid) as caught:
        arrangement(**changes)
    return str(caught.value)


def reply(**changes: Any) -> dict[str, Any]:
    """Return time limits with one changed reply."""
    entry = {**REPLY, **changes}
    return {"reply": [{key: value for key, value in entry.items() if value is not None}]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, "made-up.yaml: colour: is not a known field"),
        ({"id": None}, "made-up.yaml: id: is required"),
        ({"id": "nl ba"}, "id: must be capitals, digits and hyphens"),
        ({"title": " "}, "title: must not be empty"),
        ({"kind": "treaty"}, "kind: Must be one of: agreement, protocol"),
        ({"categories": None}, "categories: is required for an agreement"),
        ({"kind": "protocol"}, "overlays: is required for a protocol"),
        ({"overlays": "EC-BA"}, "overlays: has no place in an agreement"),
        ({"parties": sides(["NL"], ["BA"])[:1]}, "parties: must be two sides"),
        (
            {"parties": sides(["EU"], ["BA"])},
            "parties[0].states[0].state: must be an ISO 3166-1 alpha-2 code or XK",
        ),
        ({"parties": sides(["NL", "BA"], ["BA"])}, "parties: BA cannot stand on both sides"),
        ({"in_force": {"value": "soon", **CITED}}, "in_force.value: must be a day, YYYY-MM-DD"),
        ({"signed": {"value": "2009-01-01"}}, "signed.source: is required"),
        (
            {"signed": {"value": "2009-01-01", **CITED, "source": "gazette-2"}},
            "signed.source: 'gazette-2' is not one",
        ),
        (
            {"signed": {"value": "2009-01-01", **CITED, "verified": "thesis"}},
            "signed.verified: must be one of: full_text",
        ),
        ({"facts": {"costs": {"value": [], **CITED}}}, "facts.costs.value: a list must hold texts"),
        ({"facts": {"costs": {"value": 1.5, **CITED}}}, "facts.costs.value: must be text, a whole number"),
        ({"facts": {"my costs": {"value": "x", **CITED}}}, "facts.my costs: must be a name of letters"),
        (
            {"facts": {"costs": {"value": "x", **CITED, "requested": ["FR"]}}},
            "facts.costs[0].requested: FR: not a state",
        ),
        ({"authorities": {"FR": {"value": "x", **CITED}}}, "authorities: FR: not a state of either side"),
        ({"time_limits": {"answer": [REPLY]}}, "time_limits.answer: is not one of advance_notice"),
        ({"time_limits": reply(value=0)}, "time_limits.reply[0].value: must be 1 or more"),
        ({"time_limits": reply(value="15")}, "time_limits.reply[0].value: Not a valid integer."),
        ({"time_limits": reply(unit="week")}, "time_limits.reply[0].unit: must be one of: hour"),
        ({"time_limits": reply(value=None)}, "time_limits.reply[0].unit: value and unit go together"),
        (
            {"time_limits": reply(value=None, unit=None)},
            "reply[0].value: is required, unless the text says only",
        ),
        ({"time_limits": reply(**{"from": None})}, "time_limits.reply[0].from: is required"),
        ({"time_limits": reply(**{"from": "dawn"})}, "time_limits.reply[0].from: must be one of"),
        ({"time_limits": reply(**{"from": ["receipt", "unstated"]})}, "from: unstated stands alone"),
        ({"time_limits": reply(first_day="perhaps")}, "reply[0].first_day: must be one of: excluded"),
        ({"time_limits": reply(verified="inferred")}, "reply[0].verified: must be one of"),
        ({"time_limits": reply(source="elsewhere")}, "time_limits.reply[0].source: 'elsewhere' is not one"),
        ({"time_limits": reply(variant="weak_evidence")}, "reply[0].note: is required"),
        ({"time_limits": reply(late="penalty")}, "reply[0].late: must be no_duty"),
        (
            {"time_limits": reply(requested=["FR"])},
            "time_limits.reply[0].requested: FR: not a state of either side",
        ),
        ({"time_limits": reply(extension={"kind": "by"})}, "extension.value: is required for the kind by"),
        (
            {"time_limits": reply(extension={"kind": "time_needed", "value": 3, "unit": "month"})},
            "extension.value: has no place in the kind time_needed",
        ),
        (
            {"time_limits": reply(extension={"kind": "to_total", "value": 10, "unit": "calendar_day"})},
            "reply[0].extension: a total must be more than the 15 of the limit",
        ),
        (
            {"time_limits": reply(latest={"value": 15, "unit": "calendar_day"})},
            "reply[0].latest: a total must be more than the 15 of the limit",
        ),
        (
            {"time_limits": reply(extension={"kind": "by", "value": 6, "unit": "hour"})},
            "reply[0].extension: hours and days cannot be mixed",
        ),
        (
            {"time_limits": reply(unit="hour", plus={"value": 1, "unit": "working_day"})},
            "reply[0].plus: hours and days cannot be mixed",
        ),
        (
            {"time_limits": reply(runs="before", plus={"value": 1, "unit": "working_day"})},
            "reply[0].plus: has no place in a limit that is counted backwards",
        ),
        ({"evidence": {"age": {}}}, "evidence.age: is not one of former_state, nationality, third_country"),
        ({"evidence": {"nationality": {"hint": {}}}}, "evidence.nationality.hint: is not one of"),
        (
            {"evidence": {"nationality": {"proof": {**CITED, "items": [{"code": "diary", "words": "x"}]}}}},
            "evidence.nationality.proof.items[0].code: must be one of: passport",
        ),
        ({"not_verified": [""]}, "not_verified[0]: must not be empty"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_by_field_and_rule(
    changes: dict[str, Any], message: str
) -> None:
    """One rule at a time; the good file is the same without the change."""
    assert message in refused(**changes)


def test_the_file_without_those_changes_is_good() -> None:
    """So that each refusal above is for its own reason."""
    assert arrangement().id == "NL-BA"
    assert arrangement(time_limits=reply()).time_limits["reply"][0].amount == Quantity(15, Unit.CALENDAR_DAY)


def test_two_limits_that_could_answer_the_same_question_are_refused() -> None:
    """Unless something tells them apart."""
    assert "time_limits.reply[1]: answers the same question" in refused(time_limits={"reply": [REPLY, REPLY]})
    tcn = {**REPLY, "applies_to": ["third_country_national"]}
    assert "time_limits.reply[1]" in refused(time_limits={"reply": [REPLY, tcn]})
    own = {**REPLY, "applies_to": ["own_national"]}
    fast = {**REPLY, "value": 2, "procedure": "accelerated"}
    weak = {**REPLY, "value": 20, "variant": "weak_evidence", "note": "For weaker evidence"}
    told_apart = arrangement(time_limits={"reply": [own, tcn, fast, weak]})
    assert len(told_apart.time_limits["reply"]) == 4


def test_a_limit_that_says_little_is_unstated_in_everything_else() -> None:
    """Nothing is guessed at loading."""
    (found,) = arrangement().time_limits["reply"]
    assert (found.first_day, found.on_non_working_day, found.calendar_of, found.silence) == ("unstated",) * 4
    assert (found.start, found.acts, found.verified) == ((Start.RECEIPT,), Side.REQUESTED, Level.FULL_TEXT)
    assert (found.arrangement, found.extension, found.late) == ("NL-BA", None, None)


def test_an_extension_without_an_article_of_its_own_has_that_of_its_limit() -> None:
    """And silence after it is unstated, whatever holds for the plain limit."""
    extension = {"kind": "by", "value": 6, "unit": "calendar_day"}
    (found,) = arrangement(time_limits=reply(extension=extension, silence="consent")).time_limits["reply"]
    assert (found.extension.reference, found.extension.silence) == ("Art. 10(2)", "unstated")


def test_the_content_hash_ignores_layout_and_follows_every_value() -> None:
    """Two spellings of a date are one; another note is another text."""
    as_dates = arrangement(in_force={"value": date(2010, 1, 1), **CITED})
    assert as_dates.content_hash == arrangement().content_hash
    noted = arrangement(in_force={"value": "2010-01-01", **CITED, "note": "Notified late"})
    assert noted.content_hash != arrangement().content_hash


def test_evidence_keeps_dates_of_issue_expiry_and_for_whom_it_counts() -> None:
    """An item without an article has that of its list."""
    proof = {
        **CITED,
        "exhaustive": False,
        "effect": "no_further_check",
        "items": [
            {"code": "passport", "words": "Passports", "expired": "accepted"},
            {
                "code": "identity_card",
                "words": "Identity cards of the new kind",
                "reference": "Annex 1 no. 2",
                "requested": ["BA"],
                "issued_from": "2000-01-01",
                "max_expired": {"value": 6, "unit": "month"},
            },
        ],
    }
    found = arrangement(evidence={"nationality": {"proof": proof}}).evidence_list("nationality", "proof")
    passport, card = found.items
    assert (passport.reference, passport.expired, passport.issued_from) == ("Art. 10(2)", "accepted", None)
    assert (card.reference, card.issued_from) == ("Annex 1 no. 2", date(2000, 1, 1))
    assert card.max_expired == Quantity(6, Unit.MONTH)
    assert found.items_for("NL") == (passport,)
    assert found.items_for("BA") == (passport, card)
    assert found.as_dict()["items"][1]["issued_from"] == "2000-01-01"


def test_facts_are_chosen_by_category_and_requested_state() -> None:
    """An entry without selector is for all."""
    facts = {
        "travel_document_issuer": [
            {"value": "requesting state", "requested": ["BA"], **CITED},
            {"value": "mission", "requested": ["NL"], "applies_to": ["own_national"], **CITED},
        ],
        "border_crossing_points": {"value": ["Sarajevo airport", "Schiphol"], **CITED},
    }
    found = arrangement(facts=facts)
    assert [item.value for item in found.facts_about("travel_document_issuer", "stateless", "BA")] == [
        "requesting state"
    ]
    assert found.facts_about("travel_document_issuer", "stateless", "NL") == ()
    (points,) = found.facts_about("border_crossing_points", Category.STATELESS, "NL")
    assert points.value == ("Sarajevo airport", "Schiphol")
    assert points.as_dict()["value"] == ["Sarajevo airport", "Schiphol"]


def test_a_folder_is_loaded_by_file_name_and_names_every_bad_file(tmp_path: Path) -> None:
    """Nobody mends a library one file at a time."""
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(file(id="B")))
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(file(id="A")))
    assert [item.id for item in load_directory(tmp_path)] == ["A", "B"]
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(file(id="A", title=None)))
    (tmp_path / "c.yaml").write_text("id: [")
    with pytest.raises(LawDataInvalid) as caught:
        load_directory(tmp_path)
    assert "a.yaml: title: is required" in str(caught.value)
    assert "c.yaml" in str(caught.value)


def test_norway_is_a_state_and_a_key_named_on_is_a_key(tmp_path: Path) -> None:
    """YAML 1.1 would read false and true."""
    text = yaml.safe_dump(file(parties=sides(["DK"], ["BA"]))).replace("- DK", "- NO")
    path = tmp_path / "no.yaml"
    path.write_text(text + "reviewed: {on: 2026-11-22, second_reading: null}\n")
    found = load_arrangement(path)
    assert found.parties[0].states == {"NO"}
    assert found.reviewed_on == date(2026, 11, 22)


def test_a_key_that_occurs_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    """The second one would silently win."""
    path = tmp_path / "twice.yaml"
    path.write_text(yaml.safe_dump(file()) + "title: Another\n")
    with pytest.raises(LawDataInvalid, match=r"twice\.yaml: .*'title' occurs twice.*line"):
        load_arrangement(path)

"""What a rule answers."""

import json

from limen.law.findings import Finding, FindingKind


def test_everything_but_a_warning_stops_the_step() -> None:
    """Missing evidence stops it too, until it is there."""
    assert {kind for kind in FindingKind if not kind.stops} == {FindingKind.WARNS}


def test_a_finding_is_json_with_its_reason_article_and_plugin() -> None:
    """As a case keeps it."""
    found = Finding(
        FindingKind.HOLDS, "notice-due", "The authority must be told.", "Art. 6(5)", "law-1", "atlantis"
    )
    assert json.loads(json.dumps(found.as_dict())) == {
        "kind": "holds",
        "code": "notice-due",
        "reason": "The authority must be told.",
        "reference": "Art. 6(5)",
        "source": "law-1",
        "plugin": "atlantis",
    }

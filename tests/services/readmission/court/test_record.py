"""The record of a case for a court can be read, and checked against the node's audit log."""

from __future__ import annotations

import hashlib
import json

import pytest
import rfc8785
import sqlalchemy as sa

from limen.clock import today
from limen.runtime import Runtime
from limen.storage.audit import verify
from limen.storage.tables import audit
from tests.pdf import Pdf
from tests.services.kit import Officer
from tests.services.readmission.conftest import PARTICULARS, Case


@pytest.fixture
def refused(case: Case) -> Case:
    """A case that was refused."""
    case.step("submit")
    case.step("confirm_receipt", on=today().isoformat())
    case.step("refuse", on=today().isoformat(), code="no_obligation", reason="He left our country in 1991.")
    return case


def test_the_record_says_who_did_what_when_and_on_which_basis(officer: Officer, refused: Case) -> None:
    record = officer.get(f"{refused.path}/court-record").get_json()
    steps = [entry for entry in record["entries"] if entry["kind"] == "step"]
    assert [entry["what"] for entry in steps] == ["open", "submit", "confirm_receipt", "refuse"]
    refusal = steps[-1]
    assert (refusal["by"], refusal["words"]) == (officer.actor.id, "He left our country in 1991.")
    assert refusal["facts"]["code"] == "no_obligation"
    assert "CH-BA" in refusal["basis"]
    assert [entry["number"] for entry in record["entries"]] == list(range(1, len(record["entries"]) + 1))
    assert record["person"]["surname"] == PARTICULARS["surname"]


def test_every_limit_is_explained_in_the_annex(officer: Officer, refused: Case) -> None:
    (reply,) = [
        limit
        for limit in officer.get(f"{refused.path}/court-record").get_json()["limits"]
        if limit["limit"] == "reply"
    ]
    assert reply["ended"] == "met"
    assert reply["reference"].startswith("Art.")
    assert len(reply["in_words"]) >= 2
    assert reply["calendar_version"]


def test_the_digest_in_the_record_is_that_of_the_chain(
    runtime: Runtime, officer: Officer, refused: Case
) -> None:
    place = officer.get(f"{refused.path}/court-record").get_json()["audit"]
    with runtime.database.snapshot() as connection:
        assert verify(connection) is None
        row = connection.execute(sa.select(audit).where(audit.c.sequence == place["sequence"])).one()
    assert (row.digest, row.subject) == (place["digest"], refused.body["case_id"])
    again = officer.get(f"{refused.path}/court-record").get_json()["audit"]
    assert again["sequence"] > place["sequence"]  # reading is recorded too
    assert again["action"] == "case.printed"


def test_the_pdf_holds_the_same_record_for_machines(officer: Officer, refused: Case) -> None:
    answer = officer.get(f"{refused.path}/court-record.pdf")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    document = Pdf(answer.get_data())
    (inside,) = document.attachments
    record = json.loads(inside)
    for said in (refused.body["number"], "He left our country in 1991.", record["digest"]):
        assert document.says(said), said
    content = {"number": record["case"]["number"], "entries": record["entries"], "limits": record["limits"]}
    assert hashlib.sha256(rfc8785.dumps(content)).hexdigest() == record["digest"]


def test_a_shift_leader_of_another_post_gets_no_record(officer: Officer, refused: Case) -> None:
    stranger = officer.as_("shift_leader", 1, "ELSEWHERE")
    for path in ("court-record", "court-record.pdf"):
        assert stranger.get(f"{refused.path}/{path}").status_code == 403

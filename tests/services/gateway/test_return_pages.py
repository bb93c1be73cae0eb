"""From reply to hand-over in the console: identity, documents, transfer, border, costs, groups, monitor."""

import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from limen.clock import now, today
from limen.embedded import Node
from services.gateway.console import words
from services.readmission.checks import asking
from services.readmission.groups import manifest
from services.readmission.interviews import interviews
from services.readmission.monitoring import observations
from services.readmission.transfers import costs, family, handover, planning
from services.readmission.travel_documents import documents
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import open_case, person_of, register_with_passport, take

As = Callable[[str], Browser]
DAY = today().isoformat()
SOON = (today() + timedelta(days=9)).isoformat()
MOMENT = (now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def case(as_: As, readmission: Browser) -> Page:
    """A case that the other state accepted."""
    page = open_case(readmission, person_of(register_with_passport(as_("officer"))))
    page = take(readmission, page, "submit")
    return take(readmission, page, "accept", on=DAY)


def do(browser: Browser, page: Page, action: str, record: str, **values: Any) -> Page:
    """Do one thing on a page; names of fields without their prefix."""
    fields = {f"{action}-{record}-{name}": value for name, value in values.items()}
    return browser.send(page, f"/{action}/{record}", **fields)


def id_of(case: Page) -> str:
    return case.path.split("/")[2]


def record_of(page: Page, action: str) -> str:
    """Return the id of the record that an action of the page is about."""
    return next(form.action.split("/")[-1] for form in page.forms if f"/{action}/" in form.action)


def planned(browser: Browser, case: Page, **values: Any) -> Page:
    page = browser.get(f"{case.path}/journey")
    plan = {"on": SOON, "place": "Sarajevo airport", "means": "air", **values}
    return do(browser, page, "plan", id_of(case), **plan)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("check_state", asking.STATES),
        ("purpose", asking.PURPOSES),
        ("interview_kind", interviews.KINDS),
        ("channel", interviews.CHANNELS),
        ("interpreter", interviews.INTERPRETERS),
        ("interview_outcome", interviews.OUTCOMES),
        ("return_document", documents.KINDS),
        ("transfer_state", planning.STATES),
        ("escort_role", planning.ESCORT_ROLES),
        ("need", planning.NEEDS),
        ("relation", family.RELATIONS),
        ("handover_outcome", handover.OUTCOMES),
        ("border_refusal", handover.REFUSALS),
        ("follows", handover.FOLLOWS),
        ("cost_kind", costs.KINDS),
        ("bearer", costs.BEARERS),
        ("phase", observations.PHASES),
        ("observed", observations.TOPICS),
        ("finding", observations.FINDINGS),
        ("group_state", manifest.STATES),
    ],
)
def test_every_code_has_words(table: str, codes: Iterable[str]) -> None:
    assert set(words.TABLES[table]) == set(codes)


def test_an_interview_and_a_document_are_asked_for_and_recorded(readmission: Browser, case: Page) -> None:
    page = readmission.get(f"{case.path}/verification")
    page = do(readmission, page, "ask-interview", id_of(case), kind="consular", interpreter="not_needed")
    assert "At the consulate: Asked for" in page.text
    page = do(readmission, page, "held", record_of(page, "held"), on=DAY)
    report = {"on": DAY, "outcome": "nationality_confirmed", "report": "Knows the town."}
    page = do(readmission, page, "report", record_of(page, "report"), **report)
    assert "Nationality confirmed" in page.text
    page = do(readmission, page, "ask-document", id_of(case), kind="laissez_passer", authority="Embassy")
    page = do(readmission, page, "issue", record_of(page, "issue"), on=DAY, valid_until=DAY)
    assert "Laissez-passer: Issued" in page.text
    assert "asks for a validity of" in page.text


def test_what_a_service_refuses_stands_at_its_field_and_what_was_typed_stays(
    readmission: Browser, case: Page
) -> None:
    page = readmission.get(f"{case.path}/verification")
    page = do(
        readmission,
        page,
        "ask-document",
        id_of(case),
        kind="passport",
        authority="Embassy",
        requested_on=SOON,
    )
    assert page.status == 422
    assert "must not lie in the future" in page.text
    assert (
        page.form(f"/ask-document/{id_of(case)}").values[f"ask-document-{id_of(case)}-authority"] == "Embassy"
    )


def test_a_transfer_is_planned_with_escorts_and_needs_and_its_sheet_is_printed(
    readmission: Browser, case: Page
) -> None:
    escorts = {"escort_1_role": "escort_leader", "escort_1_name": "Max Muster", "needs": "wheelchair"}
    page = planned(readmission, case, **escorts)
    assert "1 escort: Head of escort (Max Muster)" in page.text
    sheet = readmission.get(page.link("Escort sheet"))
    assert "Wheelchair" in sheet.text
    assert "Muster" not in sheet.text
    answer = readmission.client.get(f"{sheet.path}.pdf")
    assert answer.data.startswith(b"%PDF")


def test_a_point_that_nobody_agreed_on_is_refused_next_to_the_field(readmission: Browser, case: Page) -> None:
    page = planned(readmission, case, place=None)
    assert page.status in (409, 422)
    assert page.has_form(f"/plan/{id_of(case)}")
    page = planned(readmission, case, place=None, other_place="Somewhere")
    assert "agreed between the authorities" in page.text


def test_a_hand_over_is_recorded_and_signed_by_hand(readmission: Browser, case: Page) -> None:
    page = planned(readmission, case)
    ours = {f"delivered_by__{name}": "Ours" for name in ("full_name", "function", "authority")}
    page = do(readmission, page, "border", id_of(case), outcome="handed_over", at=MOMENT, **ours)
    assert "Not yet signed by the other side" in page.text
    theirs = {f"by_hand__{name}": "Theirs" for name in ("full_name", "function", "authority")}
    page = do(readmission, page, "by-hand", record_of(page, "by-hand"), **theirs)
    assert "Signed by the other side by hand" in page.text


def test_the_form_for_the_border_is_one_file_that_loads_nothing(readmission: Browser, case: Page) -> None:
    page = planned(readmission, case)
    answer = readmission.client.get(page.link("Form for the border"))
    body = answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert not re.findall(r"""(?:src|href)=["']""", body)
    assert "default-src 'none'" in body
    assert not re.findall(r"https?://", body)


def test_a_form_filled_without_a_network_is_brought_in_later(readmission: Browser, case: Page) -> None:
    page = planned(readmission, case)
    body = readmission.client.get(page.link("Form for the border")).get_data(as_text=True)
    form = json.loads(re.search(r'id="signed">(.*?)</script>', body, re.S)[1])
    signer = {"full_name": "Ours", "function": "Escort", "authority": "Police"}
    filled = {"outcome": "handed_over", "at": f"{MOMENT}:00Z", "place": "Sarajevo airport"}
    page = upload(
        readmission, page, "filled", id_of(case), {"form": form, "filled": {**filled, "delivered_by": signer}}
    )
    assert "Handed over" in page.text
    assert "Recorded and signed by this node." in page.text


def test_a_file_that_is_no_form_is_refused_at_its_field(readmission: Browser, case: Page) -> None:
    page = planned(readmission, case)
    page = upload(readmission, page, "filled", id_of(case), ["no", "form"])
    assert page.status == 422
    assert "Choose the JSON file as it was saved" in page.text


def test_the_record_is_signed_on_the_page_for_the_other_sides_records(
    readmission: Browser, case: Page
) -> None:
    page = planned(readmission, case)
    ours = {f"delivered_by__{name}": "Ours" for name in ("full_name", "function", "authority")}
    page = do(readmission, page, "border", id_of(case), outcome="handed_over", at=MOMENT, **ours)
    record = readmission.client.get(page.link("Signed record (JSON)")).get_json()
    signing = readmission.get("/countersign").form("/countersign")
    signer = {f"signer__{name}": ["Theirs"] for name in ("full_name", "function", "authority")}
    file = (io.BytesIO(json.dumps(record).encode()), "record.json")
    answer = readmission.client.post(
        "/countersign", data={**signing.filled({}), **signer, "file": file}, base_url="http://localhost"
    )
    assert len(json.loads(answer.data)["signatures"]) == 2


def upload(browser: Browser, page: Page, action: str, record: str, content: Any) -> Page:
    form = page.form(f"/{action}/{record}")
    name = f"{action}-{record}-file"
    fields = {key: value for key, value in form.filled({}).items() if key != name}
    file = (io.BytesIO(json.dumps(content).encode()), "form.json")
    return browser.post(form.action, {**fields, name: file})


def test_costs_are_listed_with_their_sum_and_the_article(readmission: Browser, case: Page) -> None:
    page = readmission.get(f"{case.path}/journey")
    cost = {"kind": "transport", "amount": "12.50", "currency": "CHF", "borne_by": "requesting_state"}
    page = do(readmission, page, "cost", id_of(case), article="Art. 15", **cost)
    assert "12.50 CHF" in page.text
    page = do(readmission, page, "cost", id_of(case), article="Art. 15", **{**cost, "amount": "12,50"})
    assert page.status == 422


def test_a_group_return_is_planned_filled_and_departs(readmission: Browser, case: Page) -> None:
    new = {"name": "Flight", "requested_state": "BA", "departs_on": SOON, "means": "air", "seats": "1"}
    page = readmission.send(readmission.get("/groups/new"), "/groups/new", place="Sarajevo airport", **new)
    group_id = page.path.split("/")[-1]
    page = do(readmission, page, "add", group_id, cases=f"http://localhost{case.path}")
    assert "1 of 1 places taken" in page.text
    assert "Travels" in page.text
    page = do(readmission, page, "depart", group_id, at=MOMENT)
    assert "The group has departed" in page.text
    assert "Flight" in readmission.get("/groups?state=departed").text


def test_the_forced_return_monitor_finds_the_transfer_and_records_what_it_saw(
    as_: As, readmission: Browser, case: Page
) -> None:
    planned(readmission, case)
    number = case.title.split("Case ")[1].split(" ")[0]
    monitor = as_("return-monitor")
    assert number in monitor.get("/transfers").text
    page = monitor.get(f"{case.path}/observations")
    seen = {"phase": "before", "topic": "interpretation", "finding": "concern", "happened_at": MOMENT}
    page = do(monitor, page, "observe", id_of(case), words="No interpreter was there.", **seen)
    assert "Interpretation: A concern" in page.text
    assert monitor.get(case.path).status == 403
    assert "No interpreter was there." in readmission.get(f"{case.path}/observations").text
    assert not readmission.get(f"{case.path}/observations").has_form(f"/observe/{id_of(case)}")


def test_pages_name_nobody_in_title_or_address(
    readmission: Browser, case: Page, app: Flask, node: Node
) -> None:
    for part in ("verification", "journey", "observations"):
        page = readmission.get(f"{case.path}/{part}")
        assert page.status == 200
        assert re.fullmatch(r".*case CH-\d{4}-\d{6} – Limen", page.title)

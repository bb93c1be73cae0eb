"""The application: its form, what it lacks by annex, what leaves, and what was sent."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from jsonschema import Draft202012Validator

from limen.clock import today
from limen.runtime import Runtime
from limen.storage.tables import audit
from services.readmission.application.outgoing import canonical
from tests.pdf import Pdf
from tests.services.kit import Officer
from tests.services.readmission.conftest import Case, Registration, open_case
from tests.services.readmission.evidence.test_evidence import PDF, add, path_of, use_scanner

#: nobody's words: planted wherever something on asylum, health or protection can stand
PLANTED = "PLANTED-7Q"


def put(case: Case, expected: int = 200, **values: Any) -> dict[str, Any]:
    case.read()
    answer = case.officer("PUT", f"{case.path}/application", values, If_Match=f'"{case.body["version"]}"')
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def read(case: Case, what: str) -> dict[str, Any]:
    answer = case.officer.get(f"{case.path}/{what}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def missing(case: Case) -> dict[str, str]:
    return {item["field"]: item["detail"] for item in read(case, "application")["completeness"]["missing"]}


def national_of(registration: Registration, country: str, **more: Any) -> str:
    return registration.person(nationalities=[{"country": country, "proof": "declared"}], **more)


@pytest.fixture
def serbian(officer: Officer, registration: Registration) -> Case:
    """A draft for a national of Serbia without any document."""
    return open_case(officer, national_of(registration, "RS", document=None), requested_state="RS")


def test_the_form_begins_with_what_registration_knows(case: Case):
    body = read(case, "application")
    assert body["values"]["family_names"] == "HODŽIĆ-TESTOVIĆ"
    assert body["values"]["current_nationality"] == ["BA"]
    assert body["values"]["document_number"] == "X0000017"
    assert body["form"] == "Protocol annex 6 (Art. 7(2))"
    by_name = {field["name"]: field for field in body["fields"]}
    assert by_name["civil_status"]["allowed_by"] == "Art. 16(c), first dash"
    assert by_name["interview_requested"]["allowed_by"] == ""


def test_what_an_officer_enters_replaces_what_registration_knows(case: Case):
    body = put(case, family_names="OTHER", children=[{"given_names": "ANA", "birth_date": "2019"}])
    assert body["values"]["family_names"] == "OTHER"
    assert body["values"]["given_names"] == "AMRA"
    assert body["values"]["children"] == [{"given_names": "ANA", "birth_date": "2019"}]
    assert put(case)["values"]["family_names"] == "HODŽIĆ-TESTOVIĆ"


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"health": "x"}, "#/health"),
        ({"sex": "F"}, "#/sex"),
        ({"birth_date": "1990-02-31"}, "#/birth_date"),
        ({"current_nationality": ["XX"]}, "#/current_nationality/0"),
        ({"children": [{"age": 4}]}, "#/children/0/age"),
        ({"observations": "x" * 2001}, "#/observations"),
    ],
)
def test_a_value_that_breaks_a_rule_names_field_and_rule(case: Case, values: dict[str, Any], pointer: str):
    (error,) = put(case, 422, **values)["errors"]
    assert error["pointer"] == pointer


def test_values_are_sealed_in_the_database(runtime: Runtime, case: Case):
    put(case, observations="Something about the person.")
    case.step("submit")
    with runtime.database.read() as connection:
        for table in ("application", "sent_application"):
            assert "Something about" not in repr(connection.execute(sa.text(f"SELECT * FROM {table}")).all())


def test_without_evidence_the_annex_that_asks_for_it_is_named(serbian: Case):
    detail = missing(serbian)["evidence.nationality"]
    assert "proof (Protocol art. 1)" in detail
    assert "prima facie (Protocol art. 2)" in detail
    problem = serbian.step("submit", 409)
    assert {item["field"] for item in problem["missing"]} == {"evidence.nationality"}


def test_one_means_of_evidence_is_enough_to_send(serbian: Case):
    add(serbian, "birth_certificate", number="12/1990")
    assert missing(serbian) == {}
    assert serbian.step("submit")["state"] == "submitted"


def test_an_interview_may_stand_in_for_evidence(serbian: Case):
    put(serbian, interview_requested=True)
    assert missing(serbian) == {}


def test_third_country_nationals_are_held_to_their_own_annex(officer: Officer, registration: Registration):
    """A passport of a third state shows no entry through the requested state."""
    person = national_of(registration, "IN", document={**_passport("IN")})
    case = open_case(officer, person, requested_state="KZ", category="third_country_national")
    assert "Protocol art. 3" in missing(case)["evidence.third_country"]
    add(case, "passport")
    assert "evidence.third_country" in missing(case)
    add(case, "travel_ticket")
    assert "evidence.third_country" not in missing(case)


def test_the_requested_states_own_passport_is_evidence_of_nationality(
    officer: Officer, registration: Registration
):
    person = national_of(registration, "KZ", document=_passport("KZ"))
    case = open_case(officer, person, requested_state="KZ")
    assert "evidence.nationality" not in missing(case)
    other = national_of(registration, "KZ", document=_passport("FR"))
    foreign = open_case(officer, other, requested_state="KZ")
    assert "evidence.nationality" in missing(foreign)


def test_an_annex_that_nobody_verified_is_said_to_be_so_and_stops_nothing(
    officer: Officer, registration: Registration
):
    case = open_case(officer, registration.person(document=None))
    advised = {item["field"]: item for item in read(case, "application")["completeness"]["advised"]}
    assert "is not verified" in advised["evidence.nationality"]["detail"]
    assert case.step("submit")["state"] == "submitted"


def test_a_document_of_the_wrong_time_is_named_with_its_annex(serbian: Case):
    add(serbian, "identity_card", issued_on="1999-05-01")
    advised = read(serbian, "application")["completeness"]["advised"]
    (found,) = [item for item in advised if item["field"] == "evidence.identity_card"]
    assert found["detail"].startswith("counts only when issued from 2000-01-02 on (proof)")
    assert found["reference"] == "Protocol art. 1"


def test_what_the_text_asks_for_as_far_as_possible_does_not_stop_the_sending(case: Case):
    advised = {item["field"]: item for item in read(case, "application")["completeness"]["advised"]}
    assert advised["evidence.photograph"]["reference"] == "Art. 7(1)"
    assert {"birth_place", "last_residence_requested", "evidence.biometric_data"} <= advised.keys()
    assert case.step("submit")["state"] == "submitted"


def test_a_file_that_the_scanner_holds_stops_the_sending(runtime: Runtime, case: Case):
    use_scanner(runtime, "true")
    case.officer.upload(path_of(case, add(case)), PDF)
    assert "virus scanner" in missing(case)["evidence.passport"]
    assert read(case, "preview")["document"]["evidence"][0]["files"] == []


def test_only_what_the_arrangement_allows_is_in_the_preview(officer: Officer, registration: Registration):
    """Montenegro's agreement does not name the civil status."""
    person = national_of(registration, "ME", document=_passport("ME"))
    case = open_case(officer, person, requested_state="ME")
    put(case, civil_status="married", birth_place="Cetinje")
    preview = read(case, "preview")
    assert "civil_status" not in preview["document"]["person"]
    assert "does not name it" in preview["withheld"]["civil_status"]
    assert preview["document"]["person"]["birth_place"] == "Cetinje"


def test_where_nobody_verified_what_may_leave_only_the_least_does(
    officer: Officer, registration: Registration
):
    person = national_of(registration, "TR", document=_passport("TR"))
    case = open_case(officer, person, requesting_state="GR", requested_state="TR")
    put(case, birth_place="Izmir", observations="Something.", civil_status="single")
    preview = read(case, "preview")
    assert read(case, "application")["verified"] is False
    assert preview["document"]["person"]["birth_place"] == "Izmir"
    assert {"observations", "civil_status"} <= preview["withheld"].keys()
    assert "Nobody verified" in preview["withheld"]["observations"]


def test_the_document_meets_the_published_schema(officer: Officer, case: Case):
    put(case, civil_status="single", sex="female", birth_date="1990-04", children=[{"given_names": "ANA"}])
    item = add(case, "passport", number="X1", issued_on="2020-01-01")
    case.officer.upload(path_of(case, item), PDF)
    answer = officer.get("application-form.json")
    schema = json.loads(answer.data)
    Draft202012Validator.check_schema(schema)
    document = read(case, "preview")["document"]
    Draft202012Validator(schema).validate(document)
    wrong = {**document, "person": {**document["person"], "health": "x"}}
    assert not Draft202012Validator(schema).is_valid(wrong)


def test_what_was_sent_is_what_the_preview_showed(runtime: Runtime, case: Case):
    preview = read(case, "preview")
    case.step("submit")
    (sent,) = read(case, "sent")["items"]
    assert sent["document"] == preview["document"]
    assert sent["sha256"] == preview["sha256"] == hashlib.sha256(canonical(sent["document"])).hexdigest()
    with runtime.database.read() as connection:
        found = connection.execute(sa.select(audit.c.detail).where(audit.c.action == "application.sent"))
        assert sent["sha256"] in str(found.scalar_one())


def test_what_was_sent_stays_as_it_was_sent(case: Case, registration: Registration):
    case.step("submit")
    (sent,) = read(case, "sent")["items"]
    registration.person(case.body["person_id"], surname="CHANGED-LATER")
    assert read(case, "sent")["items"] == [sent]
    problem = put(case, 409, family_names="X")
    assert problem["type"] == "urn:limen:problem:illegal-step"


def test_a_case_that_came_back_is_sent_again_beside_what_was_sent_before(case: Case):
    case.step("submit")
    day = today().isoformat()
    case.step("return_for_completion", on=day, reason="A document is missing.")
    put(case, observations="Completed.")
    case.step("submit")
    items = read(case, "sent")["items"]
    assert [item["turn"] for item in items] == [2, 1]
    assert "observations" not in items[1]["document"]["person"]
    assert items[0]["sha256"] != items[1]["sha256"]


def test_after_erasure_the_hash_stays_and_the_content_is_gone(case: Case, registration: Registration):
    case.step("submit")
    registration.erase(case.body["person_id"])
    (sent,) = read(case, "sent")["items"]
    assert sent["document"] is None
    assert len(sent["sha256"]) == 64
    assert case.officer.get(f"{case.path}/application.pdf").status_code == 409


@pytest.mark.parametrize("arrangement", ["BA", "TM"], ids=["CH-BA", "CH-TM, whose text allows health data"])
def test_asylum_health_and_protection_data_never_leave(
    officer: Officer, registration: Registration, arrangement: str
):
    """Planted wherever such data can stand; looked for in preview, print, attached copy and what was sent."""
    person = national_of(registration, arrangement, document=_passport(arrangement), health=PLANTED,
                         asylum_claim=PLANTED, specific_needs=[PLANTED], statement=PLANTED)  # fmt: skip
    case = open_case(officer, person, requested_state=arrangement)
    for name in ("health", "asylum", "protection", "safeguards", "statement", "specific_needs"):
        put(case, 422, **{name: PLANTED})
    words = f"Has claimed asylum, {PLANTED}"
    put(case, observations=words, itinerary=f"Treatment of an illness in the hospital, {PLANTED}",
        physical_description=f"Pregnant {PLANTED}", permits=f"Flüchtlingspass {PLANTED}")  # fmt: skip
    item = add(case, "other_document", description=f"Card of the refugee agency {PLANTED}")
    case.officer.upload(path_of(case, item), PDF, f"{PLANTED}.pdf")
    safeguard = registration.safeguard(person, "asylum_claim")
    case.read()
    answer = case.officer.post(
        f"{case.path}/lifts", {"safeguard_id": safeguard, "reasons": f"{PLANTED} long enough a reason"}
    )
    assert answer.status_code == 201
    assert PLANTED not in json.dumps({**read(case, "preview"), "withheld": {}})
    assert {"observations", "itinerary", "physical_description", "permits"} <= missing(case).keys()
    case.step("submit", 409)
    registration.end_safeguard(safeguard, person)
    _nothing_planted(case)
    put(case)
    evidence = f"{case.path}/evidence/{item['evidence_id']}"
    case.officer("DELETE", evidence, If_Match=f'"{case.read()["version"]}"')
    case.step("submit")
    case.step("withdraw", reason=f"Asylum granted {PLANTED}")
    _nothing_planted(case)
    assert PLANTED not in json.dumps(read(case, "sent"))


def _nothing_planted(case: Case) -> None:
    preview = read(case, "preview")
    assert PLANTED not in json.dumps({**preview, "withheld": {}})
    assert "asylum" not in json.dumps(preview["document"]).lower()
    pdf = Pdf(case.officer.get(f"{case.path}/application.pdf").data)
    assert not pdf.says(PLANTED)
    assert not pdf.says("asylum")
    assert all(PLANTED.encode() not in content for content in pdf.attachments)


def test_the_form_is_printed_in_two_languages_with_its_data_inside(case: Case):
    put(case, birth_place="Sarajevo", civil_status="married", observations="كلام بالعربية")
    add(case, "passport", number="X0000017")
    preview = read(case, "preview")
    pdf = Pdf(case.officer.get(f"{case.path}/application.pdf?first=de&second=sq").data)
    for words in ("Rückübernahmeersuchen", "Kërkesë për ripranim", "Familienname", "Mbiemri", "Itinerari",
                  "Sarajevo", "verheiratet", "HODŽIĆ-TESTOVIĆ", "Vorschau, nicht übermittelt"):  # fmt: skip
        assert pdf.says(words), words
    assert not pdf.says("[en]"), "every label is there in Albanian"
    (copy,) = pdf.attachments
    assert json.loads(copy) == preview["document"]
    assert hashlib.sha256(copy).hexdigest() == preview["sha256"]


def test_a_sent_form_is_printed_as_it_was_sent(case: Case, registration: Registration):
    case.step("submit")
    registration.person(case.body["person_id"], surname="CHANGED-LATER")
    pdf = Pdf(case.officer.get(f"{case.path}/application.pdf").data)
    assert pdf.says("HODŽIĆ-TESTOVIĆ")
    assert not pdf.says("CHANGED-LATER")
    assert not pdf.says("Preview, not sent")


def test_the_languages_are_those_of_the_arrangement_and_the_requested_state(case: Case):
    assert read(case, "application")["languages"] == ["en", "bs"]


def test_a_protection_officer_and_a_monitor_read_and_change_nothing(case: Case):
    for role in ("protection_officer", "monitor"):
        assert case.officer.as_(role).get(f"{case.path}/preview").status_code == 200
        answer = case.officer.as_(role)("PUT", f"{case.path}/application", {}, If_Match='"1"')
        assert answer.status_code == 403
    assert case.officer.as_("border_officer").get(f"{case.path}/preview").status_code == 403


def _passport(country: str) -> dict[str, str]:
    return {"type": "P", "issuing_state": country, "number": "X0000017", "expiry_date": "2030-01-01"}


def test_the_schema_in_the_documentation_is_the_published_one(officer: Officer):
    kept = Path(__file__).parents[4] / "docs" / "application-form.json"
    assert json.loads(kept.read_text()) == json.loads(officer.get("application-form.json").data)

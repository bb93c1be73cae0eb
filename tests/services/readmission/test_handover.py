"""The hand-over record: signed by this node, countersigned by the other side, usable without a network."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from limen import signing
from limen.clock import now, rfc3339, today
from limen.runtime import Runtime
from limen.web.app import create_app
from services.readmission.app import SERVICE
from tests.pdf import Pdf
from tests.services.conftest import NewDatabase
from tests.services.kit import Officer, actor, make_settings, open_service
from tests.services.readmission.conftest import Case, Registration, agreements
from tests.services.readmission.test_transfers import accepted, plan

OURS = {"full_name": "Max Muster", "function": "Head of escort", "authority": "Cantonal police"}
THEIRS = {"full_name": "Mirza Primjerović", "function": "Shift leader", "authority": "Border Police"}


@pytest.fixture
def planned(case: Case) -> Case:
    """A case with a transfer for today."""
    plan(accepted(case), on=today().isoformat())
    return case


@pytest.fixture
def other_node(tmp_path: Path, new_sqlite: NewDatabase) -> Iterator[Officer]:
    """An officer of the node of the other state."""
    folder = tmp_path / "other"
    folder.mkdir()
    settings = make_settings(folder, "BA")
    opened = open_service(settings, SERVICE, new_sqlite("readmission"), agreements())
    yield Officer(opened, create_app(opened).test_client(), actor("readmission_officer"))
    opened.close()


def happened(**changes) -> dict:
    body = {"outcome": "handed_over", "at": rfc3339(now()), "place": "Sarajevo airport", "delivered_by": OURS}
    return {**body, **changes}


def test_a_hand_over_moves_the_case_and_is_signed_for_both_sides(planned: Case):
    record = planned.post("handovers", happened(received_by=THEIRS), 201)
    assert planned.read()["state"] == "handed_over"
    assert record["signers"] == [OURS, THEIRS]
    assert record["countersigned_at"]
    assert record["countersigned_with_own_key"] is False
    opened = signing.read(record["signed"])
    assert opened.content["person"]["surname"] == "HODŽIĆ-TESTOVIĆ"
    assert planned.get("transfers")["items"][0]["state"] == "handed_over"


def test_a_record_made_later_keeps_the_real_moment(planned: Case):
    at = now() - timedelta(hours=5)
    record = planned.post("handovers", happened(at=rfc3339(at)), 201)
    assert record["happened_at"] == rfc3339(at)
    assert record["recorded_at"] > record["happened_at"]
    assert planned.read()["milestones"]["return"][:16] == rfc3339(at)[:16]


def test_a_hand_over_in_the_future_is_refused(planned: Case):
    problem = planned.post("handovers", happened(at=rfc3339(now() + timedelta(hours=1))), 422)
    assert problem["errors"] == [{"pointer": "#/at", "detail": "must not lie in the future"}]


def test_a_hand_over_before_the_acceptance_is_refused(planned: Case):
    problem = planned.post("handovers", happened(at=rfc3339(now() - timedelta(days=3))), 422)
    assert problem["errors"] == [{"pointer": "#/at", "detail": "must not lie before the acceptance"}]


def test_a_safeguard_stops_the_hand_over(planned: Case, registration: Registration):
    registration.safeguard(planned.body["person_id"])
    assert planned.post("handovers", happened(), 409)["type"] == "urn:limen:problem:safeguard-present"
    assert planned.get("handovers")["items"] == []


def test_the_form_that_went_along_is_checked_when_the_record_is_made(
    planned: Case, other_node: Officer, runtime: Runtime
):
    transfer_id = planned.get("transfers")["items"][0]["transfer_id"]
    form = planned.officer.get(f"transfers/{transfer_id}/handover-form").get_json()["signed"]
    forged = signing.sign(other_node.runtime.vault, {"case_id": planned.body["case_id"]}, {})
    problem = planned.post("handovers", happened(form=forged), 422)
    assert problem["errors"][0]["pointer"] == "#/form"
    assert planned.post("handovers", happened(form=form), 201)["outcome"] == "handed_over"


def test_a_refusal_at_the_border_needs_reason_and_what_follows(planned: Case):
    problem = planned.post("handovers", happened(outcome="refused_at_border"), 409)
    assert {item["field"] for item in problem["missing"]} == {"refusal_code", "reason", "follows"}
    why = {"refusal_code": "not_announced", "reason": "No notice arrived.", "follows": "planned_anew"}
    record = planned.post("handovers", happened(outcome="refused_at_border", **why), 201)
    assert (record["refusal_code"], record["follows"], record["reason"]) == (
        "not_announced",
        "planned_anew",
        "No notice arrived.",
    )
    assert planned.read()["state"] == "turned_back"
    assert plan(planned)["items"][-1]["state"] == "planned"


def test_the_other_side_countersigns_by_hand_once(planned: Case):
    record = planned.post("handovers", happened(), 201)
    assert record["countersigned_at"] is None
    path = f"../../handovers/{record['handover_id']}/countersignature"
    both = planned.post(path, {"by_hand": THEIRS})
    assert both["signers"] == [OURS, THEIRS]
    assert both["digest"] == record["digest"]
    assert "already" in planned.post(path, {"by_hand": THEIRS}, 409)["detail"]


def countersigned(planned: Case, other_node: Officer) -> tuple[str, dict]:
    """Record a hand-over and have the other node sign it; return the path for it and its signed form."""
    record = planned.post("handovers", happened(), 201)
    answer = other_node.post("countersignatures", {"signed": record["signed"], "signer": THEIRS})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert [item["standing"] for item in answer.get_json()["keys"]] == ["unknown"]
    return f"../../handovers/{record['handover_id']}/countersignature", answer.get_json()["signed"]


def add_key(officer: Officer, other_node: Officer, **changes) -> str:
    """Register the key that the other node publishes; return its id."""
    (jwk,) = other_node.get("signing-keys").get_json()["keys"]
    body = {"jwk": jwk, "country": "BA", "authority": "Border Police", "valid_from": "2026-01-01"}
    body |= {"obtained": "Note of the embassy.", **changes}
    answer = officer.as_("administrator", 1).post("counterpart-keys", body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert answer.get_json()["standing"] == "not_confirmed"
    return answer.get_json()["key_id"]


def confirm(officer: Officer, key_id: str, number: int = 2, expected: int = 200) -> dict:
    """Confirm a key as an administrator."""
    decision = {"decision": "confirmed", "compared": "By telephone with the head of the service."}
    answer = officer.as_("administrator", number).post(f"counterpart-keys/{key_id}/decision", decision)
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def trust(officer: Officer, other_node: Officer, **changes) -> str:
    """Add a key and have a second administrator confirm it."""
    key_id = add_key(officer, other_node, **changes)
    confirm(officer, key_id)
    return key_id


def test_the_other_node_signs_the_same_record_with_its_own_trusted_key(planned: Case, other_node: Officer):
    trust(planned.officer, other_node)
    path, signed = countersigned(planned, other_node)
    both = planned.post(path, {"signed": signed})
    assert both["countersigned_with_own_key"] is True
    thumbprint = other_node.get("signing-keys").get_json()["thumbprint"]
    assert both["countersigned_by_key"] == thumbprint
    assert both["signers"][1] == THEIRS


def test_a_signature_with_an_unknown_key_is_named_kept_apart_and_taken_once_two_persons_trust_the_key(
    planned: Case, other_node: Officer
):
    path, signed = countersigned(planned, other_node)
    problem = planned.post(path, {"signed": signed}, 409)
    thumbprint = other_node.get("signing-keys").get_json()["thumbprint"]
    assert (problem["key"], problem["standing"]) == (thumbprint, "unknown")
    planned.post(path, {"signed": signed}, 409)
    (record,) = planned.get("handovers")["items"]
    assert record["countersigned_at"] is None
    (waits,) = record["apart"]
    assert (waits["thumbprint"], waits["why"]) == (thumbprint, "unknown")
    told = [item["what"] for item in planned.get("timeline")["items"] if item["kind"] == "handover"]
    assert told == ["handover_recorded", "handover_signature_kept_apart"]
    key_id = add_key(planned.officer, other_node)
    assert planned.post(path, {"kept": waits["apart_id"]}, 409)["standing"] == "not_confirmed"
    confirm(planned.officer, key_id, 1, 403)  # who added it
    assert confirm(planned.officer, key_id)["standing"] == "trusted"
    both = planned.post(path, {"kept": waits["apart_id"]})
    assert (both["countersigned_by_key"], both["apart"]) == (thumbprint, [])


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"valid_to": "2026-02-01"}, "expired"),
        ({"valid_from": "2999-01-01"}, "not_yet_valid"),
        ({"country": "RS"}, "other_state"),
    ],
)
def test_a_trusted_key_out_of_its_dates_or_of_another_state_countersigns_nothing(
    planned: Case, other_node: Officer, changes, standing
):
    trust(planned.officer, other_node, **changes)
    path, signed = countersigned_by(planned, other_node)
    assert planned.post(path, {"signed": signed}, 409)["standing"] == standing
    assert planned.get("handovers")["items"][0]["apart"][0]["why"] == standing


def test_a_revoked_key_countersigns_nothing_and_gets_no_signature_of_this_node(
    planned: Case, other_node: Officer
):
    key_id = trust(planned.officer, other_node)
    revoked = planned.officer.as_("administrator", 1).post(
        f"counterpart-keys/{key_id}/revocation", {"reason": "Stolen."}
    )
    assert revoked.get_json()["standing"] == "revoked"
    path, signed = countersigned_by(planned, other_node)
    assert planned.post(path, {"signed": signed}, 409)["standing"] == "revoked"
    foreign = signing.sign(other_node.runtime.vault, {"number": "BA-1"}, THEIRS)
    refused = planned.officer.post("countersignatures", {"signed": foreign, "signer": OURS})
    assert (refused.status_code, "was revoked" in refused.get_json()["detail"]) == (409, True)
    assert add_key(planned.officer, other_node) != key_id


def countersigned_by(planned: Case, other_node: Officer) -> tuple[str, dict]:
    """As `countersigned`, without asking the other node over HTTP."""
    record = planned.post("handovers", happened(), 201)
    signed = signing.countersign(other_node.runtime.vault, record["signed"], THEIRS)
    return f"../../handovers/{record['handover_id']}/countersignature", signed


def test_a_form_that_the_other_side_signed_at_the_border_is_told_and_an_unknown_key_kept_apart(
    planned: Case, other_node: Officer
):
    transfer_id = planned.get("transfers")["items"][0]["transfer_id"]
    form = planned.officer.get(f"transfers/{transfer_id}/handover-form").get_json()["signed"]
    both = signing.countersign(other_node.runtime.vault, form, THEIRS)
    record = planned.post("handovers", happened(form=both), 201)
    assert [item["why"] for item in record["apart"]] == ["unknown"]
    assert record["countersigned_at"] is None


@pytest.mark.parametrize("x", ["AA", "A" * 43 + "=", "Ä" * 43])
def test_what_is_no_public_key_is_refused_by_field(planned: Case, x: str):
    body = {"jwk": {"kty": "OKP", "crv": "Ed25519", "x": x}, "country": "BA", "authority": "Border Police"}
    body |= {"valid_from": "2026-01-01", "obtained": "Note."}
    refused = planned.officer.as_("administrator").post("counterpart-keys", body)
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["pointer"] == "#/jwk/x"


def test_another_record_and_one_signed_by_nobody_else_are_refused(planned: Case, other_node: Officer):
    record = planned.post("handovers", happened(), 201)
    path = f"../../handovers/{record['handover_id']}/countersignature"
    assert planned.post(path, {"signed": record["signed"]}, 422)["errors"]
    other = signing.countersign(
        other_node.runtime.vault, signing.sign(planned.officer.runtime.vault, {"number": "1"}, OURS), THEIRS
    )
    assert planned.post(path, {"signed": other}, 422)["errors"]
    assert planned.post(path, {}, 422)["errors"]


def test_a_record_is_printed_with_the_signed_form_inside(planned: Case):
    record = planned.post("handovers", happened(), 201)
    printed = planned.officer.get(f"handovers/{record['handover_id']}/record.pdf")
    (inside,) = Pdf(printed.data).attachments
    assert json.loads(inside) == record["signed"]
    assert "TESTOVI" not in printed.headers["Content-Disposition"]


def test_a_shift_leader_records_at_the_own_post_only(planned: Case):
    elsewhere = planned.officer.as_("shift_leader", 1, "ELSEWHERE")
    planned.post("handovers", happened(), 403, by=elsewhere)
    planned.post("handovers", happened(), 201, by=planned.officer.as_("shift_leader", 1, "BERN"))


def test_after_erasure_nothing_of_a_record_can_be_read(planned: Case, registration: Registration):
    record = planned.post("handovers", happened(), 201)
    registration.erase(planned.body["person_id"])
    shown = planned.officer.get(f"handovers/{record['handover_id']}").get_json()
    assert (shown["signed"], shown["person"], shown["signers"]) == (None, None, [])
    assert shown["digest"] == record["digest"]

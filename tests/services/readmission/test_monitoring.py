"""The forced-return monitor records in four phases what it saw; nobody else writes, nothing is changed."""

from limen.clock import now, rfc3339
from tests.pdf import Pdf
from tests.services.readmission.conftest import Case, Registration


def observed(case: Case, expected: int = 201, role: str = "return_monitor", number: int = 1, **changes):
    body = {
        "phase": "hand_over",
        "topic": "restraints_taken_off",
        "finding": "in_order",
        "happened_at": rfc3339(now()),
        "words": "Taken off before the door was opened.",
        **changes,
    }
    answer = case.officer.as_(role, number).post(f"{case.path}/observations", body)
    assert answer.status_code == expected, answer.get_data(as_text=True)
    return answer.get_json()


def test_observations_are_read_in_the_order_of_the_four_phases(case: Case):
    for phase in ("after", "before", "hand_over", "in_transit"):
        found = observed(case, phase=phase)
    assert [item["phase"] for item in found["items"]] == ["before", "in_transit", "hand_over", "after"]
    assert found["phases"][0] == {"phase": "before", "in_order": 1, "concern": 0, "incident": 0}


def test_only_the_forced_return_monitor_records(case: Case):
    for role in ("readmission_officer", "shift_leader", "protection_officer", "monitor", "administrator"):
        observed(case, 403, role)
    assert observed(case)["items"]


def test_authority_and_independent_monitor_read_what_was_seen(case: Case):
    observed(case, finding="incident", words="The interpreter was missing.")
    for role in ("readmission_officer", "monitor", "protection_officer"):
        found = case.officer.as_(role).get(f"{case.path}/observations").get_json()
        assert found["items"][0]["words"] == "The interpreter was missing."


def test_the_forced_return_monitor_reads_no_case_file(case: Case):
    monitor = case.officer.as_("return_monitor")
    assert monitor.get(case.path).status_code == 403
    assert monitor.get(f"{case.path}/interviews").status_code == 403
    assert monitor.get("transfers").status_code == 200


def test_a_correction_stands_beside_what_it_corrects(case: Case):
    first = observed(case, finding="incident")["items"][0]["observation_id"]
    found = observed(case, finding="concern", corrects=first)
    assert [item["finding"] for item in found["items"]] == ["incident", "concern"]
    assert found["items"][0]["corrected_by"] == found["items"][1]["observation_id"]
    assert found["phases"][2] == {"phase": "hand_over", "in_order": 0, "concern": 1, "incident": 0}


def test_nobody_corrects_what_another_monitor_saw(case: Case):
    first = observed(case)["items"][0]["observation_id"]
    problem = observed(case, 422, number=2, corrects=first)
    assert problem["errors"][0]["pointer"] == "#/corrects"


def test_the_monitor_sees_at_once_that_a_safeguard_is_to_be_lifted_and_no_more(
    case: Case, registration: Registration
):
    safeguard_id = registration.safeguard(case.body["person_id"])
    body = {"safeguard_id": safeguard_id, "reasons": "The claim was withdrawn in writing."}
    assert case.officer.post(f"{case.path}/lifts", body).status_code == 201
    seen = case.officer.as_("return_monitor").get(f"{case.path}/observations")
    (override,) = seen.get_json()["overrides"]
    assert (override["state"], override["decided_at"]) == ("requested", None)
    assert set(override) == {"state", "requested_at", "decided_at"}
    assert not any(word in seen.get_data(as_text=True) for word in ("asylum", "withdrawn"))


def test_the_record_is_printed_in_its_four_phases_with_corrections_beside(case: Case):
    first = observed(case, finding="incident", words="Straps were not taken off.")
    corrected = first["items"][0]["observation_id"]
    observed(case, finding="concern", words="They were taken off late.", corrects=corrected)
    answer = case.officer.as_("return_monitor").get(f"{case.path}/observations.pdf")
    printed = Pdf(answer.get_data())
    for words in ("1. Before", "Hand over: 0 in order, 1 concerns, 0 incidents", "Corrected by a later"):
        assert printed.says(words), words
    assert printed.says("Straps were not taken off.")
    assert printed.says("They were taken off late.")

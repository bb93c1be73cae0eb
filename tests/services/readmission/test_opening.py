"""Opening a case: the arrangement in force between two states."""

from limen.ids import new_id
from tests.services.readmission.conftest import Registration, open_case


def body(person_id: str, **changes: str) -> dict[str, str]:
    return {
        "person_id": person_id,
        "requesting_state": "CH",
        "requested_state": "BA",
        "category": "own_national",
        "office": "BERN",
        **changes,
    }


def test_a_case_is_opened_under_the_arrangement_of_its_pair(officer, registration: Registration):
    """Found by pair and date, in both directions."""
    person = registration.person()
    assert open_case(officer, person).body["arrangement"]["id"] == "CH-BA"
    other_way = open_case(officer, person, requesting_state="BA", requested_state="CH")
    assert other_way.body["arrangement"]["id"] == "CH-BA"


def test_without_an_arrangement_the_refusal_says_which_pairs_and_dates_exist(
    officer, registration: Registration
):
    """An officer learns what there is instead."""
    answer = officer.post("cases", body(registration.person(), requested_state="JP"))
    problem = answer.get_json()
    assert answer.status_code == 422
    assert problem["type"] == "urn:limen:problem:no-arrangement-in-force"
    assert "CH" in problem["detail"]
    assert {"CH", "BA"} in [set(item["states"]) for item in problem["others"]]
    assert all(item["in_force"] for item in problem["others"] if item["id"] == "CH-BA")


def test_a_person_that_registration_never_told_of_is_not_found(officer):
    """Readmission knows persons by event only."""
    assert officer.post("cases", body(new_id())).status_code == 404


def test_numbers_of_cases_have_no_gap(officer, registration: Registration):
    """A refused opening takes no number."""
    person = registration.person()
    first = open_case(officer, person).body["number"]
    assert officer.post("cases", body(person, requested_state="JP")).status_code == 422
    second = open_case(officer, person).body["number"]
    assert int(second[-6:]) == int(first[-6:]) + 1


def test_a_change_of_the_person_reaches_the_case(officer, registration: Registration):
    """The particulars follow registration's events."""
    person = registration.person()
    case = open_case(officer, person)
    registration.person(person, surname="NOVOTESTOVIĆ")
    assert case.read()["person"]["surname"] == "NOVOTESTOVIĆ"


def test_the_work_list_shows_the_nearest_due_date_first(officer, registration: Registration):
    """Cases without a time limit come last."""
    drafts = open_case(officer, registration.person())
    late, soon = (open_case(officer, registration.person()) for _ in range(2))
    for case, day in ((late, "2026-11-20"), (soon, "2026-11-10")):
        case.step("submit")
        case.step("confirm_receipt", on=day)
    listed = [item["case_id"] for item in officer.get("cases?limit=2").get_json()["items"]]
    assert listed == [soon.body["case_id"], late.body["case_id"]]
    after = officer.get("cases?limit=2").get_json()["next"]
    rest = officer.get(f"cases?limit=2&after={after}").get_json()
    assert [item["case_id"] for item in rest["items"]] == [drafts.body["case_id"]]


def test_a_shift_leader_sees_the_cases_of_own_posts_only(officer, registration: Registration):
    """The list and the case itself."""
    here = open_case(officer, registration.person(), office="POST-1")
    there = open_case(officer, registration.person(), office="POST-2")
    leader = officer.as_("shift_leader", 1, "POST-1")
    assert [item["case_id"] for item in leader.get("cases").get_json()["items"]] == [here.body["case_id"]]
    assert leader.get(there.path).status_code == 403

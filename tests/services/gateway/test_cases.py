"""Cases in the console: the work list, why a date, steps with what they need, conflicts, refusals, lifts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from limen.clock import now, today
from limen.embedded import Node
from services.readmission import timer
from tests.rig.waiting import wait_until
from tests.services.gateway.browsing import Browser, Page
from tests.services.gateway.people import (
    open_case,
    person_of,
    received,
    register,
    register_with_passport,
    surname,
    take,
)

As = Callable[[str], Browser]

PROTECTED = "This person is protected. Nothing may be sent and nobody handed over."


@pytest.fixture
def person(as_: As) -> str:
    return person_of(register_with_passport(as_("officer")))


@pytest.fixture
def draft(readmission: Browser, person: str) -> Page:
    return open_case(readmission, person)


def number_of(case: Page) -> str:
    return case.text.split("Case ")[1].split(" ")[0]


def protect(as_: As, readmission: Browser, person: str, case: Page) -> Page:
    """Record an asylum claim; return the case as soon as readmission knows of it."""
    officer = as_("officer")
    officer.send(officer.get(person), "/asylum-claims", **{"asylum-statement": ""})
    wait_until(lambda: PROTECTED in readmission.get(case.path).text, "readmission knows of the claim", 20)
    return readmission.get(case.path)


def test_a_case_says_all_that_an_officer_must_know(draft: Page) -> None:
    assert draft.title.startswith("Case CH-")
    for said in (
        "Draft, not sent",
        "Switzerland",
        "Bosnia and Herzegovina",
        "National of the requested state",
        "Switzerland and Bosnia and Herzegovina on the readmission of persons",
        "CH-BA",
        "things that could not be verified",
        "Protocol annexes 1 to 6 are not in the copy that was read",
        "BERN",
        "Case opened",
        "Limits that are not counted, and why",
        "The text was read in full and has none",
        "The text has it for other persons or procedures only",
    ):
        assert said in draft.text, said


def test_the_page_names_nobody_in_title_or_address(as_: As, readmission: Browser) -> None:
    family = surname()
    case = open_case(readmission, person_of(register(as_("officer"), surname=family)))
    assert family in case.text
    assert family not in case.title
    assert family not in case.path


def test_a_step_has_exactly_the_fields_that_it_needs(readmission: Browser, draft: Page) -> None:
    own = {"csrf_token", "idempotency_key", "version"}
    assert set(draft.form("/steps/submit").values) == own
    sent = take(readmission, draft, "submit")
    assert set(sent.form("/steps/refuse").values) - own == {"refuse-on", "refuse-code", "refuse-reason"}
    assert not sent.has_form("/steps/hand_over")


def test_the_work_list_is_in_order_of_due_dates_and_says_why(readmission: Browser, draft: Page) -> None:
    received(readmission, draft)
    page = readmission.get("/cases", query_string={"counterpart": "BA", "state": "received"})
    assert page.status == 200
    for said in (
        number_of(draft),
        "20 days left",
        "Time for the reply",
        "Why this date?",
        "20 calendar days end on",
        "Art. 10(2)",
        "Read differently, the last day would be:",
        "read in the full official text",
        "BA@holidays-",
    ):
        assert said in page.text, said


def test_a_narrowed_list_keeps_its_narrowing_on_the_next_page(readmission: Browser, as_: As) -> None:
    officer = as_("officer")
    for _ in range(3):
        open_case(readmission, person_of(register(officer)), requested_state="BA")
    from services.gateway.console import work_lists

    patch = pytest.MonkeyPatch()
    patch.setattr(work_lists, "_PAGE", 2)
    page = readmission.get("/cases", query_string={"state": "draft", "counterpart": "BA"})
    following = readmission.get(page.link("Next page"))
    patch.undo()
    assert following.status == 200
    narrowed = {"state": "draft", "counterpart": "BA", "category": "", "office": ""}
    assert following.form("/cases").values == narrowed
    assert number_of_first(page) != number_of_first(following)


def number_of_first(page: Page) -> str:
    return next(text for text, href in page.links if href.startswith("/cases/"))


def test_an_address_that_somebody_changed_leads_to_the_list(readmission: Browser) -> None:
    page = readmission.get("/cases", query_string={"state": "nonsense", "after": "%%%"})
    assert (page.status, page.path) == (200, "/cases")


def test_a_passed_limit_is_overdue_in_words_and_stands_first(
    readmission: Browser, as_: As, node: Node
) -> None:
    case = open_case(
        readmission, person_of(register_with_passport(as_("officer"), "SRB")), requested_state="RS"
    )
    received(readmission, case)
    with time_machine.travel(now() + timedelta(days=100)):
        timer.watch(node.runtimes["readmission"])
        page = as_("readmission").get("/cases", query_string={"counterpart": "RS"})
    assert "Overdue by" in page.text
    assert number_of_first(page) == number_of(case)


def test_what_a_step_needs_is_asked_for_at_its_field(readmission: Browser, draft: Page) -> None:
    sent = take(readmission, draft, "submit")
    refused = take(readmission, sent, "refuse", reason="Not ours.")
    assert refused.status == 422
    assert refused.link("Day of the refusal: This is needed.") == "#refuse-on"
    assert refused.link("Coded reason: This is needed.") == "#refuse-code"
    assert refused.form("/steps/refuse").values["refuse-reason"] == "Not ours."


def test_what_readmission_finds_wrong_stands_at_its_field(readmission: Browser, draft: Page) -> None:
    sent = take(readmission, draft, "submit")
    tomorrow = (today() + timedelta(days=2)).isoformat()
    refused = take(readmission, sent, "confirm_receipt", on=tomorrow)
    assert refused.status == 409
    assert refused.link("Day of receipt: must not lie in the future") == "#confirm_receipt-on"
    assert refused.form("/steps/confirm_receipt").values["confirm_receipt-on"] == tomorrow


def test_an_application_that_lacks_something_is_not_sent_and_says_what(readmission: Browser, as_: As) -> None:
    person = person_of(register(as_("officer"), nationality_1="RS"))
    refused = take(readmission, open_case(readmission, person), "submit")
    assert refused.status == 409
    assert "must include BA" in refused.text
    assert "Draft, not sent" in refused.text


def test_somebody_else_changed_the_case_meanwhile_and_what_was_typed_is_kept(
    readmission: Browser, as_: As, draft: Page
) -> None:
    sent = take(readmission, draft, "submit")
    colleague = as_("readmission")
    take(colleague, colleague.get(draft.path), "suspend", reason="The person is in hospital.")
    conflict = take(readmission, sent, "withdraw", reason="Not needed any more.")
    assert conflict.status == 412
    assert "Somebody changed this case" in conflict.text
    assert "Suspended" in conflict.text
    assert conflict.form("/steps/withdraw").values["withdraw-reason"] == "Not needed any more."
    assert "Withdrawn" in readmission.send(conflict, "/steps/withdraw").text


def test_a_step_that_is_no_longer_possible_keeps_what_was_typed(
    readmission: Browser, as_: As, draft: Page
) -> None:
    case = received(readmission, draft)
    colleague = as_("readmission")
    take(colleague, colleague.get(draft.path), "accept", on=today().isoformat())
    late = take(readmission, case, "refuse", on=today().isoformat(), code="other", reason="Not ours.")
    assert late.status == 412
    assert "No longer possible" in late.text
    assert late.form("/steps/refuse").values["refuse-reason"] == "Not ours."


def test_a_double_click_takes_a_step_once(readmission: Browser, draft: Page) -> None:
    first, second = (take(readmission, draft, "submit") for _ in range(2))
    assert (first.status, second.status) == (200, 200)
    assert second.text.count("Application sent") == first.text.count("Application sent")


def test_a_recorded_moment_starts_the_limits_that_run_from_it(readmission: Browser, as_: As) -> None:
    person = person_of(register(as_("officer"), nationality_1="RS"))
    case = open_case(readmission, person, category="third_country_national")
    fields = {"milestone-kind": "knowledge", "milestone-on": today().isoformat()}
    page = readmission.send(case, "/milestones", **fields)
    assert "Time to send the application" in page.text
    assert "The authority learned of the unlawful stay" in page.text


def test_the_timeline_says_who_when_what_and_on_which_basis(readmission: Browser, draft: Page) -> None:
    page = received(readmission, draft)
    happened = page.text.split("What happened")[-1]
    assert "Receipt recorded" in happened
    assert "readmission" in happened
    assert "Time for the reply: Begins to run" in happened
    assert "Art. 10(2), CH-BA" in happened


def test_without_an_arrangement_the_page_says_which_pairs_and_days_exist(
    readmission: Browser, person: str
) -> None:
    page = readmission.send(
        readmission.get(f"{person}/cases/new"),
        "/cases/new",
        requested_state="GB",
        category="own_national",
        office="BERN",
    )
    assert page.status == 422
    for said in (
        "No readmission arrangement is in force",
        "Switzerland – Kosovo*",
        "CH-XK",
        "from 1 Jun 2010",
    ):
        assert said in page.text, said
    assert "* References to Kosovo are in the context of UN Security Council resolution 1244" in page.text
    assert page.form("/cases/new").values["requested_state"] == "GB"
    assert page.form("/cases/new").values["office"] == "BERN"


def test_grounds_are_offered_in_the_words_of_the_agreement_and_one_is_kept(
    readmission: Browser, as_: As
) -> None:
    person = person_of(register(as_("officer")))
    chosen = {"requested_state": "BA", "category": "third_country_national", "office": "BERN"}
    asked = readmission.get(f"{person}/cases/new")
    offered = readmission.send(asked, "/cases/new", offer="1", **chosen)
    assert (offered.status, offered.form("/cases/new").values["office"]) == (200, "BERN")
    with_visa = re.search(r'<option value="(\w+)">([^<]*visa[^<]*\(Art\. [^<]*)</option>', offered.html)
    assert with_visa, offered.html
    case = open_case(readmission, person, **chosen, ground=with_visa[1])
    assert case.path.startswith("/cases/")


def test_a_safeguard_is_named_first_and_stops_the_step_and_two_persons_lift_it(
    readmission: Browser, as_: As, person: str, draft: Page
) -> None:
    case = protect(as_, readmission, person, draft)
    assert case.text.index(PROTECTED) < case.text.index("What you can do")
    assert "An asylum claim is pending" in case.text
    stopped = take(readmission, case, "submit")
    assert stopped.status == 409
    assert (
        "A safeguard stands against this step. It was not taken. An asylum claim is pending" in stopped.text
    )
    assert "Draft, not sent" in stopped.text

    reasons = next(name for name in stopped.form("/lift").values if name.endswith("-reasons"))
    short = readmission.send(stopped, "/lift", **{reasons: "too short"})
    assert (short.status, "at least 20 characters" in short.text) == (422, True)
    asked = readmission.send(stopped, "/lift", **{reasons: "The claim was decided with final effect."})
    assert "Somebody else must decide: who asked cannot." in asked.text
    assert not asked.has_form("/decision")
    assert PROTECTED in asked.text

    protection = as_("protection")
    case = protection.get(draft.path)
    names = case.form("/decision")
    decision = next(name for name in names.offered if name.endswith("-decision"))
    reasons = next(name for name in names.values if name.endswith("-reasons"))
    lifted = protection.send(
        case, "/decision", **{decision: "approved", reasons: "The decision of the court was seen."}
    )
    assert PROTECTED not in lifted.text
    assert "Lifted for this case by two persons" in lifted.text
    seen = as_("monitor").get(draft.path)
    for said in ("The claim was decided with final effect.", "The decision of the court was seen."):
        assert said in seen.text, said
    assert "Sent, not yet received" in take(readmission, readmission.get(draft.path), "submit").text


def test_the_monitor_reads_everything_and_writes_nothing(as_: As, readmission: Browser, draft: Page) -> None:
    page = as_("monitor").get(draft.path)
    assert page.status == 200
    assert [form.action for form in page.forms] == ["/sign-out", "/language"]


def test_who_read_or_changed_a_case_is_one_link_away_for_the_monitor(as_: As, draft: Page) -> None:
    monitor = as_("monitor")
    log = monitor.get(monitor.get(draft.path).link("Who read or changed this case"))
    assert (log.status, "case.opened" in log.text, "cases.listed" in log.text) == (200, True, False)


def test_a_shift_leader_sees_the_cases_of_the_own_post_alone(as_: As, readmission: Browser) -> None:
    person = person_of(register(as_("officer")))
    case = open_case(readmission, person, office="POST-1").path
    assert as_("leader").get(case).status == 200
    assert as_("leader-2").get(case).status == 403

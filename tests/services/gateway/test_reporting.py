"""Lists by what is due, handing over, escalations, calendars, statistics and the record, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from limen.charts import bars
from limen.clock import today
from limen.ids import new_id
from tests.services.gateway.browsing import Browser, Page

As = Callable[[str], Browser]


def new_office(as_: As) -> str:
    """Add an office; return its code."""
    code = f"O-{new_id()[-12:]}"
    administrator = as_("administrator")
    page = administrator.send(administrator.get("/offices"), "/offices", code=code, name="An office")
    assert code in page.text
    return code


def test_an_office_is_renamed_given_a_superior_closed_and_opened_again(as_: As) -> None:
    code = new_office(as_)
    administrator = as_("administrator")
    page = administrator.get(f"/offices/{code}")
    listed = administrator.send(page, page.path, name="Geneva", superior="leader")
    assert "The office is changed." in listed.text
    assert f"{code}Genevaleader takes cases" in listed.text
    stale = administrator.send(page, page.path, name="Of before")
    assert (stale.status, "Somebody changed this since you read it." in stale.text) == (412, True)
    page = administrator.get(f"/offices/{code}")
    closed = administrator.send(page, page.path, closed="y")
    assert f"{code}Genevaleader closed on" in closed.text
    page = administrator.get(f"/offices/{code}")
    assert f"{code}Genevaleader takes cases" in administrator.send(page, page.path, closed=None).text


def test_an_office_with_a_case_says_why_it_cannot_be_closed(
    as_: As, readmission: Browser, draft: Page
) -> None:
    administrator = as_("administrator")
    administrator.send(administrator.get("/offices"), "/offices", code="BERN", name="Bern")
    page = administrator.get("/offices/BERN")
    refused = administrator.send(page, page.path, closed="y")
    assert (refused.status, "hand them to another office first" in refused.text) == (409, True)


def test_each_list_has_its_count_and_says_which_one_is_shown(readmission: Browser, draft: Page) -> None:
    page = readmission.get("/cases", query_string={"tab": "overdue"})
    assert page.title.startswith("Cases: Overdue")
    assert page.html.count('aria-current="page"') == 2  # in the menu, and on the list
    for words in ("All open", "Due today", "Within seven days", "The other side is to act"):
        assert words in page.text, words


def test_a_list_is_kept_under_a_name_and_removed(readmission: Browser, draft: Page) -> None:
    page = readmission.get("/cases", query_string={"tab": "open", "counterpart": "BA"})
    name = f"Bosnia {new_id()[-6:]}"
    kept = readmission.send(page, "filters?tab=open&counterpart=BA", name=name)
    assert "The list is kept" in kept.text
    assert "counterpart=BA" in kept.link(name)
    (removal,) = [form for form in kept.forms if form.action.endswith("/remove")][-1:]
    gone = readmission.send(kept, removal.action)
    assert name not in gone.text


def test_a_case_is_offered_accepted_by_the_other_office_and_then_theirs(
    as_: As, readmission: Browser, draft: Page
) -> None:
    code = new_office(as_)
    page = readmission.get(f"{draft.path}/hand-over-to-office")
    empty = readmission.send(page, "/hand-over-to-office", to_office=code, reasons="")
    assert (empty.status, "Give the reasons." in empty.text) == (422, True)
    offered = readmission.send(
        page, "/hand-over-to-office", to_office=code, reasons="The person was moved there."
    )
    assert "The case stays with you until the other office accepts." in offered.text
    decision = readmission.get(offered.link("Decide, or withdraw"))
    own = readmission.send(decision, decision.path, decision="accepted", reasons="We have the person here.")
    assert "Somebody else must accept what you offered yourself." in own.text
    withdrawn = readmission.send(decision, decision.path, decision="withdrawn", reasons="It was a mistake.")
    assert "Your decision is recorded." in withdrawn.text
    assert "It was a mistake." in readmission.get(f"{draft.path}/hand-over-to-office").text


def test_a_case_is_brought_before_a_superior_who_sees_to_it(readmission: Browser, draft: Page) -> None:
    page = readmission.get(f"{draft.path}/escalate")
    done = readmission.send(page, "/escalate", reason="Nobody answers in the embassy.")
    assert "The case is before the superior now." in done.text
    listed = readmission.get("/escalations")
    assert "Nobody answers in the embassy." in listed.text
    assert "Shift leader" in listed.text
    seen = readmission.send(listed, [f.action for f in listed.forms if f.action.endswith("/seen")][-1])
    assert "Recorded: you have seen to it." in seen.text
    assert "Nobody answers" in readmission.get("/escalations", query_string={"state": "seen"}).text


def test_the_address_of_a_calendar_is_shown_once_and_can_be_revoked(readmission: Browser) -> None:
    made = readmission.send(readmission.get("/calendars"), "/calendars", office="")
    assert "/api/v1/readmission/calendar.ics?token=" in made.text
    secret = made.text.partition("?token=")[2].split()[0]
    address = f"/api/v1/readmission/calendar.ics?token={secret}"
    assert Browser(readmission.app).client.get(address).data.startswith(b"BEGIN:VCALENDAR")
    again = readmission.get("/calendars")
    assert secret not in again.html
    revoked = readmission.send(again, next(f.action for f in again.forms if f.action.endswith("/revoke")))
    assert "Its address leads nowhere any more." in revoked.text
    assert Browser(readmission.app).client.get(address).status_code == 404


def test_statistics_are_tables_charts_and_files(readmission: Browser, draft: Page) -> None:
    page = readmission.get("/statistics")
    for words in ("By state", "By citizenship", "By age group", "Refusals by reason", "Days taken, by state"):
        assert words in page.text, words
    assert 'style="' not in page.html
    for form, begins in (("CSV", b"\xef\xbb\xbftable"), ("XLSX", b"PK"), ("PDF", b"%PDF-")):
        answer = readmission.client.get(page.link(form))
        assert answer.status_code == 200, form
        assert answer.data.startswith(begins), form
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(("direction", "begins"), [("ltr", 0.0), ("rtl", 70.0)])
def test_a_chart_says_every_value_in_words_and_runs_in_the_direction_of_the_page(
    direction: str, begins: float
) -> None:
    groups = [("Albania", [("Requests", 12), ("Accepted", 6), ("Refused", None)])]
    chart = bars("by-state", "By state", groups, "withheld", right_to_left=direction == "rtl")
    for said in ("Albania", "Requests: 12", "Accepted: 6", "Refused: withheld", 'role="img"', "<title"):
        assert said in chart, said
    assert f'x="{begins}%"' in str(chart).replace('x="0%"', 'x="0.0%"')
    assert 'width="60.0%"' in chart
    assert 'width="30.0%"' in chart


def test_a_chart_writes_no_name_as_markup() -> None:
    chart = bars("by-state", "<b>", [("<script>", [("<i>", 1)])], "withheld")
    assert not any(each in chart for each in ("<b>", "<script>", "<i>"))


def test_a_period_that_makes_no_sense_leads_back_to_the_last_month(readmission: Browser) -> None:
    last = f"{today().replace(day=1) - timedelta(days=1):%Y-%m}"
    for wrong in ("nonsense", f"{today():%Y-%m}"):
        page = readmission.get("/statistics", query_string={"period": wrong})
        assert (page.status, page.form("/statistics").values["period"]) == (200, last)


def test_a_year_is_broken_down_by_two_things(readmission: Browser) -> None:
    page = readmission.get("/statistics", query_string={"period": f"{today().year - 1}"})
    for words in ("By month", "Refused, by state and reason", "Transferred, by sex and age group"):
        assert words in page.text, words


def test_the_record_of_a_case_is_a_page_and_a_pdf(readmission: Browser, draft: Page) -> None:
    page = readmission.get(draft.link("Record for a court"))
    for words in ("Legal basis", "How this record can be checked", "the last one before this page was made"):
        assert words.casefold() in page.text.casefold(), words
    assert readmission.client.get(page.link("The same as PDF")).data.startswith(b"%PDF-")

"""Every record of a list is shown once, page by page, while others are added; no cursor tells of a person."""

import base64
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.limen.web.conftest import Desk
from tests.limen.web.desk import visit

MORNING = datetime(2026, 3, 6, 8, tzinfo=UTC)
#: several visits share a moment, and their ids do not follow their times
TIMES = [3, 1, 2, 2, 2, 0, 5, 1, 4, 2]


def fill(client: Desk) -> list[str]:
    """Record visits and return their ids in the order of the list."""
    with client.runtime.database.write() as connection:
        rows = [
            {
                "visit_id": f"0190a000-0000-7000-8000-0000000000{number:02}",
                "post": "AL-HANI",
                "visitor": f"VISITOR {number}",
                "at": MORNING.replace(minute=minute),
                "party": 1,
                "version": 1,
            }
            for number, minute in enumerate(TIMES)
        ]
        connection.execute(visit.insert(), rows)
    return [row["visit_id"] for row in sorted(rows, key=lambda row: (row["at"], row["visit_id"]))]


def walk(client: Desk, path: str) -> list[list[str]]:
    """Follow the Link headers and return the ids of each page."""
    pages: list[list[str]] = []
    following: str | None = path
    while following:
        answer = client("GET", following)
        assert answer.status_code == 200, answer.json
        pages.append([item["visit_id"] for item in answer.json["items"]])
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
        assert bool(link) == bool(answer.json["next"])
        following = link[1] if link else None
    return pages


@pytest.mark.parametrize("limit", [1, 3, 5, 10, 11])
def test_pages_hold_every_record_once_and_in_order(each_client: Desk, limit: int) -> None:
    ids = fill(each_client)
    pages = walk(each_client, f"/api/v1/desk/visits?limit={limit}")
    assert [visit_id for page in pages for visit_id in page] == ids
    assert all(len(page) == limit for page in pages[:-1])


def test_pages_run_backwards_too(each_client: Desk) -> None:
    ids = fill(each_client)
    pages = walk(each_client, "/api/v1/desk/visits?limit=3&newest_first=true")
    assert [visit_id for page in pages for visit_id in page] == ids[::-1]


def test_a_filter_goes_on_with_the_pages(each_client: Desk) -> None:
    ids = fill(each_client)
    with each_client.runtime.database.write() as connection:
        connection.execute(visit.update().where(visit.c.visit_id.in_(ids[::2])).values(country="XK"))
    pages = walk(each_client, "/api/v1/desk/visits?limit=2&countries=XK&countries=AL")
    assert [visit_id for page in pages for visit_id in page] == ids[::2]


def test_what_is_added_before_the_cursor_moves_no_record_to_another_page(each_client: Desk) -> None:
    ids = fill(each_client)
    first = each_client("GET", "visits?limit=4").json
    each_client.record(at="2026-03-06T07:00:00Z")
    second = each_client("GET", f"visits?limit=200&after={first['next']}").json
    assert [item["visit_id"] for item in first["items"] + second["items"]] == ids


def test_a_cursor_holds_an_id_and_nothing_else(client: Desk) -> None:
    ids = fill(client)
    cursor = client("GET", "visits?limit=4").json["next"]
    assert base64.urlsafe_b64decode(cursor + "==").decode() == ids[3]


@pytest.mark.parametrize("cursor", ["nonsense", "AAAA", "_____w", "MDE5MGEwMDAtMDAwMA", "a"])
def test_a_cursor_that_leads_nowhere_is_refused(each_client: Desk, cursor: str) -> None:
    answer = each_client("GET", f"visits?after={cursor}")
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (422, "after")


def test_a_cursor_whose_record_is_gone_says_so(client: Desk) -> None:
    ids = fill(client)
    cursor = client("GET", "visits?limit=4").json["next"]
    with client.runtime.database.write() as connection:
        connection.execute(visit.delete().where(visit.c.visit_id == ids[3]))
    answer = client("GET", f"visits?after={cursor}")
    assert "start again" in answer.json["errors"][0]["detail"]


def test_an_empty_list_is_one_empty_page(each_client: Desk) -> None:
    answer = each_client("GET", "visits")
    assert answer.json == {"items": [], "next": None}
    assert "Link" not in answer.headers


def test_a_page_costs_at_most_two_statements(client: Desk) -> None:
    fill(client)
    cursor = client("GET", "visits?limit=4").json["next"]
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    sa.event.listen(client.runtime.database.engine, "before_cursor_execute", note)
    client("GET", f"visits?after={cursor}")
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 2

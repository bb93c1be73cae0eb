"""The demonstration's posts and persons. Nobody here exists: one is ICAO's specimen, two are made up."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from limen.partial_dates import PartialDate
from limen.runtime import Runtime
from limen.work import system_actor, unit_of_work
from services.registration import encounters, posts
from services.registration.models import post as post_table

#: the post of the demonstration's officer
POST = "POST-1"

POSTS: list[dict[str, Any]] = [
    {"code": POST, "name": "Demonstration Bridge", "kind": "road"},
    {"code": "POST-2", "name": "Demonstration Airport", "kind": "airport"},
    {"code": "POST-3", "name": "Demonstration Ridge", "kind": "green_border"},
]

ENCOUNTERS: list[dict[str, Any]] = [
    # the specimen of ICAO Doc 9303 part 4: Anna Maria Eriksson of Utopia
    {
        "kind": "entry",
        "mrz": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "document_verified": True,
    },
    {
        "kind": "entry",
        "mrz": "P<RKSSPECIMENI<<ARBEN<<<<<<<<<<<<<<<<<<<<<<<\nS000000017RKS9002155M3102145<<<<<<<<<<<<<<<6",
        "document_verified": True,
    },
    {
        "kind": "apprehension_green_border",
        "declared": {
            "names": [
                {"surname": "نمونه", "given_names": "رضا", "script": "Arab"},
                {"surname": "Namuna", "given_names": "Reza", "script": "Latn", "alias": True},
            ],
            "birth_date": {"date": PartialDate(1994), "estimated": True},
            "sex": 1,
            "nationalities": ["AF", "PK"],
            "birth_place": "Herat",
        },
    },
]


def load(runtime: Runtime) -> None:
    """Load posts and persons for the node's country, once: all of it or nothing."""
    with unit_of_work(runtime, system_actor("demonstration")) as work:
        if work.execute(sa.select(post_table.c.code).where(post_table.c.code == POST)).first():
            return
        for post in POSTS:
            posts.create(work, {**post, "country": runtime.settings.country, "valid_from": date(2020, 1, 1)})
        for encounter in ENCOUNTERS:
            encounters.record(work, {**encounter, "post": POST})

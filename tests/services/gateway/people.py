"""Persons and cases of the tests, made in the console as officers make them. Everybody here is made up."""

from __future__ import annotations

import random
import string
from datetime import date, timedelta

from limen.clock import today
from tests.e2e.people import new_person
from tests.rig.waiting import wait_until
from tests.services.gateway.browsing import Browser, Page
from tests.services.registration.mrz_writer import Holder, write

_RNG = random.SystemRandom()
#: the specimen of ICAO Doc 9303 part 4
ERIKSSON = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def surname() -> str:
    """Return a name that nobody has, so that nobody is likely the same."""
    return "Q" + "".join(_RNG.choices(string.ascii_lowercase, k=14))


def birth() -> dict[str, str]:
    """Return the fields of a birth date, any day of fifty years."""
    day = date(1950, 1, 2) + timedelta(days=_RNG.randrange(18_000))
    return {"birth_day": str(day.day), "birth_month": str(day.month), "birth_year": str(day.year)}


def register(browser: Browser, **values: str) -> Page:
    """Register somebody without a document at the officer's post; return the page of the encounter."""
    fields = {"kind": "entry", "surname": surname(), **birth(), "nationality_1": "BA", **values}
    page = browser.send(browser.get("/encounters/new"), "/encounters/new", **fields)
    assert page.status == 200, (page.status, page.text)
    return page


def register_with_passport(browser: Browser, state: str = "BIH", **values: str) -> Page:
    """Register a national by the passport of the state; return the page of the encounter."""
    person = new_person(_RNG)
    holder = Holder(
        issuing_state=state,
        nationality=state,
        document_number=person.document_number,
        surname=person.surname,
        given_names=person.given_names,
        birth_date=f"{person.birth_date:%y%m%d}",
        expiry_date="340101",
    )
    fields = {"kind": "entry", "mrz": str(write("TD3", holder)), **values}
    page = browser.send(browser.get("/encounters/new"), "/encounters/new", **fields)
    assert page.status == 200, (page.status, page.text)
    return page


def person_of(page: Page) -> str:
    """Return the path of the person whose encounter a page shows."""
    return page.link("Open the person")


def open_case(browser: Browser, person: str, **values: str) -> Page:
    """Open a case for a person as soon as readmission knows them; return the page of the case."""
    fields = {"requested_state": "BA", "category": "own_national", "office": "BERN", **values}
    found: list[Page] = []

    def opened() -> bool:
        form = browser.get(f"{person}/cases/new")
        found.append(browser.send(form, "/cases/new", **fields))
        return "/cases/new" not in found[-1].path

    wait_until(opened, "readmission knows the person", 20)
    return found[-1]


def take(browser: Browser, case: Page, step: str, **values: str) -> Page:
    """Take a step of a case; values without the step's prefix."""
    named = {f"{step}-{name}": value for name, value in values.items()}
    return browser.send(case, f"/steps/{step}", **named)


def received(browser: Browser, case: Page) -> Page:
    """Send the application and record its receipt."""
    sent = take(browser, case, "submit")
    return take(browser, sent, "confirm_receipt", on=today().isoformat())

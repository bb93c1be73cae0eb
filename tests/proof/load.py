"""Officers at work while the node is being killed: each request is sent again until it is confirmed."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import urllib3

from limen.ids import new_id
from tests.e2e.officers import HERE, Answer, Officer
from tests.e2e.people import new_person
from tests.e2e.site import Site
from tests.rig.waiting import wait_until

#: seconds for which an officer goes on trying the same request
PATIENCE = 120.0


@dataclass
class Confirmed:
    """What the node confirmed, by its ids."""

    persons: list[str] = field(default_factory=list)
    encounters: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    safeguards: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests were confirmed; a submitted case counts with its opening."""
        return len(self.encounters) + len(self.cases) + len(self.safeguards)


class Load:
    """So many officers, each telling one person's story after the other; `confirmed` grows meanwhile."""

    def __init__(self, site: Site, confirmed: Confirmed, officers: int, seed: int) -> None:
        self._site, self._confirmed = site, confirmed
        self._stop = threading.Event()
        self._errors: list[BaseException] = []
        rngs = [random.Random(f"{seed}-{number}") for number in range(officers)]
        self._threads = [threading.Thread(target=self._work, args=(rng,), daemon=True) for rng in rngs]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def wait_for(self, more: int) -> None:
        """Wait until so many more requests were confirmed."""
        at = self._confirmed.requests + more

        def done() -> bool:
            self._check()
            return self._confirmed.requests >= at

        wait_until(done, f"the officers had {more} more requests confirmed", PATIENCE)

    def stop(self) -> None:
        """Let every officer finish the story in hand; raise what went wrong."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        self._check()
        assert not any(thread.is_alive() for thread in self._threads), "an officer never got an answer"

    def _check(self) -> None:
        if self._errors:
            raise self._errors[0]

    def _work(self, rng: random.Random) -> None:
        try:
            for number in count():
                if self._stop.is_set():
                    return
                self._tell_story(rng, with_claim=number % 2 == 0)
        except BaseException as error:  # noqa: BLE001  raised again by `_check`
            self._errors.append(error)

    def _tell_story(self, rng: random.Random, with_claim: bool) -> None:
        """Register a person, open a case and send it; then, for every other person, an asylum claim."""
        site, done = self._site, self._confirmed
        encounter = {"post": HERE, "kind": "entry", "declared": new_person(rng).declared}
        registered = insist(site.officer, "registration/encounters", encounter)
        person_id = registered.body["person"]["id"]
        done.encounters.append(registered.body["encounter"]["id"])
        done.persons.append(person_id)
        states = {"requesting_state": "CH", "requested_state": "BA", "category": "own_national"}
        case = {"person_id": person_id, "office": HERE, **states}
        case_id = insist(site.readmission, "readmission/cases", case, not_yet=404).body["case_id"]
        path = f"readmission/cases/{case_id}/steps"
        insist(site.readmission, path, {"step": "submit"}, If_Match='"1"')
        done.cases.append(case_id)
        if with_claim:
            claim = {"statement": "I cannot go back."}
            claimed = insist(site.officer, f"registration/persons/{person_id}/asylum-claims", claim)
            done.safeguards.append(claimed.body["id"])


@contextmanager
def at_work(load: Load) -> Iterator[Load]:
    """Have the officers work until the end of the `with` block."""
    load.start()
    yield load
    load.stop()


def insist(officer: Officer, path: str, body: Any, *, not_yet: int = 0, **headers: str) -> Answer:
    """Send a request with one Idempotency-Key until it is confirmed, as a client does after a lost answer.

    `not_yet` is a status that means: what the request is about has not arrived there yet.
    """
    key = new_id()

    def confirmed() -> Answer | None:
        try:
            answer = officer("POST", path, body, Idempotency_Key=key, **headers)
        except urllib3.exceptions.HTTPError:
            return None  # no answer: it was done, or it was not
        if answer.status == 503:
            assert int(answer.headers["Retry-After"]) > 0, f"{path}: 503 without Retry-After"
        elif answer.status != not_yet:
            assert answer.status < 300, f"{path}: {answer.status} {answer.body}"
            return answer
        return None

    return wait_until(confirmed, f"{path} is confirmed", PATIENCE)

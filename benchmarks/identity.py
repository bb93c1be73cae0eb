"""How many machine-readable zones a second one core reads, and how many persons it compares.

The figures are per second of one core's time. The limits are what no way of doing it in Python can beat: the
check digits of a zone alone, the distances between the parts of two names alone.
"""

import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import product
from random import Random
from typing import Any, TypeVar

from rapidfuzz.distance import Indel

from benchmarks.figures import Figure
from limen.codes import Sex
from limen.partial_dates import PartialDate
from services.registration.matching import Likeable, blocking_keys, compare
from services.registration.matching.names import _name_part
from services.registration.mrz import read
from services.registration.mrz.check_digits import check_digit

T = TypeVar("T")

TODAY = date(2026, 11, 22)
COUNT = 500
GIVEN = "Ruslan Farhod Jamshed Zarina Levan Nino Armen Dragan Milica Руслан Фарҳод روسلان زرینه ლევან Արմեն"
FAMILY = "Ahmadov Rahimi Karimov Tsereteli Petrosyan Đorđević Ахмадов Каримов احمدوف رحیمی წერეთელი Պետրոսյան"


def passport(number: int) -> str:
    """Return a valid TD3 zone that differs from number to number."""
    names = f"P<UTOERIKSSON{'ABCDEFGHIJ'[number % 10]}<<ANNA<MARIA".ljust(44, "<")
    document = f"L{number:08}"
    birth = f"{date(1950, 1, 1) + timedelta(days=number % 20_000):%y%m%d}"
    checked = [text + check_digit(text) for text in (document, birth, "310415", "<" * 14)]
    composite = check_digit("".join(checked))
    return f"{names}\n{checked[0]}UTO{checked[1]}F{checked[2]}{checked[3]}{composite}"


def people(count: int) -> list[Likeable]:
    """Return synthetic people in five scripts."""
    random = Random(7)
    return [
        Likeable(
            names=(f"{random.choice(GIVEN.split())} {random.choice(FAMILY.split())}",),
            birth=PartialDate.from_date(date(1950, 1, 1) + timedelta(days=random.randrange(20_000))),
            sex=random.choice((Sex.MALE, Sex.FEMALE)),
            nationalities=(random.choice(("TJ", "AF", "GE")),),
            document_numbers=(("TJ", f"A{random.randrange(10**7):07}"),),
        )
        for _ in range(count)
    ]


def rate(work: Callable[[T], Any], prepare: Callable[[], Sequence[T]], rounds: int = 60) -> float:
    """Return how many items a second of processor time `work` handles: the best of many short rounds."""
    best = 0.0
    for _ in range(rounds):
        items = prepare()
        began = time.process_time()
        for item in items:
            work(item)
        best = max(best, len(items) / (time.process_time() - began))
    return best


def strangers() -> list[Likeable]:
    """Return people whose names this process has not folded yet."""
    _name_part.cache_clear()
    return people(COUNT)


def measure() -> list[Figure]:
    """Measure one core's processor time."""
    zones = [passport(number) for number in range(COUNT)]
    assert not any(read(zone, TODAY).problems for zone in zones[:100])
    checked = [(zone[45:54], zone[58:64], zone[66:72], zone[73:87], zone[45:88]) for zone in zones]
    query, *register = people(COUNT + 1)
    mine, *words = [[part.folded for part in one.folded_names[0][1]] for one in (query, *register)]
    check_digits = rate(lambda texts: [check_digit(text) for text in texts], lambda: checked)
    distances = rate(lambda theirs: [Indel.distance(*pair) for pair in product(mine, theirs)], lambda: words)
    reading, comparing = rate(lambda zone: read(zone, TODAY), lambda: zones), partial(compare, query)
    return [
        Figure("zones read", "core", reading, "a second", check_digits, "the check digits alone", 30_000),
        Figure(
            "persons compared",
            "core",
            rate(comparing, strangers),
            "a second",
            distances,
            "the distances of name parts alone",
            20_000,
        ),
        Figure("persons given blocking keys", "core", rate(blocking_keys, strangers), "a second"),
    ]

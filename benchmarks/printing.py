"""How long an application form takes in two languages, as a tagged PDF with its data inside.

The limit is the same engine printing a page with one word, which no form can beat. Each round prints another
person, or another word, for the engine keeps what it laid out before. The first print of a process also reads
the fonts; it is measured in a process of its own.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from limen.printing.engine import write_pdf
from services.readmission.application.printing import application_pdf

GOAL = 300.0  # milliseconds
TIMES = 15
ROUNDS = count(1)

#: a full form of a synthetic person, with five means of evidence
DOCUMENT: dict[str, Any] = {
    "form": "limen-readmission-application-1",
    "seal": "0" * 32,
    "case": "CH-2026-000001",
    "arrangement": {"id": "CH-RS", "title": "Switzerland and Serbia on readmission", "sha256": "0" * 64},
    "requesting_state": "CH",
    "requested_state": "RS",
    "category": "own_national",
    "from": ["Authority of the requesting state"],
    "to": ["Authority of the requested state"],
    "person": {
        "family_names": "TESTOVIĆ",
        "given_names": "АНА",
        "birth_date": "1990-04-17",
        "birth_place": "Niš",
        "sex": "female",
        "current_nationality": ["RS"],
        "civil_status": "married",
        "children": [{"family_names": "TESTOVIĆ", "given_names": f"CHILD {n}"} for n in range(3)],
        "document_number": "X0000017",
        "observations": "Text of some length. " * 40,
    },
    "evidence": [
        {
            "kind": kind,
            "annex": [{"reference": "Protocol art. 1", "strength": "proof"}],
            "number": "X0000017",
            "description": "What it shows. " * 5,
            "files": [
                {"name": "a.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64},
            ],
        }
        for kind in ("passport", "identity_card", "birth_certificate", "photograph", "copy")
    ],
}
CODES = {"female", "married", *(item["kind"] for item in DOCUMENT["evidence"])}
LANGUAGES = {
    "German and Serbian": ("de", "sr-Latn"),
    "French and Russian": ("fr", "ru"),
    "English and Arabic, which has no labels": ("en", "ar"),
}
WORD = b"""
#set document(title: "One word", date: none)
#set text(lang: "en", font: "Noto Sans")
#sys.inputs.word
"""


def milliseconds(work: Callable[[int], Any]) -> float:
    """Return the median time of a piece of work, in milliseconds of this core.

    It gets another number each time.
    """
    found = []
    for _ in range(TIMES + 1):
        number = next(ROUNDS)
        began = time.process_time()
        work(number)
        found.append((time.process_time() - began) * 1000)
    return median(found[1:])


def first_print() -> float:
    """Return what the first print of a process takes, in milliseconds."""
    code = (
        "import time; from benchmarks import printing as p; began = time.process_time();"
        "p.form('de', 'sr-Latn', 1); print((time.process_time() - began) * 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def form(first: str, second: str, number: int) -> bytes:
    """Print the form of another person for each number, who has other names wherever a name stands."""
    person = {name: another(value, number) for name, value in DOCUMENT["person"].items()}
    evidence = [
        {name: another(value, number) for name, value in item.items()} for item in DOCUMENT["evidence"]
    ]
    document = {**DOCUMENT, "case": f"CH-2026-{number:06}", "person": person, "evidence": evidence}
    return application_pdf(document, first, second, sha256=f"{number:064x}")


def another(value: Any, number: int) -> Any:
    """Return a text that differs with the number; a code stays as it is."""
    return f"{value} {number}" if isinstance(value, str) and value not in CODES else value


def measure() -> list[Figure]:
    """Measure one core's processor time."""
    floor = milliseconds(lambda number: write_pdf(WORD, {"word": f"Word{number}"}))
    figures = []
    for name, (first, second) in LANGUAGES.items():
        reached = milliseconds(lambda number, first=first, second=second: form(first, second, number))
        figures.append(
            Figure(f"form in {name}, PDF", "core", reached, "ms", floor, "one word as PDF", GOAL, False)
        )
    once = Figure(
        "first form of a process, with the fonts", "core", first_print(), "ms", floor, "one word as PDF"
    )
    return [*figures, once]

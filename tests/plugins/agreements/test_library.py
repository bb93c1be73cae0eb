"""The library of agreements: every file loads, every value is cited, every pair is found by its day."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from limen.law.arrangement import Arrangement
from limen.law.categories import Category
from limen.law.errors import LawDataInvalid, NoArrangementInForce
from limen.law.library import Library
from limen.law.loading import read_arrangement
from limen.plugins import read_yaml
from limen.plugins.host import load_plugins
from limen.plugins.installed import find_plugin
from plugins.agreements import arrangements

DATA = Path(str(files("plugins.agreements") / "data"))
FILES = sorted(DATA.glob("*.yaml"))

#: each pair, and the first day on which its agreement is in force
PAIRS = [
    ("CH", "XK", date(2010, 6, 1)),
    ("CH", "BA", date(2009, 7, 1)),
    ("CH", "ME", date(2011, 12, 1)),
    ("CH", "RS", date(2010, 5, 1)),
    ("CH", "MK", date(2012, 10, 1)),
    ("CH", "KZ", date(2015, 2, 1)),
    ("CH", "MD", date(2011, 2, 1)),
    ("CH", "AZ", date(2017, 4, 1)),
    ("CH", "UA", date(2020, 7, 21)),
    ("BE", "XK", date(2014, 4, 1)),
    ("BE", "CH", date(2007, 3, 1)),
    ("NL", "LI", date(2007, 3, 1)),
    ("NL", "KZ", date(2017, 6, 1)),
    ("LI", "XK", date(2013, 11, 1)),
    ("LI", "BA", date(2014, 5, 1)),
    ("CH", "RU", date(2011, 2, 1)),
    ("LI", "RU", date(2015, 4, 1)),
    ("CH", "DK", date(2013, 1, 1)),
    ("CH", "AL", date(2000, 9, 1)),
    ("CH", "KG", date(2003, 8, 15)),
    ("LI", "KG", date(2003, 8, 15)),
    ("CH", "AM", date(2005, 3, 1)),
    ("CH", "GE", date(2005, 9, 1)),
    ("CH", "TM", date(2025, 3, 31)),
]

#: how a place in an instrument begins
PLACE = re.compile(
    r"(Art\. \d|Annex \d|Protocol (art\.|annex|preamble)|Preamble|Header of|Closing clause|Note \d)"
)

#: where a file has the full text, the only values that were read elsewhere, and how far
READ_ELSEWHERE = {
    ("bnl-xk", "in_force[0]"): "excerpt",
    ("bnl-ch", "in_force"): "excerpt",
    ("bnl-kz", "in_force[0]"): "secondary",
    ("bnl-ba", "facts.entered_into_force"): "secondary",
}

#: files without a full text: what is known of them comes from excerpts and official secondary sources
NO_FULL_TEXT: frozenset[str] = frozenset()

#: files that nobody but their writer has read against the text yet
AWAIT_SECOND_READING = frozenset({"bnl-mk"})


@cache
def carried() -> dict[str, Arrangement]:
    """Every arrangement of the plugin, by id."""
    return {item.id: item for item in arrangements()}


@cache
def library() -> Library:
    """The library as a node has it."""
    return Library(carried().values())


def cited(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping of a file that carries a citation, with its path."""
    if isinstance(value, dict):
        if path and not path.startswith("sources") and {"reference", "source", "verified"} & value.keys():
            yield path, value
        for key, item in value.items():
            yield from cited(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from cited(item, f"{path}[{index}]")


def test_the_plugin_hands_over_one_agreement_for_each_file() -> None:
    """Nothing in the folder is left out, and ids follow the file names."""
    assert [item.id.lower() for item in arrangements()] == [path.stem for path in FILES]


def test_a_node_that_names_the_plugin_gets_its_agreements() -> None:
    """The host pins, checks, imports and asks it like any other plugin."""
    host = load_plugins([find_plugin("agreements").pin()])
    assert {entry.arrangement.id for entry in host.arrangements()} == {path.stem.upper() for path in FILES}
    assert {entry.plugin for entry in host.arrangements()} == {"agreements"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_value_has_article_source_and_level(path: Path) -> None:
    """Each names a place in an instrument; extensions and evidence items stand inside one that does."""
    data = read_yaml(path)
    found = list(cited(data))
    assert len(found) > (3 if path.stem in NO_FULL_TEXT else 15)
    for where, value in found:
        inner = where.endswith(".extension") or ".items[" in where
        assert inner or {"reference", "source", "verified"} <= value.keys(), where
        assert PLACE.match(value.get("reference", "Art. 1")), where
        if not inner:
            assert value["source"] in data["sources"], where
            if path.stem not in NO_FULL_TEXT:
                assert value["verified"] == READ_ELSEWHERE.get((path.stem, where), "full_text"), where


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_time_limit_and_fact_is_cited(path: Path) -> None:
    """No entry slips past the walk above because it carries no citation at all."""
    data = read_yaml(path)
    places = {where for where, _ in cited(data)}
    for part in ("time_limits", "facts", "authorities"):
        for name, entries in data.get(part, {}).items():
            if isinstance(entries, dict):
                assert f"{part}.{name}" in places
            else:
                assert all(f"{part}.{name}[{index}]" in places for index in range(len(entries)))
    for key in ("signed", *(["categories"] if data["kind"] == "agreement" else [])):
        assert any(where.startswith(key) for where in places), key
    open_day = any("entered into force" in sentence for sentence in data["not_verified"])
    assert "in_force" in data or open_day, "no day in force, and nothing says that it is not verified"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_says_who_read_it_and_what_is_open(path: Path) -> None:
    """A second reading is claimed by no file that awaits one, and each says what nobody could verify."""
    arrangement = carried()[path.stem.upper()]
    assert bool(arrangement.second_reading) is (path.stem not in AWAIT_SECOND_READING)
    assert arrangement.not_verified
    for source in arrangement.sources.values():
        assert source.publication
        assert source.read_on


@pytest.mark.parametrize(("one", "other", "first"), PAIRS, ids=lambda value: str(value))
def test_a_pair_is_found_from_its_first_day_and_refused_the_day_before(
    one: str, other: str, first: date
) -> None:
    """In both directions; the refusal names the day from which the agreement is in force."""
    for requesting, requested in ((one, other), (other, one)):
        assert library().find(requesting, requested, first).since(one, other, Category.OWN_NATIONAL) == first
        with pytest.raises(NoArrangementInForce, match=f"only from {first}"):
            library().find(requesting, requested, first - timedelta(days=1))


def test_states_that_are_not_joined_are_refused_with_what_exists() -> None:
    """Serbia and Montenegro each have one with Switzerland, none with each other."""
    with pytest.raises(NoArrangementInForce, match="RS has one in force with CH") as refused:
        library().find("RS", "ME", date(2026, 6, 1))
    assert "none is in the library" in str(refused.value)


def test_a_value_without_its_article_is_refused() -> None:
    """Taking the article away from one limit makes a good file unusable, and the field is named."""
    data = read_yaml(DATA / "ch-me.yaml")
    del data["time_limits"]["reply"][0]["reference"]
    with pytest.raises(LawDataInvalid, match=r"time_limits\.reply\[0\]\.reference"):
        read_arrangement(data, "ch-me.yaml")


@pytest.mark.parametrize(
    ("pair", "subject", "strength", "requested", "codes"),
    [
        ("CH-RS", "nationality", "proof", "RS", ["passport", "identity_card"]),
        ("CH-ME", "former_state", "proof", "ME", ["birth_certificate", "predecessor_state_document"]),
        ("CH-ME", "former_state", "proof", "CH", []),
        ("CH-KZ", "nationality", "proof", "CH", ["passport", "identity_card"]),
    ],
)
def test_evidence_is_listed_for_the_requested_state(
    pair: str, subject: str, strength: str, requested: str, codes: list[str]
) -> None:
    """A list holds what counts when that state is asked, and nothing meant for the other."""
    arrangement = carried()[pair]
    evidence = arrangement.evidence_list(subject, strength)
    assert evidence is not None
    assert [item.code for item in evidence.items_for(requested)] == codes


@pytest.mark.parametrize("pair", ["CH-XK", "CH-BA", "CH-MK", "CH-MD", "CH-AZ"])
def test_evidence_lists_that_nobody_could_read_are_absent_and_said_to_be(pair: str) -> None:
    """Their annexes are not in the published copy that was read: nothing is guessed."""
    arrangement = carried()[pair]
    assert not arrangement.evidence
    assert any("nnexes 1 to" in sentence for sentence in arrangement.not_verified)


def test_serbian_identity_cards_change_from_plausible_to_proof_with_their_day_of_issue() -> None:
    """Issued until 1 January 2000 they show nationality prima facie, issued after it they prove it."""
    serbia = carried()["CH-RS"]
    proof = serbia.evidence_list("nationality", "proof")
    shown = serbia.evidence_list("nationality", "prima_facie")
    assert proof is not None
    assert shown is not None
    after = next(item for item in proof.items_for("RS") if item.code == "identity_card")
    before = next(item for item in shown.items_for("RS") if item.code == "identity_card")
    assert after.issued_from == before.issued_until == date(2000, 1, 2)


def test_a_protocol_answers_before_its_agreement_and_lends_it_its_lists() -> None:
    """The Ukrainian protocol changes the start of the reply limit and brings the evidence lists."""
    found = library().find("CH", "UA", date(2026, 6, 1))
    assert [protocol.id for protocol in found.protocols] == ["CH-UA-2020"]
    reply = found.time_limit("reply", "own_national", "UA")
    assert reply is not None
    assert reply.start == ("registered",)
    assert found.evidence_list("third_country", "starts_check") is not None
    assert found.time_limit("interview", "own_national", "UA") is not None

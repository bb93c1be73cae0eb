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
from tests.plugins.agreements.shipped import arrangements

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
    ("GR", "AL", date(2006, 5, 1)),
    ("HU", "RS", date(2008, 1, 1)),
    ("FI", "RU", date(2007, 6, 1)),
    ("PL", "UA", date(2008, 1, 1)),
    ("AT", "BA", date(2008, 1, 1)),
    ("SI", "ME", date(2008, 1, 1)),
    ("GR", "MK", date(2008, 1, 1)),
    ("RO", "MD", date(2008, 1, 1)),
    ("IT", "LK", date(2005, 5, 1)),
    ("DE", "GE", date(2011, 3, 1)),
    ("BG", "TR", date(2014, 10, 1)),
    ("FR", "AM", date(2014, 1, 1)),
    ("DE", "AZ", date(2014, 9, 1)),
    ("LT", "BY", date(2020, 7, 1)),
    ("RU", "KZ", date(2015, 9, 25)),
    ("KZ", "KG", date(2017, 8, 10)),
    ("RU", "UA", date(2008, 11, 21)),
    ("BG", "UZ", date(2004, 4, 1)),
]

#: how a place in an instrument begins
PLACE = re.compile(
    r"(Art\. \d|Annex \d|Protocol (art\.|annex|preamble)|Preamble|Header of|Closing clause|Note \d"
    r"|(Summary|Report|Page|News) (of|on) |Place not read$)"
)

#: where a file has the full text, the only values that were read elsewhere, and how far
READ_ELSEWHERE = {
    ("bnl-xk", "in_force[0]"): "excerpt",
    ("bnl-ch", "in_force"): "excerpt",
    ("bnl-kz", "in_force[0]"): "secondary",
    ("bnl-ba", "facts.entered_into_force"): "secondary",
}

#: files without a full text: what is known of them comes from excerpts and official secondary sources
NO_FULL_TEXT = frozenset(
    {
        "bg-uz",
        "cz-xk",
        "dk-xk",
        "ec-al",
        "ec-ba",
        "ec-ba-at",
        "ec-ba-cz",
        "ec-ba-fr",
        "ec-lk",
        "ec-md",
        "ec-me",
        "ec-me-cz",
        "ec-mk",
        "ec-rs",
        "ec-rs-fr",
        "ec-ru",
        "ec-ua",
        "eu-am",
        "eu-am-bnl",
        "eu-am-fr",
        "eu-az",
        "eu-by",
        "eu-cv",
        "eu-ge",
        "eu-ge-at",
        "eu-pk",
        "eu-tr",
        "fr-xk",
        "kz-by",
        "kz-kg",
        "kz-uz",
        "ru-kz",
        "ru-ua",
        "ru-uz",
    }
)

#: files that nobody but their writer has read against the text, or against what was read of it, yet
AWAIT_SECOND_READING: frozenset[str] = frozenset({"ec-ba-fr", "eu-am-bnl", "fr-xk"})


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
    assert len(found) > (1 if path.stem in NO_FULL_TEXT else 15)
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
    assert "categories" in places or data["kind"] == "protocol" or "categories[0]" in places
    for key, words in (("in_force", "entered into force"), ("signed", "sign")):
        said = any(words in sentence for sentence in data["not_verified"])
        assert key in data or said, f"no {key}, and nothing says that it is not verified"


@pytest.mark.parametrize("stem", sorted(NO_FULL_TEXT))
def test_what_was_not_read_whole_is_never_shown_as_full_text(stem: str) -> None:
    """Each value is an excerpt or secondary, and the file says that the text was not read whole."""
    data = read_yaml(DATA / f"{stem}.yaml")
    levels = {value["verified"] for _, value in cited(data) if "verified" in value}
    assert levels <= {"excerpt", "secondary"}
    assert any("not read whole" in sentence for sentence in data["not_verified"])


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
    with pytest.raises(NoArrangementInForce, match=r"RS has one in force with [A-Z, ]*CH, ") as refused:
        library().find("RS", "ME", date(2026, 6, 1))
    assert "none is in the library" in str(refused.value)


EUROPEAN = sorted(
    item.id
    for item in arrangements()
    if item.kind == "agreement" and item.parties[0].name == "European Union"
)


@pytest.mark.parametrize("pair", EUROPEAN)
def test_denmark_is_never_found_through_a_european_agreement(pair: str) -> None:
    """It is no side of any of them, on no day, for nobody; nor are Switzerland, Norway or Iceland."""
    union, other = carried()[pair].parties
    assert len(union.states) >= 25
    assert not union.states & {"DK", "CH", "LI", "NO", "IS"}
    for state in other.states:
        for item in library().between("DK", state):
            assert item.parties[0].name != "European Union"


@pytest.mark.parametrize("pair", EUROPEAN)
def test_a_member_state_is_a_side_only_from_its_accession(pair: str) -> None:
    """Croatia joins none of them before 1 July 2013, and is found from that day wherever others are."""
    arrangement = carried()[pair]
    (other,) = arrangement.parties[1].states
    assert arrangement.joins("HR", other, date(2013, 7, 1))
    since = arrangement.since("HR", other, Category.OWN_NATIONAL)
    if since and since < date(2013, 7, 1):
        with pytest.raises(NoArrangementInForce, match="does not join these states"):
            library().find("HR", other, date(2013, 6, 30))


def test_kosovo_is_never_found_through_serbia() -> None:
    """Serbia's agreements, and those with Serbia and Montenegro before it, name no state but their own."""
    for item in arrangements():
        sides = [party.states for party in item.parties]
        assert not any({"XK", "RS"} <= side for side in sides), item.id
    with pytest.raises(NoArrangementInForce, match="none is in the library"):
        library().find("DE", "XK", date(2026, 6, 1))


def test_the_newer_agreement_comes_before_the_older_one_of_the_same_pair() -> None:
    """The Netherlands and Armenia, Greece and Türkiye: the European agreement is found."""
    assert library().find("NL", "AM", date(2026, 6, 1)).id == "EU-AM"
    assert library().find("TR", "GR", date(2026, 6, 1)).id == "EU-TR"


def test_a_protocol_for_one_pair_is_no_protocol_of_another() -> None:
    """The Benelux protocol with Montenegro joins three states to Montenegro, the Czech one a single one."""
    assert set(carried()["EC-ME-BNL"].pairs()) == {("BE", "ME"), ("LU", "ME"), ("NL", "ME")}
    assert set(carried()["EC-ME-CZ"].pairs()) == {("CZ", "ME")}


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


@pytest.mark.parametrize(
    ("state", "on", "over"),
    [
        ("CZ", date(2013, 11, 30), []),
        ("CZ", date(2013, 12, 1), ["EC-BA-CZ"]),
        ("AT", date(2012, 2, 20), []),
        ("AT", date(2012, 2, 21), ["EC-BA-AT"]),
        ("NL", date(2026, 6, 1), []),
    ],
)
def test_only_a_protocol_with_a_day_lies_over_its_agreement(state: str, on: date, over: list[str]) -> None:
    """The days of the Czech and the Austrian protocol were read, that of the Benelux one was not."""
    found = library().find(state, "BA", on, Category.OWN_NATIONAL)
    assert found.id == "EC-BA"
    assert [protocol.id for protocol in found.protocols] == over


def test_a_protocol_answers_before_its_agreement_and_lends_it_its_lists() -> None:
    """The Ukrainian protocol changes the start of the reply limit and brings the evidence lists."""
    found = library().find("CH", "UA", date(2026, 6, 1))
    assert [protocol.id for protocol in found.protocols] == ["CH-UA-2020"]
    reply = found.time_limit("reply", "own_national", "UA")
    assert reply is not None
    assert reply.start == ("registered",)
    assert found.evidence_list("third_country", "starts_check") is not None
    assert found.time_limit("interview", "own_national", "UA") is not None

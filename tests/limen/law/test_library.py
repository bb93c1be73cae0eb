"""An arrangement is found by pair, day and category; what does not exist is said, and nothing is guessed."""

from datetime import date
from typing import Any

import pytest

from limen.law.arrangement import Arrangement
from limen.law.errors import LawDataInvalid, NoArrangementInForce
from limen.law.library import Library
from tests.limen.law.build import CITED, arrangement, sides

TODAY = date(2026, 3, 6)


def day(value: str) -> dict[str, Any]:
    """Return a cited day."""
    return {"value": value, **CITED}


def reply(value: int, **fields: Any) -> dict[str, Any]:
    """Return time limits with one reply."""
    return {"reply": [{"value": value, "unit": "calendar_day", "from": "receipt", **CITED, **fields}]}


def union(**changes: Any) -> Arrangement:
    """Return an agreement of a union with BA: HR joined in 2013, GB left in 2020, DK never belonged."""
    states = ["NL", {"state": "HR", "from": "2013-07-01"}, {"state": "GB", "until": "2020-02-01"}]
    return arrangement(
        **{"id": "EC-BA", "parties": sides(states, ["BA"]), "in_force": day("2008-01-01"), **changes}
    )


def protocol(**changes: Any) -> Arrangement:
    """Return a protocol of the Netherlands to the union's agreement."""
    fields = {
        "id": "NL-BA-P",
        "kind": "protocol",
        "overlays": "EC-BA",
        "parties": sides(["NL"], ["BA"]),
        "in_force": day("2014-01-01"),
        "categories": None,
        "time_limits": reply(10),
    }
    return arrangement(**{**fields, **changes})


def test_the_agreement_in_force_on_the_day_is_found_in_both_directions() -> None:
    """Either state may be the requesting one."""
    library = Library([union()])
    assert library.find("NL", "BA", TODAY).id == "EC-BA"
    assert library.find("BA", "NL", TODAY).id == "EC-BA"
    assert library.find("NL", "BA", date(2008, 1, 1)).id == "EC-BA"


@pytest.mark.parametrize(
    ("requesting", "on", "reason"),
    [
        ("NL", date(2007, 12, 31), "in force only from 2008-01-01"),
        ("HR", date(2013, 6, 30), "does not join these states on this day"),
        ("GB", date(2020, 2, 1), "does not join these states on this day"),
    ],
)
def test_the_day_before_and_the_day_after_nothing_is_found(requesting: str, on: date, reason: str) -> None:
    """Near misses of entry into force and of membership."""
    library = Library([union()])
    with pytest.raises(NoArrangementInForce, match=f"EC-BA: it .*{reason}"):
        library.find(requesting, "BA", on)
    assert library.find("HR", "BA", date(2013, 7, 1))
    assert library.find("GB", "BA", date(2020, 1, 31))


def test_denmark_is_never_found_through_an_agreement_of_the_union() -> None:
    """It is no member of that side, and the answer says with whom the other state has one."""
    with pytest.raises(NoArrangementInForce) as caught:
        Library([union()]).find("DK", "BA", TODAY)
    text = str(caught.value)
    assert "Between these two none is in the library." in text
    assert "DK has none with others. BA has one in force with HR, NL." in text
    assert caught.value.facts["between"] == []
    others = {(*row["states"], row["reason"]) for row in caught.value.facts["others"]}
    assert ("BA", "NL", None) in others
    assert ("BA", "GB", "it does not join these states on this day") in others
    assert caught.value.status == 422


def test_third_country_nationals_are_covered_only_from_their_own_day() -> None:
    """Own nationals are covered before."""
    library = Library([union(in_force_third_country=day("2010-01-01"))])
    assert library.find("NL", "BA", date(2009, 1, 1), "own_national")
    with pytest.raises(NoArrangementInForce, match="only from 2010-01-01 for third-country nationals"):
        library.find("NL", "BA", date(2009, 12, 31), "third_country_national")
    assert library.find("NL", "BA", date(2010, 1, 1), "third_country_national")


def test_a_category_that_one_side_need_not_take_back_is_refused_in_that_direction_only() -> None:
    """Former nationals of a predecessor state are taken back by one side."""
    covered = [
        {"value": ["own_national"], **CITED},
        {"value": ["former_state_national"], "requested": ["BA"], **CITED},
    ]
    library = Library([union(categories=covered)])
    assert library.find("NL", "BA", TODAY, "former_state_national")
    with pytest.raises(NoArrangementInForce, match="does not oblige NL to take back former nationals"):
        library.find("BA", "NL", TODAY, "former_state_national")
    with pytest.raises(NoArrangementInForce, match="does not oblige BA to take back stateless persons"):
        library.find("NL", "BA", TODAY, "stateless")


def test_a_terminated_agreement_is_found_until_the_day_before() -> None:
    """Old cases still stand under it."""
    library = Library([union(terminated=day("2020-06-01"))])
    assert library.find("NL", "BA", date(2020, 5, 31))
    with pytest.raises(NoArrangementInForce, match="no longer in force since 2020-06-01"):
        library.find("NL", "BA", date(2020, 6, 1))


def test_a_suspended_agreement_is_not_found_while_it_is_suspended() -> None:
    """For the categories that the suspension names."""
    pause = {"from": "2020-01-01", "until": "2021-01-01", "applies_to": ["stateless"], **CITED}
    library = Library([union(suspended=[pause])])
    assert library.find("NL", "BA", date(2020, 5, 1), "own_national")
    with pytest.raises(NoArrangementInForce, match="suspended since 2020-01-01"):
        library.find("NL", "BA", date(2020, 5, 1), "stateless")
    assert library.find("NL", "BA", date(2021, 1, 1), "stateless")


def test_an_agreement_whose_entry_into_force_is_not_verified_is_listed_and_never_found() -> None:
    """An unknown day is not today."""
    library = Library([union(in_force=None)])
    assert library.get("EC-BA")
    with pytest.raises(NoArrangementInForce, match="entered into force is not verified"):
        library.find("NL", "BA", TODAY)


def test_states_that_enter_one_by_one_are_each_found_from_their_own_day() -> None:
    """A state whose day is not verified is not found; the other side needs no day of its own."""
    days = [{**day("2012-01-01"), "states": ["NL"]}, {**day("2013-01-01"), "states": ["BE"]}]
    benelux = arrangement(id="BNL-BA", parties=sides(["BE", "NL", "LU"], ["BA"]), in_force=days)
    library = Library([benelux])
    assert library.find("BA", "NL", date(2012, 1, 1))
    with pytest.raises(NoArrangementInForce, match="only from 2013-01-01"):
        library.find("BE", "BA", date(2012, 12, 31))
    with pytest.raises(NoArrangementInForce, match="not verified"):
        library.find("LU", "BA", TODAY)
    other = {**day("2011-01-01"), "states": ["BA"]}
    with_both_sides = arrangement(
        id="BNL-BA", parties=sides(["BE", "NL", "LU"], ["BA"]), in_force=[*days, other]
    )
    assert Library([with_both_sides]).find("NL", "BA", date(2012, 1, 1))
    with pytest.raises(NoArrangementInForce, match="not verified"):
        Library([with_both_sides]).find("LU", "BA", TODAY)


def test_the_later_agreement_comes_before_the_earlier_one() -> None:
    """From the day on which it is in force, and only for whom it covers."""
    own = {"value": ["own_national"], **CITED}
    older = arrangement(id="NL-BA", parties=sides(["NL"], ["BA"]), in_force=day("2000-01-01"))
    library = Library([older, union(categories=own)])
    assert library.find("NL", "BA", date(2007, 12, 31)).id == "NL-BA"
    assert library.find("NL", "BA", date(2008, 1, 1)).id == "EC-BA"
    assert library.find("NL", "BA", date(2008, 1, 1), "stateless").id == "NL-BA"


def test_two_agreements_in_force_from_the_same_day_are_refused_at_load() -> None:
    """Unless they cover different people."""
    same = arrangement(id="NL-BA", parties=sides(["NL"], ["BA"]), in_force=day("2008-01-01"))
    with pytest.raises(
        LawDataInvalid, match="EC-BA and NL-BA: both in force between BA and NL from 2008-01-01"
    ):
        Library([union(), same])
    own, rest = ({"value": [name], **CITED} for name in ("own_national", "stateless"))
    apart = arrangement(
        id="NL-BA", parties=sides(["NL"], ["BA"]), in_force=day("2008-01-01"), categories=rest
    )
    assert len(Library([union(categories=own), apart])) == 2


def test_an_id_that_is_used_twice_is_refused() -> None:
    """Ids are never reused."""
    with pytest.raises(LawDataInvalid, match="EC-BA: id: is used by two arrangements"):
        Library([union(), union()])


def test_a_protocol_lies_over_its_agreement_for_its_own_pair_and_from_its_own_day() -> None:
    """What it does not say, the agreement says."""
    extra = {**reply(15), "transfer": [{"value": 3, "unit": "month", "from": "reply", **CITED}]}
    library = Library([union(time_limits=extra), protocol()])
    found = library.find("NL", "BA", TODAY)
    assert (found.id, [item.id for item in found.protocols]) == ("EC-BA", ["NL-BA-P"])
    assert found.time_limit("reply", "stateless", "BA").amount.value == 10
    assert found.time_limit("reply", "stateless", "BA").arrangement == "NL-BA-P"
    assert found.time_limit("transfer", "stateless", "BA").arrangement == "EC-BA"
    assert set(found.time_limits_for("stateless", "BA")) == {"reply", "transfer"}
    for other in (library.find("HR", "BA", TODAY), library.find("NL", "BA", date(2013, 12, 31))):
        assert other.protocols == ()
        assert other.time_limit("reply", "stateless", "BA").amount.value == 15


def test_a_protocol_about_one_category_leaves_the_agreement_to_the_others() -> None:
    """Its limit for own nationals does not hide the agreement's for the rest."""
    library = Library([union(), protocol(time_limits=reply(10, applies_to=["own_national"]))])
    found = library.find("NL", "BA", TODAY)
    assert found.time_limit("reply", "own_national", "BA").amount.value == 10
    assert found.time_limit("reply", "stateless", "BA").amount.value == 15


def test_of_two_protocols_the_later_is_asked_first() -> None:
    """Each still says what the other does not."""
    later = protocol(id="NL-BA-P2", in_force=day("2020-01-01"), time_limits=reply(8))
    found = Library([later, union(), protocol()]).find("NL", "BA", TODAY)
    assert [item.id for item in found.protocols] == ["NL-BA-P2", "NL-BA-P"]
    assert found.time_limit("reply", "own_national", "BA").amount.value == 8


def test_two_protocols_of_one_day_on_the_same_thing_are_refused_and_on_different_things_are_not() -> None:
    """Neither would come before the other."""
    twin = protocol(id="NL-BA-P2")
    with pytest.raises(LawDataInvalid, match="NL-BA-P and NL-BA-P2"):
        Library([union(), protocol(), twin])
    costs = protocol(id="NL-BA-P2", time_limits=None, facts={"costs": {"value": "Own costs", **CITED}})
    assert len(Library([union(), protocol(), costs]).find("NL", "BA", TODAY).protocols) == 2


def test_a_protocol_without_its_agreement_or_for_another_pair_is_refused() -> None:
    """It would never be found."""
    with pytest.raises(LawDataInvalid, match=r"NL-BA-P\.overlays: EC-BA is not an agreement of the library"):
        Library([protocol()])
    with pytest.raises(LawDataInvalid, match=r"NL-BA-P\.parties: EC-BA does not join DK and BA"):
        Library([union(), protocol(parties=sides(["DK"], ["BA"]))])


def test_a_protocol_changes_the_content_hash_that_a_case_pins() -> None:
    """The same look-up gives the same hash; another overlay gives another."""
    plain = Library([union()]).find("NL", "BA", TODAY)
    overlaid = Library([union(), protocol()]).find("NL", "BA", TODAY)
    again = Library([protocol(), union()]).find("BA", "NL", TODAY)
    assert plain.content_hash == union().content_hash
    assert overlaid.content_hash == again.content_hash != plain.content_hash
    assert overlaid.as_dict()["protocols"][0]["id"] == "NL-BA-P"


def test_variants_of_a_limit_are_listed_and_asked_for_by_name() -> None:
    """The normal reply never stands in for the accelerated one."""
    limits = reply(14)
    limits["reply"] += reply(2, procedure="accelerated")["reply"]
    limits["reply"] += reply(20, variant="weak_evidence", note="For weaker evidence")["reply"]
    found = Library([union(time_limits=limits)]).find("NL", "BA", TODAY)
    assert found.time_limit("reply", "stateless", "BA", "accelerated").amount.value == 2
    assert found.time_limit("reply", "stateless", "BA", variant="weak_evidence").amount.value == 20
    assert found.time_limit("reply", "stateless", "BA", "airport") is None
    assert sorted(item.amount.value for item in found.variants("reply", "stateless", "BA")) == [2, 14, 20]


def test_a_limit_for_one_requested_state_is_not_given_for_the_other() -> None:
    """What the text asks of one side only."""
    found = Library([union(time_limits=reply(14, requested=["BA"]))]).find("NL", "BA", TODAY)
    assert found.time_limit("reply", "own_national", "BA")
    assert found.time_limit("reply", "own_national", "NL") is None


def test_everything_between_two_states_can_be_listed_in_force_or_not() -> None:
    """For the page that shows the pairs."""
    library = Library(
        [union(), protocol(), union(id="OLD-BA", in_force=day("1999-01-01"), terminated=day("2008-01-01"))]
    )
    assert [item.id for item in library.between("BA", "NL")] == ["EC-BA", "NL-BA-P", "OLD-BA"]
    assert [item.id for item in library] == ["EC-BA", "NL-BA-P", "OLD-BA"]
    assert library.between("NL", "HR") == []

"""A profile says who a country is on a given day, and refuses what no standard knows."""

from datetime import date

import pytest

from limen.plugins import Authority, CountryProfile, DatedName, Task

BASE = {
    "alpha2": "MK",
    "names": [
        DatedName(language="en", name="Macedonia", valid_to=date(2019, 2, 11)),
        DatedName(language="en", name="North Macedonia", valid_from=date(2019, 2, 12)),
        DatedName(language="mk", name="Северна Македонија", valid_from=date(2019, 2, 12)),
    ],
    "languages": ["mk", "sq"],
    "scripts": ["Cyrl", "Latn"],
    "calendar": None,
}


def test_a_country_has_the_name_of_the_day():
    profile = CountryProfile(**BASE)
    assert profile.name("en", date(2019, 2, 11)).name == "Macedonia"
    assert profile.name("en", date(2019, 2, 12)).name == "North Macedonia"
    assert profile.name("mk", date(2026, 3, 6)).name == "Северна Македонија"


def test_a_name_in_another_language_says_which():
    name = CountryProfile(**BASE).name("sq", date(2026, 3, 6))
    assert (name.name, name.language) == ("North Macedonia", "en")


def test_no_name_on_a_day_is_an_error():
    names = [DatedName(language="en", name="Later", valid_from=date(2030, 1, 1))]
    with pytest.raises(ValueError, match="MK has no name on 2026-03-06"):
        CountryProfile(**{**BASE, "names": names}).name("en", date(2026, 3, 6))


def test_the_authority_competent_is_the_one_of_the_day():
    def office(code, **period):
        return Authority(
            code=code, names={"en": code}, tasks=frozenset({Task.READMISSION}), source="act", **period
        )

    old, new = office("old", valid_to=date(2018, 12, 31)), office("new", valid_from=date(2019, 1, 1))
    profile = CountryProfile(**BASE, authorities=[old, new])
    assert profile.competent(Task.READMISSION, date(2018, 12, 31)) == (old,)
    assert profile.competent(Task.READMISSION, date(2019, 1, 1)) == (new,)
    assert profile.competent(Task.PROTECTION, date(2019, 1, 1)) == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"alpha2": "MKD"}, "alpha2 'MKD'"),
        ({"alpha2": "EU"}, "alpha2 'EU'"),
        ({"alpha2": "mk"}, "alpha2 'mk'"),
        ({"names": []}, "names: a country needs at least one"),
        ({"languages": ["Macedonian"]}, "languages: 'Macedonian'"),
        ({"scripts": ["cyrillic"]}, "scripts: 'cyrillic'"),
    ],
)
def test_a_code_of_no_standard_is_named_with_its_field(wrong, message):
    with pytest.raises(ValueError, match=message):
        CountryProfile(**{**BASE, **wrong})


@pytest.mark.parametrize("missing", [{"names": {}}, {"tasks": frozenset()}, {"source": ""}])
def test_an_authority_needs_a_name_a_task_and_a_source(missing):
    values = {
        "code": "office",
        "names": {"en": "Office"},
        "tasks": frozenset({Task.TRAINING}),
        "source": "act",
    }
    with pytest.raises(ValueError, match="authority 'office': it needs a name, a task and a source"):
        Authority(**{**values, **missing})

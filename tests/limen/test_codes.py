"""Codes: what a travel document prints is told apart into countries and statuses, and names are dated."""

from datetime import date

import pytest
from babel import localedata
from babel.core import get_global

from limen import codes
from limen.codes import (
    Sex,
    StateKind,
    UnknownCode,
    alpha3,
    countries,
    country_name,
    is_country,
    name_footnote,
    read_state,
)


def test_the_list_is_iso_3166_and_kosovo():
    assert len(countries()) == 250
    assert is_country("XK")
    assert not any(map(is_country, ("EU", "XX", "ZZ", "UK", "de", "DEU", "", "D")))


def test_every_alpha_3_code_is_the_one_that_cldr_has():
    aliases = get_global("territory_aliases")
    assert [code for code in countries() if code != "XK" and list(aliases[alpha3(code)]) != [code]] == []


def test_alpha_3_codes_lead_back_to_their_country():
    for code in countries():
        assert read_state(alpha3(code)).country == code


@pytest.mark.parametrize(
    ("printed", "country"),
    [("D<<", "DE"), ("D", "DE"), ("RKS", "XK"), ("UNK", "XK"), ("XKX", "XK"), ("GBR", "GB"), ("TJK", "TJ")],
)
def test_icao_codes_of_countries_are_understood(printed, country):
    state = read_state(printed)
    assert (state.kind, state.country) == (StateKind.COUNTRY, country)


@pytest.mark.parametrize("printed", ["GBD", "GBN", "GBO", "GBP", "GBS"])
def test_british_nationalities_belong_to_the_united_kingdom_and_say_which_they_are(printed):
    state = read_state(printed)
    assert state.country == "GB"
    assert state.note.startswith("British")


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("XXA", StateKind.STATELESS),
        ("XXB", StateKind.REFUGEE_1951),
        ("XXC", StateKind.REFUGEE_OTHER),
        ("XXX", StateKind.UNSPECIFIED),
        ("UNO", StateKind.ORGANISATION),
        ("UNA", StateKind.ORGANISATION),
        ("EUE", StateKind.ORGANISATION),
        ("UTO", StateKind.SPECIMEN),
        ("YUG", StateKind.FORMER_COUNTRY),
        ("QQQ", StateKind.UNKNOWN),
        ("", StateKind.UNKNOWN),
    ],
)
def test_a_status_is_never_a_country(printed, kind):
    state = read_state(printed)
    assert (state.kind, state.country) == (kind, None)


def test_names_are_those_of_the_day():
    assert country_name("MK") == "North Macedonia"
    assert country_name("MK", on=date(2019, 2, 12)) == "North Macedonia"
    assert country_name("MK", on=date(2019, 2, 11)) == "the former Yugoslav Republic of Macedonia"
    assert country_name("TR", on=date(2022, 5, 31)) == "Turkey"
    assert country_name("TR", on=date(2022, 6, 1)) == "Türkiye"


def test_names_come_in_the_languages_of_the_users():
    assert country_name("TJ", "tg") == "Тоҷикистон"
    assert country_name("XK", "sr-Latn") == "Kosovo"
    assert country_name("BA") == "Bosnia and Herzegovina"
    assert country_name("CD") == "Democratic Republic of the Congo"


def test_every_country_has_a_name_in_every_script_of_the_users():
    for language in ("en", "fr", "ru", "fa", "ka", "hy", "sr-Latn"):
        assert all(country_name(code, language) for code in countries())


def test_kosovo_carries_its_footnote_and_others_none():
    assert "1244 (1999)" in (name_footnote("XK") or "")
    assert [code for code in countries() if name_footnote(code)] == ["XK"]


def test_asking_for_names_keeps_nothing_else_of_a_language_in_memory():
    codes._territories.cache_clear()
    assert country_name("RS", "mk") == "Србија"
    assert "mk" not in localedata._cache


def test_an_unknown_country_or_language_names_the_field_and_the_rule():
    with pytest.raises(UnknownCode, match="country: must be an ISO 3166-1 alpha-2 code"):
        country_name("UK")
    with pytest.raises(UnknownCode, match="country: must be"):
        alpha3("xk")
    with pytest.raises(UnknownCode, match="language: must be"):
        country_name("TJ", "klingon-ish")


@pytest.mark.parametrize(("marker", "code"), [("M", 1), ("F", 2), ("X", 9), ("<", 0), ("", 0)])
def test_sex_markers_become_iso_5218(marker, code):
    assert Sex.from_marker(marker) == code


def test_a_sex_code_knows_its_marker():
    assert [sex.marker for sex in Sex] == ["<", "M", "F", "X"]


def test_an_unknown_sex_marker_is_an_error():
    with pytest.raises(UnknownCode, match="sex: the marker must be M, F, X or <"):
        Sex.from_marker("K")

"""The twelve countries that ship with Limen: every case of theirs, and what must hold for all of them."""

import re
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from limen.law.levels import Level
from limen.plugins.contract.data import NO_ARTICLE
from limen.plugins.host import PluginHost
from limen.plugins.loaded import PluginCode
from limen.plugins.profile import CountryProfile
from limen.plugins.testing import answer, load_cases

PLUGINS = Path(__file__).parents[2] / "plugins"
COUNTRIES = {
    "albania": "AL",
    "bosnia_and_herzegovina": "BA",
    "burundi": "BI",
    "dr_congo": "CD",
    "kazakhstan": "KZ",
    "kosovo": "XK",
    "montenegro": "ME",
    "north_macedonia": "MK",
    "serbia": "RS",
    "tajikistan": "TJ",
    "tanzania": "TZ",
    "uzbekistan": "UZ",
}
CASES = [(name, case) for name in COUNTRIES for case in load_cases(PLUGINS / name / "cases.yaml")]


@cache
def host() -> PluginHost:
    """All twelve at once, as a node of the region would load them."""
    return PluginHost(PluginCode(name, import_module(f"plugins.{name}")) for name in COUNTRIES)


def profiles() -> list[CountryProfile]:
    return [country.profile for country in host().countries.values()]


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda item: getattr(item, "name", item))
def test_a_country_answers_as_its_case_says(name, case):
    assert answer(host(), COUNTRIES[name], case) == case.expect


def test_every_country_of_the_list_is_there_and_speaks_for_its_own_state():
    assert {country.plugin: alpha2 for alpha2, country in host().countries.items()} == COUNTRIES


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_country_says_what_was_not_verified_and_when_it_was_reviewed(name):
    profile = host().countries[COUNTRIES[name]].profile
    assert profile.reviewed_on >= date(2026, 11, 22)
    assert profile.not_verified["calendar"], "no official list of holidays was read for any country"
    assert profile.not_verified["legal_rules"]
    assert profile.not_verified["safeguards"], "no country's law was read on every safeguard of the core"


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_value_names_a_source_that_the_profile_has(name):
    country = host().countries[COUNTRIES[name]]
    used = {item.source for item in (*country.profile.authorities, *country.profile.documents)}
    used |= {item.source for item in (*country.identity_numbers(), *country.legal_rules())}
    used |= {item.source for item in country.profile.safeguard_law}
    assert used <= set(country.profile.sources)
    assert all(item.citation for item in (*country.profile.authorities, *country.legal_rules()))


def test_kosovo_is_never_without_its_footnote():
    noted = {profile.alpha2: profile.footnote for profile in profiles() if profile.footnote}
    assert list(noted) == ["XK"]
    assert "1244 (1999)" in noted["XK"]


def test_the_entities_of_bosnia_and_herzegovina_keep_days_of_their_own():
    calendars = host().countries["BA"].profile.calendars
    republic_day = date(2026, 11, 25)  # a Wednesday, kept in the Federation only
    assert {code: calendar.is_working(republic_day) for code, calendar in calendars.items()} == {
        "BA-BIH": False,
        "BA-SRP": True,
        "BA-BRC": True,
    }
    assert len({calendar.version for calendar in calendars.values()}) == 3


def test_days_begin_where_the_country_is():
    zones = {profile.alpha2: profile.calendar.time_zone for profile in profiles()}
    assert (zones["TJ"], zones["BI"], zones["BA"]) == ("Asia/Dushanbe", "Africa/Bujumbura", "Europe/Sarajevo")
    assert "UTC" not in zones.values()


def test_an_estimated_holiday_says_so():
    eid = host().countries["TJ"].profile.calendar.day_off(date(2026, 5, 27))
    assert eid.estimated
    assert "estimated" in eid.why


@pytest.mark.parametrize("name", COUNTRIES)
def test_no_rule_stops_a_step_for_what_was_read_in_excerpts_only(name):
    """What was verified concerns groups; whether this person is meant a rule cannot know, so it reminds."""
    for rule in host().countries[COUNTRIES[name]].legal_rules():
        everything = {"requesting_state": COUNTRIES[name], "category": "own_national"}
        kinds = {found.kind.value for found in rule.check(everything)}
        assert kinds <= {"warns"}, rule.code


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_rule_without_an_article_says_on_every_screen_that_it_is_not_verified(name):
    """Screens show the citation, so it is the citation that says so."""
    for rule in host().countries[COUNTRIES[name]].legal_rules():
        assert re.search(r"\b(art\.|s\.) \d", rule.citation) or NO_ARTICLE in rule.citation, rule.code


def test_a_place_of_law_on_a_safeguard_has_an_article_and_was_read_in_the_law_itself():
    """Courts read it as the legal basis: wrong law is worse than none."""
    cited = [(profile.alpha2, item) for profile in profiles() for item in profile.safeguard_law]
    assert {alpha2 for alpha2, _ in cited} == {"BI", "TJ", "TZ"}
    for alpha2, item in cited:
        assert re.search(r"\b(art\.|s\.) \d", item.citation), (alpha2, item.citation)
        assert item.verified in (Level.FULL_TEXT, Level.EXCERPT), (alpha2, item.citation)

"""A country written as data files: what breaks a rule is named by its field, the rest answers the hooks."""

from datetime import date

import pytest

from limen.law.errors import LawDataInvalid
from limen.law.findings import FindingKind
from limen.plugins import CountryFiles, load_country, load_rules
from limen.plugins.evaluate import evaluate
from limen.plugins.testing import host_of

DAY = date(2026, 3, 6)
SMALLEST = """
alpha2: KE
reviewed_on: 2026-11-22
languages: [sw, en]
scripts: [Latn]
sources: {}
"""
RULE = """
rules:
  - code: notice
    title: Notice
    actions: [readmission.submit]
    when: {requesting_state: KE, category: [stateless, own_national]}
    amounts: {notice: {value: 72, unit: hour}, once: {value: 1, unit: month}}
    finding: warns
    reason: Within {notice}, and once in {once}.
    citation: Act, s. 1
    source: act
    verified: full_text
    valid_from: 2020-01-01
"""


@pytest.fixture
def country(tmp_path):
    """Write the files of a country, and return its hooks."""

    def make(profile=SMALLEST, rules="", **texts):
        (tmp_path / "country.yaml").write_text(profile)
        if rules:
            (tmp_path / "rules.yaml").write_text(rules)
        for language, text in texts.items():
            (tmp_path / "texts").mkdir(exist_ok=True)
            (tmp_path / "texts" / f"{language}.yaml").write_text(text)
        return CountryFiles(str(tmp_path / "__init__.py"))

    return make


def problems_of(country, profile):
    country(profile)
    with pytest.raises(LawDataInvalid) as refused:
        load_country(country(profile).folder / "country.yaml")
    return refused.value.problems


def test_the_smallest_country_has_the_names_that_cldr_knows(country):
    kenya = host_of(kenya=country()).countries["KE"]
    assert kenya.profile.name("sw", DAY).name == "Kenya"
    assert (kenya.profile.calendar, kenya.legal_rules(), kenya.identity_numbers()) == (None, (), ())
    assert kenya.document_texts("sw") == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("alpha3: KEN", ("alpha3", "is not a known field")),
        ("authorities: [{code: x}]", ("authorities[0].citation", "is required")),
        ("calendar: {library: KEN, time_zone: UTC}", ("calendar.library", "must be an ISO 3166-1")),
        ("not_verified: {weather: [unknown]}", ("not_verified.weather", "is not one of")),
        ("documents: [{code: '', names: {en: x}}]", ("documents[0].code", "must not be empty")),
    ],
)
def test_a_field_that_breaks_a_rule_is_named(country, line, problem):
    found = problems_of(country, SMALLEST + line)
    assert any(field == problem[0] and problem[1] in rule for field, rule in found), found


def test_a_source_that_the_file_does_not_have_is_named(country):
    authority = (
        "{code: x, names: {en: X}, tasks: [readmission], citation: a, source: gone, verified: excerpt}"
    )
    assert problems_of(country, f"{SMALLEST}authorities: [{authority}]\n") == [
        ("authorities[0].source", "'gone' is not one of `sources`")
    ]


def test_an_override_of_the_library_has_a_source_and_makes_another_version(country):
    plain = SMALLEST + "calendar: {library: KE, time_zone: Africa/Nairobi}\n"
    worked = (
        "calendar: {library: KE, time_zone: Africa/Nairobi, overrides: "
        "[{day: 2026-03-06, change: added, name: Election day, source: gazette}]}\n"
    )
    before = load_country(country(plain).folder / "country.yaml").calendar
    after = load_country(country(SMALLEST + worked).folder / "country.yaml").calendar
    assert (before.is_working(DAY), after.is_working(DAY)) == (True, False)
    assert after.day_off(DAY).why == "Election day (gazette)"
    assert before.version != after.version


def test_a_rule_without_code_speaks_when_all_its_conditions_hold(country):
    host = host_of(kenya=country(rules=RULE))
    told = {"requesting_state": "KE", "category": "stateless"}
    (finding,) = evaluate(host, ["KE"], "readmission.submit", told, DAY)
    assert (finding.kind, finding.reason) == (FindingKind.WARNS, "Within 72 hours, and once in 1 month.")
    for other in ({"requesting_state": "UG"}, {"category": "third_country_national"}, {"category": None}):
        assert evaluate(host, ["KE"], "readmission.submit", {**told, **other}, DAY) == []
    assert evaluate(host, ["KE"], "readmission.submit", told, date(2019, 12, 31)) == []


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("{notice}", "{notices}", "rules[0].reason", "uses {notices}, which is not one of its amounts"),
        ("readmission.submit", "readmission.submitt", "rules[0].actions[0]", "Must be one of"),
        ("unit: hour", "unit: hours", "rules[0].amounts.notice.unit", "Must be one of"),
        ("category:", "surname:", "rules[0].when.surname", "is not one of"),
        ("value: 72", "value: 0", "rules[0].amounts.notice.value", "greater than or equal to 1"),
    ],
)
def test_a_rule_that_could_not_speak_is_refused(country, old, new, field, rule):
    path = country(rules=RULE.replace(old, new)).folder / "rules.yaml"
    with pytest.raises(LawDataInvalid) as refused:
        load_rules(path)
    assert any(found[0] == field and rule in found[1] for found in refused.value.problems)


def test_a_number_that_python_stdnum_checks_needs_no_code(country):
    number = (
        "identity_numbers: [{name: JMBG, issuer: Register, stdnum: si.emso, "
        "citation: s. 1, source: act, verified: excerpt}]\n"
        "sources: {act: {title: Act, publication: Gazette, read_on: 2026-11-22}}\n"
    )
    kenya = host_of(kenya=country(SMALLEST.replace("sources: {}", "") + number)).countries["KE"]
    assert kenya.check_number("JMBG", "1704990105008").broken_rule == "InvalidChecksum"


def test_texts_are_found_by_language(country):
    kenya = host_of(kenya=country(sw="title: Hati")).countries["KE"]
    assert (kenya.document_texts("sw"), kenya.document_texts("fr")) == ({"title": "Hati"}, {})


def test_catalogues_of_the_console_are_the_files_of_the_folder_locale(country):
    files = country()
    assert host_of(kenya=files).countries["KE"].console_catalogues() == {}
    catalogue = files.folder / "locale" / "sw.po"
    catalogue.parent.mkdir()
    catalogue.touch()
    assert host_of(kenya=files).countries["KE"].console_catalogues() == {"sw": catalogue}


LAW = """
sources: {act: {title: Act, publication: Gazette 1, read_on: 2026-11-22}}
safeguard_law:
  - safeguard: suspensive_appeal
    citation: Act, s. 55
    source: act
    verified: full_text
    valid_from: 2020-01-01
"""


def test_a_country_cites_its_law_on_a_safeguard_of_the_core_by_date(country):
    text = SMALLEST.replace("sources: {}", LAW)
    profile = load_country(country(text).folder / "country.yaml")
    (place,) = profile.law_of("suspensive_appeal", DAY)
    assert place.citation == "Act, s. 55"
    assert profile.law_of("suspensive_appeal", date(2019, 12, 31)) == ()
    assert profile.law_of("unfit_to_travel", DAY) == ()
    unknown = text.replace("source: act", "source: bill")
    assert problems_of(country, unknown) == [("safeguard_law[0].source", "'bill' is not one of `sources`")]

"""The host asks each country alone, stops at what would silently not be asked, and contains what fails."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from marshmallow import fields
from structlog.testing import capture_logs

from limen.errors import Invalid, StartRefused
from limen.law.errors import CalendarUnknown
from limen.plugins import IdentityNumber, PersonField, Sensitivity, TrainingRequirement
from limen.plugins.errors import CountryClaimedTwice, PluginFailed, PluginRefused, UnknownHook
from limen.plugins.testing import host_of


def number(name):
    return IdentityNumber(name=name, issuer="Register", validate=lambda text: text, source="act")


def nothing():
    return []


def broken():
    raise ValueError("Anna Maria Eriksson, L898902C3")


def test_two_countries_never_answer_for_each_other(country):
    host = host_of(
        kenya=country("KE", identity_numbers=lambda: [number("kenyan")]),
        uganda=country("UG", identity_numbers=lambda: [number("ugandan")]),
        rwanda=country("RW"),
    )
    assert [item.name for item in host.countries["KE"].identity_numbers()] == ["kenyan"]
    assert [item.name for item in host.countries["UG"].identity_numbers()] == ["ugandan"]
    assert host.countries["RW"].identity_numbers() == ()


def test_one_country_that_fails_leaves_the_others_alone(country):
    host = host_of(
        kenya=country("KE", identity_numbers=broken),
        uganda=country("UG", identity_numbers=lambda: [number("ugandan")]),
    )
    with pytest.raises(PluginFailed):
        host.countries["KE"].identity_numbers()
    assert [item.name for item in host.countries["UG"].identity_numbers()] == ["ugandan"]


def test_a_misspelt_hook_stops_the_start(country):
    with pytest.raises(
        UnknownHook, match=r"'kenya': there is no hook 'legal_ruels': did you mean 'legal_rules'\?"
    ):
        host_of(uganda=country("UG"), kenya=country("KE", legal_ruels=nothing))
    assert issubclass(UnknownHook, StartRefused)


def test_a_hook_without_its_mark_stops_the_start(country):
    forgotten = country("KE")

    def legal_rules():
        return []

    forgotten.legal_rules = legal_rules
    with pytest.raises(PluginRefused, match="'kenya': its function legal_rules is not marked with @hookimpl"):
        host_of(kenya=forgotten)


def test_a_hook_that_wants_an_argument_that_there_is_not_stops_the_start(country):
    with pytest.raises(PluginRefused, match=r"'kenya'.*person"):
        host_of(kenya=country("KE", legal_rules=lambda person: []))


def test_hooks_of_a_country_without_a_country_stop_the_start(plugin):
    nowhere = plugin(legal_rules=nothing)
    with pytest.raises(PluginRefused, match="'nowhere': answers legal_rules but no country_profile"):
        host_of(nowhere=nowhere)


def test_two_plugins_that_claim_one_country_stop_the_start(country):
    with pytest.raises(
        CountryClaimedTwice, match="'second': claims KE, which plugin 'first' already speaks for"
    ):
        host_of(first=country("KE"), second=country("KE"))


def test_a_profile_that_breaks_a_rule_stops_the_start_and_says_which(country):
    with pytest.raises(PluginRefused, match=r"'kenya': country_profile failed: ValueError: alpha2 'KEN'"):
        host_of(kenya=country("KEN"))


def test_a_hook_that_raises_fails_with_the_name_of_plugin_and_hook(country):
    host = host_of(kenya=country("KE", person_fields=broken))
    with pytest.raises(PluginFailed, match="plugin 'kenya' failed in person_fields: ValueError") as failure:
        host.countries["KE"].person_fields()
    assert (failure.value.plugin, failure.value.hook) == ("kenya", "person_fields")
    assert isinstance(failure.value.cause, ValueError)


@pytest.mark.parametrize(
    "answer", [None, "text", {"a": 1}, [1], [number("right"), "wrong"], (item for item in [number("x")])]
)
def test_a_hook_that_answers_another_type_fails(country, answer):
    host = host_of(kenya=country("KE", identity_numbers=lambda: answer))
    with pytest.raises(PluginFailed, match="'kenya' failed in identity_numbers: TypeError"):
        host.countries["KE"].identity_numbers()


@pytest.mark.parametrize("answer", [["text"], {"key": 1}, {1: "text"}])
def test_document_texts_that_are_no_texts_fail(country, answer):
    host = host_of(kenya=country("KE", document_texts=lambda language: answer))
    with pytest.raises(PluginFailed, match="'kenya' failed in document_texts: TypeError"):
        host.countries["KE"].document_texts("sw")


def test_a_plugin_cannot_end_the_process(country):
    host = host_of(kenya=country("KE", safeguards=lambda: exit(1)))
    with pytest.raises(PluginFailed, match="SystemExit"):
        host.countries["KE"].safeguards()


def test_what_a_plugin_raised_reaches_neither_the_log_nor_the_error(country):
    host = host_of(kenya=country("KE", person_fields=broken))
    with capture_logs() as logs, pytest.raises(PluginFailed) as failure:
        host.countries["KE"].person_fields()
    assert logs == [
        {
            "event": "plugin_failed",
            "log_level": "error",
            "plugin": "kenya",
            "hook": "person_fields",
            "error": "ValueError",
        }
    ]
    assert "ERIKSSON" not in repr((str(failure.value), failure.value.facts)).upper()
    assert failure.value.__suppress_context__, "a printed traceback would show the cause"


def test_health_counts_calls_and_failures_by_plugin(country):
    host = host_of(kenya=country("KE", person_fields=broken), uganda=country("UG"))
    with time_machine.travel(datetime(2026, 3, 6, 8, tzinfo=UTC), tick=False):
        for _ in range(2):
            with pytest.raises(PluginFailed):
                host.countries["KE"].person_fields()
    kenya, uganda = host.health()["kenya"], host.health()["uganda"]
    assert (kenya.calls, kenya.failures, kenya.last_error) == (3, 2, "ValueError")
    assert kenya.last_error_at == datetime(2026, 3, 6, 8, tzinfo=UTC)
    assert (uganda.calls, uganda.failures, uganda.last_error, uganda.last_error_at) == (1, 0, None, None)


def test_a_hook_is_asked_once_and_its_answer_kept(country):
    asked = []
    host = host_of(kenya=country("KE", identity_numbers=lambda: asked.append("x") or [number("kenyan")]))
    assert host.countries["KE"].identity_numbers() is host.countries["KE"].identity_numbers()
    assert asked == ["x"]


def test_a_hook_that_failed_is_asked_again(country):
    answers = [[number("kenyan")], "wrong"]
    host = host_of(kenya=country("KE", identity_numbers=lambda: answers.pop()))
    with pytest.raises(PluginFailed):
        host.countries["KE"].identity_numbers()
    assert [item.name for item in host.countries["KE"].identity_numbers()] == ["kenyan"]


def test_document_texts_are_kept_by_language(country):
    host = host_of(kenya=country("KE", document_texts=lambda language: {"title": f"in {language}"}))
    kenya = host.countries["KE"]
    assert [kenya.document_texts(language) for language in ("en", "sw", "en")] == [
        {"title": "in en"},
        {"title": "in sw"},
        {"title": "in en"},
    ]


def test_a_country_without_a_plugin_answers_with_a_default_profile_and_nothing_else():
    tajikistan = host_of().country("TJ")
    assert (tajikistan.alpha2, tajikistan.plugin) == ("TJ", None)
    assert tajikistan.profile.assumptions
    assert tajikistan.legal_rules() == tajikistan.safeguards() == tajikistan.person_fields() == ()
    assert tajikistan.identity_numbers() == tajikistan.training_requirements() == ()
    assert tajikistan.document_texts("tg") == {}


def test_working_days_that_nobody_knows_are_an_error_and_not_a_guess(country):
    host = host_of(kenya=country("KE"))
    with pytest.raises(CalendarUnknown, match="working days of KE are not known"):
        host.calendar("KE")
    assert host.calendar("TJ").version.startswith("TJ@holidays-")


def test_the_host_describes_its_plugins_for_screens(country, plugin):
    host = host_of(kenya=country("KE", safeguards=nothing), agreements=plugin(arrangements=nothing))
    kenya, agreements = host.describe()
    assert (kenya["name"], kenya["country"], kenya["hooks"]) == (
        "kenya",
        "KE",
        ["country_profile", "safeguards"],
    )
    assert (agreements["country"], agreements["hooks"]) == (None, ["arrangements"])
    assert kenya["health"]["calls"] == 1


def test_training_is_required_by_action_and_day(country):
    rule = {"action": "protection_screening", "citation": "Art. 1", "source": "act"}
    host = host_of(
        kenya=country(
            "KE",
            training_requirements=lambda: [
                TrainingRequirement(competence="old", valid_to=date(2023, 12, 31), **rule),
                TrainingRequirement(competence="new", valid_from=date(2024, 1, 1), **rule),
            ],
        )
    )
    kenya = host.country("KE")
    for day, competence in ((date(2023, 12, 31), "old"), (date(2024, 1, 1), "new")):
        assert [item.competence for item in kenya.training_required("protection_screening", day)] == [
            competence
        ]
    assert kenya.training_required("readmission.submit", date(2024, 1, 1)) == ()


def test_a_field_of_a_person_needs_a_purpose(country):
    made = {"name": "clan", "labels": {"en": "Clan"}, "field": fields.String()}
    host = host_of(
        kenya=country(
            "KE", person_fields=lambda: [PersonField(sensitivity=Sensitivity.PERSONAL, purpose="", **made)]
        )
    )
    with pytest.raises(PluginFailed) as failure:
        host.country("KE").person_fields()
    assert "needs a label and a purpose" in str(failure.value.cause)


def test_an_identity_number_of_an_unknown_kind_is_refused_with_the_kinds_there_are(country):
    host = host_of(kenya=country("KE", identity_numbers=lambda: [number("National ID")]))
    with pytest.raises(Invalid, match="did you mean 'National ID'"):
        host.country("KE").check_number("National IDs", "1")
    with pytest.raises(Invalid, match="known are none"):
        host.country("TJ").check_number("National ID", "1")


def test_a_number_check_that_breaks_is_contained(country):
    kind = IdentityNumber(name="ID", issuer="Register", validate=lambda text: broken(), source="act")
    host = host_of(kenya=country("KE", identity_numbers=lambda: [kind]))
    with pytest.raises(PluginFailed, match="'kenya' failed in identity_numbers"):
        host.country("KE").check_number("ID", "L898902C3")

"""Registers that a country lets a node ask: the least is told, and a failure never counts as an answer."""

import pytest

from limen.plugins import RegisterAnswer, RegisterQuestion, RegistryCheck, hookimpl
from limen.plugins.errors import PluginFailed
from limen.plugins.testing import host_of

KNOWN = {"surname": "ERIKSSON", "given_names": "ANNA MARIA", "birth_date": "1974-08-12", "sex": "2"}


def population(ask, **changes):
    return RegistryCheck(
        **{
            "code": "population",
            "title": "Population register",
            "question": RegisterQuestion.NATIONALITY,
            "needs": frozenset({"surname", "birth_date"}),
            "citation": "art. 1",
            "source": "register-act",
            "ask": ask,
            **changes,
        }
    )


@pytest.fixture
def kenya(country):
    """A country whose plugin has one register."""

    def with_register(register):
        plugin = country("KE")

        @hookimpl
        def registry_checks():
            return [register]

        plugin.registry_checks = registry_checks
        return host_of(kenya=plugin).countries["KE"]

    return with_register


def test_a_register_is_told_what_it_needs_and_nothing_else(kenya):
    told = []

    def ask(particulars):
        told.append(particulars)
        return "yes"

    state = kenya(population(ask))
    (register,) = state.registry_checks()
    assert state.ask_register(register, KNOWN) is RegisterAnswer.YES
    assert told == [{"surname": "ERIKSSON", "birth_date": "1974-08-12"}]


@pytest.mark.parametrize("said", ["maybe", None, True, {"name": "more than was asked"}])
def test_an_answer_that_is_none_of_the_three_is_a_failure_of_the_plugin(kenya, said):
    state = kenya(population(lambda _particulars: said))
    with pytest.raises(PluginFailed, match="kenya"):
        state.ask_register(state.registry_checks()[0], KNOWN)


def test_a_register_that_cannot_be_reached_is_a_failure_of_the_plugin(kenya):
    def ask(_particulars):
        raise ConnectionError("no route")

    state = kenya(population(ask))
    with pytest.raises(PluginFailed, match="kenya"):
        state.ask_register(state.registry_checks()[0], KNOWN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"needs": frozenset()},
        {"needs": frozenset({"religion"})},
        {"citation": ""},
        {"code": "Population register"},
    ],
)
def test_a_register_without_article_or_with_a_need_beyond_the_list_is_refused(wrong):
    with pytest.raises(ValueError, match=r"[Pp]opulation"):
        population(lambda _particulars: "yes", **wrong)


def test_a_country_without_registers_has_none(country):
    assert host_of(kenya=country("KE")).countries["KE"].registry_checks() == ()

"""The house rule on screening holds beside the law of the country."""

from datetime import date

from limen.plugins.testing import host_of
from plugins import screening_training

ON = date(2026, 11, 22)


def test_the_house_rule_holds_in_a_country_without_a_plugin():
    """And says that it is no law."""
    (required,) = host_of(house=screening_training).training_required("BA", "protection_screening", ON)
    assert required.competence == "HBM"
    assert "not a law" in required.citation


def test_without_the_plugin_nothing_is_required():
    """A node names the rules that it wants."""
    assert host_of().training_required("BA", "protection_screening", ON) == ()

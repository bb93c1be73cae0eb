"""Training in the console: delegations that add up, what is not known said in words, certificates."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from limen.clock import today
from tests.services.gateway.browsing import Browser, Page

As = Callable[[str], Browser]

ALMATY = "Training of trainers on combating migrants' smuggling"


def almaty(browser: Browser) -> Page:
    return browser.get(browser.get("/training").link(ALMATY))


@pytest.mark.parametrize("account", ["officer", "trainer", "monitor"])
def test_every_officer_reads_who_took_part(as_: As, account: str) -> None:
    page = almaty(as_(account))
    assert page.status == 200
    for said in (
        "26 participants",
        "Tajikistan",
        "Kazakhstan",
        "Uzbekistan",
        "4 + 18 + 4 = 26",
        "How many came from each agency is not known.",
        "23 October 2023 – 27 October 2023",
        "Donato Colucci, International expert",
        "Name not in the report, National trainer",
        "Combating Migrants' Smuggling on a State Border",
        "Strengthening the efforts in the field of training Border Officers on Countering Migrants Smuggling",
        "Immigration, Refugees and Citizenship Canada",
    ):
        assert said in page.text, said


def test_a_trainer_issues_a_certificate(as_: As) -> None:
    trainer = as_("trainer")
    until = (today() + timedelta(days=365)).isoformat()
    issued = trainer.send(
        almaty(trainer), "/certificates", **{"certificate-officer": "leader", "certificate-expires_on": until}
    )
    assert issued.status == 200
    assert "is issued." in issued.text
    assert "leader" in issued.text.split("Certificates")[-1]


def test_a_certificate_that_expires_before_its_issue_is_refused_at_the_field(as_: As) -> None:
    trainer = as_("trainer")
    wrong = {"certificate-officer": "leader", "certificate-expires_on": "2020-01-01"}
    page = trainer.send(almaty(trainer), "/certificates", **wrong)
    assert page.status == 422
    assert any(text.startswith("Valid until: ") for text, _ in page.links)
    assert page.form("/certificates").values["certificate-officer"] == "leader"


def test_only_trainers_have_the_form_for_certificates(as_: As) -> None:
    assert almaty(as_("trainer")).has_form("/certificates")
    for account in ("officer", "monitor", "administrator"):
        assert not almaty(as_(account)).has_form("/certificates")

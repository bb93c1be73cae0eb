"""Every code that a service can send has words in the console, and the console offers no code of its own."""

import re
from collections.abc import Iterable
from pathlib import Path

import jinja2
import pytest

from limen.embedded import Node
from limen.law.absent import Absence
from limen.law.categories import Category
from limen.law.levels import Entered, Level
from limen.law.safeguards import Safeguard
from limen.plugins.profile import SUBJECTS
from limen.plugins.report import HEALTH
from limen.web.policy import ROLES
from services.gateway.console import words
from services.readmission.arrangements.values import CORE
from services.readmission.clocks import MILESTONES, WATCHED
from services.readmission.counterpart_keys.register import STANDINGS
from services.readmission.offices.handing import DECISIONS
from services.readmission.states import ASSISTANCE, CALL_OFF_REASONS
from services.readmission.statistics import words as report_words
from services.readmission.statistics.attributes import SEXES
from services.readmission.statistics.report import CROSSED
from services.readmission.statistics.schemas import ROLES as ROLES_OF_CASES
from services.readmission.steps import REFUSAL_REASONS, STATES, STEPS
from services.readmission.traces.schemas import OUTCOMES
from services.readmission.transfers.schemas import MEANS
from services.readmission.worklists.escalating import CAUSES
from services.readmission.worklists.queries import TABS
from services.registration.claims import Kind, Proof
from services.registration.encounters import EncounterKind
from services.registration.identity_numbers import Check
from services.registration.mrz import reader
from services.registration.posts import PostKind
from services.registration.screenings import NEEDS, Outcome
from services.training.schemas import KINDS

#: what a plugin's coverage counts beside the subjects that can be left open
COUNTED = ("safeguards", "sources", "arrangements", "training_requirements")
CONSOLE = Path(words.__file__).parent.parent
_OFFICERS = [name for name, step in STEPS.items() if not step.by_system]
#: what the timeline tells of beside the steps
_LIFTS = ["open", "import", "lift_requested", "lift_approved", "lift_rejected"]
_ZONE_FIELDS = set(
    re.findall(r'self\.(?:problem|check|state)\(\s*"(\w+)"', Path(reader.__file__).read_text())
)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("state", STATES),
        ("step", [*STEPS, *_LIFTS]),
        ("take", _OFFICERS),
        ("refusal", REFUSAL_REASONS),
        ("call_off", CALL_OFF_REASONS),
        ("means", MEANS),
        ("assistance", ASSISTANCE),
        ("key_standing", STANDINGS),
        ("limit", WATCHED),
        ("milestone", MILESTONES),
        ("verified", [*Level, *Entered]),
        ("category", Category),
        ("absence", Absence),
        ("absence_short", Absence),
        ("core_value", CORE),
        ("safeguard", Safeguard),
        ("encounter", EncounterKind),
        ("proof", Proof),
        ("claim", Kind),
        ("number_check", Check),
        ("screening_need", NEEDS),
        ("screening_outcome", Outcome),
        ("post", PostKind),
        ("role", ROLES),
        ("training_kind", KINDS),
        ("zone_field", _ZONE_FIELDS),
        ("tab", TABS),
        ("plugin_health", HEALTH),
        ("rule_outcome", OUTCOMES),
        ("plugin_subject", {*SUBJECTS, *COUNTED}),
        ("cause", CAUSES),
        ("offer", ("offered", *DECISIONS)),
        ("statistics_side", ROLES_OF_CASES),
        ("statistics_table", report_words.TABLES),
        ("statistics_column", report_words.COLUMNS),
        ("statistics_across", {f"{first}_{second}" for first, second, _ in CROSSED}),
        ("statistics_sex", SEXES),
    ],
)
def test_a_table_has_words_for_every_code_of_its_service(table: str, codes: Iterable[str]) -> None:
    assert set(words.TABLES[table]) == {str(code) for code in codes}


def test_every_safeguard_and_category_reads_as_the_law_says(node: Node) -> None:
    """The words are the console's own; they must not say another thing than the law's plain names."""
    for safeguard in Safeguard:
        said = words.say("safeguard", safeguard.value).lower()
        shared = set(re.findall(r"\w{5,}", said)) & set(re.findall(r"\w{5,}", safeguard.plain_name.lower()))
        assert shared, (said, safeguard.plain_name)


def test_a_code_without_words_is_shown_readably() -> None:
    assert words.say("state", "some_new_state") == "some new state"
    assert words.say("state", None) == ""


#: leaves as a file and is filled without a node, in English
STANDS_ALONE = "handover_form"


def templates() -> list[Path]:
    return sorted((CONSOLE / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    "template",
    [path for path in templates() if path.stem != STANDS_ALONE],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_no_text_of_a_template_goes_around_gettext(template: Path) -> None:
    """What stands between tags is an expression, a number, a sign, a unit, or a name."""
    text = template.read_text()
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    text = re.sub(r"<(?:!doctype|/?[a-z])[^>]*>", " ", text, flags=re.S | re.I)
    bare = set(re.findall(r"[A-Za-z]{2,}", text)) - {"Limen", "SHA", "KiB"}
    assert not bare


def test_every_text_can_be_taken_out_for_translation() -> None:
    """Extraction needs the texts as they stand: no variable, no concatenation inside gettext."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    found = set()
    for template in templates():
        for _, _, message in environment.extract_translations(template.read_text()):
            assert message, template
            found.add(message)
    assert len(found) > 150

"""Recording what a monitor saw, and reading it in the order of the four phases."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from limen.clock import now
from limen.errors import Invalid
from limen.ids import new_id
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.models import lift
from services.readmission.monitoring.models import observation
from services.readmission.records import of_case, opener, sealed, told

PHASES: Final = ("before", "in_transit", "hand_over", "after")
TOPICS: Final = (
    "information_to_the_person",
    "interpretation",
    "fitness_to_travel",
    "escorts_briefed",
    "medical_care",
    "food_and_rest",
    "use_of_force",
    "restraints",
    "restraints_taken_off",
    "children_and_family",
    "belongings_returned",
    "documents_handed_over",
    "calm_hand_over",
    "access_of_the_monitor",
    "complaint",
    "summary",
)
FINDINGS: Final = ("in_order", "concern", "incident")
_PLACE = "observation.words"


def observe(work: Work, case_id: str, new: Mapping[str, Any]) -> None:
    """Add an observation. It changes nothing about the case and can never be changed itself."""
    row = case_row(work, case_id)
    if new["happened_at"] > now():
        raise Invalid(errors=[{"pointer": "#/happened_at", "detail": "must not lie in the future"}])
    earlier = {item["observation_id"]: item for item in of_case(work, observation, case_id)}
    corrected = earlier.get(new.get("corrects", ""))
    if new.get("corrects") and (corrected is None or corrected["recorded_by"] != work.actor.id):
        raise Invalid(
            errors=[{"pointer": "#/corrects", "detail": "must be an observation of your own in this case"}]
        )
    observation_id = new_id()
    work.execute(
        observation.insert().values(
            observation_id=observation_id,
            case_id=case_id,
            phase=new["phase"],
            topic=new["topic"],
            finding=new["finding"],
            happened_at=new["happened_at"],
            place=new.get("place"),
            words=sealed(work, row, _PLACE, {"words": new["words"]}),
            corrects=new.get("corrects"),
            recorded_by=work.actor.id,
            recorded_at=now(),
        )
    )
    facts = {"observation": observation_id, "phase": new["phase"], "finding": new["finding"]}
    told(work, row, "monitoring", "observed", **facts)


def observations_view(work: Work, case_id: str) -> dict[str, Any]:
    """Return the observations of a case by phase, then by moment; each says what corrects it.

    And that somebody asked to lift a safeguard for this case, from that moment on: neither which one nor why,
    for whoever travels along learns no more of a person than the journey shows.
    """
    row = case_row(work, case_id)
    opened = opener(work, row)
    items = of_case(work, observation, case_id)
    corrected_by = {item["corrects"]: item["observation_id"] for item in items if item["corrects"]}
    shown = [
        {
            **item,
            "words": opened(_PLACE, item["words"]).get("words"),
            "corrected_by": corrected_by.get(item["observation_id"]),
        }
        for item in sorted(items, key=lambda item: (PHASES.index(item["phase"]), item["happened_at"]))
    ]
    counted = Counter((item["phase"], item["finding"]) for item in shown if not item["corrected_by"])
    phases = [
        {"phase": phase, **{finding: counted[phase, finding] for finding in FINDINGS}} for phase in PHASES
    ]
    return {"number": row.number, "items": shown, "phases": phases, "overrides": of_case(work, lift, case_id)}

"""Every code fits the column that keeps it: SQLite would not notice, PostgreSQL would refuse."""

from collections.abc import Iterable

import pytest
import sqlalchemy as sa

from services.readmission.checks import asking
from services.readmission.checks.models import registry_check
from services.readmission.groups import manifest
from services.readmission.groups.models import group_return
from services.readmission.interviews import interviews
from services.readmission.interviews.models import interview
from services.readmission.monitoring import observations
from services.readmission.monitoring.models import observation
from services.readmission.transfers import costs, family, handover, planning
from services.readmission.transfers.models import cost, family_link, transfer
from services.readmission.transfers.models import handover as handover_table
from services.readmission.travel_documents import documents
from services.readmission.travel_documents.models import travel_document


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (registry_check.c.purpose, asking.PURPOSES),
        (registry_check.c.state, asking.STATES),
        (interview.c.kind, interviews.KINDS),
        (interview.c.state, [leads_to for _leaves, leads_to in interviews.MOVES.values()]),
        (interview.c.channel, interviews.CHANNELS),
        (interview.c.interpreter, interviews.INTERPRETERS),
        (interview.c.outcome, interviews.OUTCOMES),
        (travel_document.c.kind, documents.KINDS),
        (transfer.c.state, planning.STATES),
        (transfer.c.ended_why, handover.REFUSALS),
        (family_link.c.relation, family.RELATIONS),
        (handover_table.c.outcome, handover.OUTCOMES),
        (handover_table.c.refusal_code, handover.REFUSALS),
        (handover_table.c.follows, handover.FOLLOWS),
        (cost.c.kind, costs.KINDS),
        (cost.c.borne_by, costs.BEARERS),
        (observation.c.phase, observations.PHASES),
        (observation.c.topic, observations.TOPICS),
        (observation.c.finding, observations.FINDINGS),
        (group_return.c.state, manifest.STATES),
    ],
    ids=str,
)
def test_every_code_fits_its_column(column: sa.Column, codes: Iterable[str]) -> None:
    assert max(map(len, codes)) <= column.type.length

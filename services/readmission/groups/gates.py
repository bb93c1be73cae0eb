"""Manifests follow the gate: a person who is protected is taken off at once, on every path."""

import sqlalchemy as sa

from limen.runtime import Runtime
from limen.work import Work, system_actor, unit_of_work
from services.readmission.cases import case_row
from services.readmission.groups.manifest import TRAVELLING, rebuild
from services.readmission.groups.models import group_return, manifest_entry
from services.readmission.models import case, safeguard
from services.readmission.persons import running
from services.readmission.transfers.family import transfer_ahead
from services.readmission.worklists.escalating import bring_before


def gate_closed(work: Work, person_id: str) -> None:
    """Rebuild the manifests on which a person is who was just protected, in the same transaction.

    Where the group has departed already its officer in charge is told; the gate blocks the hand-over itself.
    """
    on_manifests = (
        sa.select(manifest_entry.c.group_id, manifest_entry.c.case_id, group_return.c.planned_by)
        .join(group_return, group_return.c.group_id == manifest_entry.c.group_id)
        .join(case, case.c.case_id == manifest_entry.c.case_id)
        .where(case.c.person_id == person_id)
    )
    travelling = work.execute(on_manifests.where(manifest_entry.c.state.in_(TRAVELLING)))
    with work.as_they_are():
        for group_id in sorted({entry.group_id for entry in travelling}):
            rebuild(work, group_id)
    # Read anew: a group may have departed while this transaction waited for it.
    for entry in work.execute(on_manifests.where(manifest_entry.c.state == "departed")).all():
        ahead = transfer_ahead(work, entry.case_id)
        if ahead is not None and ahead.group_id == entry.group_id:
            bring_before(work, case_row(work, entry.case_id), "on_the_way", entry.planned_by)


def rebuild_manifests(runtime: Runtime) -> None:
    """Rebuild the manifests that hold somebody who may not travel any more; called by a timer.

    It finds what no safeguard tells: a case that was withdrawn, suspended or handed over otherwise.
    """
    travelling = (
        sa.select(manifest_entry.c.group_id)
        .join(group_return, group_return.c.group_id == manifest_entry.c.group_id)
        .join(case, case.c.case_id == manifest_entry.c.case_id)
        .where(manifest_entry.c.state.in_(TRAVELLING), group_return.c.state == "planned")
    )
    protected = sa.select(safeguard.c.person_id).where(running())
    moved = sa.and_(manifest_entry.c.state == "on", case.c.state != "transfer_planned")
    query = travelling.where(sa.or_(case.c.person_id.in_(protected), moved))
    with runtime.database.read() as connection:
        groups = sorted(set(connection.execute(query).scalars()))
    for group_id in groups:
        with unit_of_work(runtime, system_actor("manifests")) as work:
            rebuild(work, group_id)

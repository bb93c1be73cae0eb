"""Manifests follow the gate: a person who is protected is taken off at once, on every path."""

import sqlalchemy as sa

from limen.runtime import Runtime
from limen.work import Work, system_actor, unit_of_work
from services.readmission.groups.manifest import TRAVELLING, rebuild
from services.readmission.groups.models import group_return, manifest_entry
from services.readmission.models import case, safeguard


def gate_closed(work: Work, person_id: str) -> None:
    """Rebuild the manifests on which a person is who was just protected, in the same transaction."""
    query = (
        sa.select(manifest_entry.c.group_id)
        .join(case, case.c.case_id == manifest_entry.c.case_id)
        .where(case.c.person_id == person_id, manifest_entry.c.state.in_(TRAVELLING))
    )
    for group_id in sorted(set(work.execute(query).scalars())):
        rebuild(work, group_id)


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
    protected = sa.select(safeguard.c.person_id).where(safeguard.c.ended.is_(None))
    moved = sa.and_(manifest_entry.c.state == "on", case.c.state != "transfer_planned")
    query = travelling.where(sa.or_(case.c.person_id.in_(protected), moved))
    with runtime.database.read() as connection:
        groups = sorted(set(connection.execute(query).scalars()))
    for group_id in groups:
        with unit_of_work(runtime, system_actor("manifests")) as work:
            rebuild(work, group_id)

"""Readmission as a deployable."""

from flask import Flask

from limen.config import Settings
from limen.runtime import open_runtime
from limen.service import Service, Timer
from limen.web.app import create_app as create_service_app
from services.readmission import persons, timer
from services.readmission.api import blp
from services.readmission.application.api import blp as application
from services.readmission.arrangements.api import blp as arrangements_api
from services.readmission.calculator.api import blp as calculator_api
from services.readmission.checks import asking
from services.readmission.checks.api import blp as checks
from services.readmission.choices import blp as choices
from services.readmission.counterpart_keys.api import blp as counterpart_keys
from services.readmission.court.api import blp as court
from services.readmission.decisions.api import blp as decisions
from services.readmission.entered_limits.api import blp as entered_limits_api
from services.readmission.evidence import removing, scanner
from services.readmission.evidence.api import blp as evidence
from services.readmission.groups.api import blp as groups
from services.readmission.groups.gates import rebuild_manifests
from services.readmission.imports.api import blp as imports
from services.readmission.interviews.api import blp as interviews
from services.readmission.monitoring.api import blp as monitoring
from services.readmission.offices.api import blp as offices
from services.readmission.statistics.api import blp as statistics
from services.readmission.timeline.api import blp as timeline
from services.readmission.traces.api import blp as traces
from services.readmission.transfers.api import blp as transfers
from services.readmission.transfers.handover_api import blp as handovers
from services.readmission.travel_documents import documents
from services.readmission.travel_documents.api import blp as travel_documents
from services.readmission.worklists import escalating
from services.readmission.worklists.api import blp as worklists

SERVICE = Service(
    name="readmission",
    title="Readmission",
    blueprints=(
        blp,
        application,
        evidence,
        checks,
        interviews,
        travel_documents,
        transfers,
        handovers,
        counterpart_keys,
        imports,
        monitoring,
        groups,
        arrangements_api,
        calculator_api,
        entered_limits_api,
        court,
        offices,
        statistics,
        worklists,
        traces,
        choices,
        decisions,
        timeline,
    ),
    handlers={
        "limen.registration.person.registered.v1": persons.keep_person,
        "limen.registration.person.changed.v1": persons.change_person,
        "limen.registration.person.erased.v1": removing.erase_person,
        "limen.registration.safeguard.raised.v1": persons.raise_safeguard,
        "limen.registration.safeguard.ended.v1": persons.end_safeguard,
    },
    timers=(
        Timer("watch time limits", 1.0, timer.watch),
        Timer("scan attached files", 5.0, scanner.scan_waiting),
        Timer("delete removed files", 30.0, removing.delete_removed),
        Timer("delete files left over", 3600.0, removing.delete_left_over),
        Timer("bring cases to superiors", 30.0, escalating.watch),
        Timer("rebuild manifests", 5.0, rebuild_manifests),
        Timer("ask registers", 1.0, asking.ask_waiting),
        Timer("watch travel documents", 60.0, documents.note_expiries),
    ),
)


def create_app(config: Settings) -> Flask:
    """Return readmission's application for these settings."""
    return create_service_app(open_runtime(config, SERVICE))

"""Readmission as a deployable."""

from flask import Flask

from limen.config import Settings
from limen.runtime import open_runtime
from limen.service import Service, Timer
from limen.web.app import create_app as create_service_app
from services.readmission import persons, timer
from services.readmission.api import blp

SERVICE = Service(
    name="readmission",
    title="Readmission",
    blueprints=(blp,),
    handlers={
        "limen.registration.person.registered.v1": persons.keep_person,
        "limen.registration.person.changed.v1": persons.keep_person,
        "limen.registration.person.erased.v1": persons.erase_person,
        "limen.registration.safeguard.raised.v1": persons.raise_safeguard,
        "limen.registration.safeguard.ended.v1": persons.end_safeguard,
    },
    timers=(Timer("watch time limits", 1.0, timer.watch),),
)


def create_app(config: Settings) -> Flask:
    """Return readmission's application for these settings."""
    return create_service_app(open_runtime(config, SERVICE))

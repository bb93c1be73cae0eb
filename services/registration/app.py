"""Registration as a deployable."""

from flask import Flask

from limen.config import Settings
from limen.runtime import open_runtime
from limen.service import Service
from limen.web.app import create_app as create_service_app
from services.registration.api import blp
from services.registration.handlers import HANDLERS

SERVICE = Service(name="registration", title="Registration", blueprints=(blp,), handlers=HANDLERS)


def create_app(config: Settings) -> Flask:
    """Return registration's application for these settings."""
    return create_service_app(open_runtime(config, SERVICE))

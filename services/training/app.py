"""Training as a deployable."""

from flask import Flask

from limen.config import Settings
from limen.runtime import open_runtime
from limen.service import Service
from limen.web.app import create_app as create_service_app
from services.training.api import blp

SERVICE = Service(name="training", title="Training", blueprints=(blp,))


def create_app(config: Settings) -> Flask:
    """Return training's application for these settings."""
    return create_service_app(open_runtime(config, SERVICE))

"""The OpenAPI document of a service, without a database or a configuration: for the reference pages."""

from typing import Any

from flask import Flask

from limen.service import Service
from limen.web.api import add_api


def document(service: Service) -> dict[str, Any]:
    """Return a service's OpenAPI 3.1 document as JSON-ready data."""
    api = add_api(Flask(service.name, static_folder=None), service, documented=True)
    made: dict[str, Any] = api.spec.to_dict()
    return made

"""The OpenAPI 3.1 document of each service."""

import json
from collections.abc import Callable

from limen.service import load_service
from limen.web.openapi import document


def renderer(service: str) -> Callable[[], str]:
    """Return what makes a service's document."""

    def render() -> str:
        return (
            json.dumps(document(load_service(service)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        )

    return render

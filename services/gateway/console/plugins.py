"""The plugins of the node: how they fare, what they cover and leave open; and the languages of the pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import get_babel

from limen.service import SERVICE_NAMES
from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.language import languages
from services.gateway.console.pages import page
from services.gateway.console.untranslated import ENGLISH
from services.gateway.node_health import UNREACHABLE, health_of
from services.gateway.upstream import upstream

#: how many steps that a plugin held are shown
_HELD = 20


@console.get("/node/plugins")
@needs("node.health.read")
def plugins() -> Any:
    """Show each plugin, and the steps of cases that a plugin held because it could not be asked."""
    reached = [item["service"] for item in health_of(upstream()) if item["status"] != UNREACHABLE]
    told = {name: read(name, "/node/plugins")["items"] for name in SERVICE_NAMES if name in reached}
    held = read("readmission", "/unanswered-rules", limit=_HELD)["items"] if "readmission" in told else []
    babel = get_babel().instance
    translated = [item for item in languages() if item.code != ENGLISH and not item.notice]
    return page(
        "plugins",
        plugins=merged(told),
        held=held,
        texts=len(babel.all_texts),
        translations=[(item, *babel.covered(item.code)) for item in translated],
    )


def merged(told: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return each plugin once, with what every service says of its health; the ill ones first."""
    found: dict[str, dict[str, Any]] = {}
    for service, items in told.items():
        for item in items:
            plugin = found.setdefault(item["name"], {**item, "services": {}})
            plugin["services"][service] = item
    for plugin in found.values():
        states = [item["health"] for item in plugin["services"].values()]
        plugin["health"] = next((state for state in states if state != "answers"), "answers")
    return sorted(found.values(), key=lambda plugin: (plugin["health"] == "answers", plugin["name"]))

"""The plugins of the node: which there are, how they fare, what they cover and what they leave open."""

from collections.abc import Mapping
from typing import Any

from limen.service import SERVICE_NAMES
from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.pages import page
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
    return page("plugins", plugins=merged(told), held=held)


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

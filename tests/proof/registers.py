"""A country whose register cannot be reached, so that there is a check that is held."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from limen.plugins import RegisterQuestion, RegistryCheck, default_profile, hookimpl
from limen.plugins.host import PluginHost
from limen.plugins.testing import host_of
from plugins import agreements


def with_register() -> PluginHost:
    """The library, and Bosnia and Herzegovina with a register that cannot be reached."""
    plugin = ModuleType("bosnia")

    @hookimpl
    def country_profile() -> Any:
        return default_profile("BA")

    @hookimpl
    def registry_checks() -> list[RegistryCheck]:
        return [
            RegistryCheck(
                code="population",
                title="Population register",
                question=RegisterQuestion.NATIONALITY,
                needs=frozenset({"surname"}),
                citation="Test Act, art. 1",
                source="test",
                ask=lambda told: told["a particular that it is not told"],
            )
        ]

    vars(plugin).update(country_profile=country_profile, registry_checks=registry_checks)
    return host_of(bosnia=plugin, agreements=agreements)

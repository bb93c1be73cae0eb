"""One country as the core sees it: its profile, and the hooks of its own plugin, asked alone."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

from limen.errors import Invalid
from limen.plugins.fields import PersonField
from limen.plugins.identity import IdentityNumber, NumberCheck, check_number
from limen.plugins.loaded import LoadedPlugin, PluginCode
from limen.plugins.names import did_you_mean
from limen.plugins.profile import CountryProfile
from limen.plugins.registers import RegisterAnswer, RegistryCheck
from limen.plugins.rules import Rule
from limen.plugins.safeguards import NationalSafeguard
from limen.plugins.training import TrainingRequirement


class Country:
    """A country and its one plugin, or a country without a plugin, which adds nothing to its profile.

    Every method that asks the plugin raises PluginFailed when the plugin fails; the caller then holds
    whatever needed the answer.
    """

    def __init__(self, profile: CountryProfile, plugin: LoadedPlugin | None = None) -> None:
        self.profile = profile
        self._plugin = plugin

    @property
    def alpha2(self) -> str:
        """The country's code."""
        return self.profile.alpha2

    @property
    def plugin(self) -> str | None:
        """The name of the country's plugin, None where it has none."""
        return self._plugin.name if self._plugin else None

    @property
    def code(self) -> PluginCode | None:
        """Which plugin speaks for the country, with its version and digest; None where it has none."""
        return self._plugin.code if self._plugin else None

    def identity_numbers(self) -> tuple[IdentityNumber, ...]:
        """Return the kinds of identity number of this country."""
        return cast(tuple[IdentityNumber, ...], self._ask("identity_numbers"))

    def legal_rules(self) -> tuple[Rule, ...]:
        """Return the rules of this country, those no longer or not yet in force included."""
        return cast(tuple[Rule, ...], self._ask("legal_rules"))

    def safeguards(self) -> tuple[NationalSafeguard, ...]:
        """Return the safeguards that this country adds, those no longer or not yet in force included."""
        return cast(tuple[NationalSafeguard, ...], self._ask("safeguards"))

    def person_fields(self) -> tuple[PersonField, ...]:
        """Return the fields that this country records about a person beside the common ones."""
        return cast(tuple[PersonField, ...], self._ask("person_fields"))

    def training_requirements(self) -> tuple[TrainingRequirement, ...]:
        """Return what officers of this country must have learned, whenever in force."""
        return cast(tuple[TrainingRequirement, ...], self._ask("training_requirements"))

    def training_required(self, action: str, on: date) -> tuple[TrainingRequirement, ...]:
        """Return what an officer must have learned to do `action` on a day."""
        return tuple(
            item for item in self.training_requirements() if item.action == action and item.in_force(on)
        )

    def registry_checks(self) -> tuple[RegistryCheck, ...]:
        """Return the registers that a node may ask, those no longer or not yet in force included."""
        return cast(tuple[RegistryCheck, ...], self._ask("registry_checks"))

    def ask_register(self, register: RegistryCheck, particulars: Mapping[str, str]) -> RegisterAnswer:
        """Ask a register of this country. PluginFailed where its adapter fails or is too slow."""
        told = {name: particulars.get(name, "") for name in register.needs}

        def ask() -> RegisterAnswer:
            return RegisterAnswer(register.ask(told))

        return cast(
            RegisterAnswer, self.run(f"registry_checks: {register.code}", ask, answers=RegisterAnswer)
        )

    def console_catalogues(self) -> dict[str, Path]:
        """Return the gettext catalogues of the console that this country brings, by language (BCP 47)."""
        brought = cast(dict[str, str], self._ask("console_catalogues") or {})
        return {language: Path(path) for language, path in brought.items()}

    def document_texts(self, language: str) -> dict[str, str]:
        """Return the texts of printed documents in a language by key, empty where there are none."""
        return cast(dict[str, str], self._ask("document_texts", language=language) or {})

    def check_number(self, name: str, number: str) -> NumberCheck:
        """Check an identity number of the kind `name` as typed. Invalid where there is no such kind."""
        kinds = {kind.name: kind for kind in self.identity_numbers()}
        if name not in kinds:
            raise Invalid(f"{self.alpha2} has no identity number {name!r}{did_you_mean(name, kinds)}")
        return cast(
            NumberCheck,
            self.run("identity_numbers", check_number, kinds[name], number, answers=NumberCheck),
        )

    def run(self, hook: str, function: Callable[..., Any], *arguments: Any, answers: Any) -> Any:
        """Run code that the plugin handed over, contained like the hook that handed it over."""
        assert self._plugin is not None, f"{self.alpha2} has no plugin, so it handed nothing over"
        return self._plugin.calls.run(hook, function, *arguments, answers=answers)

    def _ask(self, hook: str, **arguments: str) -> Any:
        return (self._plugin.ask(hook, **arguments) if self._plugin else None) or ()

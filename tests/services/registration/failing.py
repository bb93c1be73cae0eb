"""A plugin that loads and then fails whenever it is asked, and one that asks for a certificate."""

from collections.abc import Sequence
from datetime import date

from limen.plugins import PersonField, TrainingRequirement, hookimpl


class FailingPlugin:
    """Fails in every hook that registration asks."""

    @hookimpl
    def training_requirements(self) -> list[TrainingRequirement]:
        """Fail."""
        raise RuntimeError("the law is lost")


class AskingPlugin:
    """Asks for a certificate in `HBM` before a screening."""

    @hookimpl
    def training_requirements(self) -> Sequence[TrainingRequirement]:
        """Return the requirement."""
        return [
            TrainingRequirement(
                action="protection_screening",
                competence="HBM",
                citation="Screening Regulations, art. 4",
                source="test",
                valid_from=date(2020, 1, 1),
            )
        ]


class AddingPlugin:
    """Adds fields to a person, as a country's plugin does."""

    def __init__(self, fields: Sequence[PersonField], profile: object) -> None:
        self._fields = list(fields)
        self._profile = profile

    @hookimpl
    def country_profile(self) -> object:
        """Return the profile."""
        return self._profile

    @hookimpl
    def person_fields(self) -> list[PersonField]:
        """Return the fields."""
        return self._fields

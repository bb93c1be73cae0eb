"""The errors of the law.

LimenError
├── LawDataInvalid            500   a data file breaks a rule: names file, field and rule
├── Invalid                   422
│   ├── NoArrangementInForce  422   says which pairs and dates exist
│   ├── NoFixedLimit          422   the text gives a duty without a number
│   ├── StartUnusable         422   the start does not fit the limit
│   └── CalendarUnknown       422   the calendar has no holidays for this year
└── ParameterNotInForce       500   a rule asked for a value on a day on which the law had none
"""

from collections.abc import Mapping, Sequence
from typing import Any

from limen.errors import Invalid, LimenError


class LawDataInvalid(LimenError):
    """A file of legal data breaks a rule."""

    code = "law-data-invalid"

    def __init__(self, file: str, problems: Sequence[tuple[str, str]]) -> None:
        """`problems`: pairs of field (dotted path, empty for the whole file) and the rule that it breaks."""
        self.file = file
        self.problems = list(problems)
        lines = [f"{file}: {field + ': ' if field else ''}{rule}" for field, rule in self.problems]
        super().__init__("\n".join(lines), file=file, problems=[list(item) for item in self.problems])


class NoArrangementInForce(Invalid):
    """No readmission arrangement is in force for these states, this day and this category of person."""

    code = "no-arrangement-in-force"

    def __init__(
        self,
        detail: str,
        between: Sequence[Mapping[str, Any]],
        others: Sequence[Mapping[str, Any]],
        **facts: Any,
    ) -> None:
        """`between`: arrangements between the two states; `others`: those of either state with another one.

        Each item has `id`, `title`, `states` (two), `in_force` and `terminated` (ISO or None), and `reason`,
        which is None where the arrangement would apply to those two on that day.
        """
        super().__init__(
            detail, between=[dict(item) for item in between], others=[dict(item) for item in others], **facts
        )


class NoFixedLimit(Invalid):
    """The text sets this duty without a number, so there is no last day to compute."""

    code = "no-fixed-limit"


class StartUnusable(Invalid):
    """The start of the time limit does not fit its unit or its start event."""

    code = "start-unusable"


class CalendarUnknown(Invalid):
    """The calendar of this authority does not reach to this year."""

    code = "calendar-unknown"


class ParameterNotInForce(LimenError):
    """The law had no value for this parameter on this day."""

    code = "parameter-not-in-force"

"""Where a country's law was read."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class LegalSource:
    """A text that rules, authorities and requirements of a country name by its `code`.

    `title` in short own words, `publication` its number in the official collection, `read_on` the day on
    which it was read, `address` an official address if there is one.
    """

    code: str
    title: str
    publication: str
    read_on: date
    address: str | None = None

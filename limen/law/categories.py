"""The categories of person that readmission arrangements tell apart."""

from enum import StrEnum


class Category(StrEnum):
    """A category of person, seen from the requested state."""

    OWN_NATIONAL = "own_national"
    THIRD_COUNTRY_NATIONAL = "third_country_national"
    STATELESS = "stateless"
    #: former national of a predecessor state, who has no other nationality
    FORMER_STATE_NATIONAL = "former_state_national"

    @property
    def plain_name(self) -> str:
        """Return the category as an officer reads it, in the plural."""
        return _NAMES[self]


_NAMES = {
    Category.OWN_NATIONAL: "own nationals",
    Category.THIRD_COUNTRY_NATIONAL: "third-country nationals",
    Category.STATELESS: "stateless persons",
    Category.FORMER_STATE_NATIONAL: "former nationals of a predecessor state",
}

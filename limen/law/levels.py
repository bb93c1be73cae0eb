"""How far a legal value was verified. What was not verified cannot be expressed: it is absent."""

from enum import StrEnum


class Level(StrEnum):
    """The verification level of a value."""

    #: read in the full text of an official publication
    FULL_TEXT = "full_text"
    #: read in an excerpt of the instrument's own text
    EXCERPT = "excerpt"
    #: read in an official secondary source, for example a protocol that cites the article
    SECONDARY = "secondary"

    @property
    def in_words(self) -> str:
        """Return the level as an officer reads it."""
        return _WORDS[self]


class Entered(StrEnum):
    """What stands in place of a level where nobody verified a value and an officer entered it for one case.

    It is no level: no data file can carry it.
    """

    BY_HAND = "entered_by_hand"

    @property
    def in_words(self) -> str:
        """Return it as an officer reads it."""
        return "entered by hand for this case, not verified"


_WORDS = {
    Level.FULL_TEXT: "read in the full official text",
    Level.EXCERPT: "read in an excerpt of the text",
    Level.SECONDARY: "read in an official secondary source, not in the text itself",
}

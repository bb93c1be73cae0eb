"""What a machine-readable zone says, and what is wrong with it."""

from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum

from limen.codes import PrintedState, Sex, read_state
from limen.partial_dates import PartialDate


class Format(StrEnum):
    """The sizes of travel document: cards (TD1, TD2), booklets (TD3) and the two visas."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRV-A"
    MRVB = "MRV-B"


class Rule(StrEnum):
    """The rules that a zone can break."""

    SHAPE = "shape"  # the lines are not those of any format
    LENGTH = "length"  # a line is too long or too short
    CHARACTER = "character"  # a character that cannot stand there
    CHECK_DIGIT = "check_digit"
    DATE = "date"  # no such day
    STATE_CODE = "state_code"  # a code that no list has
    DOCUMENT_TYPE = "document_type"  # a type that this format does not have
    MISSING = "missing"
    SEPARATOR = "separator"  # the names are divided more than once
    ORDER = "order"  # the document expires before its holder's birth


def in_words(field: str) -> str:
    """Return a field's name as messages have it."""
    return field.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that a field breaks. The message holds no personal data, the suggestions do.

    `suggestions` are the readings of the field that would break no rule if look-alike characters (O and 0,
    I and 1) were mistaken. One that equals the field says that its check digit was misread. None is ever
    applied: an officer compares them with the document.
    """

    field: str
    rule: Rule
    message: str
    suggestions: tuple[str, ...] = attribute(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineReadableZone:
    """A zone as read. Codes stand as printed, without fillers; `issuer` and `citizenship` say what they mean.

    What could not be read is empty, unknown or None. `normalised` says what was changed before reading.
    `names_truncated` is True when the names fill their field, so that they may go on.
    The representation leaves out what is personal, so that a zone in a log shows nobody.
    """

    format: Format | None = None
    lines: tuple[str, ...] = attribute(default=(), repr=False)
    document_type: str = ""
    issuing_state: str = ""
    document_number: str = attribute(default="", repr=False)
    surname: str = attribute(default="", repr=False)
    given_names: str = attribute(default="", repr=False)
    names_truncated: bool = False
    nationality: str = attribute(default="", repr=False)
    birth_date: PartialDate = attribute(default=PartialDate(), repr=False)
    sex: Sex = attribute(default=Sex.NOT_KNOWN, repr=False)
    expiry_date: PartialDate = attribute(default=PartialDate(), repr=False)
    optional_data: str = attribute(default="", repr=False)
    optional_data_2: str = attribute(default="", repr=False)
    problems: tuple[Problem, ...] = ()
    normalised: tuple[str, ...] = ()

    @property
    def issuer(self) -> PrintedState:
        """What the issuing state's code stands for."""
        return read_state(self.issuing_state)

    @property
    def citizenship(self) -> PrintedState:
        """What the nationality's code stands for: a country, or a status such as stateless or refugee."""
        return read_state(self.nationality)

    @property
    def full_name(self) -> str:
        """Given names and surname, as far as there are any."""
        return f"{self.given_names} {self.surname}".strip()

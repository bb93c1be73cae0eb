"""Reading a machine-readable zone, whatever its state."""

from datetime import date

from limen.clock import today as today_in_utc
from limen.codes import Sex, StateKind, read_state
from limen.partial_dates import PartialDate
from services.registration.mrz.characters import FOREIGN, clean
from services.registration.mrz.check_digits import TO_LETTERS, check_digit, look_alikes, passes
from services.registration.mrz.dates import read_birth_date, read_expiry_date
from services.registration.mrz.layouts import Layout
from services.registration.mrz.shapes import arrange
from services.registration.mrz.zone import MachineReadableZone, Problem, Rule, in_words

_NO_SHAPE = (
    "The lines are not those of a travel document, which has 3 of 30 characters (TD1), 2 of 36 (TD2, MRV-B) "
    "or 2 of 44 (TD3, MRV-A)."
)
_DIGITS = frozenset("0123456789")
_SEXES = {"M": Sex.MALE, "F": Sex.FEMALE, "<": Sex.NOT_KNOWN}


def read(text: str, today: date | None = None) -> MachineReadableZone:
    """Return what the zone says as of a day (today in UTC); the day decides the century of its dates.

    Never raises for any text. Each rule that is broken is a problem that names the field; where several
    readings are possible, the one with the fewest problems is returned.
    """
    today = today or today_in_utc()
    lines, notes = clean(text)
    arrangements = arrange(lines)
    if not arrangements:
        return MachineReadableZone(problems=(Problem("zone", Rule.SHAPE, _NO_SHAPE),), normalised=notes)
    readings = [_Reading(*found, today).zone(notes) for found in arrangements]
    return readings[0] if len(readings) == 1 else min(readings, key=lambda zone: len(zone.problems))


class _Reading:
    """One reading of a text by one layout, gathering problems on the way."""

    def __init__(self, layout: Layout, text: str, problems: list[Problem], today: date) -> None:
        self.layout = layout
        self.problems = problems
        self.today = today
        self.text = self.without_foreign(text) if FOREIGN in text else text

    def zone(self, notes: tuple[str, ...]) -> MachineReadableZone:
        text, layout = self.text, self.layout
        width = layout.width
        surname, given_names = self.names()
        document_number, optional_data = self.document_number()
        birth_date, expiry_date = self.dates()
        return MachineReadableZone(
            format=layout.format,
            lines=tuple(text[start : start + width] for start in range(0, len(text), width)),
            document_type=self.document_type(),
            issuing_state=self.state("issuing_state", text[2:5]),
            document_number=document_number,
            surname=surname,
            given_names=given_names,
            names_truncated=text[layout.names][-1] != "<",
            nationality=self.state("nationality", text[layout.nationality]),
            birth_date=birth_date,
            sex=self.sex(),
            expiry_date=expiry_date,
            optional_data=self.optional_data(optional_data),
            optional_data_2=_spaced(text[layout.optional_data_2]) if layout.optional_data_2 else "",
            problems=self.all_problems(),
            normalised=notes,
        )

    def problem(self, field: str, rule: Rule, message: str, *suggestions: str) -> None:
        self.problems.append(Problem(field, rule, message, suggestions))

    def check(self, field: str, value: str, digit: str, *, only_digits: bool = False) -> None:
        if passes(value, digit):
            return
        shown = "missing" if digit == "<" else digit
        expected = check_digit(value)
        message = (
            f"The check digit of the {in_words(field)} is {shown}, but the characters read give {expected}."
        )
        likely = look_alikes(value, digit, only_digits=only_digits)
        if self.layout.composite and not only_digits:
            # one field's digit agrees by chance once in ten; the composite digit is a second witness
            likely = [pair for pair in likely if self.composite_passes(value + digit, "".join(pair))]
        self.problem(field, Rule.CHECK_DIGIT, message, *[_spaced(candidate) for candidate, _ in likely])

    def composite_passes(self, printed: str, instead: str) -> bool:
        text = self.text.replace(printed, instead, 1)
        return text[self.layout.composite_check] == check_digit(self.covered(text))

    def covered(self, text: str) -> str:
        return "".join([text[part] for part in self.layout.composite])

    def without_foreign(self, text: str) -> str:
        for place, character in enumerate(text):
            if character == FOREIGN:
                line, position = divmod(place, self.layout.width)
                where = f"Line {line + 1}, position {position + 1}"
                message = f"{where} has a character that a zone cannot have; it was read as a filler."
                self.problem("zone", Rule.CHARACTER, message)
        return text.replace(FOREIGN, "<")

    def document_type(self) -> str:
        document_type = self.text[:2].rstrip("<")
        if document_type[:1] not in self.layout.types or not document_type:
            expected = " or ".join(self.layout.types)
            message = f"The document type of a {self.layout.format} must begin with {expected}."
            self.problem("document_type", Rule.DOCUMENT_TYPE, message)
        return document_type

    def state(self, field: str, printed: str) -> str:
        code = printed.rstrip("<")
        if not code:
            self.problem(field, Rule.MISSING, f"The {in_words(field)} is missing.")
        elif read_state(code).kind is StateKind.UNKNOWN:
            letters = code.translate(TO_LETTERS)
            known = letters != code and read_state(letters).kind is not StateKind.UNKNOWN
            message = f"The {in_words(field)} is not a code that ICAO or ISO lists."
            self.problem(field, Rule.STATE_CODE, message, *([letters] if known else []))
        return code

    def names(self) -> tuple[str, str]:
        """Surname and given names; a person with a single name has it as surname."""
        printed = self.text[self.layout.names].rstrip("<")
        primary, _, secondary = printed.partition("<<")
        if not printed:
            self.problem("names", Rule.MISSING, "The names are missing.")
        elif not _DIGITS.isdisjoint(printed):
            letters = _spaced(printed.translate(TO_LETTERS))
            self.problem("names", Rule.CHARACTER, "The names have digits.", letters)
        if "<<" in secondary:
            message = "The names are divided more than once; what follows the first division is given names."
            self.problem("names", Rule.SEPARATOR, message)
        return _spaced(primary), _spaced(secondary)

    def document_number(self) -> tuple[str, str]:
        """The number, and the optional data that is left when a long number goes on in it."""
        layout = self.layout
        number = self.text[layout.document_number]
        digit = self.text[layout.document_number.stop]
        optional = self.text[layout.optional_data]
        if digit == "<" and layout.overflow and number[-1] != "<":
            rest, _, after = self.text[layout.overflow].partition("<")
            if len(rest) > 1:
                number, digit, optional = number + rest[:-1], rest[-1], after
        if number.strip("<"):
            self.check("document_number", number, digit)
        else:
            self.problem("document_number", Rule.MISSING, "The document number is missing.")
        return _spaced(number), optional

    def dates(self) -> tuple[PartialDate, PartialDate]:
        layout, text = self.layout, self.text
        printed = text[layout.birth_date]
        self.check("birth_date", printed, text[layout.birth_date.stop], only_digits=True)
        birth = read_birth_date(printed, self.today, self.problems)
        printed = text[layout.expiry_date]
        self.check("expiry_date", printed, text[layout.expiry_date.stop], only_digits=True)
        expiry = read_expiry_date(printed, self.today, self.problems)
        if birth.earliest and expiry.latest and expiry.latest < birth.earliest:
            self.problem("expiry_date", Rule.ORDER, "The document expires before its holder was born.")
        return birth, expiry

    def sex(self) -> Sex:
        marker = self.text[self.layout.sex]
        if marker not in _SEXES:
            self.problem("sex", Rule.CHARACTER, "The sex must be M, F or a filler.")
            return Sex.NOT_APPLICABLE if marker == "X" else Sex.NOT_KNOWN
        return _SEXES[marker]

    def optional_data(self, printed: str) -> str:
        if self.layout.optional_data_check:
            self.check("optional_data", printed, self.text[self.layout.optional_data_check])
        return _spaced(printed)

    def all_problems(self) -> tuple[Problem, ...]:
        if self.layout.composite:
            expected = check_digit(self.covered(self.text))
            digit = self.text[self.layout.composite_check]
            if digit != expected:
                shown = "missing" if digit == "<" else digit
                message = f"The composite check digit is {shown}, but the characters read give {expected}."
                self.problem("composite", Rule.CHECK_DIGIT, message)
        return tuple(self.problems)


def _spaced(printed: str) -> str:
    return " ".join(printed.replace("<", " ").split())

"""Writes machine-readable zones for tests, from the standard's tables and not from the product's layouts."""

from dataclasses import dataclass, field, replace
from itertools import cycle


def check_digit(text: str) -> str:
    values = (0 if character == "<" else int(character, 36) for character in text)
    return str(sum(value * weight for value, weight in zip(values, cycle((7, 3, 1)), strict=False)) % 10)


@dataclass(frozen=True)
class Holder:
    """What is on a document. Dates are the six characters as printed."""

    document_type: str = "P"
    issuing_state: str = "UTO"
    document_number: str = "L898902C3"
    surname: str = "ERIKSSON"
    given_names: str = "ANNA MARIA"
    nationality: str = "UTO"
    birth_date: str = "740812"
    sex: str = "F"
    expiry_date: str = "120415"
    optional_data: str = ""
    optional_data_2: str = ""


@dataclass
class Written:
    """A zone and, for each of its characters, the fields whose check digit covers it."""

    width: int
    text: str = ""
    covered_by: list[set[str]] = field(default_factory=list)

    def add(self, text: str, length: int, *fields: str) -> None:
        self.text += text.ljust(length, "<")[:length]
        self.covered_by += [set(fields) for _ in range(length)]

    def add_checked(self, text: str, length: int, *fields: str) -> None:
        padded = text.ljust(length, "<")[:length]
        self.add(padded + check_digit(padded), length + 1, *fields)

    def add_composite(self) -> None:
        """TD1, TD2 and TD3 end their last line of data with a digit over everything marked as composite."""
        covered = [c for c, fields in zip(self.text, self.covered_by, strict=True) if "composite" in fields]
        self.add(check_digit("".join(covered)), 1, "composite")

    def __str__(self) -> str:
        return "\n".join(self.text[at : at + self.width] for at in range(0, len(self.text), self.width))


def names(holder: Holder) -> str:
    given = "<<" + holder.given_names.replace(" ", "<") if holder.given_names else ""
    return holder.surname.replace(" ", "<") + given


def overflow(holder: Holder) -> str:
    """What a card prints in the optional data of a document number longer than nine characters."""
    rest = holder.document_number[9:]
    return rest + check_digit(holder.document_number) + "<" if rest else ""


def card(holder: Holder) -> Written:
    zone = Written(30)
    zone.add(holder.document_type, 2)
    zone.add(holder.issuing_state, 3)
    rest = overflow(holder)
    if rest:
        zone.add(holder.document_number[:9], 9, "document_number", "composite")
        zone.add("<", 1, "composite")
        zone.add(rest[:-1], len(rest) - 1, "document_number", "composite")
        zone.add("<" + holder.optional_data, 15 - len(rest) + 1, "composite")
    else:
        zone.add_checked(holder.document_number, 9, "document_number", "composite")
        zone.add(holder.optional_data, 15, "composite")
    zone.add_checked(holder.birth_date, 6, "birth_date", "composite")
    zone.add(holder.sex, 1)
    zone.add_checked(holder.expiry_date, 6, "expiry_date", "composite")
    zone.add(holder.nationality, 3)
    zone.add(holder.optional_data_2, 11, "composite")
    zone.add_composite()
    zone.add(names(holder), 30)
    return zone


def _booklet(holder: Holder, width: int, optional_data: int, *composite: str) -> Written:
    """The two lines that TD2, TD3 and the visas have in common, up to their optional data."""
    zone = Written(width)
    zone.add(holder.document_type, 2)
    zone.add(holder.issuing_state, 3)
    zone.add(names(holder), width - 5)
    rest = overflow(holder)
    if rest:
        zone.add(holder.document_number[:9], 9, "document_number", *composite)
        zone.add("<", 1, *composite)
    else:
        zone.add_checked(holder.document_number, 9, "document_number", *composite)
    zone.add(holder.nationality, 3)
    zone.add_checked(holder.birth_date, 6, "birth_date", *composite)
    zone.add(holder.sex, 1)
    zone.add_checked(holder.expiry_date, 6, "expiry_date", *composite)
    if rest:
        zone.add(rest[:-1], len(rest) - 1, "document_number", *composite)
        zone.add("<" + holder.optional_data, optional_data - len(rest) + 1, *composite)
    elif optional_data:
        zone.add(holder.optional_data, optional_data, *composite)
    return zone


def td2(holder: Holder) -> Written:
    zone = _booklet(holder, 36, 7, "composite")
    zone.add_composite()
    return zone


def td3(holder: Holder) -> Written:
    zone = _booklet(holder, 44, 0, "composite")
    zone.add_checked(holder.optional_data, 14, "optional_data", "composite")
    zone.add_composite()
    return zone


def mrva(holder: Holder) -> Written:
    return _booklet(holder, 44, 16)


def mrvb(holder: Holder) -> Written:
    return _booklet(holder, 36, 8)


#: format -> writer, a document type, and the room for names, optional data and the document number
FORMATS = {
    "TD1": (card, "I", 30, 15, 9 + 13),
    "TD2": (td2, "I", 31, 7, 9 + 5),
    "TD3": (td3, "P", 39, 14, 9),
    "MRV-A": (mrva, "V", 39, 16, 9),
    "MRV-B": (mrvb, "V", 31, 8, 9),
}


def write(format_name: str, holder: Holder = Holder()) -> Written:
    writer, document_type, *_ = FORMATS[format_name]
    return writer(replace(holder, document_type=document_type))

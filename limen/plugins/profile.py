"""A country's profile: what every service asks about a state, with or without a plugin for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from limen.codes import is_country, is_fictional, name_footnote
from limen.law.arrangement import Source
from limen.law.calendars import WorkingDays
from limen.plugins.authorities import Authority, Task
from limen.plugins.dated import Dated
from limen.plugins.documents import Document
from limen.plugins.safeguards import SafeguardLaw

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
#: what a profile can leave open, and say so
SUBJECTS = (
    "names",
    "languages",
    "authorities",
    "calendar",
    "identity_numbers",
    "documents",
    "legal_rules",
    "safeguards",
    "translations",
)
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")


@dataclass(frozen=True, kw_only=True)
class DatedName(Dated):
    """A country's name in a language (ISO 639), on the days that the period covers."""

    language: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CountryProfile:
    """What a state is called, speaks and writes, who is competent in it, and when it works.

    `alpha2` is ISO 3166-1 or XK; an invented country takes one of QM to QZ.
    `document_codes` are the codes that its travel documents print (ICAO Doc 9303 part 3).
    `languages` (ISO 639, a script may follow: `sr-Cyrl`) and `scripts` (ISO 15924) begin with the main one.
    `sources` are the texts that rules, authorities and requirements name by their code.
    `calendar` is the country's working days, None where nobody knows them; `calendars` are those of its
    parts, by ISO 3166-2 code.
    `safeguard_law` says where the country's law regulates the safeguards of the core.
    `assumptions` are sentences on what is not from a source of the country; screens show them.
    `not_verified` are sentences on what was left out, by subject (one of `SUBJECTS`); `reviewed_on` is the
    day on which somebody last compared the whole with its sources.
    """

    alpha2: str
    names: Sequence[DatedName]
    languages: Sequence[str]
    scripts: Sequence[str]
    calendar: WorkingDays | None
    document_codes: Sequence[str] = ()
    calendars: Mapping[str, WorkingDays] = field(default_factory=dict)
    authorities: Sequence[Authority] = ()
    documents: Sequence[Document] = ()
    safeguard_law: Sequence[SafeguardLaw] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    assumptions: Sequence[str] = ()
    not_verified: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reviewed_on: date | None = None

    def __post_init__(self) -> None:
        if not is_country(self.alpha2) and not is_fictional(self.alpha2):
            raise ValueError(f"alpha2 {self.alpha2!r}: must be an ISO 3166-1 alpha-2 code, or XK")
        if not self.names:
            raise ValueError("names: a country needs at least one")
        for language in [*self.languages, *(name.language for name in self.names)]:
            if not _LANGUAGE.fullmatch(language):
                raise ValueError(f"languages: {language!r} is not an ISO 639 code such as 'sq' or 'sr-Cyrl'")
        for script in self.scripts:
            if not _SCRIPT.fullmatch(script):
                raise ValueError(f"scripts: {script!r} is not an ISO 15924 code such as 'Latn'")
        for subject in self.not_verified:
            if subject not in SUBJECTS:
                raise ValueError(f"not_verified: {subject!r} is not one of {', '.join(SUBJECTS)}")

    @property
    def footnote(self) -> str | None:
        """The text that must stand wherever the country's name is printed, after an asterisk; mostly None."""
        return name_footnote(self.alpha2)

    def name(self, language: str, on: date) -> DatedName:
        """Return the name in force on a day in this language, or else in the first language that has one.

        The answer carries its language, so that a screen can show that it is another one.
        ValueError where the country had no name on that day.
        """
        in_force = [name for name in self.names if name.in_force(on)]
        if not in_force:
            raise ValueError(f"{self.alpha2} has no name on {on}")
        return next((name for name in in_force if name.language == language), in_force[0])

    def competent(self, task: Task, on: date) -> tuple[Authority, ...]:
        """Return the authorities competent for a task on a day, in the profile's order."""
        return tuple(item for item in self.authorities if task in item.tasks and item.in_force(on))

    def law_of(self, safeguard: str, on: date) -> tuple[SafeguardLaw, ...]:
        """Return where this country's law regulates a safeguard of the core on a day, none where not read."""
        return tuple(item for item in self.safeguard_law if item.safeguard == safeguard and item.in_force(on))

    def law_in_words(self, safeguard: str, on: date) -> str:
        """Return `law_of` as officers read it: each place, where it was read, and how. Empty for none."""
        return "; ".join(
            f"{item.citation} ({self._published(item.source)}, {item.verified.in_words})"
            for item in self.law_of(safeguard, on)
        )

    def _published(self, source: str) -> str:
        return self.sources[source].publication if source in self.sources else source

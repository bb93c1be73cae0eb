"""What a plugin covers, how far it was verified, and what it says that it leaves open."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from limen.plugins.catalogues import Catalogue, read_catalogue
from limen.plugins.country import Country
from limen.plugins.document_keys import NOT_REVIEWED

#: days after which a country that nobody compared with its sources again is pointed out
REVIEW_AFTER = 365


@dataclass(frozen=True)
class Coverage:
    """Counts by subject, the levels of what is cited, what is open by subject, and the last review.

    `languages` are those of the printed documents; `console` counts the console's texts by language; of both,
    `not_reviewed` lists those that no native speaker reviewed.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    languages: Sequence[str] = ()
    console: Mapping[str, int] = field(default_factory=dict)
    not_reviewed: Sequence[str] = ()
    not_verified: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reviewed_on: date | None = None

    @property
    def in_words(self) -> str:
        """Return the counts as a line: `2 authorities, 3 legal rules`."""
        told = [f"{count} {subject.replace('_', ' ')}" for subject, count in self.counts.items() if count]
        return ", ".join(told) or "nothing yet"

    @property
    def open_points(self) -> int:
        """How many points were left open."""
        return sum(len(sentences) for sentences in self.not_verified.values())

    def needs_review(self, today: date) -> bool:
        """Tell whether nobody compared it with its sources for a year."""
        return self.reviewed_on is not None and (today - self.reviewed_on).days > REVIEW_AFTER

    def as_dict(self) -> dict[str, Any]:
        """Return the coverage, JSON-safe."""
        return {
            "counts": dict(self.counts),
            "levels": dict(self.levels),
            "languages": list(self.languages),
            "console": dict(self.console),
            "not_reviewed": list(self.not_reviewed),
            "not_verified": {subject: list(texts) for subject, texts in self.not_verified.items()},
            "reviewed_on": self.reviewed_on.isoformat() if self.reviewed_on else None,
        }


def coverage_of(country: Country) -> Coverage:
    """Return what a country covers. PluginFailed where its plugin cannot be asked."""
    profile = country.profile
    rules, safeguards = country.legal_rules(), country.safeguards()
    law = (*rules, *safeguards, *profile.safeguard_law)
    cited: tuple[Any, ...] = (*profile.authorities, *profile.documents, *law)
    asked = {tag: country.document_texts(tag) for tag in ("en", *profile.languages)}
    printed = {tag: texts for tag, texts in asked.items() if texts}
    console = dict(_catalogues(country))
    levels = Counter(item.verified.value for item in cited if item.verified)
    return Coverage(
        counts={
            "authorities": len(profile.authorities),
            "identity_numbers": len(country.identity_numbers()),
            "documents": len(profile.documents),
            "legal_rules": len(rules),
            "safeguards": len(safeguards) + len(profile.safeguard_law),
            "sources": len(profile.sources),
        },
        levels=dict(levels),
        languages=list(printed),
        console={tag: len(catalogue.texts) for tag, catalogue in console.items()},
        not_reviewed=sorted(
            {tag for tag, texts in printed.items() if NOT_REVIEWED in texts}
            | {tag for tag, catalogue in console.items() if not catalogue.reviewed}
        ),
        not_verified=profile.not_verified,
        reviewed_on=profile.reviewed_on,
    )


def _catalogues(country: Country) -> Iterator[tuple[str, Catalogue]]:
    """Yield the catalogues of the console that can be read, by language."""
    for tag, path in country.console_catalogues().items():
        with suppress(ValueError):  # the contract kit and the log say why it cannot
            yield tag, read_catalogue(path, tag)

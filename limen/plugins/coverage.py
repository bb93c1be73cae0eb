"""What a plugin covers, how far it was verified, and what it says that it leaves open."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from limen.plugins.country import Country

#: days after which a country that nobody compared with its sources again is pointed out
REVIEW_AFTER = 365


@dataclass(frozen=True)
class Coverage:
    """Counts by subject, the levels of what is cited, what is open by subject, and the last review."""

    counts: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    languages: Sequence[str] = ()
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
            "not_verified": {subject: list(texts) for subject, texts in self.not_verified.items()},
            "reviewed_on": self.reviewed_on.isoformat() if self.reviewed_on else None,
        }


def coverage_of(country: Country) -> Coverage:
    """Return what a country covers. PluginFailed where its plugin cannot be asked."""
    profile = country.profile
    rules, safeguards = country.legal_rules(), country.safeguards()
    law = (*rules, *safeguards, *profile.safeguard_law)
    cited: tuple[Any, ...] = (*profile.authorities, *profile.documents, *law)
    levels = Counter(item.verified.value for item in cited if item.verified)
    return Coverage(
        counts={
            "authorities": len(profile.authorities),
            "identity_numbers": len(country.identity_numbers()),
            "documents": len(profile.documents),
            "legal_rules": len(rules),
            "safeguards": len(safeguards),
            "sources": len(profile.sources),
        },
        levels=dict(levels),
        languages=[code for code in ("en", *profile.languages) if country.document_texts(code)],
        not_verified=profile.not_verified,
        reviewed_on=profile.reviewed_on,
    )

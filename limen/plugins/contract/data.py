"""Checks of the data: sources, dates, calendars and languages."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from limen.clock import today
from limen.law.calendars import Calendar
from limen.law.errors import LawDataInvalid
from limen.law.yaml_files import read_yaml
from limen.plugins.catalogues import read_catalogue
from limen.plugins.contract.results import Verdict, failed, warning
from limen.plugins.contract.subject import Subject
from limen.plugins.country import Country
from limen.plugins.coverage import coverage_of
from limen.plugins.published_calendar import PublishedCalendar

#: what a citation says where nobody verified the article; screens show it with the citation
NO_ARTICLE = "article not verified"


def files(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Every YAML file can be read: no key twice, no word that YAML takes for something else."""
    for path in sorted(subject.folder.rglob("*.yaml")):
        try:
            read_yaml(path)
        except LawDataInvalid as error:
            yield failed(str(error))


def sources(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Every value names an article and a source of the profile, and each source is used and dated."""
    country = subject.country
    if country is None:
        return
    known, used = country.profile.sources, set()
    for what, item in cited(country):
        used.add(item.source)
        if item.source not in known:
            yield failed(f"{what}: its source {item.source!r} is not one of the profile's")
        citation = getattr(item, "citation", None)
        if citation is not None and not citation:
            yield failed(f"{what}: it has no citation")
        if citation and NO_ARTICLE in citation:
            yield warning(f"{what}: {NO_ARTICLE}")
    if isinstance(country.profile.calendar, PublishedCalendar):
        used.add(country.profile.calendar.source)
    for code in sorted(set(known) - used):
        yield warning(f"the source {code!r} is named by nothing")
    for code, source in known.items():
        if source.read_on > today():
            yield failed(f"the source {code!r} was read on {source.read_on}, which has not come yet")


def dates(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Nothing holds twice on one day, and somebody looked at the whole within a year."""
    country = subject.country
    if country is None:
        return
    groups: dict[tuple[str, str], list[Any]] = {}
    for name in country.profile.names:
        groups.setdefault(("name in", name.language), []).append(name)
    for rule in country.legal_rules():
        groups.setdefault(("rule", rule.code), []).append(rule)
    for safeguard in country.safeguards():
        groups.setdefault(("safeguard", safeguard.code), []).append(safeguard)
    for (what, code), items in groups.items():
        if any(_overlap(one, other) for one, other in combinations(items, 2)):
            yield failed(f"{what} {code}: two of them hold on the same day")
    reviewed = country.profile.reviewed_on
    if reviewed is None:
        yield warning("nobody said when it was last reviewed (reviewed_on)")
    elif reviewed > today():
        yield failed(f"it was reviewed on {reviewed}, which has not come yet")
    elif coverage_of(country).needs_review(today()):
        yield warning(f"it was last reviewed on {reviewed}, more than a year ago")


def calendar(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """The calendars are Limen's own kinds, which compute a year in time and name their version."""
    country = subject.country
    if country is None:
        return
    profile = country.profile
    if profile.calendar is None:
        yield warning("no calendar: working days of this country cannot be counted")
    for found in filter(None, (profile.calendar, *profile.calendars.values())):
        if type(found) not in (Calendar, PublishedCalendar):
            yield failed(f"{type(found).__name__} is no calendar of Limen: it would run without a deadline")
        elif found.time_zone == "UTC":
            yield warning(f"the days of {found.authority} begin in UTC: name its time zone")


def languages(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """There is a name and there are texts in each language, or it is said that there are none."""
    country = subject.country
    if country is None:
        return
    named = {name.language for name in country.profile.names}
    silent = [code for code in country.profile.languages if not country.document_texts(code)]
    if silent and not country.profile.not_verified.get("translations"):
        yield warning(f"no texts in {', '.join(silent)}: documents fall back to English and say so")
    unnamed = [code for code in country.profile.languages if code not in named]
    if unnamed:
        yield warning(f"no name of the country in {', '.join(unnamed)}")


def catalogues(subject: Subject) -> Iterator[tuple[Verdict, str]]:
    """Every catalogue of the console can be read, and no translation could break a page."""
    country = subject.country
    if country is None:
        return
    for tag, path in country.console_catalogues().items():
        yield from map(failed, read_catalogue(path, tag).problems)
        if tag not in country.profile.languages:
            yield warning(f"{path.name}: {tag} is none of the country's languages, so nobody can choose it")


def cited(country: Country) -> Iterable[tuple[str, Any]]:
    """Yield what each value of a country is, and the value."""
    for authority in country.profile.authorities:
        yield f"authority {authority.code}", authority
    for document in country.profile.documents:
        yield f"document {document.code}", document
    for number in country.identity_numbers():
        yield f"identity number {number.name}", number
    for rule in country.legal_rules():
        yield f"rule {rule.code}", rule
    for safeguard in country.safeguards():
        yield f"safeguard {safeguard.code}", safeguard
    for law in country.profile.safeguard_law:
        yield f"law on {law.safeguard}", law
    for requirement in country.training_requirements():
        yield f"training {requirement.competence}", requirement


def _overlap(one: Any, other: Any) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last

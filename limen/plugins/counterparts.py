"""The profile of a state for which nobody wrote a plugin, so that it still works as a counterpart."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from limen.clock import today
from limen.codes import UnknownCode, alpha3, country_name
from limen.law.calendars import Calendar
from limen.plugins.profile import CountryProfile, DatedName

_NO_SINGLE_TIME = "as the state has no single time that is known, days begin and end in UTC."


@cache
def default_profile(alpha2: str) -> CountryProfile:
    """Return a profile from CLDR and the `holidays` library, with its assumptions.

    `alpha2` is an ISO 3166-1 alpha-2 code or XK; UnknownCode otherwise. No authority is known.
    """
    name = country_name(alpha2)
    time_zone = _time_zone(alpha2)
    calendar = _calendar(alpha2, name, time_zone or "UTC")
    languages = _languages(alpha2)
    assumptions = [
        f"No plugin of this node describes {name}: names, languages and scripts are CLDR's.",
        "No competent authority is known.",
    ]
    if calendar is None:
        assumptions.append("No calendar is known: working days cannot be counted.")
    else:
        assumptions.append(
            "Weekend and holidays are those of the holidays library, not checked against an official list; "
            + (f"days begin and end in {time_zone}." if time_zone else _NO_SINGLE_TIME)
        )
    return CountryProfile(
        alpha2=alpha2,
        names=cldr_names(alpha2, languages),
        languages=languages,
        scripts=_scripts(languages),
        calendar=calendar,
        document_codes=(alpha3(alpha2),),
        assumptions=tuple(assumptions),
    )


def cldr_names(alpha2: str, languages: Sequence[str]) -> tuple[DatedName, ...]:
    """Return CLDR's names of a state, in English and in these languages where CLDR has them."""
    names = []
    for language in dict.fromkeys(("en", *languages)):
        try:
            names.append(DatedName(language=language, name=country_name(alpha2, language)))
        except UnknownCode:  # an official language in which CLDR has no names
            continue
    return tuple(names)


def _languages(alpha2: str) -> tuple[str, ...]:
    from babel.languages import get_official_languages

    return tuple(code.replace("_", "-") for code in get_official_languages(alpha2, de_facto=True))


def _scripts(languages: tuple[str, ...]) -> tuple[str, ...]:
    from babel.core import get_global

    likely = get_global("likely_subtags")  # `sq` to `sq_Latn_AL`
    tags = [language if "-" in language else likely.get(language, "") for language in languages]
    parts = [re.split("[-_]", tag) for tag in tags]
    return tuple(dict.fromkeys(part[1] for part in parts if len(part) > 1))


def _calendar(alpha2: str, name: str, time_zone: str) -> Calendar | None:
    from holidays import list_supported_countries

    known = alpha2 in list_supported_countries()
    return Calendar(name, alpha2, time_zone=time_zone) if known else None


def _time_zone(alpha2: str) -> str | None:
    """Return CLDR's time zone of a state; None where it has no single time all year."""
    from babel.core import get_global

    zones = get_global("territory_zones").get(alpha2) or []
    days = [datetime(today().year, month, 1, tzinfo=UTC) for month in (1, 7)]
    times = {tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in days) for zone in zones}
    return str(zones[0]) if len(times) == 1 else None

"""The profile of a state for which nobody wrote a plugin, so that it still works as a counterpart."""

import re
from collections.abc import Sequence
from functools import cache

from limen.codes import UnknownCode, alpha3, country_name
from limen.law.calendars import Calendar
from limen.plugins.profile import CountryProfile, DatedName


@cache
def default_profile(alpha2: str) -> CountryProfile:
    """Return a profile from CLDR and the `holidays` library, with its assumptions.

    `alpha2` is an ISO 3166-1 alpha-2 code or XK; UnknownCode otherwise. No authority is known.
    """
    name = country_name(alpha2)
    calendar = _calendar(alpha2, name)
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
            "days begin and end in UTC."
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


def _calendar(alpha2: str, name: str) -> Calendar | None:
    from holidays import list_supported_countries

    return Calendar(name, alpha2) if alpha2 in list_supported_countries() else None

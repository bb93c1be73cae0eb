"""A new country as a distribution of its own, whose tests pass at once."""

import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from limen.clock import today
from limen.codes import UnknownCode, country_name, is_country, is_fictional
from limen.errors import Invalid
from limen.law.calendars import Calendar
from limen.plugins.counterparts import default_profile
from limen.plugins.document_keys import TEXTS
from limen.plugins.profile import CountryProfile

#: where each template goes; `package` stands for the package's folder
_FILES = {
    "pyproject.toml.tmpl": "pyproject.toml",
    "README.md.tmpl": "README.md",
    "__init__.py.tmpl": "package/__init__.py",
    "country.yaml.tmpl": "package/country.yaml",
    "rules.yaml.tmpl": "package/rules.yaml",
    "cases.yaml.tmpl": "package/cases.yaml",
    "en.yaml.tmpl": "package/texts/en.yaml",
    "test_contract.py.tmpl": "tests/test_contract.py",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def new_country(alpha2: str, parent: Path, name: str = "") -> Path:
    """Write the distribution of a country into a new folder of `parent`, and return that folder.

    `alpha2` is ISO 3166-1 or XK, or QM to QZ for an invented country, which needs a `name`.
    Invalid for another code, and where the folder is already there.
    """
    values = _values(alpha2, name)
    root = parent / f"limen-{values['slug']}"
    if root.exists():
        raise Invalid(f"{root.name} is already there")
    package = f"limen_{values['slug']}"
    templates = files("limen.plugins") / "template"
    for template, place in _FILES.items():
        target = root / place.replace("package/", f"{package}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template((templates / template).read_text(encoding="utf-8")).substitute(values))
    return root


def _values(alpha2: str, name: str) -> dict[str, str]:
    if is_fictional(alpha2):
        if not name:
            raise Invalid(f"{alpha2} stands for an invented country: give its name")
        names = f"names: [{{language: en, name: {name}}}]"
        profile, code = None, "XXX"
        languages, scripts = ["en"], ["Latn"]
    elif is_country(alpha2):
        profile = default_profile(alpha2)
        names = "# names: CLDR's, until you write some: [{language: en, name: ..., valid_from: 2019-02-12}]"
        languages, scripts = list(profile.languages) or ["en"], list(profile.scripts) or ["Latn"]
        code = profile.document_codes[0]
        name = name or country_name(alpha2)
    else:
        raise UnknownCode(f"{alpha2!r} is no ISO 3166-1 alpha-2 code, nor XK, nor QM to QZ")
    return {
        "alpha2": alpha2,
        "name": name,
        "slug": re.sub(r"[^a-z]+", "_", _ascii(name).lower()).strip("_"),
        "today": today().isoformat(),
        "names": names,
        "languages": ", ".join(languages),
        "scripts": ", ".join(scripts),
        "document_code": code,
        "calendar": _calendar(alpha2, profile),
        "cases": "".join(_cases(alpha2, name, profile)).rstrip("\n"),
        "texts": "\n".join(f"{key}: {json.dumps(text)}" for key, text in TEXTS.items()),
    }


def _ascii(name: str) -> str:
    from anyascii import anyascii

    return str(anyascii(name))


def _calendar(alpha2: str, profile: CountryProfile | None) -> str:
    if profile is None or profile.calendar is None:
        return f"# calendar: {{library: {alpha2}, time_zone: Europe/Berlin}}   # if the library has it"
    from babel.core import get_global

    zones = get_global("territory_zones").get(alpha2) or ["UTC"]
    return f"""calendar:
  library: {alpha2}
  time_zone: {zones[0]}
  overrides: []       # days on which the library is wrong, each with its source:
#    - {{day: 2026-03-06, change: added, name: Election day, source: border-act}}
"""


def _cases(alpha2: str, name: str, profile: CountryProfile | None) -> list[str]:
    day = today()
    known = profile.name("en", day).name if profile else name
    cases = [
        f"""  - name: The country is called {known} in English
    ask: name
    language: en
    on: {day}
    expect: {known}
""",
        f"""  - name: A language in which no name was written gets a name all the same
    ask: name
    language: tlh
    on: {day}
    expect: {known}
""",
    ]
    if profile and isinstance(profile.calendar, Calendar):
        cases += [
            f"""  - name: {_DAYS[found.weekday()]}s are {"" if works else "not "}working days
    ask: working_day
    on: {found}
    expect: {str(works).lower()}
"""
            for found, works in _two_days(profile.calendar, day.year)
        ]
    return cases


def _two_days(calendar: Calendar, year: int) -> list[tuple[date, bool]]:
    """Return a day of the weekend, on which no holiday falls, and one that is worked: for the first cases."""
    march = [date(year, 3, number) for number in range(1, 32)]
    weekend = [(day, False) for day in march if _why(calendar, day) == _DAYS[day.weekday()]]
    return weekend[:1] + [(day, True) for day in march if calendar.is_working(day)][:1]


def _why(calendar: Calendar, day: date) -> str:
    found = calendar.day_off(day)
    return found.why if found else ""

"""Sex, age group and citizenship of the person of a case, coarse on purpose, kept when the case is opened.

The age groups are those of European return statistics. Whoever reads them learns a range of at least four
years, and nothing that the statistics do not need. They stay when the person is erased, like the case number.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from limen.partial_dates import InvalidPartialDate, PartialDate
from limen.work import Work
from services.readmission.statistics.tables import attributes

UNKNOWN: Final = "unknown"
SEVERAL: Final = "several"
#: youngest age of each group, the oldest group first
_GROUPS: Final = ((65, "65+"), (35, "35-64"), (18, "18-34"), (14, "14-17"), (0, "0-13"))
#: ISO/IEC 5218
_SEXES: Final = {1: "male", 2: "female", 9: "other"}

AGE_GROUPS: Final = (*(name for _, name in reversed(_GROUPS)), UNKNOWN)
SEXES: Final = (*_SEXES.values(), UNKNOWN)


def keep_attributes(work: Work, case_id: str, particulars: Mapping[str, Any], on: date) -> None:
    """Keep the coarse attributes of a case's person, as of the day on which the case was opened."""
    values = {
        "sex": _SEXES.get(particulars.get("sex") or 0, UNKNOWN),
        "age_group": age_group(particulars.get("birth_date"), on),
        "citizenship": citizenship(particulars.get("nationalities") or ()),
    }
    work.execute(attributes.insert().values(case_id=case_id, **values))


def age_group(birth: str | None, on: date) -> str:
    """Return the group of somebody born on a date (EDTF), on a day; `unknown` where two are possible."""
    try:
        ages = PartialDate.parse(birth).age_range(on) if birth else None
    except InvalidPartialDate:
        ages = None
    if ages is None:
        return UNKNOWN
    least, most = _group(ages.least), _group(ages.most)
    return least if least == most else UNKNOWN


def citizenship(nationalities: Sequence[Mapping[str, Any]]) -> str:
    """Return the state of which the person is a national; `several` or `unknown` where it is not one."""
    states = {item["country"] for item in nationalities}
    if len(states) > 1:
        return SEVERAL
    return next(iter(states), UNKNOWN)


def _group(age: int) -> str:
    return next(name for youngest, name in _GROUPS if age >= youngest)

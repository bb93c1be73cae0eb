"""A country whose data lie in files beside its package, so that its `__init__.py` is two lines.

    from limen.plugins import CountryFiles

    plugin = CountryFiles(__file__)

`country.yaml` holds the profile, `rules.yaml` the rules, `texts/<language>.yaml` the texts of documents,
`locale/<language>.po` those of the console; only the first must be there. A country that needs code makes a
class of its own from this one and answers a hook itself.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from limen.codes import country_name, is_country, name_footnote
from limen.law.arrangement import Source
from limen.law.calendars import Calendar, Change, Override
from limen.law.errors import LawDataInvalid
from limen.law.loading import flat
from limen.law.yaml_files import read_yaml
from limen.plugins.authorities import Authority
from limen.plugins.counterparts import cldr_names
from limen.plugins.country_schemas import CountrySchema
from limen.plugins.declared_rules import load_rules
from limen.plugins.documents import Document
from limen.plugins.identity import IdentityNumber
from limen.plugins.markers import hookimpl
from limen.plugins.profile import CountryProfile, DatedName
from limen.plugins.rules import Rule
from limen.plugins.safeguards import SafeguardLaw


class CountryFiles:
    """The hooks of a country, answered from the files beside the module `file`."""

    def __init__(self, file: str) -> None:
        self.folder = Path(file).parent

    @hookimpl
    def country_profile(self) -> CountryProfile:
        """Return the profile in `country.yaml`."""
        return load_country(self.folder / "country.yaml")

    @hookimpl
    def identity_numbers(self) -> list[IdentityNumber]:
        """Return the identity numbers of `country.yaml`."""
        return [_number(entry) for entry in _read(self.folder / "country.yaml")["identity_numbers"]]

    @hookimpl
    def legal_rules(self) -> list[Rule]:
        """Return the rules of `rules.yaml`, none where there is no such file."""
        path = self.folder / "rules.yaml"
        return load_rules(path) if path.exists() else []

    @hookimpl
    def console_catalogues(self) -> Mapping[str, str]:
        """Return the catalogues in the folder `locale`, one file a language."""
        return {path.stem: str(path) for path in sorted((self.folder / "locale").glob("*.po"))}

    @hookimpl
    def document_texts(self, language: str) -> Mapping[str, str]:
        """Return the texts of the language's file, none where there is no such file."""
        files = {path.stem: path for path in (self.folder / "texts").glob("*.yaml")}
        return read_yaml(files[language]) if language in files else {}


def load_country(path: Path) -> CountryProfile:
    """Return the profile in a file. LawDataInvalid names file, field and rule; ValueError the field."""
    data = _read(path)
    calendars = {code: _calendar(code, entry) for code, entry in data["calendars"].items()}
    named = data.get("names")
    calendar = data["calendar"]
    return CountryProfile(
        alpha2=data["alpha2"],
        names=[DatedName(**entry) for entry in named]
        if named
        else cldr_names(data["alpha2"], data["languages"]),
        languages=data["languages"],
        scripts=data["scripts"],
        document_codes=data["document_codes"],
        calendar=_calendar(_name(data["alpha2"]), calendar) if calendar else None,
        calendars=calendars,
        authorities=[_authority(entry, calendars) for entry in data["authorities"]],
        documents=[Document(**entry) for entry in data["documents"]],
        safeguard_law=[SafeguardLaw(**entry) for entry in data["safeguard_law"]],
        sources={code: Source(**entry) for code, entry in data["sources"].items()},
        assumptions=data["assumptions"],
        not_verified=data["not_verified"],
        reviewed_on=data["reviewed_on"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = CountrySchema().load(read_yaml(path))
    except ValidationError as error:
        raise LawDataInvalid(path.name, list(flat(error.messages))) from error
    problems = [
        (f"{part}[{number}].source", f"{entry['source']!r} is not one of `sources`")
        for part in ("authorities", "identity_numbers", "documents", "safeguard_law")
        for number, entry in enumerate(data[part])
        if entry["source"] not in data["sources"]
    ]
    problems += [
        (f"authorities[{number}].calendar", f"{entry['calendar']!r} is not one of `calendars`")
        for number, entry in enumerate(data["authorities"])
        if entry.get("calendar") not in (None, *data["calendars"])
    ]
    if problems:
        raise LawDataInvalid(path.name, problems)
    return data


def _calendar(name: str, entry: Mapping[str, Any]) -> Calendar:
    overrides = [
        Override(item["day"], Change(item["change"]), item["name"], item["source"])
        for item in entry.get("overrides", ())
    ]
    given = {key: entry[key] for key in ("subdivision", "categories", "weekend") if key in entry}
    return Calendar(name, entry["library"], overrides=overrides, time_zone=entry["time_zone"], **given)


def _name(alpha2: str) -> str:
    """Return how explanations call a country whose calendar counts."""
    if not is_country(alpha2):
        return alpha2
    return country_name(alpha2) + ("*" if name_footnote(alpha2) else "")


def _authority(entry: Mapping[str, Any], calendars: Mapping[str, Calendar]) -> Authority:
    values = {**entry, "tasks": frozenset(entry["tasks"])}
    if "calendar" in values:
        values["calendar"] = calendars[values["calendar"]]
    return Authority(**values)


def _number(entry: Mapping[str, Any]) -> IdentityNumber:
    module = import_module(f"stdnum.{entry['stdnum']}")
    return IdentityNumber(
        name=entry["name"], issuer=entry["issuer"], validate=module.validate, source=entry["source"]
    )

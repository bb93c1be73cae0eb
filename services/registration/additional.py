"""Fields that the country's plugin adds to a person.

A value is kept as a claim together with its sensitivity, so that reading it asks no plugin: what was
recorded as sensitive stays sensitive when the plugin is gone.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from limen.errors import Invalid
from limen.plugins.fields import PersonField, Sensitivity
from limen.plugins.identity import mask_all_but_last
from limen.work import Work
from services.registration.claims import Kind, Proof, Statement


def statements_of(work: Work, values: Mapping[str, Any], proof: Proof, pointer: str) -> list[Statement]:
    """Check values by the fields of the country's plugin. PluginFailed when it cannot be asked.

    `pointer` is where the values stand in the body.
    """
    if not values:
        return []
    known = fields_of(work)
    problems, statements = [], []
    for name, value in values.items():
        if name not in known:
            # the name is the client's text, so it is not repeated
            problems.append({"pointer": pointer, "detail": "no such field in this country"})
            continue
        try:
            known[name].field.deserialize(value)
        except ValidationError as error:
            detail = "; ".join(str(message) for message in error.messages)
            problems.append({"pointer": f"{pointer}/{name}", "detail": detail})
            continue
        claimed = {"name": name, "value": value, "sensitivity": known[name].sensitivity.value}
        statements.append(Statement(Kind.ADDITIONAL, claimed, proof))
    if problems:
        raise Invalid("additional fields break a rule", errors=problems)
    return statements


def fields_of(work: Work) -> Mapping[str, PersonField]:
    """Return the additional fields of the node's country by name; none where no plugin has any."""
    runtime = work.runtime
    if not runtime.settings.country:
        return {}
    country = runtime.plugins.country(runtime.settings.country)
    return {field.name: field for field in country.person_fields()}


def shown(item: Mapping[str, Any], *, sensitive: bool, unmasked: bool) -> dict[str, Any] | None:
    """Return an additional field as a reader may see it, or None for a sensitive one that the reader may not.

    An identifier is masked unless the reader gave a purpose.
    """
    plain = {name: item[name] for name in ("name", "value", "proof")}
    match item["sensitivity"]:
        case Sensitivity.PERSONAL:
            return plain
        case Sensitivity.IDENTIFIER:
            return plain if unmasked else {**plain, "value": mask_all_but_last(str(item["value"]))}
        case _:
            return plain if sensitive else None

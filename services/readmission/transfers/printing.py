"""The escort sheet and the hand-over record on paper: in English and in a language of the requested state."""

import json
from collections.abc import Mapping
from typing import Any

from limen.clock import minute
from limen.codes import country_name
from limen.plugins.texts import DEFAULT, document_texts, language_beside_english
from limen.printing import Attachment, TwoLanguages, printed, two_languages
from limen.runtime import Runtime
from limen.web.files import File

_PACKAGE = "services.readmission.transfers"
#: what a page takes of a record as it stands
_PRINTED = (
    "number",
    "person",
    "travel_document",
    "outcome",
    "place",
    "refusal_code",
    "follows",
    "digest",
)
_OF_A_SIGNER = ("full_name", "function", "authority")


def sheet_pdf(runtime: Runtime, sheet: Mapping[str, Any]) -> File:
    """Print an escort sheet."""
    states = {name: country_name(sheet[name]) for name in ("requesting_state", "requested_state")}
    content = printed(
        _PACKAGE,
        "escort_sheet.typ",
        DEFAULT,
        sheet={**sheet, **states},
        both=_beside_english(runtime, sheet["requested_state"]),
    )
    return File(content, "application/pdf", f"{sheet['number']}-escort-sheet.pdf")


def record_pdf(runtime: Runtime, requested_state: str, record: Mapping[str, Any]) -> File:
    """Print a hand-over record with room for both signatures; the signed form lies inside as JSON."""
    signed = json.dumps(record["signed"], ensure_ascii=False, indent=1).encode()
    inside = Attachment("hand-over-record.json", signed, "The signed record, machine-readable")
    content = printed(
        _PACKAGE,
        "handover.typ",
        DEFAULT,
        attachments=[inside],
        record={name: record[name] for name in _PRINTED}
        | {
            "happened_at": minute(record["happened_at"]),
            "recorded_at": minute(record["recorded_at"]),
            "reason": record["reason"] or "",
            "remarks": record["remarks"] or "",
            "signers": [[who[name] for name in _OF_A_SIGNER if who.get(name)] for who in record["signers"]],
            "countersigned": bool(record["countersigned_at"]),
        },
        both=_beside_english(runtime, requested_state),
    )
    return File(content, "application/pdf", f"{record['number']}-hand-over.pdf")


def _beside_english(runtime: Runtime, state: str) -> TwoLanguages:
    country = runtime.plugins.country(state)
    language = language_beside_english(country)
    return two_languages(document_texts([country], [language]), DEFAULT, language)

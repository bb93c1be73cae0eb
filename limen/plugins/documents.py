"""Documents that a state issues and that a readmission case deals with."""

from collections.abc import Mapping
from dataclasses import dataclass

from limen.law.levels import Level
from limen.plugins.dated import Dated


@dataclass(frozen=True, kw_only=True)
class Document(Dated):
    """A kind of document, on the days that the period covers.

    `names` are by language (ISO 639); `says` is what was read about it, in one sentence; `citation` is the
    article or page, `source` the code of a source in the country's profile.
    """

    code: str
    names: Mapping[str, str]
    says: str
    citation: str
    source: str
    verified: Level

"""Protection screenings."""

from typing import Any

from flask.views import MethodView

from limen.web.files import File
from limen.web.languages import SheetLanguages
from limen.work import Work
from services.registration import qualifications, rules, screenings
from services.registration.api.blueprint import blp
from services.registration.schemas.safeguards import (
    NewScreening,
    RecordedScreening,
    ScreeningCertificates,
    Screenings,
)
from services.registration.screening_sheet import sheet_pdf


@blp.route("/screening-sheet.pdf")
class ScreeningSheet(MethodView):
    """What a person is told before a screening."""

    @blp.download("application/pdf", permission="registration.screening.create", arguments=SheetLanguages)
    def get(self, work: Work, wanted: dict[str, Any]) -> File:
        """Print the sheet in the person's language and beside it in the officer's; it names nobody."""
        return sheet_pdf(work, **wanted)


@blp.route("/screening-certificates")
class Certificates(MethodView):
    """Whether the officer may screen today."""

    @blp.query(ScreeningCertificates, permission="registration.screening.create")
    def get(self, work: Work) -> dict[str, Any]:
        """Tell which certificates screening asks for, and since when the officer holds them or does not."""
        found = qualifications.standings(work, rules.SCREEN)
        allowed = all(item.state is qualifications.State.VALID for item in found)
        return {"allowed": allowed, "certificates": found}


@blp.route("/encounters/<uuid:encounter_id>/protection-screenings")
class ProtectionScreenings(MethodView):
    """Screenings of the person of an encounter for needs of protection."""

    @blp.command(NewScreening, RecordedScreening, status=201, permission="registration.screening.create")
    def post(self, work: Work, found: dict[str, Any], encounter_id: str) -> dict[str, Any]:
        """Record a screening. The officer must hold the certificates that the country's law asks for."""
        return screenings.record(work, encounter_id, found)

    @blp.query(Screenings, permission="registration.screening.read", audited="screening.read")
    def get(self, work: Work, encounter_id: str) -> dict[str, Any]:
        """Show the screenings of an encounter with what was found."""
        return {"items": screenings.of_encounter(work, encounter_id)}

"""Finding out who the person is: registers, interviews, travel documents."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import SelectField

from limen.clock import today
from services.gateway.console.actions import Action, Actions, Codes, Listed, Offered, body_of
from services.gateway.console.asking import read
from services.gateway.console.blueprint import console, needs
from services.gateway.console.coded import language_choices
from services.gateway.console.forms import Form
from services.gateway.console.officers import may
from services.gateway.console.pages import go, page, status_for
from services.gateway.console.return_fields import NEEDED, Nothing, OnDay, Reasoned, day, line, moment, words


class AskRegister(Form):
    """Which register is asked, and why."""

    register = SelectField(_l("Register"), [NEEDED], choices=[], validate_choice=False)
    purpose = Codes(_l("Why it is asked"), "purpose", NEEDED)


class AskInterview(Form):
    """Ask for an interview."""

    kind = Codes(_l("Kind of interview"), "interview_kind", NEEDED)
    requested_on = day(_l("Asked for on"))
    language = Listed(_l("Language of the person"), language_choices)
    interpreter = Codes(_l("Interpreter"), "interpreter", NEEDED)


class Schedule(Form):
    """When, where, with which interpreter."""

    at = moment(_l("Moment"))
    channel = Codes(_l("How"), "channel", NEEDED)
    place = line(_l("Place"), 200, needed=False)
    interpreter = Codes(_l("Interpreter"), "interpreter", NEEDED)
    language = Listed(_l("Language of the interpreter"), language_choices)


class InterviewReport(Form):
    """What came out of an interview."""

    on = day(_l("Day of the report"))
    outcome = Codes(_l("Outcome"), "interview_outcome", NEEDED)
    report = words(_l("Report"), needed=False)


class AskDocument(Form):
    """Ask for a travel document."""

    kind = Codes(_l("Kind of document"), "return_document", NEEDED)
    authority = line(_l("Authority that is asked"))
    requested_on = day(_l("Asked for on"))
    renews = SelectField(_l("In place of"), choices=[], validate_choice=False)


class IssueDocument(Form):
    """A document as issued."""

    on = day(_l("Issued on"))
    valid_until = day(_l("Valid until"))
    number = line(_l("Number"), 40, needed=False)


class RefuseDocument(Form):
    """Why no document is issued."""

    on = day(_l("Day"))
    reason = words(_l("Reason"))


def _register(form: Form) -> dict[str, Any]:
    country, _, register = form["register"].data.partition(":")
    return {"country": country, "register": register, "purpose": form["purpose"].data}


ACTIONS = Actions(
    Action("ask-register", _l("Ask a register"), "/cases/{id}/registry-checks", AskRegister,
           _l("The register is being asked. Reload the page to see its answer."), _register),
    Action("ask-again", _l("Ask again"), "/registry-checks/{id}/retry", Nothing,
           _l("The register is being asked again."), lambda _form: None),
    Action("ask-interview", _l("Ask for an interview"), "/cases/{id}/interviews", AskInterview,
           _l("Recorded. The time limit of the arrangement runs.")),
    Action("schedule", _l("Fix the day"), "/interviews/{id}/schedule", Schedule, _l("The day is fixed.")),
    Action("held", _l("Record that it was held"), "/interviews/{id}/held", OnDay,
           _l("Recorded. The time limit for the report runs.")),
    Action("report", _l("Record the report"), "/interviews/{id}/report", InterviewReport,
           _l("The report is recorded.")),
    Action("call-off", _l("Call it off"), "/interviews/{id}/cancellation", Reasoned,
           _l("The interview is called off.")),
    Action("ask-document", _l("Ask for a travel document"), "/cases/{id}/travel-documents", AskDocument,
           _l("Recorded. The time limit of the arrangement runs."), body_of),
    Action("issue", _l("Record that it was issued"), "/travel-documents/{id}/issue", IssueDocument,
           _l("The document is recorded.")),
    Action("refuse", _l("Record that it was refused"), "/travel-documents/{id}/refusal", RefuseDocument,
           _l("The refusal is recorded.")),
)  # fmt: skip
_OF_INTERVIEW = {"schedule": "schedule", "hold": "held", "report": "report", "cancel": "call-off"}


@console.get("/cases/<uuid:case_id>/verification")
@needs("readmission.case.read")
def verification(case_id: str) -> Any:
    """Show registers, interviews and travel documents of a case."""
    return _show(case_id)


@console.post("/cases/<uuid:case_id>/verification/<action>/<uuid:record>")
@needs("readmission.case.move")
def verify(case_id: str, action: str, record: str) -> Any:
    """Do one thing, or show the page again with what stands against it."""
    if action not in ACTIONS:
        raise NotFound
    tried = ACTIONS.sent(action, record)
    return _show(case_id, tried) if tried else go("verification", case_id=case_id)


def _show(case_id: str, tried: Offered | None = None) -> Any:
    case = read("readmission", f"/cases/{case_id}")
    checks = read("readmission", f"/cases/{case_id}/registry-checks")
    interviews = read("readmission", f"/cases/{case_id}/interviews")["items"]
    documents = read("readmission", f"/cases/{case_id}/travel-documents")["items"]
    return page(
        "verification",
        status_for(tried and tried.form),
        case=case,
        checks=checks,
        interviews=interviews,
        documents=documents,
        tried=tried,
        offered=_offered(case, checks, interviews, documents, tried) if may("readmission.case.move") else {},
    )


def _offered(
    case: Any, checks: Any, interviews: list[Any], documents: list[Any], tried: Offered | None
) -> dict[str, list[Offered]]:
    """Return by record what can be done with it; the case's own id stands for adding something."""
    case_id, version = case["case_id"], case["version"]

    def offer(name: str, record: str, **values: Any) -> Offered:
        return ACTIONS.offer(name, record, version, tried, **values)

    interview = offer("ask-interview", case_id, requested_on=today(), interpreter="needed")
    document = offer("ask-document", case_id, requested_on=today())
    document.form["renews"].choices = [
        ("", ""),
        *((item["document_id"], item["valid_until"]) for item in documents if item["state"] == "issued"),
    ]
    found = {case_id: [interview, document]}
    registers = [item for item in checks["registers"] if "register" in item]
    if registers:
        register = offer("ask-register", case_id)
        register.form["register"].choices = [
            (f"{item['country']}:{item['register']}", f"{item['title']} ({item['country']})")
            for item in registers
        ]
        found[case_id].insert(0, register)
    for item in checks["items"]:
        if item["state"] == "held":
            found[item["check_id"]] = [offer("ask-again", item["check_id"])]
    for item in interviews:
        found[item["interview_id"]] = [
            offer(_OF_INTERVIEW[move], item["interview_id"]) for move in item["possible"]
        ]
    for item in documents:
        if item["state"] == "requested":
            found[item["document_id"]] = [offer(name, item["document_id"]) for name in ("issue", "refuse")]
    return found

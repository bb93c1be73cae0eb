"""What readmission tells: cases and their time limits."""

from marshmallow import fields

from limen.messaging.contracts import Contract, EventData


class CaseOpened(EventData):
    """A readmission case was opened."""

    case_id = fields.String(required=True)
    person_id = fields.String(required=True)
    requesting_state = fields.String(required=True)
    requested_state = fields.String(required=True)
    category = fields.String(required=True)
    arrangement = fields.String(required=True)


class CaseMoved(EventData):
    """A readmission case took a step."""

    case_id = fields.String(required=True)
    step = fields.String(required=True)
    from_state = fields.String(required=True)
    to_state = fields.String(required=True)
    at = fields.String(required=True)


class DeadlineApproaching(EventData):
    """A time limit of a case will end soon."""

    case_id = fields.String(required=True)
    deadline_id = fields.String(required=True)
    limit = fields.String(required=True)
    due = fields.String(required=True)


class DeadlinePassed(EventData):
    """A time limit of a case has ended; `effect` is what the text gives it, and no other."""

    case_id = fields.String(required=True)
    deadline_id = fields.String(required=True)
    limit = fields.String(required=True)
    due = fields.String(required=True)
    effect = fields.String(required=True)


CONTRACTS = (
    Contract("limen.readmission.case.opened.v1", CaseOpened),
    Contract("limen.readmission.case.moved.v1", CaseMoved),
    Contract("limen.readmission.case.deadline-approaching.v1", DeadlineApproaching),
    Contract("limen.readmission.case.deadline-passed.v1", DeadlinePassed),
)

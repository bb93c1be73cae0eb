"""What readmission tells: cases and their time limits, and what it recorded of safeguards."""

from marshmallow import fields, validate

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


class CaseEscalated(EventData):
    """A case was brought before a superior: an account, or `role:` and a role."""

    case_id = fields.String(required=True)
    escalation_id = fields.String(required=True)
    cause = fields.String(required=True)
    limit = fields.String(required=True, allow_none=True)
    due = fields.String(required=True, allow_none=True)
    office = fields.String(required=True)
    superior = fields.String(required=True)


class CaseOffered(EventData):
    """A case was offered to another office, or that offer was accepted, rejected or withdrawn."""

    case_id = fields.String(required=True)
    offer_id = fields.String(required=True)
    from_office = fields.String(required=True)
    to_office = fields.String(required=True)
    state = fields.String(required=True)


class CaseSafeguardRaised(EventData):
    """A safeguard that readmission recorded protects a person in every case. No reason is given."""

    safeguard_id = fields.String(required=True)
    person_id = fields.String(required=True)
    safeguard = fields.String(required=True, validate=validate.Length(max=60))
    since = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True)
    raised_by = fields.String(required=True)


class CaseSafeguardEnded(EventData):
    """A safeguard ended in every case: by facts that readmission recorded, or with an appeal."""

    safeguard_id = fields.String(required=True)
    person_id = fields.String(required=True)
    ended = fields.String(required=True)
    ended_by = fields.String(required=True)
    facts = fields.List(fields.String(), required=True)
    basis = fields.String(required=True)


CONTRACTS = (
    Contract("limen.readmission.case.opened.v1", CaseOpened),
    Contract("limen.readmission.case.moved.v1", CaseMoved),
    Contract("limen.readmission.case.deadline-approaching.v1", DeadlineApproaching),
    Contract("limen.readmission.case.deadline-passed.v1", DeadlinePassed),
    Contract("limen.readmission.case.escalated.v1", CaseEscalated),
    Contract("limen.readmission.case.offered.v1", CaseOffered),
    Contract("limen.readmission.case.offer-decided.v1", CaseOffered),
    Contract("limen.readmission.safeguard.raised.v1", CaseSafeguardRaised),
    Contract("limen.readmission.safeguard.ended.v1", CaseSafeguardEnded),
)

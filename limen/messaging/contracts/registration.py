"""What registration tells: persons, encounters and safeguards."""

from marshmallow import fields, validate

from limen.messaging.contracts import Contract, EventData, Sealed


class Nationality(EventData):
    """A nationality that the person claims or a document shows."""

    country = fields.String(required=True)
    proof = fields.String(required=True)


class Document(EventData):
    """A travel document as far as readmission needs it."""

    type = fields.String(required=True)
    issuing_state = fields.String(required=True)
    number = fields.String(required=True)
    expiry_date = fields.String(required=True, allow_none=True)


class Particulars(EventData):
    """The personal part: the minimum that a readmission case needs."""

    surname = fields.String(required=True)
    given_names = fields.String(required=True)
    birth_date = fields.String(required=True, allow_none=True)
    sex = fields.Integer(required=True)
    nationalities = fields.List(fields.Nested(Nationality), required=True)
    document = fields.Nested(Document, required=True, allow_none=True)


class PersonRegistered(EventData):
    """A person was registered for the first time."""

    person_id = fields.String(required=True)
    sealed = Sealed(required=True)


class PersonChanged(EventData):
    """The particulars of a person changed; the event carries all of them anew."""

    person_id = fields.String(required=True)
    sealed = Sealed(required=True)


class PersonErased(EventData):
    """The data of a person were erased; whoever keeps a copy decides about it."""

    person_id = fields.String(required=True)


class SafeguardRaised(EventData):
    """A safeguard protects a person from now on. No reason is given."""

    safeguard_id = fields.String(required=True)
    person_id = fields.String(required=True)
    safeguard = fields.String(required=True, validate=validate.Length(max=60))
    since = fields.String(required=True)


class SafeguardEnded(EventData):
    """A safeguard no longer applies. No reason is given."""

    safeguard_id = fields.String(required=True)
    person_id = fields.String(required=True)
    ended = fields.String(required=True)


class EncounterRecorded(EventData):
    """An officer recorded an encounter with a person at a border post."""

    encounter_id = fields.String(required=True)
    person_id = fields.String(required=True)
    post = fields.String(required=True)
    kind = fields.String(required=True)
    at = fields.String(required=True)


CONTRACTS = (
    Contract("limen.registration.person.registered.v1", PersonRegistered, sealed=Particulars),
    Contract("limen.registration.person.changed.v1", PersonChanged, sealed=Particulars),
    Contract("limen.registration.person.erased.v1", PersonErased),
    Contract("limen.registration.encounter.recorded.v1", EncounterRecorded),
    Contract("limen.registration.safeguard.raised.v1", SafeguardRaised),
    Contract("limen.registration.safeguard.ended.v1", SafeguardEnded),
)

"""What training tells: certificates of officers."""

from marshmallow import fields

from limen.messaging.contracts import Contract, EventData


class CertificateIssued(EventData):
    """An officer holds a certificate until it expires."""

    certificate_id = fields.String(required=True)
    number = fields.String(required=True)
    officer = fields.String(required=True)
    curriculum = fields.String(required=True)
    issued_on = fields.String(required=True)
    expires_on = fields.String(required=True)


class CertificateRevoked(EventData):
    """A certificate no longer counts."""

    certificate_id = fields.String(required=True)
    number = fields.String(required=True)
    officer = fields.String(required=True)
    curriculum = fields.String(required=True)
    revoked_on = fields.String(required=True)


CONTRACTS = (
    Contract("limen.training.certificate.issued.v1", CertificateIssued),
    Contract("limen.training.certificate.revoked.v1", CertificateRevoked),
)

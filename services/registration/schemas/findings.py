"""What national law says about what was recorded."""

from marshmallow import fields

from limen.web.schemas import Schema


class FindingAnswer(Schema):
    """What a rule of national law says, with its article and the plugin that said so."""

    kind = fields.String(required=True)
    code = fields.String(required=True)
    reason = fields.String(required=True)
    reference = fields.String(required=True)
    source = fields.String(required=True)
    plugin = fields.String(required=True)

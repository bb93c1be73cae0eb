"""`/api/v1/<service>/node/plugins`: the plugins of a service's node, how they fare and what they cover.

Every service keeps its own record, because each process asks the plugins itself.
"""

from typing import Any

from flask.views import MethodView
from marshmallow import fields, validate

from limen.plugins.report import HEALTH, reports
from limen.web.blueprint import Blueprint
from limen.web.schemas import Moment, Schema
from limen.work import Work


class PluginCoverage(Schema):
    """What a plugin covers by subject, how far it was verified by level, what it leaves open by subject."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    levels = fields.Dict(keys=fields.String(), values=fields.Integer())
    languages = fields.List(fields.String(), metadata={"description": "with texts of documents, ISO 639"})
    console = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "how many texts of the console the plugin brings, by language"},
    )
    not_reviewed = fields.List(
        fields.String(), metadata={"description": "languages whose texts no native speaker reviewed"}
    )
    not_verified = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    reviewed_on = fields.String(allow_none=True)


class PluginState(Schema):
    """One plugin."""

    name = fields.String()
    version = fields.String()
    digest = fields.String(allow_none=True)
    distribution = fields.String(allow_none=True)
    licence = fields.String()
    country = fields.String(allow_none=True)
    health = fields.String(validate=validate.OneOf(HEALTH))
    hooks = fields.List(fields.String())
    coverage = fields.Nested(PluginCoverage)
    review_due = fields.Boolean()
    calls = fields.Integer(metadata={"description": "since the process started, as the figures below"})
    failures = fields.Integer()
    late = fields.Integer(metadata={"description": "failures that were delays"})
    refused = fields.Integer(metadata={"description": "calls not made while it was left alone"})
    last_error = fields.String(allow_none=True, metadata={"description": "type of the last error"})
    last_error_at = Moment(allow_none=True)


class PluginList(Schema):
    """The plugins of a node."""

    items = fields.List(fields.Nested(PluginState))


def add_plugin_routes(blp: Blueprint) -> None:
    """Add the route of the plugins to a service's own blueprint."""

    @blp.route("/plugins")
    class Plugins(MethodView):
        """The plugins of the node."""

        @blp.query(PluginList, permission="node.health.read")
        def get(self, work: Work) -> dict[str, Any]:
            """List the plugins with version, hooks, health, coverage, licence and last review."""
            return {"items": [item.as_dict() for item in reports(work.runtime.plugins)]}

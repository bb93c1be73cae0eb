"""`/api/v1/<service>/node/audit`: the audit log of a service, for administrators and the monitor.

It holds ids and codes, never personal data. Whoever reads it stands in it too.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask.views import MethodView
from marshmallow import fields, validate

from limen.storage.tables import audit
from limen.web.blueprint import Blueprint
from limen.web.pagination import Page, PageArguments, paginate
from limen.web.schemas import Schema
from limen.work import Work

_FILTERS = ("actor", "action", "subject")


class AuditFilter(PageArguments):
    """Which entries to list: of one officer, of one kind of action, on one record."""

    actor = fields.String(validate=validate.Length(1, 120))
    action = fields.String(validate=validate.Length(1, 80))
    subject = fields.String(validate=validate.Length(1, 120))


class AuditEntry(Schema):
    """Who did what to which record, and why. `digest` chains the entry to the one before it."""

    sequence = fields.Integer()
    at = fields.String()
    actor = fields.String()
    action = fields.String()
    subject = fields.String()
    purpose = fields.String()
    detail = fields.Dict(keys=fields.String())
    request_id = fields.String()
    digest = fields.String()


class AuditPage(Page):
    """A page of the audit log, the newest entry first."""

    items = fields.List(fields.Nested(AuditEntry))


def add_audit_routes(blp: Blueprint) -> None:
    """Add the route of the audit log to a service's own blueprint."""

    @blp.route("/audit")
    class AuditLog(MethodView):
        """The audit log."""

        @blp.query(AuditPage, permission="audit.read", arguments=AuditFilter, audited="audit.read")
        def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
            """List what was done, the newest first."""
            query = sa.select(audit)
            for name in _FILTERS:
                if name in wanted:
                    query = query.where(audit.c[name] == wanted[name])
            return paginate(work, query, wanted, audit.c.sequence, descending=True, items=_entries)


def _entries(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]

"""`/api/v1/<service>/node/events`: messages that could not take effect, for administrators.

Every service has these routes (`limen.web.api`), because every service keeps its own waiting messages.
"""

from collections.abc import Mapping
from typing import Any

from flask.views import MethodView
from marshmallow import fields, validate

from limen.messaging import parked
from limen.messaging.waiting import State
from limen.web.blueprint import Blueprint
from limen.web.pagination import DEFAULT_LIMIT, LARGEST_LIMIT, Page
from limen.web.schemas import Identifier, Schema
from limen.work import Work


class WaitingFilter(Schema):
    """Which messages to list."""

    state = fields.String(load_default=State.PARKED.value, validate=validate.OneOf(list(State)))
    after = Identifier(metadata={"description": "the `next` of the page before"})
    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, LARGEST_LIMIT))


class WaitingEvent(Schema):
    """A message that has not taken effect, without its body."""

    id = Identifier()
    event_id = fields.String(allow_none=True)
    type = fields.String(allow_none=True)
    aggregate_id = fields.String(allow_none=True)
    version = fields.Integer(
        allow_none=True, attribute="event_version", metadata={"description": "of the record it speaks of"}
    )
    state = fields.String(validate=validate.OneOf(list(State)))
    attempt = fields.Integer()
    due_at = fields.String(allow_none=True)
    error = fields.String()
    received_at = fields.String()
    size = fields.Integer(metadata={"description": "of the body, in bytes"})


class WaitingPage(Page):
    """A page of messages, the oldest first."""

    items = fields.List(fields.Nested(WaitingEvent))


class WaitingBody(WaitingEvent):
    """A message with its body as it arrived; personal parts stay sealed."""

    body = fields.String()


class Discarding(Schema):
    """Why a message may be given up."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


def add_event_routes(blp: Blueprint) -> None:
    """Add the routes of waiting messages to a service's own blueprint."""

    @blp.route("/events")
    class WaitingEvents(MethodView):
        """Messages that have not taken effect."""

        @blp.query(WaitingPage, permission="node.events.read", arguments=WaitingFilter)
        def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
            """List messages that are parked, retried or early."""
            limit = wanted["limit"]
            found = parked.list_waiting(work, wanted["state"], limit=limit + 1, after=wanted.get("after", ""))
            shown = found[:limit]
            return {
                "items": [_shown(item) for item in shown],
                "next": shown[-1]["id"] if len(found) > limit else None,
            }

    @blp.route("/events/<uuid:waiting_id>")
    class WaitingEventItem(MethodView):
        """One message."""

        @blp.query(WaitingEvent, permission="node.events.read")
        def get(self, work: Work, waiting_id: str) -> dict[str, Any]:
            """Show a message and its last error."""
            return _shown(parked.show(work, waiting_id))

    @blp.route("/events/<uuid:waiting_id>/body")
    class WaitingEventBody(MethodView):
        """The body of a message."""

        @blp.query(WaitingBody, permission="node.events.manage", audited="event.opened")
        def get(self, work: Work, waiting_id: str) -> dict[str, Any]:
            """Show a message with its body."""
            return _shown(parked.show(work, waiting_id, with_body=True))

    @blp.route("/events/<uuid:waiting_id>/replay")
    class WaitingEventReplay(MethodView):
        """Trying a message again."""

        @blp.command(None, WaitingEvent, permission="node.events.manage")
        def post(self, work: Work, waiting_id: str) -> dict[str, Any]:
            """Have a worker try the message again at once."""
            return _shown(parked.replay(work, waiting_id))

    @blp.route("/events/<uuid:waiting_id>/discard")
    class WaitingEventDiscard(MethodView):
        """Giving a message up."""

        @blp.command(Discarding, None, permission="node.events.manage")
        def post(self, work: Work, given: dict[str, Any], waiting_id: str) -> None:
            """Give a parked message up, so that later events of its record can go on."""
            parked.discard(work, waiting_id, given["reason"])


def _shown(item: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the event's version from being taken for the version of the answer, its ETag."""
    return {
        **{name: value for name, value in item.items() if name != "version"},
        "event_version": item["version"],
    }

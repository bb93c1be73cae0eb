"""Work lists over HTTP: counts, filters, escalations, the calendar. The lists themselves are `GET /cases`."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.pagination import paginate
from limen.web.policy import PUBLIC
from limen.work import Work
from services.readmission.offices.handing import open_offers
from services.readmission.worklists import calendar, escalating, filters, queries, schemas
from services.readmission.worklists.tables import escalation

blp = Blueprint("readmission-worklists", "/api/v1/readmission", description="What an officer must see to")


@blp.route("/work-lists")
class WorkLists(MethodView):
    """How much waits."""

    @blp.query(schemas.Counts, permission="readmission.case.read", arguments=schemas.CountArguments)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """Count the cases of each list. `GET /cases?tab=overdue` shows them."""
        return {
            **queries.counts(work, wanted),
            "counted_to": queries.COUNTED_TO,
            "escalations": _length(work, escalating.in_reach(work, "open")),
            "offers": _length(work, open_offers(work)),
        }


@blp.route("/filters")
class Filters(MethodView):
    """The officer's own filters."""

    @blp.query(schemas.FilterList, permission="readmission.worklist.keep")
    def get(self, work: Work) -> dict[str, Any]:
        """List the officer's own filters."""
        return {"items": filters.filters_of(work)}

    @blp.command(schemas.NewFilter, schemas.FilterAnswer, status=201, permission="readmission.worklist.keep")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Keep a filter under a name."""
        return filters.keep_filter(work, new["name"], new["criteria"])


@blp.route("/filters/<uuid:filter_id>")
class FilterItem(MethodView):
    """One filter."""

    @blp.command(None, None, permission="readmission.worklist.keep")
    def delete(self, work: Work, filter_id: str) -> None:
        """Remove a filter."""
        filters.remove_filter(work, filter_id)


@blp.route("/cases/<uuid:case_id>/escalations")
class CaseEscalations(MethodView):
    """Bringing a case before a superior."""

    @blp.command(
        schemas.NewEscalation,
        schemas.EscalationAnswer,
        status=201,
        permission="readmission.escalation.raise",
    )
    def post(self, work: Work, new: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Bring a case before the superior of its office, with a reason."""
        return escalating.escalate_by_hand(work, case_id, new["reason"])


@blp.route("/escalations")
class Escalations(MethodView):
    """What was brought before superiors."""

    @blp.query(
        schemas.EscalationPage,
        permission="readmission.escalation.read",
        arguments=schemas.EscalationFilter,
        audited="escalations.listed",
    )
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List escalations of offices in reach, and those brought to the officer; the oldest first."""
        found = escalating.in_reach(work, wanted["state"])
        opened = partial(escalating.shown, work)
        return paginate(work, found, wanted, escalation.c.escalation_id, escalation.c.raised_at, items=opened)


@blp.route("/escalations/<uuid:escalation_id>/seen")
class EscalationSeen(MethodView):
    """The superior's answer."""

    @blp.command(None, schemas.EscalationAnswer, permission="readmission.escalation.answer")
    def post(self, work: Work, escalation_id: str) -> dict[str, Any]:
        """Record that the superior has seen to it."""
        return escalating.see_to(work, escalation_id)


@blp.route("/calendars")
class Calendars(MethodView):
    """Calendars of due dates."""

    @blp.query(schemas.FeedList, permission="readmission.calendar.keep")
    def get(self, work: Work) -> dict[str, Any]:
        """List the officer's own calendars, without their secrets."""
        return {"items": calendar.feeds_of(work)}

    @blp.command(schemas.NewFeed, schemas.NewFeedAnswer, status=201, permission="readmission.calendar.keep")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Make a calendar; its address is shown this one time."""
        return calendar.make_feed(work, new.get("office"))


@blp.route("/calendars/<uuid:feed_id>")
class CalendarItem(MethodView):
    """One calendar."""

    @blp.command(None, None, permission="readmission.calendar.keep")
    def delete(self, work: Work, feed_id: str) -> None:
        """Revoke a calendar: its address leads nowhere from now on."""
        calendar.revoke_feed(work, feed_id)


@blp.route("/calendar.ics")
class CalendarFeed(MethodView):
    """The calendar itself, for programs that cannot sign in."""

    @blp.download("text/calendar", permission=PUBLIC, arguments=schemas.FeedArguments)
    def get(self, work: Work, wanted: dict[str, Any]) -> File:
        """Give the due dates as iCalendar: case numbers and names of time limits, nothing else."""
        return calendar.calendar_file(work, wanted["token"])


def _length(work: Work, query: sa.Select[Any]) -> int:
    some = query.with_only_columns(sa.literal(1)).limit(queries.COUNTED_TO).subquery()
    return int(work.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())

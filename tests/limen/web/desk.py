"""A small service with a table of its own: visits to a desk at a border post."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask.views import MethodView
from marshmallow import ValidationError, fields, validate

from limen.errors import IllegalStep, NotFound
from limen.ids import new_id
from limen.service import Service
from limen.storage.tables import Moment as MomentType
from limen.web import (
    PUBLIC,
    SIGNED_IN,
    Blueprint,
    CountryCode,
    Identifier,
    Moment,
    Page,
    PageArguments,
    PartialDateField,
    Schema,
    WholeNumber,
    paginate,
    personal,
    posts_in_reach,
    require_post,
)
from limen.work import Work

metadata = sa.MetaData()
visit = sa.Table(
    "visit",
    metadata,
    sa.Column("visit_id", sa.String(36), primary_key=True),
    sa.Column("post", sa.String(20), nullable=False),
    sa.Column("visitor", sa.String(80), nullable=False),
    sa.Column("country", sa.String(2)),
    sa.Column("born", sa.String(10)),
    sa.Column("at", MomentType, nullable=False),
    sa.Column("party", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)


def not_a_number(name: str) -> None:
    if name.isdigit():
        raise ValidationError(f"{name} is a number, not a name.")


class Companion(Schema):
    """Somebody who came along."""

    name = personal(fields.String(required=True, validate=validate.Length(1, 80)))


class NewVisit(Schema):
    """A visit to record."""

    post = fields.String(required=True, validate=validate.OneOf(("AL-HANI", "AL-KAPSH")))
    visitor = personal(fields.String(required=True, validate=[validate.Length(1, 80), not_a_number]))
    country = CountryCode(allow_none=True)
    born = personal(PartialDateField(allow_none=True))
    at = Moment()
    party = WholeNumber(1, 99, load_default=1)
    companions = fields.List(fields.Nested(Companion), load_default=list)


class VisitChange(Schema):
    """What may change about a visit."""

    visitor = personal(fields.String(required=True, validate=validate.Length(1, 80)))


class VisitAnswer(Schema):
    """A visit."""

    visit_id = Identifier()
    post = fields.String()
    visitor = personal(fields.String())
    country = CountryCode(allow_none=True)
    born = personal(fields.String(allow_none=True))
    at = Moment()
    party = WholeNumber()
    version = WholeNumber()


class VisitPage(Page):
    """Visits."""

    items = fields.List(fields.Nested(VisitAnswer), required=True)


class VisitFilter(PageArguments):
    """Which visits."""

    post = fields.String(validate=validate.Length(1, 20))
    newest_first = fields.Boolean(load_default=False)
    countries = fields.List(CountryCode())


class VisitSearch(Schema):
    """Whom to look for."""

    visitor = personal(fields.String(required=True, validate=validate.Length(1, 80)))


class Hello(Schema):
    """A greeting."""

    hello = fields.String()


blp = Blueprint("desk", "/api/v1/desk", description="Visits to the desk of a border post")


@blp.route("/visits")
class Visits(MethodView):
    """All visits."""

    @blp.command(NewVisit, VisitAnswer, status=201, permission="registration.encounter.create")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Record a visit."""
        require_post(work, new["post"])
        row = {
            "visit_id": new_id(),
            "post": new["post"],
            "visitor": new["visitor"],
            "country": new.get("country"),
            "born": str(new["born"]) if new.get("born") else None,
            "at": new.get("at", datetime(2026, 3, 6, 8, tzinfo=UTC)),
            "party": new["party"],
            "version": 1,
        }
        work.execute(visit.insert().values(row))
        work.record("visit.recorded", row["visit_id"])
        return {**row, "location": f"/api/v1/desk/visits/{row['visit_id']}"}

    @blp.query(VisitPage, permission="registration.encounter.read", arguments=VisitFilter)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the visits within the officer's reach."""
        statement = sa.select(visit)
        if (posts := posts_in_reach(work)) is not None:
            statement = statement.where(visit.c.post.in_(posts))
        if "post" in wanted:
            statement = statement.where(visit.c.post == wanted["post"])
        if "countries" in wanted:
            statement = statement.where(visit.c.country.in_(wanted["countries"]))
        descending = wanted["newest_first"]
        return paginate(work, statement, wanted, visit.c.visit_id, visit.c.at, descending=descending)


@blp.route("/visits/<id:visit_id>")
class VisitItem(MethodView):
    """One visit."""

    @blp.query(VisitAnswer, permission="registration.encounter.read", audited="visit.read")
    def get(self, work: Work, visit_id: str) -> dict[str, Any]:
        """Show a visit."""
        row = _row(work, visit_id)
        require_post(work, row["post"])
        return row

    @blp.command(VisitChange, VisitAnswer, permission="registration.encounter.create", if_match=True)
    def patch(self, work: Work, change: dict[str, Any], visit_id: str) -> dict[str, Any]:
        """Correct a visitor's name."""
        row = _row(work, visit_id)
        require_post(work, row["post"])
        work.check_version(row["version"])
        change["version"] = row["version"] + 1
        work.execute(visit.update().where(visit.c.visit_id == visit_id).values(change))
        return {**row, **change}

    @blp.command(None, None, permission="registration.encounter.create", if_match=True)
    def delete(self, work: Work, visit_id: str) -> None:
        """Strike a visit."""
        row = _row(work, visit_id)
        work.check_version(row["version"])
        if row["party"] > 50:
            raise IllegalStep("A large party stays on record.", [{"what": "smaller_party"}])
        work.execute(visit.delete().where(visit.c.visit_id == visit_id))


@blp.route("/searches")
class Searches(MethodView):
    """Looking for visits."""

    @blp.query(VisitPage, permission="registration.person.search", body=VisitSearch, audited="visit.searched")
    def post(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """Find visits by the visitor's name, which must not stand in a URL."""
        rows = work.execute(sa.select(visit).where(visit.c.visitor == wanted["visitor"]).limit(50))
        return {"items": rows.mappings().all(), "next": None}


@blp.route("/hello")
class Greeting(MethodView):
    """A greeting for everybody."""

    @blp.query(Hello, permission=PUBLIC)
    def get(self, work: Work) -> dict[str, Any]:
        """Greet."""
        return {"hello": work.actor.id}

    @blp.command(None, Hello, permission=SIGNED_IN, key_required=True)
    def post(self, work: Work) -> dict[str, Any]:
        """Greet an officer, once for each key."""
        work.record("officer.greeted", work.actor.id)
        return {"hello": work.actor.name}


def _row(work: Work, visit_id: str) -> dict[str, Any]:
    row = work.execute(sa.select(visit).where(visit.c.visit_id == visit_id)).mappings().first()
    if row is None:
        raise NotFound()
    return dict(row)


SERVICE = Service("desk", "Desk", blueprints=(blp,))

"""What a pair of states can do under its arrangement: procedures, grounds, variants, with their articles."""

from types import SimpleNamespace
from typing import Any

from flask.views import MethodView
from marshmallow import fields, validate

from limen.clock import today
from limen.web.blueprint import Blueprint
from limen.web.schemas import CountryCode, Schema
from limen.work import Work
from services.readmission import law
from services.readmission.procedures import PROCEDURES, grounds, limit_in, offered, role_of, variants
from services.readmission.schemas import CATEGORIES
from services.readmission.steps import STEPS

blp = Blueprint("readmission-choices", "/api/v1/readmission", description="What an arrangement offers")


class PairArguments(Schema):
    """A pair of states and a category of person, today or on another day."""

    requesting_state = CountryCode(required=True)
    requested_state = CountryCode(required=True)
    category = fields.String(required=True, validate=validate.OneOf(CATEGORIES))
    on = fields.Date()


class Choice(Schema):
    """Something to choose, with the articles that offer it, and what the text says of it."""

    code = fields.String()
    articles = fields.String()
    words = fields.String()


class ProcedureChoice(Choice):
    """A procedure: the steps of this node's side, and the limits that the text gives it."""

    title = fields.String()
    steps = fields.List(fields.String())
    limits = fields.List(fields.String())


class Choices(Schema):
    """What can be chosen when a case is opened."""

    arrangement = fields.String()
    role = fields.String()
    procedures = fields.List(fields.Nested(ProcedureChoice))
    grounds = fields.List(fields.Nested(Choice))
    variants = fields.List(fields.Nested(Choice))


@blp.route("/choices")
class CaseChoices(MethodView):
    """The choices before a case is opened."""

    @blp.query(Choices, permission="readmission.case.read", arguments=PairArguments)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """Tell which procedures, grounds and variants the arrangement of a pair offers."""
        category, asked = wanted["category"], wanted["requested_state"]
        pair = {"requesting_state": wanted["requesting_state"], "requested_state": asked}
        on = wanted.get("on") or today()
        arrangement = law.find_arrangement(work.runtime, *pair.values(), on, category)
        role = role_of(work.runtime.settings.country, wanted)
        known = (arrangement, category, asked)
        return {
            "arrangement": arrangement.id,
            "role": role,
            "procedures": [
                {
                    "code": name,
                    "title": PROCEDURES[name].title,
                    "words": PROCEDURES[name].title,
                    "articles": "; ".join(articles),
                    "steps": [step.name for step in STEPS.values() if step.exists_in(name, role)],
                    "limits": [
                        limit
                        for limit in PROCEDURES[name].watches
                        if limit_in(
                            arrangement,
                            SimpleNamespace(**pair, category=category, procedure=name, variant=None),
                            limit,
                        )
                    ],
                }
                for name, articles in offered(arrangement, category, *pair.values()).items()
            ],
            "grounds": [
                {"code": code, "articles": articles, "words": words}
                for code, (articles, words) in grounds(*known).items()
            ],
            "variants": [
                {"code": code, "articles": articles, "words": code.replace("_", " ")}
                for code, articles in variants(*known).items()
            ],
        }

"""The register of other authorities' keys over HTTP."""

from typing import Any

from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.work import Work
from services.readmission.counterpart_keys import register, schemas

blp = Blueprint(
    "readmission-counterpart-keys", "/api/v1/readmission", description="Keys of other authorities"
)


@blp.route("/counterpart-keys")
class CounterpartKeys(MethodView):
    """The keys with which other authorities countersign."""

    @blp.query(schemas.KeyList, permission="readmission.key.read")
    def get(self, work: Work) -> dict[str, Any]:
        """List the keys with what each is worth today."""
        return {"items": register.keys(work)}

    @blp.command(schemas.NewKey, schemas.KeyAnswer, status=201, permission="readmission.key.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Add a key. It is trusted once a second administrator has confirmed it."""
        return register.add(work, new)


@blp.route("/counterpart-keys/<uuid:key_id>")
class CounterpartKeyItem(MethodView):
    """One key."""

    @blp.query(schemas.KeyAnswer, permission="readmission.key.read")
    def get(self, work: Work, key_id: str) -> dict[str, Any]:
        """Show a key."""
        return register.key_view(work, key_id)


@blp.route("/counterpart-keys/<uuid:key_id>/decision")
class CounterpartKeyDecisions(MethodView):
    """The second administrator."""

    @blp.command(schemas.KeyDecision, schemas.KeyAnswer, permission="readmission.key.manage")
    def post(self, work: Work, given: dict[str, Any], key_id: str) -> dict[str, Any]:
        """Confirm or reject a key that somebody else added."""
        return register.decide(work, key_id, given)


@blp.route("/counterpart-keys/<uuid:key_id>/revocation")
class CounterpartKeyRevocations(MethodView):
    """The end of a key."""

    @blp.command(schemas.KeyRevocation, schemas.KeyAnswer, permission="readmission.key.manage")
    def post(self, work: Work, given: dict[str, Any], key_id: str) -> dict[str, Any]:
        """Trust a key no longer, at once."""
        return register.revoke(work, key_id, given["reason"])

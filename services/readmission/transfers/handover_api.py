"""What happened at the border, over HTTP."""

from typing import Any

from flask.views import MethodView

from limen import signing
from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.policy import PUBLIC, require_post
from limen.work import Work
from services.readmission.cases import case_row
from services.readmission.records import one
from services.readmission.transfers import handover, handover_schemas
from services.readmission.transfers.models import handover as handover_table
from services.readmission.transfers.models import transfer
from services.readmission.transfers.printing import record_pdf

blp = Blueprint("readmission-handovers", "/api/v1/readmission", description="Hand-over records")


@blp.route("/transfers/<uuid:transfer_id>/handover-form")
class HandoverForm(MethodView):
    """The form that goes along to the border."""

    @blp.query(
        handover_schemas.SignedAnswer, permission="readmission.case.transfer", audited="handover.form_read"
    )
    def get(self, work: Work, transfer_id: str) -> dict[str, Any]:
        """Give the form, signed by this node, to be filled without a network."""
        _require(work, one(work, transfer, transfer_id, "transfer").case_id)
        return {"signed": handover.form_of(work, transfer_id)}


@blp.route("/cases/<uuid:case_id>/handovers")
class Handovers(MethodView):
    """What happened at the border in a case."""

    @blp.query(handover_schemas.HandoverList, permission="readmission.case.read", audited="handovers.read")
    def get(self, work: Work, case_id: str) -> dict[str, Any]:
        """List the hand-over records of a case."""
        _require(work, case_id)
        return handover.handovers_view(work, case_id)

    @blp.command(
        handover_schemas.NewHandover,
        handover_schemas.HandoverRecord,
        status=201,
        permission="readmission.case.transfer",
        if_match=True,
    )
    def post(self, work: Work, given: dict[str, Any], case_id: str) -> dict[str, Any]:
        """Record what happened: the person was handed over, or refused at the border. The case moves."""
        _require(work, case_id)
        return handover.handover_view(work, handover.record(work, case_id, given))


@blp.route("/handovers/<uuid:handover_id>")
class HandoverItem(MethodView):
    """One hand-over record."""

    @blp.query(handover_schemas.HandoverRecord, permission="readmission.case.read", audited="handover.read")
    def get(self, work: Work, handover_id: str) -> dict[str, Any]:
        """Show a record with its signed form."""
        _require(work, one(work, handover_table, handover_id, "hand-over record").case_id)
        return handover.handover_view(work, handover_id)


@blp.route("/handovers/<uuid:handover_id>/record.pdf")
class HandoverPrinted(MethodView):
    """One hand-over record, on paper."""

    @blp.download("application/pdf", permission="readmission.case.read", audited="handover.printed")
    def get(self, work: Work, handover_id: str) -> File:
        """Print the record, with the signed form inside."""
        row = case_row(work, one(work, handover_table, handover_id, "hand-over record").case_id)
        require_post(work, row.office)
        return record_pdf(work.runtime, row.requested_state, handover.handover_view(work, handover_id))


@blp.route("/handovers/<uuid:handover_id>/countersignature")
class Countersignatures(MethodView):
    """The other side's signature."""

    @blp.command(
        handover_schemas.Countersignature,
        handover_schemas.HandoverRecord,
        permission="readmission.case.transfer",
        if_match=True,
    )
    def post(self, work: Work, given: dict[str, Any], handover_id: str) -> dict[str, Any]:
        """Keep it: given by hand, or in the record that the other side signed with its own trusted key."""
        _require(work, one(work, handover_table, handover_id, "hand-over record").case_id)
        if "by_hand" in given:
            handover.countersign_by_hand(work, handover_id, given["by_hand"])
        elif "kept" in given:
            handover.countersign_kept(work, handover_id, given["kept"])
        else:
            handover.countersign_by_key(work, handover_id, given["signed"])
        return handover.handover_view(work, handover_id)


@blp.route("/countersignatures")
class ForAnotherNode(MethodView):
    """Signing what another node sent."""

    @blp.command(
        handover_schemas.ForAnotherNode,
        handover_schemas.CountersignedAnswer,
        permission="readmission.record.countersign",
    )
    def post(self, work: Work, given: dict[str, Any]) -> dict[str, Any]:
        """Sign a record of another node beside its signature, and give it back."""
        return handover.countersign_for_another_node(work, given["signed"], given["signer"])


@blp.route("/signing-keys")
class SigningKeys(MethodView):
    """The key of this service, published without a token."""

    @blp.query(handover_schemas.KeySet, permission=PUBLIC)
    def get(self, work: Work) -> dict[str, Any]:
        """Give the public key as a JWK set, and its thumbprint for the other authority to compare."""
        vault = work.runtime.vault
        return {**signing.public_keys(vault), "thumbprint": signing.key_id(vault)}


def _require(work: Work, case_id: str) -> None:
    require_post(work, case_row(work, case_id).office)

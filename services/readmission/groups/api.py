"""Group returns over HTTP."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.files import File
from limen.web.pagination import paginate
from limen.work import Work
from services.readmission.groups import manifest, printing, schemas, views
from services.readmission.groups.models import group_return

blp = Blueprint("readmission-groups", "/api/v1/readmission", description="Group returns and their manifests")


@blp.route("/groups")
class Groups(MethodView):
    """The group returns."""

    @blp.query(schemas.GroupPage, permission="readmission.group.read", arguments=schemas.GroupFilter)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List group returns by day; without a state those that are planned."""
        query = sa.select(group_return).where(group_return.c.state == wanted.get("state", "planned"))
        items = partial(views.with_counts, work)
        return paginate(work, query, wanted, group_return.c.group_id, group_return.c.departs_on, items=items)

    @blp.command(schemas.NewGroup, schemas.GroupAnswer, status=201, permission="readmission.group.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Plan a group return with its places."""
        return views.group_view(work, manifest.plan_group(work, new))


@blp.route("/groups/<uuid:group_id>")
class GroupItem(MethodView):
    """One group return."""

    @blp.query(schemas.GroupAnswer, permission="readmission.group.read", audited="group.read")
    def get(self, work: Work, group_id: str) -> dict[str, Any]:
        """Show a group return with its manifest; the gate of each person is asked anew."""
        return views.group_view(work, group_id)


@blp.route("/groups/<uuid:group_id>/manifest")
class Manifest(MethodView):
    """Who is to travel."""

    @blp.command(schemas.AddCases, schemas.GroupAnswer, permission="readmission.group.manage", if_match=True)
    def post(self, work: Work, new: dict[str, Any], group_id: str) -> dict[str, Any]:
        """Put cases on the manifest. A safeguard of one of them refuses all."""
        manifest.add(work, group_id, new)
        return views.group_view(work, group_id)


@blp.route("/groups/<uuid:group_id>/manifest.pdf")
class ManifestPrinted(MethodView):
    """Who is to travel, on paper."""

    @blp.download("application/pdf", permission="readmission.group.manage", audited="manifest.printed")
    def get(self, work: Work, group_id: str) -> File:
        """Print the manifest for the leader of the escort."""
        return printing.manifest_pdf(work, group_id)


@blp.route("/manifest-entries/<uuid:entry_id>/removal")
class ManifestRemoval(MethodView):
    """That a case does not travel."""

    @blp.command(None, schemas.GroupAnswer, permission="readmission.group.manage", if_match=True)
    def post(self, work: Work, entry_id: str) -> dict[str, Any]:
        """Take a case off; its place goes to whoever waits longest and may travel."""
        return views.group_view(work, manifest.remove(work, entry_id))


@blp.route("/groups/<uuid:group_id>/departure")
class GroupDeparture(MethodView):
    """That the group departs."""

    @blp.command(schemas.Departure, schemas.GroupAnswer, permission="readmission.group.manage", if_match=True)
    def post(self, work: Work, given: dict[str, Any], group_id: str) -> dict[str, Any]:
        """Ask the gate once more for each person, take off who may not travel, and let the group depart."""
        manifest.depart(work, group_id, given["at"])
        return views.group_view(work, group_id)


@blp.route("/groups/<uuid:group_id>/cancellation")
class GroupCancellation(MethodView):
    """That it will not take place."""

    @blp.command(
        schemas.GroupCallOff, schemas.GroupAnswer, permission="readmission.group.manage", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], group_id: str) -> dict[str, Any]:
        """Call the group return off, and with it every transfer of it."""
        manifest.cancel(work, group_id, given["reason"])
        return views.group_view(work, group_id)

"""Training over HTTP: `/api/v1/training`."""

from typing import Any

import sqlalchemy as sa
from flask.views import MethodView

from limen.web.blueprint import Blueprint
from limen.web.pagination import PageArguments, paginate
from limen.work import Work
from services.training import certificates, events, materials, pools, schemas
from services.training.models import certificate, event, module, pool_member, support_package

blp = Blueprint("training", "/api/v1/training", description="Training events, modules and certificates")


@blp.route("/modules")
class Modules(MethodView):
    """Course modules in their editions."""

    @blp.query(schemas.ModulePage, permission="training.event.read", arguments=PageArguments)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the modules, every edition."""
        return paginate(work, sa.select(module), wanted, module.c.module_id, items=materials.module_views)

    @blp.command(schemas.NewModule, schemas.Module, status=201, permission="training.event.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Add a module or its next edition."""
        return materials.add_module(work, new)


@blp.route("/packages")
class Packages(MethodView):
    """Training support packages."""

    @blp.query(schemas.PackagePage, permission="training.event.read", arguments=PageArguments)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the support packages."""
        return paginate(work, sa.select(support_package), wanted, support_package.c.package_id)

    @blp.command(schemas.NewPackage, schemas.Package, status=201, permission="training.event.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Add a support package."""
        return materials.add_package(work, new)


@blp.route("/events")
class Events(MethodView):
    """Training events."""

    @blp.query(schemas.EventPage, permission="training.event.read", arguments=schemas.EventFilter)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the training events."""
        query = sa.select(event)
        if wanted.get("curriculum"):
            query = query.where(event.c.curriculum == wanted["curriculum"])
        return paginate(work, query, wanted, event.c.event_id, items=events.lines)

    @blp.command(schemas.NewEvent, schemas.Event, status=201, permission="training.event.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Add a training event with its delegations and trainers."""
        return events.add_event(work, new)


@blp.route("/events/<uuid:event_id>")
class EventItem(MethodView):
    """One training event."""

    @blp.query(schemas.Event, permission="training.event.read")
    def get(self, work: Work, event_id: str) -> dict[str, Any]:
        """Show a training event with everything that belongs to it."""
        return events.event_view(work, event_id)


@blp.route("/events/<uuid:event_id>/feedback")
class EventFeedback(MethodView):
    """What should change in the modules."""

    @blp.command(schemas.NewFeedback, schemas.Feedback, status=201, permission="training.event.manage")
    def post(self, work: Work, new: dict[str, Any], event_id: str) -> dict[str, Any]:
        """Keep feedback on a module as a request for change."""
        events.event_row(work, event_id)
        return materials.add_feedback(work, event_id, new)


@blp.route("/events/<uuid:event_id>/good-practices")
class EventGoodPractices(MethodView):
    """What countries shared."""

    @blp.command(
        schemas.NewGoodPractice, schemas.GoodPractice, status=201, permission="training.event.manage"
    )
    def post(self, work: Work, new: dict[str, Any], event_id: str) -> dict[str, Any]:
        """Keep an experience that a country shared."""
        return events.add_good_practice(work, event_id, new)


@blp.route("/events/<uuid:event_id>/certificates")
class EventCertificates(MethodView):
    """Certificates of an event."""

    @blp.command(
        schemas.NewCertificate, schemas.Certificate, status=201, permission="training.certificate.issue"
    )
    def post(self, work: Work, new: dict[str, Any], event_id: str) -> dict[str, Any]:
        """Issue a certificate to an officer."""
        return certificates.issue(work, event_id, new)


@blp.route("/certificates")
class Certificates(MethodView):
    """All certificates."""

    @blp.query(
        schemas.CertificatePage,
        permission="training.certificate.read",
        arguments=schemas.CertificateFilter,
    )
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List certificates, of one officer or curriculum if asked."""
        query = sa.select(certificate)
        for name in ("officer", "curriculum"):
            if wanted.get(name):
                query = query.where(certificate.c[name] == wanted[name])
        return paginate(work, query, wanted, certificate.c.certificate_id, items=certificates.views)


@blp.route("/certificates/<uuid:certificate_id>/revocation")
class CertificateRevocation(MethodView):
    """Revoking a certificate."""

    @blp.command(
        schemas.Revocation, schemas.Certificate, permission="training.certificate.revoke", if_match=True
    )
    def post(self, work: Work, given: dict[str, Any], certificate_id: str) -> dict[str, Any]:
        """Revoke a certificate from today."""
        return certificates.revoke(work, certificate_id, given["reason"])


@blp.route("/pool")
class Pool(MethodView):
    """The national pools of trainers."""

    @blp.query(schemas.PoolPage, permission="training.event.read", arguments=schemas.PoolFilter)
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the trainers of the pools, of one country if asked."""
        query = sa.select(pool_member)
        if wanted.get("country"):
            query = query.where(pool_member.c.country == wanted["country"])
        return paginate(work, query, wanted, pool_member.c.member_id, items=pools.views)

    @blp.command(schemas.NewPoolMember, schemas.PoolMember, status=201, permission="training.event.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Put an officer into a pool."""
        return pools.add_member(work, new)


@blp.route("/pool/<uuid:member_id>")
class PoolItem(MethodView):
    """One trainer of a pool."""

    @blp.command(schemas.PoolChange, schemas.PoolMember, permission="training.event.manage", if_match=True)
    def patch(self, work: Work, change: dict[str, Any], member_id: str) -> dict[str, Any]:
        """Say whether a trainer is available, or add a course that followed."""
        return pools.change_member(work, member_id, change)

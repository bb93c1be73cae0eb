"""The gateway's own routes: signing in, accounts, the node's health. The rest is routed to the services."""

from typing import Any

import sqlalchemy as sa
from flask.views import MethodView

from limen.web import policy
from limen.web.blueprint import Blueprint
from limen.web.pagination import paginate
from limen.web.tokens import TokenIssuer
from limen.work import Actor, Work
from services.gateway import accounts, schemas, signing_in
from services.gateway.models import account
from services.gateway.node_health import health_of
from services.gateway.upstream import upstream

auth = Blueprint("auth", "/api/v1/auth", description="Signing in")
management = Blueprint("gateway", "/api/v1/gateway", description="Accounts and the node's health")


@auth.route("/token")
class Tokens(MethodView):
    """Access tokens."""

    # Declared as a query because the attempt is a transaction of its own, kept when the answer is a refusal.
    @auth.query(schemas.Token, body=schemas.Credentials, permission=policy.PUBLIC)
    def post(self, work: Work, credentials: dict[str, Any]) -> dict[str, Any]:
        """Sign in with a local account and get a short-lived access token."""
        actor = signing_in.sign_in(
            work.runtime, credentials["account"], credentials["password"], credentials["code"]
        )
        return token_for(work, actor)


@auth.route("/me")
class Myself(MethodView):
    """Who is signed in."""

    @auth.query(schemas.Me, permission=policy.SIGNED_IN)
    def get(self, work: Work) -> dict[str, Any]:
        """Show who is signed in, with roles and posts."""
        actor = work.actor
        return {
            "account": actor.id,
            "name": actor.name,
            "roles": sorted(actor.roles),
            "posts": sorted(actor.posts),
            "country": actor.country,
            "agency": actor.agency,
        }


@management.route("/accounts")
class Accounts(MethodView):
    """Local accounts."""

    @management.query(schemas.AccountPage, arguments=schemas.AccountFilter, permission="accounts.manage")
    def get(self, work: Work, wanted: dict[str, Any]) -> dict[str, Any]:
        """List the accounts."""
        return paginate(work, sa.select(account), wanted, account.c.account_id, items=accounts.seen_all)

    @management.command(schemas.NewAccount, schemas.Account, status=201, permission="accounts.manage")
    def post(self, work: Work, new: dict[str, Any]) -> dict[str, Any]:
        """Make an account."""
        return accounts.add_account(work, new)


@management.route("/accounts/<uuid:account_id>")
class AccountItem(MethodView):
    """One account."""

    @management.query(schemas.Account, permission="accounts.manage")
    def get(self, work: Work, account_id: str) -> dict[str, Any]:
        """Show an account."""
        return accounts.account_view(work, account_id)

    @management.command(schemas.AccountChange, schemas.Account, permission="accounts.manage", if_match=True)
    def patch(self, work: Work, change: dict[str, Any], account_id: str) -> dict[str, Any]:
        """Change an account; its sessions end at once."""
        return accounts.change_account(work, account_id, change)


@management.route("/accounts/<uuid:account_id>/second-factor")
class AccountSecondFactor(MethodView):
    """The second factor of an account."""

    @management.command(None, schemas.SecondFactor, status=201, permission="accounts.manage")
    def post(self, work: Work, account_id: str) -> dict[str, Any]:
        """Give the account a second factor; the secret is shown this one time."""
        return accounts.begin_totp(work, account_id)

    @management.command(None, None, permission="accounts.manage")
    def delete(self, work: Work, account_id: str) -> None:
        """Take the second factor away."""
        accounts.end_totp(work, account_id)


@management.route("/health")
class NodeHealth(MethodView):
    """The health of the node."""

    @management.query(schemas.NodeHealth, permission="node.health.read")
    def get(self, work: Work) -> dict[str, Any]:
        """Show how each service fares: its parts, its backlog of events, its plugins."""
        return {"items": health_of(upstream())}


def token_for(work: Work, actor: Actor) -> dict[str, Any]:
    """Return a fresh access token for an officer."""
    settings = work.runtime.settings
    issuer = work.runtime.once("token issuer", lambda: TokenIssuer(settings.token_key, settings.node))
    return {
        "access_token": issuer.issue(actor, settings.token_minutes),
        "token_type": "Bearer",
        "expires_in": settings.token_minutes * 60,
    }

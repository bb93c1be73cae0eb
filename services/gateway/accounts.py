"""Local accounts: made by an administrator, kept for closed networks and for the demonstration."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyotp
import sqlalchemy as sa

from limen.clock import now
from limen.errors import Conflict, Invalid, NotFound
from limen.ids import new_id
from limen.web.policy import ROLES
from limen.work import Actor, Work
from services.gateway.models import account, session
from services.gateway.passwords import MINIMUM_LENGTH, hash_password

_TOTP = "account.totp"


def add_account(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Make an account. The password is kept only as a hash."""
    _check(new)
    if work.execute(sa.select(account.c.account_id).where(account.c.login == new["login"])).first():
        raise Conflict("An account with this login is already there.")
    account_id = new_id()
    work.execute(
        account.insert().values(
            account_id=account_id,
            login=new["login"],
            name=new["name"],
            password_hash=hash_password(new["password"]),
            roles=" ".join(sorted(new["roles"])),
            posts=" ".join(sorted(new["posts"])),
            country=new.get("country") or work.runtime.settings.country,
            agency=new.get("agency", ""),
            totp_used=0,
            failures=0,
            disabled=False,
            version=1,
            created_at=now(),
        )
    )
    work.record("account.added", account_id, roles=sorted(new["roles"]))
    return account_view(work, account_id)


def change_account(work: Work, account_id: str, change: Mapping[str, Any]) -> dict[str, Any]:
    """Change roles, posts, password or state of an account; its sessions end at once."""
    row = _row(work, account_id)
    work.check_version(row.version)
    _check(change)
    values: dict[str, Any] = {"version": row.version + 1}
    if "password" in change:
        values |= {"password_hash": hash_password(change["password"]), "failures": 0, "locked_until": None}
    for name in ("roles", "posts"):
        if name in change:
            values[name] = " ".join(sorted(change[name]))
    for name in ("name", "agency", "disabled"):
        if name in change:
            values[name] = change[name]
    if change.get("unlock"):
        values |= {"failures": 0, "locked_until": None}
    work.execute(account.update().where(account.c.account_id == account_id).values(values))
    work.execute(session.delete().where(session.c.account_id == row.login))
    work.record("account.changed", account_id, fields=sorted(change))
    return account_view(work, account_id)


def begin_totp(work: Work, account_id: str) -> dict[str, Any]:
    """Give an account a second factor; the secret is shown this one time, as text and as otpauth address."""
    row = _row(work, account_id)
    if row.totp is not None:
        raise Conflict("The account already has a second factor; an administrator can take it away.")
    secret = pyotp.random_base32()
    fields = work.runtime.vault.create_key(work.connection, account_id)
    work.execute(
        account.update()
        .where(account.c.account_id == account_id)
        .values(totp=fields.seal(_TOTP, {"secret": secret}), version=row.version + 1)
    )
    work.record("account.totp_begun", account_id)
    address = pyotp.TOTP(secret).provisioning_uri(
        name=row.login, issuer_name=f"Limen {work.runtime.settings.node}"
    )
    return {"secret": secret, "address": address}


def end_totp(work: Work, account_id: str) -> None:
    """Take the second factor away, for an officer who lost it."""
    row = _row(work, account_id)
    work.runtime.vault.erase(work.connection, account_id)
    work.execute(
        account.update().where(account.c.account_id == account_id).values(totp=None, version=row.version + 1)
    )
    work.record("account.totp_ended", account_id)


def totp_secret(work: Work, row: sa.Row[Any]) -> str | None:
    """Return the secret of an account's second factor, or None without one."""
    if row.totp is None:
        return None
    opened = work.runtime.vault.fields_of(work.connection, row.account_id).open(_TOTP, row.totp)
    return str(opened["secret"])


def account_view(work: Work, account_id: str) -> dict[str, Any]:
    """Return an account as an administrator sees it."""
    return seen(dict(_row(work, account_id)._mapping))


def seen(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an administrator sees of an account's row."""
    return {
        **{
            name: row[name]
            for name in ("account_id", "login", "name", "country", "agency", "disabled", "version")
        },
        "roles": row["roles"].split(),
        "posts": row["posts"].split(),
        "locked": row["locked_until"] is not None and row["locked_until"] > now(),
        "second_factor": row["totp"] is not None,
        "location": f"/api/v1/gateway/accounts/{row['account_id']}",
    }


def seen_all(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what an administrator sees of several accounts."""
    return [seen(dict(row)) for row in rows]


def actor_of(row: sa.Row[Any]) -> Actor:
    """Return who an account's owner is to all services."""
    return Actor(
        id=row.login,
        name=row.name,
        roles=frozenset(row.roles.split()),
        posts=frozenset(row.posts.split()),
        country=row.country,
        agency=row.agency,
    )


def _row(work: Work, account_id: str) -> sa.Row[Any]:
    row = work.execute(sa.select(account).where(account.c.account_id == account_id)).first()
    if row is None:
        raise NotFound("There is no such account.")
    return row


def _check(values: Mapping[str, Any]) -> None:
    errors = [
        {"pointer": f"#/roles/{index}", "detail": f"must be one of {', '.join(ROLES)}"}
        for index, role in enumerate(values.get("roles", ()))
        if role not in ROLES
    ]
    if "monitor" in values.get("roles", ()) and len(values["roles"]) > 1:
        errors.append({"pointer": "#/roles", "detail": "the monitor is independent: no other role beside it"})
    if "password" in values and len(values["password"]) < MINIMUM_LENGTH:
        errors.append({"pointer": "#/password", "detail": f"must have at least {MINIMUM_LENGTH} characters"})
    if errors:
        raise Invalid(errors=errors)

"""Signing in with a local account: password, optional second factor, and a lock after failures.

The count of failures is committed whatever the answer is, so each attempt is a unit of work of its own.
Every refusal reads the same: nobody learns which accounts exist, or that one is locked.
"""

from datetime import timedelta
from hmac import compare_digest
from typing import Any

import pyotp
import sqlalchemy as sa

from limen.clock import now
from limen.errors import NotSignedIn
from limen.runtime import Runtime
from limen.work import Actor, Work, system_actor, unit_of_work
from services.gateway.accounts import actor_of, totp_secret
from services.gateway.models import account
from services.gateway.passwords import NOBODY, password_matches

ALLOWED_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class SignInRefused(NotSignedIn):
    """The account, the password or the code is not right, or the account is locked."""


def sign_in(runtime: Runtime, login: str, password: str, code: str = "") -> Actor:
    """Return the officer whose account this is, or raise NotSignedIn."""
    with runtime.database.read() as connection:
        known = connection.execute(sa.select(account).where(account.c.login == login)).first()
    # The slow comparison stands outside of any transaction: SQLite has one writer.
    matches = password_matches(known.password_hash if known else NOBODY, password)
    if known is None:
        raise SignInRefused
    with unit_of_work(runtime, system_actor("sign-in")) as work:
        row = work.execute(
            sa.select(account).where(account.c.account_id == known.account_id).with_for_update()
        ).one()
        usable = not row.disabled and (row.locked_until is None or row.locked_until <= now())
        step = _code_step(work, row, code)
        accepted = matches and usable and row.password_hash == known.password_hash and step is not None
        _count(work, row, step, accepted=accepted, usable=usable)
    if not accepted:
        raise SignInRefused
    return actor_of(row)


def _code_step(work: Work, row: sa.Row[Any], code: str) -> int | None:
    """Return the time step of an acceptable code that was not used yet; None refuses."""
    secret = totp_secret(work, row)
    if secret is None:
        return int(row.totp_used)
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now())
    for step in (present, present - 1, present + 1):
        if step > row.totp_used and compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return int(step)
    return None


def _count(work: Work, row: sa.Row[Any], step: int | None, *, accepted: bool, usable: bool) -> None:
    if accepted:
        work.record("account.signed_in", row.account_id)
        values: dict[str, Any] = {"failures": 0, "locked_until": None, "totp_used": step}
    elif usable:
        failures = row.failures + 1
        locked = failures >= ALLOWED_FAILURES
        work.record("account.locked" if locked else "account.sign_in_refused", row.account_id)
        values = {
            "failures": 0 if locked else failures,
            "locked_until": now() + LOCKED_FOR if locked else None,
        }
    else:
        work.record("account.sign_in_refused", row.account_id)
        return
    work.execute(account.update().where(account.c.account_id == row.account_id).values(values))

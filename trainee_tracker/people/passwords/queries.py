"""Counting the wrong passwords that came in a short while ago."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    case,
    func,
    select,
)

from trainee_tracker.extensions import db
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.people.passwords.rules import Tries


def tries_since(since: datetime, *, account_hash: str, address_hash: str) -> tuple[Tries, Tries]:
    """Return the wrong passwords from this network address: for this account, and for any."""
    is_here = PasswordFailure.account_hash == account_hash
    row = db.session.execute(
        select(
            func.count(case((is_here, PasswordFailure.id))),
            func.max(case((is_here, PasswordFailure.at))),
            func.count(),
            func.max(PasswordFailure.at),
        ).where(PasswordFailure.address_hash == address_hash, PasswordFailure.at > since)
    ).one()
    return Tries(row[0], row[1]), Tries(row[2], row[3])

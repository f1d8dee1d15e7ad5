"""Which wrong passwords count against the next try."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from tests.cast import NOW
from trainee_tracker.extensions import db
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.people.passwords.queries import tries_since
from trainee_tracker.people.passwords.rules import Tries

MOMENT = timedelta(seconds=1)


def test_only_wrong_passwords_from_this_address_within_the_window_count(app: Flask) -> None:
    def failed(account: str, address: str, at: datetime) -> None:
        db.session.add(PasswordFailure(account_hash=account, address_hash=address, at=at))

    failed("abena", "here", NOW - MOMENT)
    failed("abena", "here", NOW)
    failed("abena", "here", NOW + MOMENT)
    failed("kofi", "here", NOW + 2 * MOMENT)
    failed("abena", "elsewhere", NOW + 3 * MOMENT)
    db.session.flush()
    assert tries_since(NOW, account_hash="abena", address_hash="here") == (
        Tries(1, NOW + MOMENT),
        Tries(2, NOW + 2 * MOMENT),
    )

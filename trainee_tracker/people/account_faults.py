"""Finding accounts that were taken away, or whose address or password nobody recorded."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from trainee_tracker.people.models import Account, AccountChange
from trainee_tracker.people.rules import AccountPart, fingerprint

PARTS: dict[AccountPart, tuple[str, InstrumentedAttribute[str] | InstrumentedAttribute[str | None]]]
PARTS = {
    AccountPart.EMAIL: ("e-mail address", Account.email),
    AccountPart.PASSWORD: ("password", Account.password_hash),
}
"""What a sentence calls each part of an account, and where its value is."""


def account_faults(connection: Connection) -> Iterator[str]:
    """Yield one sentence for each account that is gone, or holds a value which nobody recorded."""
    gone = (
        select(AccountChange.person_id)
        .where(AccountChange.person_id.not_in(select(Account.person_id)))
        .distinct()
        .order_by(AccountChange.person_id)
    )
    for (person_id,) in connection.execute(gone):
        yield f"The account of person {person_id} is missing."
    for part, (words, column) in PARTS.items():
        recorded = (
            select(AccountChange.fingerprint)
            .where(AccountChange.person_id == Account.person_id, AccountChange.part == part.value)
            .order_by(AccountChange.sequence.desc())
            .limit(1)
            .scalar_subquery()
        )
        rows = connection.execute(
            select(Account.person_id, column, recorded).order_by(Account.person_id),
            execution_options={"yield_per": 1_000},
        )
        for person_id, value, known in rows:
            is_text = value is None or isinstance(value, str)
            if not is_text or (known or "") != fingerprint(value):
                yield (
                    f"The {words} of person {person_id} is not the one that was recorded last:"
                    " it was put there behind the application's back."
                )

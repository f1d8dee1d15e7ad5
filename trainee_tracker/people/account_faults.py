"""Finding accounts that were taken away, or whose e-mail address or password nobody recorded."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute

from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.people.models import Account, AccountChange
from trainee_tracker.people.rules import AccountPart, fingerprint

PARTS: dict[
    AccountPart, tuple[Message, InstrumentedAttribute[str] | InstrumentedAttribute[str | None]]
]
PARTS = {
    AccountPart.EMAIL: (
        say(
            "The e-mail address of this person is not the one that was recorded last: it was put"
            " there behind the application’s back."
        ),
        Account.email,
    ),
    AccountPart.PASSWORD: (
        say(
            "The password of this person is not the one that was recorded last: it was put there"
            " behind the application’s back."
        ),
        Account.password_hash,
    ),
}
"""What is said where a part of an account is not as it was recorded, and where its value is."""


def account_faults(connection: Connection) -> Iterator[Message]:
    """Yield one sentence for each account that is gone, or holds a value which nobody recorded."""
    gone = (
        select(AccountChange.person_id)
        .where(AccountChange.person_id.not_in(select(Account.person_id)))
        .distinct()
        .order_by(AccountChange.person_id)
    )
    for (person_id,) in connection.execute(gone):
        yield say("The account of person {person} is missing.", person=verbatim(person_id))
    for part, (what, column) in PARTS.items():
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
                yield say("Person {person}: {what}", person=verbatim(person_id), what=what)

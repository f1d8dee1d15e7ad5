"""What is recorded of each change of an account, so that a value that nobody recorded opens nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people import rules
from trainee_tracker.people.models import AccountChange, Person
from trainee_tracker.people.rules import AccountPart
from trainee_tracker.refusals import Stale


def is_as_recorded(person: Person, password_hash: str | None) -> bool:
    """Tell whether an account's password is the one whose setting was recorded last."""
    recorded = db.session.scalar(
        select(AccountChange.fingerprint)
        .where(AccountChange.person_id == person.id, AccountChange.part == AccountPart.PASSWORD)
        .order_by(AccountChange.sequence.desc())
        .limit(1)
    )
    return (recorded or "") == rules.fingerprint(password_hash)


def note_account_change(
    person: Person, part: AccountPart, *, actor_id: int | None, at: datetime
) -> None:
    """Leave a chained row of the value that part of an account has now."""
    value = person.account.email if part is AccountPart.EMAIL else person.account.password_hash
    last = db.session.scalar(
        select(func.max(AccountChange.sequence)).where(
            AccountChange.person_id == person.id, AccountChange.part == part
        )
    )
    with refuse_if_taken(Stale(say("This account was changed just now. Look at it again."))):
        db.session.add(
            AccountChange(
                person_id=person.id,
                part=part,
                sequence=(last or 0) + 1,
                fingerprint=rules.fingerprint(value),
                stream_id=person.stream_id,
                recorded_at=at,
                recorded_by_id=actor_id,
            )
        )

"""Whom somebody may know already by an e-mail address, so that nobody learns of anybody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select, true

from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, Own, say, verbatim
from trainee_tracker.people import queries as people
from trainee_tracker.people import rules
from trainee_tracker.people.models import Account, Person
from trainee_tracker.people.same_name import is_same_name
from trainee_tracker.refusals import Impossible


@dataclass(frozen=True)
class Acquaintance:
    """Somebody whom the reader may see, known by an e-mail address."""

    id: int
    email: str
    names: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """How they are named."""
        return self.names[0]


def acquaintances_of(
    reader: Person, emails: Collection[str], *, also: Select[int] | None = None
) -> dict[str, Acquaintance]:
    """Return whom `reader` may see of those known by these e-mail addresses, by address.

    They see who holds a role where they lead, and whoever else is among `also`. Nobody learns from
    the answer whether an e-mail address is known to others. Of several with one it is who signs in
    with it, or was entered last.
    """
    seen = people.select_known(reader).with_only_columns(Person.id).order_by(None)
    is_seen = Person.id.in_(seen) if also is None else or_(Person.id.in_(seen), Person.id.in_(also))
    return _by_address(emails, is_seen)


def anybody_by_address(email: str) -> Acquaintance | None:
    """Return who is known by an e-mail address: for whoever runs the server, who may see all."""
    return _by_address([email], true()).get(rules.email_key(email))


def _by_address(emails: Collection[str], is_seen: ColumnElement[bool]) -> dict[str, Acquaintance]:
    rows = db.session.execute(
        select(Person.id, Account.email, Person.full_name, Person.other_name)
        .join(Account, Account.person_id == Person.id)
        .where(
            Account.email.in_({rules.email_key(each) for each in emails}),
            is_seen,
            people.is_no_entry(),
        )
        .order_by(Person.has_joined, Person.id)
    )
    return {
        email: Acquaintance(id_, email, tuple(filter(None, names))) for id_, email, *names in rows
    }


def name_fault(known: Acquaintance, *written: str) -> Message | None:
    """Return why somebody who is known cannot be meant by the names written, or None if they can."""
    names = list(filter(None, written))
    if any(is_same_name(one, other) for one in names for other in known.names):
        return None
    return say(
        "{email} is the address of {known}, and you wrote {written}."
        " If you mean {known}, write that name."
        " If you mean somebody else, ask them for an address of their own.",
        email=verbatim(known.email),
        known=Own(known.full_name),
        written=Own(names[0]),
    )


def ensure_meant(known: Acquaintance, *written: str) -> None:
    """Raise Impossible where somebody who is known goes by other names than those written."""
    fault = name_fault(known, *written)
    if fault is not None:
        raise Impossible(fault)

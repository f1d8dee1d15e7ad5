"""Weighing and hashing passwords, and proving by one who somebody is, at a slow enough pace."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, event, insert
from sqlalchemy.orm import Session, SessionTransaction
from zxcvbn import zxcvbn

from trainee_tracker.audit.actions import at_the_end
from trainee_tracker.extensions import begin_writing, db
from trainee_tracker.logs import log
from trainee_tracker.messages import Message, say, say_many
from trainee_tracker.people.account_changes import is_as_recorded, note_account_change
from trainee_tracker.people.models import Person
from trainee_tracker.people.passwords import queries, rules
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.people.rules import AccountPart, email_key, token_hash
from trainee_tracker.refusals import Refused

HASHER = PasswordHasher()
"""Argon2id with the parameters of RFC 9106 for little memory."""

NOT_YOURS: Final = say("That is not your password. Check it and try again.")
"""What is said to somebody signed in whose password is wrong."""

ESTIMATED_LENGTH = 72
"""How much of a password is weighed: more only takes longer, and is no easier to guess."""


class WrongPassword(Refused):
    """The password is not this person's; the sentence does not say whether anybody is known."""

    field = "password"
    status_code = 403


class TooSoon(Refused):
    """Too many wrong passwords came from here; `seconds` is how long to wait."""

    field = "password"
    status_code = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            say_many(
                "Too many wrong passwords. Please wait {n} second, then try again.",
                "Too many wrong passwords. Please wait {n} seconds, then try again.",
                n=seconds,
            )
        )
        self.seconds = seconds


class UnsuitablePassword(Refused):
    """A new password is too short, too easy to guess, or the person's own name."""

    field = "password"


def hash_of_new(password: str, person: Person, *, field: str = "password") -> str:
    """Weigh a new password and return its hash, which takes a while: before anything is written.

    Raises UnsuitablePassword with what to do about it, for the `field` in which it was chosen.
    """
    fault = rules.password_fault(
        password, email=person.email, name=person.full_name, guesses=_guesses(password, person)
    )
    if fault is not None:
        raise UnsuitablePassword(fault, field=field)
    return HASHER.hash(rules.normal_password(password))


def keep_hash(person: Person, password_hash: str, *, at: datetime) -> None:
    """Write the hash of the password that opens an account from now on, and record the change."""
    person.account.password_hash = password_hash
    note_account_change(person, AccountPart.PASSWORD, actor_id=person.id, at=at)
    db.session.expire(person, ["has_joined"])


def confirm_password(person: Person, password: str, *, address: str | None, at: datetime) -> None:
    """Make sure that it is `person` who acts, as before every signature.

    Raises WrongPassword, or TooSoon after too many wrong ones from the network address `address`.
    """
    proof = prove(person, person.email, password, address=address, at=at, wrong=NOT_YOURS)
    settle(proof, at=at, wrong=NOT_YOURS)


@dataclass(frozen=True)
class Proof:
    """Somebody has shown who they are; what there is to write of it is not written yet."""

    person: Person
    account_hash: str
    address_hash: str
    failed_before: bool
    proven_hash: str
    """The hash that the password was proven against."""
    stronger_hash: str | None
    """The password's hash by today's parameters, where the stored one is weaker."""


def prove(
    person: Person | None,
    email: str,
    password: str,
    *,
    address: str | None,
    at: datetime,
    wrong: Message,
) -> Proof:
    """Return the proof that the password is theirs, at a pace that makes guessing hopeless.

    Verifying takes a third of a second, so nothing is written here: nobody else has to wait.
    """
    account_hash = token_hash(email_key(email))
    address_hash = token_hash(rules.address_key(address))
    here, at_address = queries.tries_since(
        at - rules.ATTEMPT_WINDOW, account_hash=account_hash, address_hash=address_hash
    )
    seconds = rules.seconds_to_wait(here, at_address, at=at)
    if seconds:
        raise TooSoon(seconds)
    password_hash = person.account.password_hash if person else None
    if person is not None and not is_as_recorded(person, password_hash):
        # Somebody put it there behind our back: it opens nothing, and `flask ledger verify` names it.
        log.error("password_nobody_recorded")
        password_hash = None
    usable = rules.normal_password(password) if len(password) <= rules.PASSWORD_LIMIT else ""
    # As long when nobody is known as when the password is wrong.
    is_right = _verifies(password_hash or _decoy_hash(), usable)
    if not is_right or person is None or password_hash is None:
        _count_failure(account_hash, address_hash, at)
        raise WrongPassword(wrong)
    is_weak = HASHER.check_needs_rehash(password_hash)
    return Proof(
        person=person,
        account_hash=account_hash,
        address_hash=address_hash,
        failed_before=bool(here.count),
        proven_hash=password_hash,
        stronger_hash=HASHER.hash(usable) if is_weak else None,
    )


def settle(proof: Proof, *, at: datetime, wrong: Message) -> None:
    """Write what follows from a proof when the act is committed, and not before.

    What comes between the proof and the commit may take long; nobody should wait for it. The commit
    raises WrongPassword, with the sentence `wrong`, when the password was changed meanwhile.
    """

    def write() -> None:
        ensure_still_proven(proof, wrong)
        if proof.stronger_hash is not None:
            keep_hash(proof.person, proof.stronger_hash, at=at)
        if proof.failed_before:
            forget_failures(proof)

    at_the_end(write)


def ensure_still_proven(proof: Proof, wrong: Message) -> None:
    """Raise WrongPassword when the password was changed since it was proven; hold it from here on."""
    begin_writing(db.session())
    db.session.refresh(proof.person.account, with_for_update=True)
    if proof.person.account.password_hash != proof.proven_hash:
        raise WrongPassword(wrong)


def forget_failures(proof: Proof) -> None:
    """Take back the wrong passwords before a right one: the next slip is free again."""
    db.session.execute(
        delete(PasswordFailure).where(
            PasswordFailure.account_hash == proof.account_hash,
            PasswordFailure.address_hash == proof.address_hash,
        )
    )


def _verifies(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _decoy_hash() -> str:
    """Return the hash of a password that nobody has."""
    return HASHER.hash(secrets.token_urlsafe(32))


def _guesses(password: str, person: Person) -> int:
    """Return in how many tries somebody who begins with common passwords finds this one."""
    weighed = zxcvbn(
        rules.normal_password(password)[:ESTIMATED_LENGTH],
        user_inputs=rules.own_words(person.email, person.full_name),
    )
    return int(weighed["guesses"])


def _count_failure(account_hash: str, address_hash: str, at: datetime) -> None:
    """Count a wrong password as soon as the transaction in hand is over, whichever way it ends.

    A refusal rolls back what the page has done, and must not roll this back; but committing here
    would keep half an act, and a second connection could not write before this one has ended.
    """
    engine = db.engine
    is_counted = False

    def count(_session: Session, transaction: SessionTransaction) -> None:
        nonlocal is_counted
        if is_counted or transaction.parent is not None:
            return
        is_counted = True
        with engine.begin() as connection:
            # Nobody needs these rows once they are out of the window, so they do not stay.
            connection.execute(
                delete(PasswordFailure).where(PasswordFailure.at <= at - rules.ATTEMPT_WINDOW)
            )
            connection.execute(
                insert(PasswordFailure).values(
                    account_hash=account_hash, address_hash=address_hash, at=at
                )
            )

    event.listen(db.session(), "after_transaction_end", count)

"""Proving who one is: passwords, signed-in browsers, and the pace at which one may try.

The acts of this file belong to `actions.py`, where other rooms find them; they stand apart because
each of them is about a secret.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, event, func, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction
from zxcvbn import zxcvbn

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.audit.actions import at_the_end
from trainee_tracker.extensions import begin_writing, db
from trainee_tracker.logs import log
from trainee_tracker.people import queries, rules
from trainee_tracker.people.models import AccountChange, PasswordFailure, Person, SignIn
from trainee_tracker.people.rules import AccountPart
from trainee_tracker.refusals import Refused, Stale

HASHER = PasswordHasher()
"""Argon2id with the parameters of RFC 9106 for little memory."""

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
            ngettext(
                "Too many wrong passwords. Please wait %(num)s second, then try again.",
                "Too many wrong passwords. Please wait %(num)s seconds, then try again.",
                seconds,
            )
        )
        self.seconds = seconds


class UnsuitablePassword(Refused):
    """A new password is too short, too easy to guess, or the person's own name."""

    field = "password"


def set_password(person: Person, password: str, *, at: datetime) -> None:
    """Give `person` a new password and sign them out everywhere.

    Raises UnsuitablePassword with what to do about it.
    """
    store_hash(person, hash_of_new(password, person), at=at)


def hash_of_new(password: str, person: Person) -> str:
    """Weigh a new password and return its hash, which takes a while: before anything is written.

    Raises UnsuitablePassword with what to do about it.
    """
    fault = rules.password_fault(
        password, email=person.email, name=person.full_name, guesses=_guesses(password, person)
    )
    if fault is not None:
        raise UnsuitablePassword(fault)
    return HASHER.hash(rules.normal_password(password))


def store_hash(person: Person, password_hash: str, *, at: datetime) -> None:
    """Let a new password open the account from now on, and sign the person out everywhere."""
    _keep_hash(person, password_hash, at=at)
    sign_out_everywhere(person, at=at)


def _is_as_recorded(person: Person, password_hash: str | None) -> bool:
    """Tell whether an account's password is the one whose setting was recorded last."""
    recorded = db.session.scalar(
        select(AccountChange.fingerprint)
        .where(AccountChange.person_id == person.id, AccountChange.part == AccountPart.PASSWORD)
        .order_by(AccountChange.sequence.desc())
        .limit(1)
    )
    return (recorded or "") == rules.fingerprint(password_hash)


def _keep_hash(person: Person, password_hash: str, *, at: datetime) -> None:
    person.account.password_hash = password_hash
    note_account_change(person, AccountPart.PASSWORD, actor_id=person.id, at=at)
    db.session.expire(person, ["has_joined"])


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
    with refuse_if_taken(Stale("This account was changed just now. Look at it again.")):
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


def change_password(
    person: Person, present: str, password: str, *, address: str | None, at: datetime
) -> None:
    """Let `person` replace the password that they know; every browser is signed out.

    Raises WrongPassword, TooSoon or UnsuitablePassword.
    """
    proof = _prove(person, person.email, present, address=address, at=at, wrong=_not_yours())
    password_hash = hash_of_new(password, person)
    _ensure_still_proven(proof, _not_yours())
    if proof.failed_before:
        _forget_failures(proof)
    store_hash(person, password_hash, at=at)


def confirm_password(person: Person, password: str, *, address: str | None, at: datetime) -> None:
    """Make sure that it is `person` who acts, as before every signature.

    Raises WrongPassword, or TooSoon when wrong passwords came in too quickly from `address`.
    """
    proof = _prove(person, person.email, password, address=address, at=at, wrong=_not_yours())
    _settle(proof, at=at, wrong=_not_yours())


def _not_yours() -> str:
    return str(_("That is not your password. Check it and try again."))


def sign_in(
    email: str, password: str, *, address: str | None, browser: str = "", at: datetime
) -> str:
    """Return the token of a new signed-in browser, for its cookie.

    Raises WrongPassword, whether the e-mail address is known or not, or TooSoon when wrong
    passwords came in too quickly from `address`; tries from elsewhere do not lock anybody out.
    """
    person = queries.person_by_email(email)
    wrong = _("This e-mail address and password do not belong together. Check both.")
    proof = _prove(person, email, password, address=address, at=at, wrong=wrong)
    _settle(proof, at=at, wrong=wrong)
    return begin_sign_in(proof.person, browser=browser, at=at)


def begin_sign_in(person: Person, *, browser: str = "", at: datetime) -> str:
    """Return the token of a new signed-in browser of somebody who has shown who they are."""
    token = secrets.token_urlsafe(32)
    signed_in = SignIn(
        person_id=person.id,
        token_hash=rules.token_hash(token),
        browser=browser,
        started_at=at,
        expires_at=at + rules.SIGN_IN_VALIDITY,
    )
    db.session.add(signed_in)
    db.session.flush()
    return token


def sign_out(token: str, *, at: datetime) -> None:
    """End the signed-in browser of this token; its cookie is worth nothing from now on."""
    signed_in = queries.sign_in_by_token(token, at=at)
    if signed_in is not None:
        signed_in.ended_at = at
        db.session.flush()


def sign_out_everywhere(person: Person, *, at: datetime) -> None:
    """End every signed-in browser of `person`, this one too."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        .values(ended_at=at)
    )


@dataclass(frozen=True)
class _Proof:
    """Somebody has shown who they are; what there is to write of it is not written yet."""

    person: Person
    account_hash: str
    address_hash: str
    failed_before: bool
    proven_hash: str
    """The hash that the password was proven against."""
    stronger_hash: str | None
    """The password's hash by today's parameters, where the stored one is weaker."""


def _prove(
    person: Person | None,
    email: str,
    password: str,
    *,
    address: str | None,
    at: datetime,
    wrong: str,
) -> _Proof:
    """Return the proof that the password is theirs, at a pace that makes guessing hopeless.

    Verifying takes a third of a second, so nothing is written here: nobody else has to wait.
    """
    account_hash = rules.token_hash(rules.email_key(email))
    address_hash = rules.token_hash(rules.address_key(address))
    here, at_address = queries.tries_since(
        at - rules.ATTEMPT_WINDOW, account_hash=account_hash, address_hash=address_hash
    )
    seconds = rules.seconds_to_wait(here, at_address, at=at)
    if seconds:
        raise TooSoon(seconds)
    password_hash = person.account.password_hash if person else None
    if person is not None and not _is_as_recorded(person, password_hash):
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
    return _Proof(
        person=person,
        account_hash=account_hash,
        address_hash=address_hash,
        failed_before=bool(here.count),
        proven_hash=password_hash,
        stronger_hash=HASHER.hash(usable) if is_weak else None,
    )


def _settle(proof: _Proof, *, at: datetime, wrong: str) -> None:
    """Write what follows from a proof when the act is committed, and not before.

    What comes between the proof and the commit may take long; nobody should wait for it. The commit
    raises WrongPassword, with the sentence `wrong`, when the password was changed meanwhile.
    """

    def write() -> None:
        _ensure_still_proven(proof, wrong)
        if proof.stronger_hash is not None:
            _keep_hash(proof.person, proof.stronger_hash, at=at)
        if proof.failed_before:
            _forget_failures(proof)

    at_the_end(write)


def _ensure_still_proven(proof: _Proof, wrong: str) -> None:
    """Raise WrongPassword when the password was changed since it was proven; hold it from here on."""
    begin_writing(db.session())
    db.session.refresh(proof.person.account, with_for_update=True)
    if proof.person.account.password_hash != proof.proven_hash:
        raise WrongPassword(wrong)


def _forget_failures(proof: _Proof) -> None:
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

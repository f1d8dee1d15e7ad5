"""Choosing the password that opens an account."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.people.passwords.actions import (
    NOT_YOURS,
    UnsuitablePassword,
    ensure_still_proven,
    forget_failures,
    hash_of_new,
    keep_hash,
    prove,
)
from trainee_tracker.people.sign_in.actions import sign_out_everywhere

SAME: Final = say("This is the password that you have now. Choose another one.")


def set_password(person: Person, password: str, *, at: datetime) -> None:
    """Give `person` a new password and sign them out everywhere.

    Raises UnsuitablePassword with what to do about it.
    """
    store_hash(person, hash_of_new(password, person), at=at)


def store_hash(person: Person, password_hash: str, *, at: datetime) -> None:
    """Let a new password open the account from now on, and sign the person out everywhere."""
    keep_hash(person, password_hash, at=at)
    sign_out_everywhere(person, at=at)


def change_password(
    person: Person, present: str, password: str, *, address: str | None, at: datetime
) -> None:
    """Let `person` replace the password that they know; every browser is signed out.

    Raises WrongPassword, TooSoon or UnsuitablePassword, which names the field `new_password`.
    """
    proof = prove(person, person.email, present, address=address, at=at, wrong=NOT_YOURS)
    if password == present:
        raise UnsuitablePassword(SAME, field="new_password")
    password_hash = hash_of_new(password, person, field="new_password")
    ensure_still_proven(proof, NOT_YOURS)
    if proof.failed_before:
        forget_failures(proof)
    store_hash(person, password_hash, at=at)

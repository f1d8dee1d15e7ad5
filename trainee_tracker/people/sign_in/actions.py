"""Signing in and out."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update

from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.people.passwords.actions import prove, settle
from trainee_tracker.people.queries import person_by_email
from trainee_tracker.people.rules import token_hash
from trainee_tracker.people.sign_in import queries, rules
from trainee_tracker.people.sign_in.models import SignIn


def sign_in(
    email: str, password: str, *, address: str | None, browser: str = "", at: datetime
) -> str:
    """Return the token of a new signed-in browser, for its cookie.

    Raises WrongPassword, whether the e-mail address is known or not, or TooSoon when wrong
    passwords came too quickly from the network address; tries from elsewhere lock nobody out.
    """
    person = person_by_email(email)
    wrong = say("This e-mail address and password do not belong together. Check both.")
    proof = prove(person, email, password, address=address, at=at, wrong=wrong)
    settle(proof, at=at, wrong=wrong)
    return begin_sign_in(proof.person, browser=browser, at=at)


def begin_sign_in(person: Person, *, browser: str = "", at: datetime) -> str:
    """Return the token of a new signed-in browser of somebody who has shown who they are."""
    token = secrets.token_urlsafe(32)
    signed_in = SignIn(
        person_id=person.id,
        token_hash=token_hash(token),
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

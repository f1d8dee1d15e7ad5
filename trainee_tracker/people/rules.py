"""Sides, roles, passwords, colours and the pace of sign-in attempts; knows no database."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from trainee_tracker.messages import Message, say


class Side(StrEnum):
    """Which side of the partnership an organisation stands on."""

    COMMUNITY = "community"
    STATUTORY = "statutory"
    TRAINING_PROVIDER = "training_provider"
    ACCREDITOR = "accreditor"


SIDES = (Side.COMMUNITY, Side.STATUTORY)
"""The two sides that sign together, in the order in which pages name them."""


class AccountPart(StrEnum):
    """What of an account can change: how its owner is reached and how they prove who they are."""

    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105  (the name of a part, not a secret)


class Role(StrEnum):
    """What a person does for an organisation."""

    ADMINISTRATOR = "administrator"
    TRAINING_LEAD = "training_lead"
    GOVERNANCE_LEAD = "governance_lead"
    SUPERVISOR = "supervisor"
    TRAINEE = "trainee"
    COMMISSIONER = "commissioner"


INVITABLE_BY: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.TRAINING_LEAD: frozenset({Role.TRAINEE, Role.SUPERVISOR, Role.GOVERNANCE_LEAD}),
}
"""Which roles a person of a role may give. An administrator may give all; a training lead those
of their own programme. Policy of this software, open to change by the partnership."""


def roles_givable_by(roles: frozenset[Role]) -> frozenset[Role]:
    """Return the roles that a person holding `roles` may give to others."""
    return frozenset().union(*(INVITABLE_BY.get(role, frozenset()) for role in roles))


def roles_givable_at(held: Iterable[tuple[Role, int]], organisation_id: int) -> frozenset[Role]:
    """Return the roles that somebody holding `held` (role, organisation id) may give there.

    An administrator gives roles at any organisation, everybody else only at their own.
    """
    return roles_givable_by(
        frozenset(
            role for role, where in held if role is Role.ADMINISTRATOR or where == organisation_id
        )
    )


def email_key(email: str) -> str:
    """Return the one spelling under which an e-mail address is known: NFKC, trimmed, lower case."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def email_fault(email: str) -> Message | None:
    """Return why `email` cannot be an e-mail address, in a sentence, or None if it can."""
    try:
        # Mail servers rarely take other letters before the @, and a lost invitation says nothing.
        validate_email(email_key(email), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return say("Enter an e-mail address, for example name@example.org")
    return None


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token: its SHA-256, which nobody can turn back."""
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint(value: str | None) -> str:
    """Return the SHA-256 by which a recorded value of an account is recognised, "" for none."""
    return "" if value is None else hashlib.sha256(value.encode()).hexdigest()

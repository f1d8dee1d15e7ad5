"""Whoever was entered under an address, whether they have joined or not."""

from __future__ import annotations

from trainee_tracker.extensions import db
from trainee_tracker.people.acquaintances import anybody_by_address
from trainee_tracker.people.models import Person


def entered(email: str) -> Person | None:
    """Return who is known under an address, or None."""
    known = anybody_by_address(email)
    return db.session.get(Person, known.id) if known else None

"""When a course may be opened, changed and published; knows no database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.refusals import Impossible, NotAllowed, Stale

LONGEST_TITLE = 200
"""The most characters of a title that the tables hold."""


def ensure_leads(led: Collection[int], organisation_id: int) -> None:
    """Raise NotAllowed unless the organisation is among those where the person leads training."""
    if organisation_id not in led:
        raise NotAllowed(
            "Only a training lead of the organisation that owns the course may do this."
        )


def ensure_of_another(owner_id: int, organisation_id: int) -> None:
    """Raise Impossible when a course would be carried to the organisation that owns it."""
    if owner_id == organisation_id:
        raise Impossible(
            "This course belongs to that organisation already. Choose another organisation."
        )


def ensure_title(title: str, what: str) -> None:
    """Raise Impossible when a title is empty or longer than the tables hold."""
    if not title.strip():
        raise Impossible(f"Write {what}.")
    if len(title) > LONGEST_TITLE:
        raise Impossible(f"Shorten {what} to {LONGEST_TITLE} characters or fewer.")


def titled(terms: Terms, *, title: str, award: str) -> Terms:
    """Return the terms under another title and award.

    Raises Impossible when either is empty or too long.
    """
    ensure_title(title, "the title of the course")
    ensure_title(award, "the title of the award")
    return replace(terms, title=title, award=award)


def ensure_as_shown(draft_digest: str, digest_seen: str | None) -> None:
    """Raise Stale when the draft is not the one that the person was shown before they acted."""
    if digest_seen is not None and digest_seen != draft_digest:
        raise Stale(
            "The draft changed while this page was open. Read it again, then press the button."
        )

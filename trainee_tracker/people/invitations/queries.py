"""What has become of invitations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from trainee_tracker.extensions import db
from trainee_tracker.people import rules
from trainee_tracker.people.invitations.models import Invitation


class LinkState(StrEnum):
    """What has become of the link of an invitation."""

    OPEN = "open"
    USED = "used"
    REFUSED = "refused"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True)
class Asked:
    """The newest invitation of somebody (UTC)."""

    until: datetime
    used_at: datetime | None
    refused_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Say whether its link works at `at`."""
        return self.used_at is None and self.refused_at is None and at < self.until


def newest_invitations(person_ids: Collection[int]) -> dict[int, Asked]:
    """Return the newest invitation of each of these people who was ever invited, by their ids."""
    rows = db.session.execute(
        select(
            Invitation.person_id, Invitation.expires_at, Invitation.used_at, Invitation.refused_at
        )
        .where(Invitation.person_id.in_(person_ids))
        .order_by(Invitation.id)
    )
    # Of several of one person the last stays.
    return {row.person_id: Asked(row.expires_at, row.used_at, row.refused_at) for row in rows}


def invitation_by_token(token: str) -> Invitation | None:
    """Return the invitation of a link, whatever has become of it."""
    return db.session.scalar(
        select(Invitation).where(Invitation.token_hash == rules.token_hash(token))
    )


def invitation_state(invitation: Invitation, *, at: datetime) -> LinkState:
    """Say what has become of a link, as it stands in the database now."""
    db.session.refresh(invitation, ["used_at", "refused_at"])
    if invitation.used_at is not None:
        return LinkState.USED
    if invitation.refused_at is not None:
        return LinkState.REFUSED
    newer = select(Invitation.id).where(
        Invitation.person_id == invitation.person_id, Invitation.id > invitation.id
    )
    is_newest = db.session.scalar(newer.limit(1)) is None
    return LinkState.OPEN if is_newest and at < invitation.expires_at else LinkState.OUT_OF_DATE

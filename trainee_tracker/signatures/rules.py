"""What a signature says and when it may be given; knows no database."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from trainee_tracker.canonical import digest_of
from trainee_tracker.messages import say
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Stale


class Meaning(StrEnum):
    """What the signer says by signing."""

    HOURS_DECIDED = "hours_decided"
    HOURS_REVERSED = "hours_reversed"
    GOVERNANCE_SIGNED = "governance_signed"
    GOVERNANCE_SUSPENDED = "governance_suspended"
    GOVERNANCE_LIFTED = "governance_lifted"
    AWARD_ISSUED = "award_issued"
    AWARD_REISSUED = "award_reissued"
    AWARD_KEPT = "award_kept"
    CERTIFICATE_REVOKED = "certificate_revoked"
    TERMS_AGREED = "terms_agreed"


class Capacity(StrEnum):
    """In which capacity somebody signs: kept with the signature in English, whatever the page spoke."""

    SUPERVISOR = "Supervisor"
    TRAINING_LEAD = "training lead"
    COMMUNITY_LEAD = "Governance lead, community side"
    STATUTORY_LEAD = "Governance lead, statutory side"


def lead_of(side: Side | None) -> Capacity:
    """Return the capacity of a governance lead of one of the two sides that sign."""
    return Capacity.COMMUNITY_LEAD if side is Side.COMMUNITY else Capacity.STATUTORY_LEAD


class Method(StrEnum):
    """How the signer proved to be themselves at the moment of signing."""

    PASSWORD = "password"  # noqa: S105  (the name of a method, not a secret)


def ensure_unchanged(shown_now: Any, digest_seen: str) -> None:
    """Raise Stale when what would be shown now is not what the signer saw."""
    if digest_of(shown_now) != digest_seen:
        raise Stale(
            say(
                "Something changed while this page was open. Nothing was signed: look again and sign."
            )
        )

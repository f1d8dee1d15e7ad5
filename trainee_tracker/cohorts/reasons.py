"""What a reason says for which something recorded is changed; pure."""

from __future__ import annotations

from datetime import date
from typing import Final

from trainee_tracker.identifiers import identifier_fault
from trainee_tracker.refusals import Impossible

LONGEST_REASON: Final = 1000
"""Characters of the reason for a correction."""


def ensure_reason(reason: str, about: date, missing: str) -> None:
    """Raise Impossible for no reason (with the sentence `missing`), a long one, or one that points.

    `about` is the day that it is about: a date long before it reads like a date of birth.
    """
    if not reason.strip():
        raise Impossible(missing)
    if len(reason) > LONGEST_REASON:
        raise Impossible(f"Shorten the reason to {LONGEST_REASON:,} characters or fewer.")
    if fault := identifier_fault(reason, about):
        raise Impossible(fault)

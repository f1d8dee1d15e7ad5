"""Who can be given an award now."""

from __future__ import annotations


def is_ready_for_award(*, is_met: bool, holds_award: bool, is_oneself: bool) -> bool:
    """Return whether somebody can be given the award by whoever asks.

    Everything has to be met, no valid award be there already, and nobody gives it to themselves.
    """
    return is_met and not holds_award and not is_oneself

"""When a cohort may move to another version; knows no database."""

from __future__ import annotations

from trainee_tracker.reasons import ensure_reason
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


def ensure_moves(course_id: int, version_id: int, to_course_id: int, to_version_id: int) -> None:
    """Raise Impossible unless a cohort would go to another version of the course it follows."""
    if to_course_id != course_id:
        raise Impossible("Choose a version of the course that this cohort follows.")
    if to_version_id == version_id:
        raise Impossible("This cohort follows that version already.")


def ensure_moves_others(*, is_member: bool) -> None:
    """Raise NotAllowed for a trainee of the cohort: nobody chooses the rules of their own award."""
    if is_member:
        raise NotAllowed("You train in this cohort. Ask another training lead to move it.")


def ensure_move_reason(reason: str) -> None:
    """Raise Impossible for a move without a reason, or with one that is too long or points.

    A reason may cite a handbook by its date, so an old date in it is no date of birth.
    """
    ensure_reason(reason, None, asked="Write why the cohort moves.")


def ensure_move_as_shown(digest: str, digest_seen: str) -> None:
    """Raise Stale when moving would change something else than the person was shown."""
    if digest != digest_seen:
        raise Stale(
            "Something in this cohort changed while your page was open. "
            "Read again what would change, then move it."
        )

"""When a cohort may move to another version; knows no database."""

from __future__ import annotations

from collections.abc import Sequence

from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.messages import Message, Own, any_of, say
from trainee_tracker.reasons import ensure_reason
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


def ensure_moves(course_id: int, version_id: int, to_course_id: int, to_version_id: int) -> None:
    """Raise Impossible unless a cohort would go to another version of the course it follows."""
    if to_course_id != course_id:
        raise Impossible(say("Choose a version of the course that this cohort follows."))
    if to_version_id == version_id:
        raise Impossible(say("This cohort follows that version already. There is nothing to move."))


def own_move(others: Sequence[str]) -> NotAllowed:
    """Return the refusal for a lead who trains in the cohort; `others` lead it too.

    Nobody chooses the rules of their own award.
    """
    if not others:
        return NotAllowed(
            say(
                "You train in this cohort. Ask an administrator to invite another training lead, who"
                " can move it."
            )
        )
    return NotAllowed(
        say("You train in this cohort. Ask {leads} to move it.", leads=any_of(others))
    )


def no_other_version(owner: str, leads: Sequence[str], *, may_publish: bool) -> Message:
    """Say who can publish another version of a course: `leads`, at the organisation `owner`."""
    if may_publish:
        return say(
            "Publish another version of the course first. Then you can read here what would change"
            " for this cohort."
        )
    if not leads:
        return say(
            "This course belongs to {owner}. Only a training lead there publishes another version.",
            owner=Own(owner),
        )
    return say(
        "This course belongs to {owner}. Only a training lead there publishes another version: ask"
        " {leads}.",
        owner=Own(owner),
        leads=any_of(leads),
    )


def after_agreeing(state: TermsState) -> Message:
    """Say what comes next to who has just agreed to a request that stands like this now."""
    if state is TermsState.AGREED:
        return say("Both sides have agreed. A training lead can open or move the cohort now.")
    return say("You agreed. Now a governance lead of the other side has to answer.")


def ensure_move_reason(reason: str) -> None:
    """Raise Impossible for a move without a reason, or with one that is too long or points.

    A reason may cite a handbook by its date, so an old date in it is no date of birth.
    """
    ensure_reason(reason, None, asked=say("Write why the cohort moves."), field="reason")


def ensure_move_as_shown(digest: str, digest_seen: str) -> None:
    """Raise Stale when moving would change something else than the person was shown."""
    if digest != digest_seen:
        raise Stale(
            say(
                "Something in this cohort changed while your page was open. Read again what would"
                " change, then move it."
            )
        )

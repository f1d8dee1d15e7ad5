"""What a reason says for which something is declined, corrected, withdrawn or moved; pure."""

from __future__ import annotations

from datetime import date
from typing import Final

from trainee_tracker.identifiers import identifier_fault
from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Impossible

LONGEST_REASON: Final = 2_000
"""Characters. One limit for every reason: the longest say why fewer checks are enough."""


def reason_fault(reason: str, about: date | None, *, asked: Message) -> Message | None:
    """Return what is wrong with a reason, in a sentence, or None; `asked` is said of an empty one.

    `about` is the day that it is about: a date long before it reads like a date of birth. None is
    for a reason that may cite a handbook by its date.
    """
    if not reason.strip():
        return asked
    if len(reason) > LONGEST_REASON:
        return say("Shorten the reason to {most} characters or fewer.", most=LONGEST_REASON)
    return identifier_fault(reason, about)


def ensure_reason(
    reason: str, about: date | None, *, asked: Message, field: str | None = None
) -> None:
    """Raise Impossible with what is wrong with a reason, if anything is: see `reason_fault`.

    `field` names the field of a form in which it was written.
    """
    fault = reason_fault(reason, about, asked=asked)
    if fault is not None:
        raise Impossible(fault, field=field)

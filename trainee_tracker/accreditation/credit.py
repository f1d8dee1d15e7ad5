"""How much of a session shared by several people counts for each of them.

Minutes are whole; a share that does not come out even is rounded down. One person alone is
always credited in full.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.messages import Message, Minutes, Own, say, say_many

BACP_HALF_UP_TO = 4
"""People. Source: BACP, group supervision: up to four supervisees count half of the time."""


class CreditKind(StrEnum):
    """The formulas by which bodies credit group supervision."""

    FULL = "full"
    HALF = "half"
    SHARE = "share"
    DOUBLE_SHARE = "double-share"
    BACP = "bacp"
    UNITS = "units"


@dataclass(frozen=True)
class GroupCredit:
    """The formula for one activity and all below it that have no formula of their own.

    `largest_group` is in people (supervisees); nothing counts in a larger one. None: no limit.
    """

    activity: str
    kind: CreditKind
    largest_group: int | None = None
    verified: bool = False


@dataclass(frozen=True)
class Credit:
    """The minutes that a formula gives, and where these are fewer, why and what would help.

    `reason` is a whole sentence; `why` is the part of it that stays true whatever else takes away.
    """

    minutes: int
    why: Message | None = None
    reason: Message | None = None
    remedy: Message | None = None


def _full(minutes: int, _present: int) -> int:
    """Source: AFT-style courses as the networks ran them (unverified)."""
    return minutes


def _half(minutes: int, _present: int) -> int:
    return minutes // 2


def _share(minutes: int, present: int) -> int:
    return minutes // present


def _double_share(minutes: int, present: int) -> int:
    """Source: BABCP: (time / supervisees) x 2; nobody earns more than the time itself."""
    return min(minutes, 2 * minutes // present)


def _bacp(minutes: int, present: int) -> int:
    """Source: BACP: up to four supervisees, half of the time; more, time / supervisees."""
    return _half(minutes, present) if present <= BACP_HALF_UP_TO else _share(minutes, present)


def _units(minutes: int, present: int) -> int:
    """Source: California LMFT: one unit is 1 h of individual or 2 h of group supervision."""
    return _half(minutes, present)


FORMULAS: Final[Mapping[CreditKind, Callable[[int, int], int]]] = {
    CreditKind.FULL: _full,
    CreditKind.HALF: _half,
    CreditKind.SHARE: _share,
    CreditKind.DOUBLE_SHARE: _double_share,
    CreditKind.BACP: _bacp,
    CreditKind.UNITS: _units,
}
"""How many minutes each formula gives for minutes that so many people share."""

CREDITED: Final[Mapping[CreditKind, Message]] = {
    CreditKind.FULL: say("everyone is credited the whole time"),
    CreditKind.HALF: say("everyone is credited half of the time"),
    CreditKind.SHARE: say("the time is shared out between those present"),
    CreditKind.DOUBLE_SHARE: say("twice the time is shared out, up to the whole for each"),
    CreditKind.BACP: say("up to four people are credited half of the time; more share it out"),
    CreditKind.UNITS: say("two hours in a group count as much as one hour alone"),
}
"""What a session of several people brings each of them, as a clause."""

IN_FULL: Final[Mapping[CreditKind, Message]] = {
    CreditKind.DOUBLE_SHARE: say(
        "It counts in full for up to two people. If fewer people were present, correct the number."
    )
}
"""What would help where a session counts in full for more than one person alone."""

ALONE: Final = say(
    "It counts in full for one person alone. If fewer people were present, correct the number."
)


def credited_minutes(credit: GroupCredit, minutes: int, present: int) -> int:
    """Return what each of `present` people earns for `minutes` spent together."""
    if credit.largest_group is not None and present > credit.largest_group:
        return 0
    return minutes if present == 1 else FORMULAS[credit.kind](minutes, present)


def credit_for(credit: GroupCredit | None, title: str, minutes: int, present: int) -> Credit:
    """Return the credit for a session of the activity called `title`, in words where reduced."""
    if credit is None:
        return Credit(minutes)
    earned = credited_minutes(credit, minutes, present)
    if earned == minutes:
        return Credit(minutes)
    named = Own(in_sentence(title))
    if credit.largest_group is not None and present > credit.largest_group:
        why = say_many(
            "{n} person shared this {activity}; this course counts groups of at most {most}.",
            "{n} people shared this {activity}; this course counts groups of at most {most}.",
            n=present,
            activity=named,
            most=credit.largest_group,
        )
        return Credit(
            0,
            why,
            say("Not counted: {why}", why=why),
            say("If fewer people were present, correct the number."),
        )
    why = say_many(
        "{n} person shared this {activity}; {rule}.",
        "{n} people shared this {activity}; {rule}.",
        n=present,
        activity=named,
        rule=CREDITED[credit.kind],
    )
    return Credit(earned, why, counted_of(earned, minutes, why), IN_FULL.get(credit.kind, ALONE))


def counted_of(counted: int, minutes: int, why: Message) -> Message:
    """Return the sentence that only so many of the minutes count; `why` is a clause."""
    return say(
        "Counted {counted} of {time}: {why}",
        counted=Minutes(counted),
        time=Minutes(minutes),
        why=why,
    )

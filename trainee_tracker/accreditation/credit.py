"""How much of a session shared by several people counts for each of them.

Minutes are whole; a share that does not come out even is rounded down. One person alone is
always credited in full.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.accreditation.words import duration, in_sentence

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
    """The minutes that a formula gives, and where these are fewer, why and what would help."""

    minutes: int
    reason: str | None = None
    remedy: str | None = None


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


FORMULAS: dict[CreditKind, tuple[Callable[[int, int], int], str]] = {
    CreditKind.FULL: (_full, "all of the time"),
    CreditKind.HALF: (_half, "half of the time in a group"),
    CreditKind.SHARE: (_share, "the time divided by the number of people"),
    CreditKind.DOUBLE_SHARE: (_double_share, "twice each person's share of the time"),
    CreditKind.BACP: (
        _bacp,
        "half of the time with up to 4 people, and with more the time divided by their number",
    ),
    CreditKind.UNITS: (_units, "2 h in a group as much as 1 h alone"),
}


IN_FULL = {CreditKind.DOUBLE_SHARE: "up to two people"}
"""For how many people a session counts in full, where that is not one alone."""


def credited_minutes(credit: GroupCredit, minutes: int, present: int) -> int:
    """Return what each of `present` people earns for `minutes` spent together."""
    if credit.largest_group is not None and present > credit.largest_group:
        return 0
    return minutes if present == 1 else FORMULAS[credit.kind][0](minutes, present)


def credit_for(credit: GroupCredit | None, title: str, minutes: int, present: int) -> Credit:
    """Return the credit for a session of the activity called `title`, in words where reduced."""
    if credit is None:
        return Credit(minutes)
    earned = credited_minutes(credit, minutes, present)
    if earned == minutes:
        return Credit(minutes)
    name = in_sentence(title)
    if credit.largest_group is not None and present > credit.largest_group:
        return Credit(
            0,
            f"Not counted: {present} people shared this {name}; "
            f"this course counts groups of at most {credit.largest_group}.",
            "If fewer people were present, correct the number.",
        )
    return Credit(
        earned,
        f"Counted {duration(earned)} of {duration(minutes)}: {present} people shared this {name}; "
        f"this course counts {FORMULAS[credit.kind][1]}.",
        f"It counts in full for {IN_FULL.get(credit.kind, 'one person alone')}. "
        "If fewer people were present, correct the number.",
    )

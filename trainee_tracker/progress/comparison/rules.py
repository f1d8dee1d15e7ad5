"""What differs for one person whose ledger is judged under two terms; knows no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.accreditation.ledger import LedgerLine, in_order
from trainee_tracker.accreditation.standing import JudgedLine, RequirementStanding, Standing
from trainee_tracker.messages import Message


class Effect(StrEnum):
    """What a draft does to somebody's eligibility for the award."""

    GAINS = "gains"
    LOSES = "loses"
    STAYS_MET = "stays-met"
    STAYS_UNMET = "stays-unmet"


@dataclass(frozen=True)
class RequirementChange:
    """One requirement under both terms; None where it is not asked for."""

    title: str
    before: RequirementStanding | None
    after: RequirementStanding | None

    @property
    def is_changed(self) -> bool:
        """Say whether anything about it differs for this person."""
        return _figures(self.before) != _figures(self.after)


@dataclass(frozen=True)
class LineChange:
    """A line of which other minutes count under the draft, with both reasons."""

    line: LedgerLine
    before: JudgedLine
    after: JudgedLine


@dataclass(frozen=True)
class TraineeChange:
    """What the draft would change for one person; minutes are whole.

    `requirements` are those of the draft in its order, then those that it drops. Without terms to
    compare with, `counted_before` and `met_before` are None, and no line has changed.
    """

    name: str | Message
    requirements: tuple[RequirementChange, ...]
    lines: tuple[LineChange, ...]
    counted_before: int | None
    counted_after: int
    met_before: bool | None
    met_after: bool

    @property
    def effect(self) -> Effect:
        """Say what becomes of the award's requirements for this person."""
        if self.met_after:
            return Effect.GAINS if self.met_before is False else Effect.STAYS_MET
        return Effect.LOSES if self.met_before else Effect.STAYS_UNMET

    @property
    def is_changed(self) -> bool:
        """Say whether anything differs for this person."""
        return bool(self.lines) or any(each.is_changed for each in self.requirements)

    def first_lines(self, most: int) -> tuple[LineChange, ...]:
        """Return the lines that a page with room for `most` of them shows."""
        return self.lines[:most]

    def further_lines(self, most: int) -> int:
        """Return how many lines such a page leaves out."""
        return max(0, len(self.lines) - most)

    @property
    def requirements_met(self) -> tuple[int | None, int]:
        """Return how many requirements are met before and after."""
        before = [each.before for each in self.requirements if each.before is not None]
        after = [each.after for each in self.requirements if each.after is not None]
        met_before = None if self.met_before is None else sum(each.met for each in before)
        return met_before, sum(each.met for each in after)


def compare(
    name: str | Message,
    lines: Iterable[LedgerLine],
    before: Standing | None,
    after: Standing,
) -> TraineeChange:
    """Return what differs between two judgements of the same lines of one person."""
    return TraineeChange(
        name=name,
        requirements=_requirements(before, after),
        lines=() if before is None else _lines(lines, before, after),
        counted_before=None if before is None else _counted(before),
        counted_after=_counted(after),
        met_before=None if before is None else before.met,
        met_after=after.met,
    )


def _requirements(before: Standing | None, after: Standing) -> tuple[RequirementChange, ...]:
    earlier = {each.key: each for each in before.requirements} if before is not None else {}
    kept = [
        RequirementChange(each.title, earlier.pop(each.key, None), each)
        for each in after.requirements
    ]
    dropped = [RequirementChange(each.title, each, None) for each in earlier.values()]
    return (*kept, *dropped)


def _lines(
    lines: Iterable[LedgerLine], before: Standing, after: Standing
) -> tuple[LineChange, ...]:
    earlier = {each.entry: each for each in before.lines}
    later = {each.entry: each for each in after.lines}
    changed = [
        LineChange(line, earlier[line.entry], later[line.entry])
        for line in lines
        if line.entry in later
        and earlier[line.entry].counted_minutes != later[line.entry].counted_minutes
    ]
    return tuple(sorted(changed, key=lambda each: (each.line.held_on, in_order(each.line.entry))))


def _counted(standing: Standing) -> int:
    return sum(line.counted_minutes for line in standing.lines)


def _figures(standing: RequirementStanding | None) -> tuple[object, ...] | None:
    if standing is None:
        return None
    return standing.met, standing.have, standing.need, standing.unit, standing.report

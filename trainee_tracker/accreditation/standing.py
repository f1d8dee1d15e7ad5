"""What a judgement says: per requirement, per activity and per line, for one trainee or all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, overload

from trainee_tracker.accreditation.ledger import Key, Who
from trainee_tracker.accreditation.plain_json import from_plain, to_plain
from trainee_tracker.messages import Message, Minutes, Percent, say

Unit = Literal["minutes", "count", "percent"]


def figure(value: int, unit: Unit) -> Minutes | Percent | int:
    """Return a figure of a requirement as it is said: a time, a share or a count."""
    if unit == "minutes":
        return Minutes(value)
    return Percent(value) if unit == "percent" else value


@dataclass(frozen=True)
class Report:
    """How much of a figure rests on somebody's word, because nothing here counted it.

    `amount` is in the unit of the requirement. `has_register` is False for attendance that was
    reported although no class was registered with which it could be compared.
    """

    amount: int
    has_register: bool = True


@dataclass(frozen=True)
class RequirementStanding:
    """How far a trainee (or, where `pooled`, the whole cohort) is toward one requirement.

    `have`, `need` and `short` are in `unit`. `waiting` is what submitted lines would add once
    signed off. `missing` says what is still to do, each a phrase in the course's own words.
    `report` says how much of `have` was reported; None where all of it was counted.
    """

    key: str
    title: str
    met: bool
    have: int
    need: int
    short: int
    unit: Unit
    waiting: int
    missing: tuple[Message, ...]
    verified: bool
    pooled: Literal["person", "session"] | None = None
    report: Report | None = None

    @property
    def as_reported(self) -> Message | None:
        """What is said beside a figure that somebody reported, wholly or in part, on every page and
        paper; None where everything was counted."""
        if self.report is None:
            return None
        if self.unit == "minutes":
            time = Minutes(self.report.amount)
            return say("{time} of it prior learning, as reported", time=time)
        if self.report.has_register:
            return say("as reported")
        return say("as reported, no class was registered")


@dataclass(frozen=True)
class ActivityTotal:
    """The counted and the waiting minutes of an activity and everything below it."""

    activity: str
    title: str
    counted_minutes: int
    waiting_minutes: int


@dataclass(frozen=True)
class JudgedLine:
    """What became of one line: the minutes that count, and where fewer, why and what helps.

    `waiting_minutes` are those that would count if a submitted line were signed off. `limit` is
    the key of the course's limit that took minutes away, where one did.
    """

    entry: Key
    trainee: Who
    minutes: int
    counted_minutes: int
    reason: Message | None
    remedy: Message | None
    waiting_minutes: int = 0
    limit: str | None = None


class JudgedLines(Sequence[JudgedLine]):
    """What became of each of a trainee's lines, by date and entry.

    A line's reason is written only when somebody looks at it: most judgements are made to know
    where a trainee stands, and a ledger can have very many lines. Equal to any sequence with the
    same lines.
    """

    def __init__(
        self, indexes: Callable[[], Sequence[int]], judged: Callable[[int], JudgedLine]
    ) -> None:
        """Keep how to find the lines, in order, and how to tell what became of one."""
        self._find = indexes
        self._judged = judged

    @cached_property
    def _indexes(self) -> Sequence[int]:
        return self._find()

    @overload
    def __getitem__(self, place: int) -> JudgedLine: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[JudgedLine, ...]: ...
    def __getitem__(self, place: int | slice) -> JudgedLine | tuple[JudgedLine, ...]:
        """Return a line, or a tuple of lines."""
        if isinstance(place, slice):
            return tuple(self._judged(index) for index in self._indexes[place])
        return self._judged(self._indexes[place])

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._indexes)

    def __eq__(self, other: object) -> bool:
        """Compare line by line."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Show every line."""
        return repr(tuple(self))


@dataclass(frozen=True)
class Standing:
    """One trainee's standing on a course as of a day. `met` alone decides who is eligible."""

    trainee: Who
    as_of: date
    requirements: tuple[RequirementStanding, ...]
    totals: tuple[ActivityTotal, ...]
    lines: Sequence[JudgedLine]

    @property
    def met(self) -> bool:
        """Say whether the trainee is eligible: everything that is asked for is met."""
        return bool(self.requirements) and all(part.met for part in self.requirements)


@dataclass(frozen=True)
class CohortStanding:
    """Everyone's standing, and what the group did together.

    `pooled_person_minutes` adds the counted practice of everyone; `pooled_session_minutes`
    counts each session of practice once. `requirements` are those that the course pools.
    """

    as_of: date
    standings: Mapping[Who, Standing]
    requirements: tuple[RequirementStanding, ...]
    pooled_person_minutes: int
    pooled_session_minutes: int


def standing_to_dict(standing: Standing) -> dict[str, Any]:
    """Return the standing as plain JSON values, with `met` for those who only read."""
    return {"met": standing.met, **to_plain(standing)}


def standing_from_dict(data: Mapping[str, Any]) -> Standing:
    """Return the standing that `standing_to_dict` wrote; `met` follows from the requirements."""
    return from_plain(Standing, {name: value for name, value in data.items() if name != "met"})

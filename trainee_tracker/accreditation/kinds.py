"""The kinds of demand that a course can make of a person, each a frozen dataclass.

To add a kind: write its dataclass here, add it to `Requirement`, and say what it does in
`registry.py` (docs/recipes.md has every step). Reading, writing and checking follow from the field
names: `activity` names an activity, `modules` modules, `items` governance items, and so on (see
`FIELD_CHECKS` in `term_faults.py`). What a kind means otherwise than its fields say stands beside
them: `one_of` two fields says how much; what is in `never_empty` names something; `least` is the
smallest number of a field.

What makes time not count at all, rather than having to be reached, is a limit (`limits.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

Period = Literal["month", "week"]
"""A calendar month, or a week from Monday to Sunday."""


@dataclass(frozen=True)
class MinimumMinutes:
    """At least `minutes` counted minutes of an activity or anything below it.

    `also` names further activities whose minutes add up with it, `without` those below it that
    do not. Where `roles`, `formats`, `modes` or `observed` are named, only lines with one of them
    add up; where `after_module` is, only lines from the day on which that module was passed.
    Pooled "person" adds the minutes of everyone in the cohort; pooled "session" counts each
    session once, however many took part. Source: AFT, BACP, BABCP, NCPS and COAMFTE all have it.
    """

    kind: ClassVar[str] = "minimum-minutes"
    key: str
    title: str
    activity: str
    minutes: int
    roles: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    pooled: Literal["person", "session"] | None = None
    verified: bool = False
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    after_module: str | None = None


@dataclass(frozen=True)
class AttendancePercent:
    """At least `percent` per cent of the minutes held of an activity were attended.

    Whole per cent, rounded down. Only sessions whose register is taken count as held. Where
    `each_module` is set, every module of the course needs as much by itself, and the one with the
    least decides. A figure that the provider gives takes the place of the registers.
    Source: one AFT-validated provider asks for 90 (cfssw.org).
    """

    kind: ClassVar[str] = "attendance-percent"
    key: str
    title: str
    activity: str
    percent: int
    verified: bool = False
    each_module: bool = False


@dataclass(frozen=True)
class ModulesPassed:
    """Every named module is passed; where none is named, every module of the course."""

    kind: ClassVar[str] = "modules-passed"
    key: str
    title: str
    modules: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class GovernanceInDate:
    """Every named governance item is in date on the day of the standing; none named: all."""

    kind: ClassVar[str] = "governance-in-date"
    key: str
    title: str
    items: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class SupervisionRatio:
    """At least `supervision_minutes` of supervision for every `practice_minutes` of practice.

    Over the whole course, in every calendar month with practice, or (`per` "week-and-site") in
    every week with practice at each site. Supervision is counted after group credit; what is
    asked for is rounded up to the minute. Source: BACP course, 1 h for 8 h with clients.
    """

    kind: ClassVar[str] = "supervision-ratio"
    least: ClassVar[Mapping[str, int]] = {"supervision_minutes": 1}
    key: str
    title: str
    activity: str
    supervision: str
    supervision_minutes: int
    practice_minutes: int
    per: Literal["course", "month", "week-and-site"] = "course"
    verified: bool = False


@dataclass(frozen=True)
class RegularSupervision:
    """At least `minutes` of supervision in every month (or week) in which `activity` counted.

    The period's practice still counts; where it should not, use the limit SupervisedPeriod.
    Source: BACP course, 1.5 h in each month; NCPS, 1.5 h a month.
    """

    kind: ClassVar[str] = "regular-supervision"
    key: str
    title: str
    activity: str
    supervision: str
    minutes: int
    period: Period = "month"
    verified: bool = False


@dataclass(frozen=True)
class SupervisionCadence:
    """While practising, there is supervision at least every `days` days.

    Looked at are the stretches from the first practice to the first supervision after it, from
    each supervision to the next, and, for whoever practised since the last supervision, from that
    to the day of the standing. A stretch that is longer than `days` and has practice on a day
    without supervision breaks the cadence.
    Source: BACP course, at least every two weeks.
    """

    kind: ClassVar[str] = "supervision-cadence"
    key: str
    title: str
    activity: str
    supervision: str
    days: int
    verified: bool = False


@dataclass(frozen=True)
class LeastElapsed:
    """From the first to the last counted line of `activity` at least so many weeks or months.

    Whole weeks of seven days, or whole calendar months, with both days included. Just one of
    `weeks` and `months` is given. Source: California LMFT, at least 104 weeks.
    """

    kind: ClassVar[str] = "least-elapsed"
    one_of: ClassVar[tuple[str, str]] = ("weeks", "months")
    key: str
    title: str
    activity: str
    weeks: int | None = None
    months: int | None = None
    also: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class CompletedCases:
    """At least `cases` cases, each with so many sessions and so much supervision.

    A case is told by its code. `sessions` counts sessions of `activity` of which something
    counts; `supervision_minutes` adds counted supervision that names the case. Where `observed`
    is given, a case also needs a session or a supervision that was observed in one of these ways.
    Source: BABCP, 8 cases of at least 5 sessions and 5 h of supervision each.
    """

    kind: ClassVar[str] = "completed-cases"
    key: str
    title: str
    activity: str
    supervision: str
    cases: int
    sessions: int
    supervision_minutes: int = 0
    observed: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class ProblemTypes:
    """Completed cases of at least `types` different types of problem.

    A case is complete as for CompletedCases. Source: BABCP, at least 3 problem types.
    """

    kind: ClassVar[str] = "problem-types"
    key: str
    title: str
    activity: str
    supervision: str
    types: int
    sessions: int
    supervision_minutes: int = 0
    verified: bool = False


@dataclass(frozen=True)
class ObservedSessions:
    """At least `sessions` different sessions of an activity that were observed, live by default.

    A session counts where any of its minutes count. Source: common practice (unverified).
    """

    kind: ClassVar[str] = "observed-sessions"
    never_empty: ClassVar[tuple[str, ...]] = ("observed",)
    key: str
    title: str
    activity: str
    sessions: int
    observed: tuple[str, ...] = ("live",)
    verified: bool = False


@dataclass(frozen=True)
class EvidenceCounted:
    """At least `count` accepted pieces of one kind of evidence, such as case studies.

    Source: BABCP, 4 case studies.
    """

    kind: ClassVar[str] = "evidence-counted"
    key: str
    title: str
    evidence: str
    count: int
    verified: bool = False


@dataclass(frozen=True)
class ObservedCompetence:
    """Every named competence was last seen at `level` or above and not harmful; none named: all.

    `level` is 1 to 4 (see `vocabulary.LEVELS`). Source: WHO EQUIP, observed role plays on a
    four-level scale with items of potentially harmful behaviour.
    """

    kind: ClassVar[str] = "observed-competence"
    key: str
    title: str
    level: int
    competences: tuple[str, ...] = ()
    verified: bool = False


Requirement = (
    MinimumMinutes
    | AttendancePercent
    | ModulesPassed
    | GovernanceInDate
    | SupervisionRatio
    | RegularSupervision
    | SupervisionCadence
    | LeastElapsed
    | CompletedCases
    | ProblemTypes
    | ObservedSessions
    | EvidenceCounted
    | ObservedCompetence
)

KINDS: dict[str, type[Requirement]] = {kind.kind: kind for kind in get_args(Requirement)}
"""Every kind by the word that files and the database use for it."""

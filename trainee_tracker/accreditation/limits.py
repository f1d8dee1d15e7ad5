"""The kinds of limit: what makes time not count, each a frozen dataclass.

A requirement (`kinds.py`) has to be reached; a limit takes minutes of single lines away, and
every line it takes from says so. Limits of a course act in the order of `STAGES`, whatever order
they are written in; within one stage, in the order in which the course lists them. To add a
kind: write its dataclass here, add it to `Limit` and to `DAY_LIMITS` or `STAGES`, and write what it
does: for a limit that only asks for the day, in `exclusion.py`; for any other in `limiting.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, get_args

from trainee_tracker.accreditation.kinds import Period


@dataclass(frozen=True)
class NotOlderThan:
    """Nothing held more than `months` calendar months before the standing counts.

    `activities` names those it is about; none named: all. Prior learning is as old as the day on
    which it was accepted. Source: California LMFT, six years.
    """

    kind: ClassVar[str] = "not-older-than"
    key: str
    title: str
    months: int
    activities: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class AfterModules:
    """A gate: nothing of these activities counts before the day on which all modules are passed.

    Source: California LMFT, experience counts after the degree; BACP, after qualifying.
    """

    kind: ClassVar[str] = "after-modules"
    never_empty: ClassVar[tuple[str, ...]] = ("activities", "modules")
    key: str
    title: str
    activities: tuple[str, ...]
    modules: tuple[str, ...]
    verified: bool = False


@dataclass(frozen=True)
class AfterCompetence:
    """A gate: nothing of these activities counts on a day without observed competence.

    On the day of the session every named competence (none named: all of the course) must have
    been rated, the latest rating of each at `level` or above and not harmful.
    Source: WHO EQUIP, nobody sees clients until all harmful items are clear.
    """

    kind: ClassVar[str] = "after-competence"
    never_empty: ClassVar[tuple[str, ...]] = ("activities",)
    key: str
    title: str
    activities: tuple[str, ...]
    level: int
    competences: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class SupervisedPeriod:
    """Without `minutes` of supervision in a month (or week) its practice does not count.

    Supervision is counted after group credit. Where `per_site` is set, supervision at a site
    is needed for practice at that site. Source: BACP individual, 1.5 h in each calendar month in
    which practice is claimed; California LMFT, no supervision in a week: no hours at that site.
    """

    kind: ClassVar[str] = "supervised-period"
    key: str
    title: str
    activity: str
    supervision: str
    minutes: int
    period: Period = "month"
    per_site: bool = False
    also: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class BestWindow:
    """Only the `months` consecutive calendar months in which most was done count.

    Of all such windows the one is found with which most of the course's minimums (of one person)
    are met; of several the one with the most minutes, and of equal ones the latest.
    Source: BACP individual, 450 h within any 3 to 6 years.
    """

    kind: ClassVar[str] = "best-window"
    key: str
    title: str
    activity: str
    months: int
    also: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class RollingLimit:
    """At most `minutes` in any `days` consecutive days; the excess does not count.

    What was held first counts first, and nothing else would leave more minutes in all.
    Source: California LMFT, 40 h in any 7 consecutive days.
    """

    kind: ClassVar[str] = "rolling-limit"
    key: str
    title: str
    activity: str
    minutes: int
    days: int = 7
    also: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True)
class PriorLearning:
    """Prior learning (APEL) is taken for an activity, up to `minutes`.

    Instead of minutes, `percent` of what the requirement `of` asks for. Without such a limit a
    course takes no prior learning. Source: common practice (unverified).
    """

    kind: ClassVar[str] = "prior-learning"
    one_of: ClassVar[tuple[str, str]] = ("minutes", "percent")
    key: str
    title: str
    activity: str
    minutes: int | None = None
    percent: int | None = None
    of: str | None = None
    verified: bool = False


@dataclass(frozen=True)
class Cap:
    """At most `minutes` of an activity (in these roles, formats, modes) count; 0: none.

    Instead of minutes, `percent` of what the requirement `of` asks for, rounded down. What was
    held first counts first. Source: NCPS, at most 30 % live online; California LMFT, at most
    1,250 h non-clinical; BABCP, at most 40 h of teaching online.
    """

    kind: ClassVar[str] = "cap"
    one_of: ClassVar[tuple[str, str]] = ("minutes", "percent")
    least: ClassVar[Mapping[str, int]] = {"minutes": 0}
    key: str
    title: str
    activity: str
    minutes: int | None = None
    percent: int | None = None
    of: str | None = None
    roles: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    verified: bool = False


Limit = (
    NotOlderThan
    | AfterModules
    | AfterCompetence
    | SupervisedPeriod
    | BestWindow
    | RollingLimit
    | PriorLearning
    | Cap
)

LIMITS: dict[str, type[Limit]] = {kind.kind: kind for kind in get_args(Limit)}
"""Every kind by the word that files and the database use for it."""

DAY_LIMITS = (NotOlderThan, AfterModules, AfterCompetence)
"""Limits that look at a line's day alone: part of exclusion, before any credit is given."""

STAGES: tuple[type[Limit], ...] = (SupervisedPeriod, BestWindow, RollingLimit, PriorLearning, Cap)
"""The order in which the other limits act, after credit and before the totals."""

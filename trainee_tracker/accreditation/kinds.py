"""The kinds of demand that a course can make of a person, each a frozen dataclass.

To add a kind: write its dataclass here, add it to `Requirement`, and write the function that
judges it in `requirements.py`. Reading, writing and checking follow from the field names:
`activity` names an activity, `modules` modules, `items` governance items, and so on (see
`FIELD_CHECKS` in `terms.py`).
"""

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args


@dataclass(frozen=True)
class MinimumMinutes:
    """At least `minutes` counted minutes of an activity or anything below it.

    Where `roles`, `formats` or `modes` are named, only lines with one of them add up. Pooled
    "person" adds the minutes of everyone in the cohort; pooled "session" counts each session
    once, however many took part. Source: AFT, BACP, BABCP, NCPS and COAMFTE all have it.
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


@dataclass(frozen=True)
class AttendancePercent:
    """At least `percent` per cent of the minutes held of an activity were attended.

    Whole per cent, rounded down. Only sessions whose register is taken count as held.
    Source: one AFT-validated provider asks for 90 (cfssw.org).
    """

    kind: ClassVar[str] = "attendance-percent"
    key: str
    title: str
    activity: str
    percent: int
    verified: bool = False


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


Requirement = MinimumMinutes | AttendancePercent | ModulesPassed | GovernanceInDate

KINDS: dict[str, type[Requirement]] = {kind.kind: kind for kind in get_args(Requirement)}
"""Every kind by the word that files and the database use for it."""

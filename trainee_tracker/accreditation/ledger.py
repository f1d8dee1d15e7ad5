"""What a record says, as the engine sees it: lines, clearances and outcomes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainee_tracker.accreditation.vocabulary import LEVELS

Who = int | str
"""Whose a line is: the number of an enrolment, or the name that a file gives somebody."""

Key = int | str
"""What tells an entry or a session from others: its number, or the name that a file gives it."""


def in_order(entry: Key) -> tuple[bool, int, str]:
    """Return what sorts the entries of a day: first by their numbers, then by their names."""
    return (False, entry, "") if isinstance(entry, int) else (True, 0, entry)


class LineState(StrEnum):
    """Where a line stands on its way to counting; only signed-off lines count."""

    LOGGED = "logged"
    SUBMITTED = "submitted"
    SIGNED_OFF = "signed_off"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"


@dataclass(frozen=True)
class LedgerLine:
    """One trainee's part in one session, or one mark of a teaching register.

    `entry` is unique among all lines that are judged together; `session` is shared by those who
    were in the same session. `minutes` are those the trainee was there, `planned_minutes` the
    length of the session where that is more. `present` is the number of people who shared a
    supervision session (supervisees). `attended` is False for a missed appointment. `case` is a
    case code, `problem` the type of problem in the course's own word, `observed` how somebody
    else saw the session (`vocabulary.OBSERVED`), `module` the module that a class belonged to.
    `is_prior_learning` marks time that was done elsewhere and accepted here (APEL).
    """

    entry: Key
    session: Key
    trainee: Who
    held_on: date
    activity: str
    minutes: int
    role: str | None = None
    format: str | None = None
    mode: str | None = None
    present: int = 1
    attended: bool = True
    site: str | None = None
    supervisor: str | None = None
    case: str | None = None
    state: LineState = LineState.SIGNED_OFF
    planned_minutes: int | None = None
    problem: str | None = None
    observed: str | None = None
    module: str | None = None
    is_prior_learning: bool = False

    def __post_init__(self) -> None:
        """Refuse what no session can be; a negative line would eat up somebody's real hours."""
        if min(self.minutes, self.held_minutes) < 0:
            message = f"Entry {self.entry} has fewer than 0 minutes."
            raise ValueError(message)
        if self.present < 1:
            message = f"Entry {self.entry} has nobody present."
            raise ValueError(message)

    @property
    def held_minutes(self) -> int:
        """Return the length of the session, for attendance figures."""
        return self.minutes if self.planned_minutes is None else self.planned_minutes


@dataclass(frozen=True)
class Clearance:
    """A stretch of days on which a trainee's governance item is in date, both ends included."""

    trainee: Who
    item: str
    valid_from: date
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the item is in date on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class ModuleOutcome:
    """A module that a trainee passed, and when."""

    trainee: Who
    module: str
    passed_on: date


@dataclass(frozen=True)
class AttendanceFigure:
    """Attendance that a provider reports, in whole per cent: overall, or of one module."""

    trainee: Who
    percent: int
    module: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no attendance can be."""
        if not 0 <= self.percent <= 100:
            message = f"An attendance of {self.percent} % cannot be."
            raise ValueError(message)


@dataclass(frozen=True)
class EvidenceAccepted:
    """So many accepted pieces of a kind of evidence; several of these add up.

    Without a date they count on any day.
    """

    trainee: Who
    evidence: str
    count: int
    accepted_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse what no evidence can be; a negative count would take real pieces away."""
        if self.count < 0:
            message = f"Fewer than 0 pieces of {self.evidence} cannot be."
            raise ValueError(message)


@dataclass(frozen=True)
class CompetenceRating:
    """How a competence was seen on a day: a level of 1 to 4, and whether harm was seen.

    The latest day stands; of several ratings on one day the lowest does, and harm seen once.
    """

    trainee: Who
    competence: str
    level: int
    rated_on: date
    is_harmful: bool = False

    def __post_init__(self) -> None:
        """Refuse a level that the scale does not have."""
        if self.level not in LEVELS:
            message = f"Level {self.level} is not on the scale of 1 to 4."
            raise ValueError(message)


Outcome = ModuleOutcome | AttendanceFigure | EvidenceAccepted | CompetenceRating
"""Everything that is decided about a trainee beside the ledger of hours."""

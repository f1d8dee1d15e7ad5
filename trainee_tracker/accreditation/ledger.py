"""What a ledger says, as the engine sees it: lines, clearances and module outcomes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
    supervision session (supervisees). `attended` is False for a missed appointment.
    """

    entry: str
    session: str
    trainee: str
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

    def __post_init__(self) -> None:
        """Refuse what no session can be; a negative line would eat up somebody's real hours."""
        if self.minutes < 0 or (self.planned_minutes or 0) < 0:
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

    trainee: str
    item: str
    valid_from: date
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the item is in date on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class ModuleOutcome:
    """A module that a trainee passed, and when."""

    trainee: str
    module: str
    passed_on: date

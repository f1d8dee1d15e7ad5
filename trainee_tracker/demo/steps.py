"""What the plan is made of: one act of one person at an instant, and meetings. Pure.

Everybody and everything is named by the short keys of the story. Instants are aware and in UTC,
days are civil dates, minutes whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trainee_tracker.hours.sessions.rules import Mode, RoleInSession, SessionFormat


@dataclass(frozen=True)
class Step:
    """Something that somebody did: `do` names the function that carries it out with `facts`.

    Nobody acted (`actor` is empty) where a command was typed on the server.
    """

    at: datetime
    actor: str
    do: str
    facts: Mapping[str, Any]


def step(at: datetime, actor: str, do: str, **facts: Any) -> Step:
    """Return the step in which `actor` does something."""
    return Step(at, actor, do, facts)


EntryKey = tuple[str, str]
"""A meeting's key and a trainee's: the hours entry of the one in the other."""


@dataclass(frozen=True)
class Part:
    """A trainee's part in a session; a supervision group has no roles."""

    trainee: str
    role: RoleInSession | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A session that took place, or to which a family did not come; the first of `team` logs it."""

    key: str
    cohort: str
    activity: str
    begins: datetime
    held_on: date
    minutes: int
    supervisor: str
    team: tuple[Part, ...]
    mode: Mode = Mode.IN_ROOM
    format: SessionFormat | None = None
    site: str | None = None
    case: str | None = None
    is_attended: bool = True
    note: str = ""

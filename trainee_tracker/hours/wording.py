"""The words that pages use for what the ledger keeps as keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker.hours.rows import EntryRow
from trainee_tracker.hours.rules import HoursState
from trainee_tracker.hours.sessions.rules import Mode, Observed, RoleInSession, SessionFormat

ROLES: Final[Mapping[RoleInSession, Any]] = {
    RoleInSession.LEAD: _l("Lead"),
    RoleInSession.CO_THERAPIST: _l("Co-therapist"),
    RoleInSession.REFLECTING_TEAM: _l("Reflecting team"),
    RoleInSession.OBSERVER: _l("Observer"),
}

FORMATS: Final[Mapping[SessionFormat, Any]] = {
    SessionFormat.INDIVIDUAL: _l("One person"),
    SessionFormat.COUPLE: _l("A couple"),
    SessionFormat.FAMILY: _l("A family"),
    SessionFormat.GROUP: _l("A group"),
}

CASES: Final[Mapping[SessionFormat, Any]] = {
    SessionFormat.INDIVIDUAL: _l("one person"),
    SessionFormat.COUPLE: _l("couple"),
    SessionFormat.FAMILY: _l("family"),
    SessionFormat.GROUP: _l("group"),
}

MODES: Final[Mapping[Mode, Any]] = {
    Mode.IN_ROOM: _l("In the room"),
    Mode.ONLINE: _l("Live online"),
    Mode.ASYNCHRONOUS: _l("Not live"),
}

OBSERVED: Final[Mapping[Observed, Any]] = {
    Observed.LIVE: _l("Seen live"),
    Observed.RECORDED: _l("Seen on a recording"),
    Observed.REPORTED: _l("Only reported"),
}

STATES: Final[Mapping[HoursState, Any]] = {
    HoursState.LOGGED: _l("Not sent yet"),
    HoursState.SUBMITTED: _l("Waiting"),
    HoursState.SIGNED_OFF: _l("Signed off"),
    HoursState.DECLINED: _l("Declined"),
    HoursState.WITHDRAWN: _l("Withdrawn"),
    HoursState.SUPERSEDED: _l("Corrected"),
    HoursState.REVERSED: _l("Sign-off reversed"),
}

TONES: Final[Mapping[HoursState, str]] = {
    HoursState.LOGGED: "info",
    HoursState.SUBMITTED: "wait",
    HoursState.SIGNED_OFF: "good",
    HoursState.DECLINED: "bad",
    HoursState.WITHDRAWN: "none",
    HoursState.SUPERSEDED: "none",
    HoursState.REVERSED: "bad",
}
"""Which of the status marks shows a state."""


def month(day: date) -> str:
    """Return the month of a day, for example "November 2026"."""
    return str(format_date(day, format="MMMM yyyy", locale=get_locale() or "en"))


def case_choice(code: str, session_format: SessionFormat, sessions: int) -> str:
    """Return a case as a list offers it: "F-7K2Q · family · 5 sessions"."""
    times = ngettext("%(num)s session", "%(num)s sessions", sessions)
    return f"{code} · {CASES[session_format]} · {times}"


def details(entry: EntryRow) -> list[str]:
    """Return who was met and in which part: ["A family", "F-7K2Q", "Lead"], or what there is."""
    parts: list[str] = []
    if not entry.is_attended:
        parts.append(_("Nobody came"))
    if entry.role is not None and entry.format is not None:
        parts.append(str(FORMATS[entry.format]))
    elif entry.format is not None:
        parts.append(ngettext("%(num)s supervised", "%(num)s supervised", entry.present))
    if entry.case_code is not None:
        parts.append(entry.case_code)
    if entry.problem is not None:
        parts.append(entry.problem)
    if entry.role is not None:
        parts.append(str(ROLES[entry.role]))
    if entry.observed is not None:
        parts.append(str(OBSERVED[entry.observed]))
    return parts


def place(entry: EntryRow) -> str:
    """Return where and how people met: "Grace Hall · In the room"."""
    return " · ".join(part for part in (entry.site_name, str(MODES[entry.mode])) if part)

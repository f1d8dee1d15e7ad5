"""The words that pages use for what the ledger keeps as keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.filters import duration_on_page, longdate, number
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


def place(entry: EntryRow) -> str:
    """Return where and how people met: "Grace Hall · In the room"."""
    return " · ".join(part for part in (entry.site_name, str(MODES[entry.facts.mode])) if part)


def _word(words: Mapping[Any, Any], key: object) -> str | None:
    return None if key is None else str(words[key])


def _activity(entry: EntryRow, terms: Terms) -> str:
    return terms.activity_titles.get(entry.facts.activity, entry.facts.activity)


def _time(entry: EntryRow) -> str:
    time = duration_on_page(entry.facts.minutes)
    return time if entry.facts.is_attended else f"{time} · {_('Nobody came')}"


def _is_with_family(entry: EntryRow) -> bool:
    """Tell whether somebody was met; in supervision, the format says only how many were there."""
    return entry.facts.role is not None


def _family(entry: EntryRow) -> str | None:
    return _word(FORMATS, entry.facts.format) if _is_with_family(entry) else None


def _group(entry: EntryRow) -> str | None:
    if entry.facts.format is None or _is_with_family(entry):
        return None
    return number(entry.facts.present)


def _supervised(entry: EntryRow) -> str | None:
    if _group(entry) is None:
        return None
    return str(ngettext("%(num)s supervised", "%(num)s supervised", entry.facts.present))


@dataclass(frozen=True)
class Told:
    """How pages tell some facts of an entry: the label, the words, and the type they are set in.

    `words` are None where there is nothing to tell.
    """

    facts: tuple[str, ...]
    label: Any
    words: Callable[[EntryRow, Terms], str | None]
    kind: str = ""


IN_FULL: Final = (
    Told(("held_on",), _l("Day"), lambda entry, _terms: longdate(entry.facts.held_on)),
    Told(("activity",), _l("Activity"), _activity),
    Told(("minutes", "is_attended"), _l("Time"), lambda entry, _terms: _time(entry), "figure"),
    Told(("format",), _l("Who was there"), lambda entry, _terms: _family(entry)),
    Told(("present",), _l("People supervised"), lambda entry, _terms: _group(entry), "figure"),
    Told(("role",), _l("Part taken"), lambda entry, _terms: _word(ROLES, entry.facts.role)),
    Told(("case_code_id",), _l("Case code"), lambda entry, _terms: entry.case_code, "code"),
    Told(("problem",), _l("Type of problem"), lambda entry, _terms: entry.facts.problem),
    Told(
        ("observed",),
        _l("Seen by somebody else"),
        lambda entry, _terms: _word(OBSERVED, entry.facts.observed),
    ),
    Told(("site_id", "mode"), _l("Place"), lambda entry, _terms: place(entry)),
    Told(
        ("supervisor_id",), _l("Supervisor"), lambda entry, _terms: entry.supervisor_name, "person"
    ),
    Told((), _l("Cohort"), lambda entry, _terms: entry.cohort_name),
    Told(("note",), _l("Note"), lambda entry, _terms: entry.facts.note or None, "said"),
)
"""Everything that an entry says, as its own page tells it."""

IN_A_COLUMN: Final = frozenset(
    {"held_on", "activity", "minutes", "site_id", "mode", "note", "supervisor_id"}
)
"""What has a column of its own where entries stand in rows; a queue is the supervisor's own."""

BRIEFLY: Final[Mapping[str, Callable[[EntryRow], str | None]]] = {
    "is_attended": lambda entry: None if entry.facts.is_attended else _("Nobody came"),
    "format": _family,
    "present": _supervised,
    "case_code_id": lambda entry: entry.case_code,
    "problem": lambda entry: entry.facts.problem,
    "role": lambda entry: _word(ROLES, entry.facts.role),
    "observed": lambda entry: _word(OBSERVED, entry.facts.observed),
}
"""The rest, told in a few words: so a signer reads every fact that the signature stands under."""


def told_in_full(entry: EntryRow, terms: Terms) -> list[tuple[Any, str, str]]:
    """Return label, words and kind of all that an entry says."""
    told = ((each.label, each.words(entry, terms), each.kind) for each in IN_FULL)
    return [(label, words, kind) for label, words, kind in told if words is not None]


def details(entry: EntryRow) -> list[str]:
    """Return who was met and in which part: ["A family", "F-7K2Q", "Lead"], or what there is."""
    told = (words(entry) for words in BRIEFLY.values())
    return [words for words in told if words is not None]

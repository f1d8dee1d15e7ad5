"""The words that pages use for what the ledger keeps as keys, and what they say of an act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.vocabulary import (
    CASES,
    FORMATS_ALONE,
    MODES_ALONE,
    OBSERVED_ALONE,
    ROLES_ALONE,
)
from trainee_tracker.filters import duration_on_page, longdate, number
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.rows import EntryRow
from trainee_tracker.hours.rules import HoursState
from trainee_tracker.hours.sessions.rules import SessionFormat
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.messages import (
    Message,
    Minutes,
    Month,
    Own,
    Verbatim,
    any_of,
    in_a_row,
    say,
    say_many,
)
from trainee_tracker.spoken import speaker

STATES: Final[Mapping[HoursState, Message]] = {
    HoursState.LOGGED: say("Not sent yet"),
    HoursState.SUBMITTED: say("Waiting"),
    HoursState.SIGNED_OFF: say("Signed off"),
    HoursState.DECLINED: say("Declined"),
    HoursState.WITHDRAWN: say("Withdrawn"),
    HoursState.SUPERSEDED: say("Corrected"),
    HoursState.REVERSED: say("Sign-off reversed"),
}

NOBODY_CAME: Final = say("Nobody came")

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
    return speaker().value(Month(day.year, day.month))


def case_choice(code: str, session_format: SessionFormat, sessions: int) -> Message:
    """Return a case as a list offers it: "F-7K2Q · family · 5 sessions"."""
    return say_many(
        "{code} · {case} · {n} session",
        "{code} · {case} · {n} sessions",
        n=sessions,
        code=Verbatim(code),
        case=CASES[session_format],
    )


def place(entry: EntryRow) -> Message:
    """Return where and how people met: "Grace Hall · In the room"."""
    mode = MODES_ALONE[entry.facts.mode]
    if entry.site_name is None:
        return mode
    return say("{site} · {mode}", site=Own(entry.site_name), mode=mode)


def _word(words: Mapping[Any, Message], key: object) -> Message | None:
    return None if key is None else words[key]


def _activity(entry: EntryRow, terms: Terms) -> str:
    return terms.activity_titles.get(entry.facts.activity, entry.facts.activity)


def _time(entry: EntryRow) -> Message | str:
    time = duration_on_page(entry.facts.minutes)
    if entry.facts.is_attended:
        return time
    return say("{time} · {word}", time=Verbatim(time), word=NOBODY_CAME)


def _is_with_family(entry: EntryRow) -> bool:
    """Tell whether somebody was met; in supervision, the format says only how many were there."""
    return entry.facts.role is not None


def _family(entry: EntryRow) -> Message | None:
    return _word(FORMATS_ALONE, entry.facts.format) if _is_with_family(entry) else None


def _group(entry: EntryRow) -> str | None:
    if entry.facts.format is None or _is_with_family(entry):
        return None
    return number(entry.facts.present)


def _supervised(entry: EntryRow) -> Message | None:
    if _group(entry) is None:
        return None
    return say_many("{n} supervised", "{n} supervised", n=entry.facts.present)


@dataclass(frozen=True)
class FactsInWords:
    """How pages tell some facts of an entry: the label, the words, and the type they are set in.

    `words` are None where there is nothing to tell.
    """

    facts: tuple[str, ...]
    label: Message
    words: Callable[[EntryRow, Terms], Message | str | None]
    kind: str = ""


PART_TAKEN: Final = say("Part taken")
CASE_CODE: Final = say("Case code")
PROBLEM: Final = say("Type of problem")
"""What these facts of a session are called wherever they are asked for or shown."""

IN_FULL: Final = (
    FactsInWords(("held_on",), say("Day"), lambda entry, _terms: longdate(entry.facts.held_on)),
    FactsInWords(("activity",), say("Activity"), _activity),
    FactsInWords(
        ("minutes", "is_attended"), say("Time"), lambda entry, _terms: _time(entry), "figure"
    ),
    FactsInWords(("format",), say("Who was there"), lambda entry, _terms: _family(entry)),
    FactsInWords(
        ("present",), say("People supervised"), lambda entry, _terms: _group(entry), "figure"
    ),
    FactsInWords(("role",), PART_TAKEN, lambda entry, _terms: _word(ROLES_ALONE, entry.facts.role)),
    FactsInWords(("case_code_id",), CASE_CODE, lambda entry, _terms: entry.case_code, "code"),
    FactsInWords(("problem",), PROBLEM, lambda entry, _terms: entry.facts.problem),
    FactsInWords(
        ("observed",),
        say("Seen by somebody else"),
        lambda entry, _terms: _word(OBSERVED_ALONE, entry.facts.observed),
    ),
    FactsInWords(("site_id", "mode"), say("Place"), lambda entry, _terms: place(entry)),
    FactsInWords(
        ("supervisor_id",), say("Supervisor"), lambda entry, _terms: entry.supervisor_name, "person"
    ),
    FactsInWords((), say("Cohort"), lambda entry, _terms: entry.cohort_name),
    FactsInWords(("note",), say("Note"), lambda entry, _terms: entry.facts.note or None, "said"),
)
"""Everything that an entry says, as its own page tells it."""

IN_A_COLUMN: Final = frozenset(
    {"held_on", "activity", "minutes", "site_id", "mode", "note", "supervisor_id"}
)
"""What has a column of its own where entries stand in rows; a queue is the supervisor's own."""

BRIEFLY: Final[Mapping[str, Callable[[EntryRow], Message | str | None]]] = {
    "is_attended": lambda entry: None if entry.facts.is_attended else NOBODY_CAME,
    "format": _family,
    "present": _supervised,
    "case_code_id": lambda entry: entry.case_code,
    "problem": lambda entry: entry.facts.problem,
    "role": lambda entry: _word(ROLES_ALONE, entry.facts.role),
    "observed": lambda entry: _word(OBSERVED_ALONE, entry.facts.observed),
}
"""The rest, told in a few words: so a signer reads every fact that the signature stands under."""


def told_in_full(entry: EntryRow, terms: Terms) -> list[tuple[Message, Message | str, str]]:
    """Return label, words and kind of all that an entry says."""
    told = ((each.label, each.words(entry, terms), each.kind) for each in IN_FULL)
    return [(label, words, kind) for label, words, kind in told if words is not None]


def details(entry: EntryRow) -> list[Message | str]:
    """Return who was met and in which part: ["A family", "F-7K2Q", "Lead"], or what there is."""
    told = (words(entry) for words in BRIEFLY.values())
    return [words for words in told if words is not None]


def after_logging(entry: HoursEntry, *, is_sent: bool, others: int) -> Message:
    """Return what a trainee is told of what they logged, and what comes next.

    `others` is how many other trainees took part.
    """
    session = entry.session
    said: list[Message] = [
        say("Logged: {time} on {day}.", time=Minutes(entry.minutes), day=session.held_on),
        *_comes_next(entry, is_sent=is_sent),
    ]
    if others:
        said.append(
            say_many(
                "{n} other trainee finds it in their log and sends it.",
                "{n} other trainees find it in their log and send it.",
                n=others,
            )
        )
    return in_a_row(said)


def after_correcting(entry: HoursEntry, *, is_sent: bool) -> Message:
    """Return what a trainee is told of what they corrected, and what comes next."""
    first = say(
        "Corrected: it now says {time} on {day}.",
        time=Minutes(entry.minutes),
        day=entry.session.held_on,
    )
    return in_a_row([first, *_comes_next(entry, is_sent=is_sent)])


def _comes_next(entry: HoursEntry, *, is_sent: bool) -> list[Message]:
    """Return under which case an entry stands, if any, and who acts next."""
    session = entry.session
    said: list[Message] = []
    if session.case_code is not None:
        said.append(say("The case code is {code}.", code=Verbatim(session.case_code.code)))
    if is_sent:
        said.append(
            say(
                "{name} decides next; you see the answer here.",
                name=Own(session.supervisor.full_name),
            )
        )
    else:
        said.append(say("Send it for sign-off when you are ready."))
    return said


def after_deciding(decisions: Sequence[Decision]) -> Message:
    """Return what a supervisor is told of what they signed, and what the trainees can do next."""
    signed = sum(decision.is_signed_off for decision in decisions)
    declined = len(decisions) - signed
    said: list[Message] = []
    if signed:
        said.append(
            say_many("You signed off {n} session.", "You signed off {n} sessions.", n=signed)
        )
    if declined:
        said.append(
            say_many(
                "You declined {n} session; the trainee sees why and can correct it.",
                "You declined {n} sessions; the trainees see why and can correct them.",
                n=declined,
            )
        )
    return in_a_row(said)


def named_faults(faults: Mapping[int, Message], rows: Iterable[EntryRow]) -> dict[int, Message]:
    """Return what is wrong in a queue with the trainee and the day before it, by entry."""
    named = {
        row.entry_id: say(
            "{name}, {day}: {problem}",
            name=Own(row.trainee_name),
            day=row.facts.held_on,
            problem=faults[row.entry_id],
        )
        for row in rows
        if row.entry_id in faults
    }
    return {**faults, **named}


def after_sending(sent: int) -> Message:
    """Return what a trainee is told who sent everything that was not sent yet."""
    if not sent:
        return say("Everything has been sent already.")
    return say_many(
        "{n} session sent. You see here when it is signed off.",
        "{n} sessions sent. You see here when they are signed off.",
        n=sent,
    )


def nobody_signs_off(ends_on: date, on: date, leads: Sequence[str]) -> tuple[Message, Message]:
    """Return a title and what to do where a trainee can name no supervisor on `on`.

    `ends_on` is the last day of their cohort, `leads` the names of who can approve a supervisor.
    """
    if on > ends_on:
        return say("This cohort is over"), say(
            "It ended on {day}, and nobody signs off for it any more. Nothing more is logged in it.",
            day=ends_on,
        )
    title = say("Nobody can sign off yet")
    if not leads:
        return title, say(
            "No supervisor is approved for your cohort. Ask your training lead, then log your"
            " sessions here."
        )
    return title, say(
        "No supervisor is approved for your cohort. Ask {leads}, then log your sessions here.",
        leads=any_of(leads),
    )

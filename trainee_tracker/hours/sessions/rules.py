"""What can be said of a session, and whether it can have happened; every answer is a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts.supervision.rules import Approval
from trainee_tracker.hours.sessions.asked import Asked, asked_by
from trainee_tracker.identifiers import identifier_fault
from trainee_tracker.messages import Message, Own, say

MOST_MINUTES = 720
"""The longest single session that can be logged: twelve hours."""

LONG_MINUTES = 240
"""A session longer than this is allowed, and the supervisor is told that it is long."""

NOTE_LENGTH = 1000
PROBLEM_LENGTH = 60
"""Characters of a type of problem: a word or a few, such as low mood."""
LARGEST_GROUP = 60
"""Most people in one supervision group: a guard against a slip of the thumb."""

CODE_LETTERS = "23456789CDFGHJKMNPQRTVWXY"
"""What a case code is made of: nothing that is read as something else, no vowel to make a word."""

CODE_LENGTH = 4

NEW_CASE = 0
"""Stands where the id of a case code would, for a case that is opened by logging the session."""

LONGEST_AGO = timedelta(days=6 * 366)
"""How old a session can be when it is logged. Source: California LMFT, the longest window of the
accreditors in the field's notes, counts nothing older than six years."""


class RoleInSession(StrEnum):
    """The trainee's part in a session."""

    LEAD = "lead"
    CO_THERAPIST = "co-therapist"
    REFLECTING_TEAM = "reflecting-team"
    OBSERVER = "observer"


class SessionFormat(StrEnum):
    """Who was met."""

    INDIVIDUAL = "individual"
    COUPLE = "couple"
    FAMILY = "family"
    GROUP = "group"


class Mode(StrEnum):
    """How people met."""

    IN_ROOM = "in-room"
    ONLINE = "online"
    ASYNCHRONOUS = "asynchronous"


class Observed(StrEnum):
    """How somebody else saw a session; the words are those of `accreditation.vocabulary`."""

    LIVE = "live"
    RECORDED = "recorded"
    REPORTED = "reported"


def case_code(session_format: SessionFormat, letters: str) -> str:
    """Return a case code such as F-7K2Q from `letters` drawn by chance."""
    return f"{session_format.value[0].upper()}-{letters}"


@dataclass(frozen=True)
class SessionFacts:
    """What a trainee says happened: whole minutes, the civil date, ids of what it names.

    This is the one shape of a session, from the form through the ledger to the signature and the
    engine; `docs/recipes.md` says how a field is added to it.
    """

    held_on: date
    activity: str
    minutes: int
    supervisor_id: int
    mode: Mode = Mode.IN_ROOM
    role: RoleInSession | None = None
    format: SessionFormat | None = None
    site_id: int | None = None
    case_code_id: int | None = None
    present: int = 1
    is_attended: bool = True
    note: str = ""
    problem: str | None = None
    observed: Observed | None = None

    def told(self) -> dict[str, Any]:
        """Return what was said, by name, as digests have it: what was not said is in none."""
        return {name: value for name, value in asdict(self).items() if value is not None}


FACTS: Final = tuple(each.name for each in fields(SessionFacts))
"""The names of the facts, in their order."""

OF_EACH_PART: Final = frozenset({"role", "minutes", "note"})
"""The facts that everybody who took part says for themselves; all others are the session's."""


@dataclass(frozen=True)
class Setting:
    """What a session is checked against: today, the cohort and what the trainee may name.

    `starts_on` is the day on which the cohort started, or on which the trainee joined it later.
    `trainee_id` is the person's id; `cases` gives the format under which each case was opened.
    """

    trainee_id: int
    today: date
    starts_on: date
    terms: Terms
    approvals: tuple[Approval, ...]
    site_ids: frozenset[int]
    cases: Mapping[int, SessionFormat]
    problems: tuple[str, ...] = ()
    """The types of problem that the trainee named before, each in the spelling used first."""

    @property
    def asked(self) -> Asked:
        """Return what the course asks about a session beyond the usual."""
        return asked_by(self.terms)

    @property
    def activities(self) -> tuple[str, ...]:
        """Return the activities that a trainee logs; taught hours come from registers."""
        return tuple(
            activity.key
            for activity in self.terms.activities
            if not self.terms.covers("taught", activity.key)
        )

    def activities_within(self, root: str) -> tuple[str, ...]:
        """Return those of the activities that are at or below `root`."""
        return tuple(key for key in self.activities if self.terms.covers(root, key))


def relevant(facts: SessionFacts, terms: Terms) -> SessionFacts:
    """Return `facts` without what its activity does not ask for.

    A page without scripts shows every question, so answers arrive that mean nothing. Who was met,
    the part taken and the case belong to practice; the size of the group to supervision, where
    it also says whether the supervision was individual. What only some courses ask is left out
    where this one does not.
    """
    asked = asked_by(terms)
    is_practice = terms.covers("practice", facts.activity)
    # Nobody can have seen a session that did not take place.
    may_be_seen = facts.activity in asked.observed and (facts.is_attended or not is_practice)
    facts = replace(
        facts,
        problem=" ".join((facts.problem or "").split()) or None
        if facts.activity in asked.problem
        else None,
        observed=facts.observed if may_be_seen else None,
    )
    if is_practice:
        return replace(facts, present=1, minutes=facts.minutes if facts.is_attended else 0)
    # Supervision speaks of a case that is there; it opens none.
    names_case = facts.activity in asked.case_of_supervision and facts.case_code_id != NEW_CASE
    present = facts.present if terms.covers("supervision", facts.activity) else 1
    met = None
    if terms.covers("supervision", facts.activity):
        met = SessionFormat.INDIVIDUAL if present == 1 else SessionFormat.GROUP
    return replace(
        facts,
        role=None,
        format=met,
        case_code_id=facts.case_code_id if names_case else None,
        present=present,
        is_attended=True,
    )


def spelt_as_before(facts: SessionFacts, problems: Iterable[str]) -> SessionFacts:
    """Return `facts` with the type of problem spelt as the trainee spelt it first, if they did.

    The course counts types by their spelling, so "Low mood" and "low mood" have to be one.
    """
    if facts.problem is None:
        return facts
    folded = facts.problem.casefold()
    same = (each for each in problems if each.casefold() == folded)
    return replace(facts, problem=next(same, facts.problem))


def faults_of(facts: SessionFacts, setting: Setting) -> dict[str, Message]:
    """Return a sentence that says what to do for each field of `facts` that cannot be true."""
    faults: dict[str, Message] = {}
    for field, sentence in (
        *_faults_of_day(facts, setting),
        *_faults_of_activity(facts, setting),
        *_faults_of_names(facts, setting),
        *_faults_of_words(facts),
    ):
        faults.setdefault(field, sentence)
    return faults


Fault = tuple[str, Message]


def _faults_of_day(facts: SessionFacts, setting: Setting) -> Iterator[Fault]:
    day = facts.held_on
    if day > setting.today:
        yield (
            "held_on",
            say("{day} is still to come. Log the session once it has taken place.", day=day),
        )
    if day < setting.starts_on:
        yield (
            "held_on",
            say(
                "Your time in this cohort began on {first}. A session before you joined cannot"
                " count: check the day.",
                first=setting.starts_on,
            ),
        )
    if day < setting.today - LONGEST_AGO:
        yield "held_on", say("{day} is more than six years ago. Check the year.", day=day)


def _faults_of_activity(facts: SessionFacts, setting: Setting) -> Iterator[Fault]:
    if facts.activity not in setting.activities:
        yield (
            "activity",
            say("Choose what you did. Taught hours come from the register of the class."),
        )
        return
    is_practice = setting.terms.covers("practice", facts.activity)
    if facts.is_attended and not 1 <= facts.minutes <= MOST_MINUTES:
        yield (
            "minutes",
            say(
                "Enter the minutes as a whole number from 1 to {most}, for example 50.",
                most=MOST_MINUTES,
            ),
        )
    if not facts.is_attended and facts.minutes != 0:
        yield "minutes", say("A session to which nobody came has 0 minutes.")
    if is_practice and facts.format is None:
        yield "format", say("Choose who was there: one person, a couple, a family or a group.")
    if is_practice and facts.role is None:
        yield "role", say("Choose the part taken in the session.")
    if is_practice and facts.case_code_id is None:
        yield "case_code_id", say("Choose the case code, or start a new case.")
    if facts.case_code_id not in {None, NEW_CASE, *setting.cases}:
        yield "case_code_id", say("Choose a case code from the list, or start a new case.")
    if not 1 <= facts.present <= LARGEST_GROUP:
        yield (
            "present",
            say(
                "Enter how many people were supervised, you included, from 1 to {most}.",
                most=LARGEST_GROUP,
            ),
        )


def _faults_of_names(facts: SessionFacts, setting: Setting) -> Iterator[Fault]:
    if facts.site_id is not None and facts.site_id not in setting.site_ids:
        yield "site_id", say("Choose a site from the list.")
    if facts.supervisor_id == setting.trainee_id:
        yield "supervisor_id", say("Nobody signs for themselves. Choose another supervisor.")
        return
    approvals = [each for each in setting.approvals if each.supervisor_id == facts.supervisor_id]
    if not approvals:
        yield "supervisor_id", say("Choose one of the approved supervisors of your cohort.")
    elif facts.held_on >= setting.starts_on and not any(
        approval.covers(facts.held_on) for approval in approvals
    ):
        # A day before the trainee's time in the cohort is refused already, for itself.
        yield (
            "supervisor_id",
            say(
                "{name} was not an approved supervisor on {day}. Choose another supervisor, or check"
                " the day.",
                name=Own(approvals[0].name),
                day=facts.held_on,
            ),
        )


def _faults_of_words(facts: SessionFacts) -> Iterator[Fault]:
    if len(facts.note) > NOTE_LENGTH:
        yield (
            "note",
            say(
                "Keep the note under {most} characters; this has {n}.",
                most=NOTE_LENGTH,
                n=len(facts.note),
            ),
        )
    elif fault := identifier_fault(facts.note, facts.held_on):
        yield "note", fault
    problem = facts.problem or ""
    if len(problem) > PROBLEM_LENGTH:
        yield (
            "problem",
            say(
                "Keep the type of problem under {most} characters; this has {n}.",
                most=PROBLEM_LENGTH,
                n=len(problem),
            ),
        )
    elif fault := identifier_fault(problem, facts.held_on):
        yield "problem", fault

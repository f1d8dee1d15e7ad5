"""Carrying out the steps of the hours ledger: cases, sessions, corrections, sign-off."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from trainee_tracker.demo import steps as s
from trainee_tracker.demo.stage import Handlers, Stage
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions as hours
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import RoleInSession, SessionFacts
from trainee_tracker.hours.signing.actions import decide_hours, reverse_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.sign_off.queries import waiting_for


def open_case(step: s.OpenCase, stage: Stage) -> None:
    """Open a case."""
    case = hours.open_case(
        stage.enrolments[step.cohort, step.actor],
        step.format,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )
    stage.cases[step.key] = case.id


def log_meeting(step: s.LogMeeting, stage: Stage) -> None:
    """Log a meeting, with an entry for everybody who took part."""
    meeting = step.meeting
    first, *others = meeting.team
    with_others: dict[int, RoleInSession | None] = {
        stage.enrolments[meeting.cohort, part.trainee].id: part.role for part in others
    }
    entry = hours.log_session(
        stage.enrolments[meeting.cohort, first.trainee],
        _facts(meeting, first, stage),
        with_others=with_others,
        submit=True,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )
    trainee_of = {
        stage.enrolments[meeting.cohort, part.trainee].id: part.trainee for part in meeting.team
    }
    # Whatever an entry belongs to is at hand already, so the wide joins of its pages are left out.
    made = select(HoursEntry).where(HoursEntry.session_id == entry.session_id)
    for each in db.session.scalars(made.options(lazyload("*"))):
        stage.keep_entry((meeting.key, trainee_of[each.enrolment_id]), each)


def _facts(meeting: s.Meeting, part: s.Part, stage: Stage) -> SessionFacts:
    """Return what a trainee enters in the form."""
    return SessionFacts(
        held_on=meeting.held_on,
        activity=meeting.activity,
        minutes=meeting.minutes,
        supervisor_id=stage.people[meeting.supervisor].id,
        mode=meeting.mode,
        role=part.role,
        format=meeting.format,
        site_id=stage.sites[meeting.site].id if meeting.site else None,
        case_code_id=stage.cases[meeting.case] if meeting.case else None,
        present=len(meeting.team) if meeting.activity == "supervision" else 1,
        is_attended=meeting.is_attended,
        note=meeting.note,
    )


def send(step: s.Send, stage: Stage) -> None:
    """Send an entry that somebody else logged."""
    hours.submit_hours(stage.entries[step.entry], actor=stage.people[step.actor], at=step.at)


def withdraw(step: s.Withdraw, stage: Stage) -> None:
    """Take an entry back."""
    hours.withdraw_hours(
        stage.entries[step.entry],
        reason=step.reason,
        actor=stage.people[step.actor],
        at=step.at,
    )


def correct(step: s.Correct, stage: Stage) -> None:
    """Correct an entry and send it again."""
    (part,) = step.corrected.team
    corrected = hours.correct_hours(
        stage.entries[step.entry],
        _facts(step.corrected, part, stage),
        reason=step.reason,
        submit=True,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )
    stage.keep_entry((step.corrected.key, step.actor), corrected)


def sign_queue(step: s.SignQueue, stage: Stage) -> None:
    """Decide everything that waits, each row for itself, under one signature."""
    supervisor = stage.people[step.actor]
    decisions = []
    for row in waiting_for(supervisor):
        key = stage.keys[row.entry.entry_id]
        if key not in step.left:
            reason = step.declined.get(key, "")
            decisions.append(Decision(row.entry.entry_id, not reason, reason))
    if decisions:
        decide_hours(
            decisions,
            digest_seen=sheet_for(supervisor, decisions).digest,
            actor=supervisor,
            at=step.at,
            request_id=stage.request_id(),
        )


def reverse(step: s.Reverse, stage: Stage) -> None:
    """Take a sign-off back."""
    reverse_hours(
        stage.entries[step.entry],
        reason=step.reason,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


HANDLERS: Handlers = {
    s.OpenCase: open_case,
    s.LogMeeting: log_meeting,
    s.Send: send,
    s.Withdraw: withdraw,
    s.Correct: correct,
    s.SignQueue: sign_queue,
    s.Reverse: reverse,
}

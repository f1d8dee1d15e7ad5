"""Taking the register of a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from trainee_tracker.append_only import already_recorded, refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.actions import ensure_leads
from trainee_tracker.cohorts.models import Register, RegisterMark, TeachingSession
from trainee_tracker.cohorts.queries import is_among, other_leads_of
from trainee_tracker.cohorts.registers import queries
from trainee_tracker.cohorts.registers.rules import changes_between, ensure_correction
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Stale


def take_register(
    teaching_session: TeachingSession,
    marks: Mapping[int, tuple[Mark, int]],
    *,
    actor: Person,
    at: datetime,
    request_id: str,
    reason: str = "",
    sequence_seen: int | None = None,
) -> Register | None:
    """Record who was in a class: enrolment id -> (mark, minutes late); an earlier register stays.

    Returns None for a correction that changes nothing: nothing is written then. Raises
    NotAllowed: the actor does not lead training here, or is on the register. Impossible: the class
    is still to come, somebody has no mark (in a correction: who had one), minutes late do not fit,
    or a correction has no reason or one that could point to a client. Stale: the register was taken
    since the one numbered `sequence_seen`. Whoever calls has asked for the password before a
    correction.
    """
    ensure_leads(teaching_session.cohort, actor)

    def is_about_others() -> None:
        if is_among(actor, marks):
            raise rules.own_register(other_leads_of(teaching_session.cohort, actor))

    # Whoever was entered there may say at this moment that it is the actor.
    rely({teaching_session.cohort.stream_id}, is_about_others)
    rules.ensure_class_held(teaching_session.held_on, civil_date(at))
    body = digest_of([actor.id, teaching_session.id, sorted(marks.items()), reason])
    earlier = already_recorded(Register, request_id, body)
    if earlier is not None:
        return earlier
    sequence = db.session.scalar(queries.last_sequence(teaching_session.id)) or 0
    rules.ensure_same_turn(sequence, sequence_seen)
    listed = queries.register_list(teaching_session)
    # Whoever had no mark when the register was taken was enrolled later, and needs none now.
    listed_ids = {row.enrolment_id for row in listed}
    unmarked = {row.enrolment_id for row in listed if sequence and row.mark is None}
    rules.ensure_everyone_marked(listed_ids - (unmarked - marks.keys()), marks.keys())
    given = {
        enrolment_id: rules.mark_given(mark, late, teaching_session.minutes)
        for enrolment_id, (mark, late) in marks.items()
    }
    if sequence:
        marked = {each_id: (each.mark, each.minutes_late) for each_id, each in given.items()}
        if not changes_between(queries.marks_in_force(listed), marked):
            return None
        ensure_correction(teaching_session.held_on, reason)
    taken = Stale(say("Somebody else took this register just now. Look at it again."))
    with refuse_if_taken(taken):
        register = Register(
            request_id=request_id,
            request_digest=body,
            teaching_session_id=teaching_session.id,
            sequence=sequence + 1,
            reason=reason if sequence else "",
            stream_id=teaching_session.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
            marks=[
                RegisterMark(
                    enrolment_id=enrolment_id,
                    stream_id=teaching_session.stream_id,
                    recorded_at=at,
                    recorded_by_id=actor.id,
                    **asdict(each),
                )
                for enrolment_id, each in given.items()
            ],
        )
        db.session.add(register)
    return register

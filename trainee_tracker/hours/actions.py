"""Writes of the hours ledger: logging, sending, withdrawing, correcting and opening cases.

What a supervisor signs is in `signing/actions.py`. Every act is refused with a sentence, or lands
once however often it is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from trainee_tracker.append_only import already_recorded
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.hours import rules
from trainee_tracker.hours.choices import setting_for
from trainee_tracker.hours.events import append_event, lock
from trainee_tracker.hours.models import CaseCode, HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.queries import row_of
from trainee_tracker.hours.rows import columns_of_entry, columns_of_session, facts_of
from trainee_tracker.hours.rules import FaultyFacts, HoursAction
from trainee_tracker.hours.sessions import rules as sessions
from trainee_tracker.hours.sessions.rules import RoleInSession, SessionFacts, SessionFormat
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people.models import Person
from trainee_tracker.reasons import reason_fault
from trainee_tracker.refusals import NotAllowed

NOBODY: Mapping[int, RoleInSession | None] = {}


def open_case(
    enrolment: Enrolment,
    session_format: SessionFormat,
    *,
    actor: Person,
    at: datetime,
    request_id: str | UUID,
) -> CaseCode:
    """Open a case under a random code that points to nobody.

    Raises NotAllowed when the enrolment is not the actor's.
    """
    rules.ensure_own(actor_id=actor.id, trainee_id=enrolment.person_id)
    body = digest_of(["case", enrolment.id, session_format])
    lock(Enrolment, [enrolment.id])
    earlier = already_recorded(CaseCode, str(request_id), body)
    if earlier is not None:
        return earlier
    case = CaseCode(
        request_id=str(request_id),
        request_digest=body,
        cohort_id=enrolment.cohort_id,
        opened_by_enrolment_id=enrolment.id,
        code=_unused_code(session_format),
        format=session_format,
        stream_id=enrolment.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    db.session.add(case)
    db.session.flush()
    return case


def log_session(
    enrolment: Enrolment,
    facts: SessionFacts,
    *,
    with_others: Mapping[int, RoleInSession | None] = NOBODY,
    submit: bool,
    actor: Person,
    at: datetime,
    request_id: str | UUID,
) -> HoursEntry:
    """Log what happened once and the trainee's part in it; with `submit`, send it for sign-off.

    `with_others` gives the role of each other enrolment that took part: each gets an entry, which
    its trainee sends. Raises NotAllowed when the enrolment is not the actor's, FaultyFacts when
    something cannot be so, Conflict when the request came before with other facts.
    """
    rules.ensure_own(actor_id=actor.id, trainee_id=enrolment.person_id)
    facts = sessions.relevant(facts, terms_of(enrolment.cohort.version))
    body = digest_of(["log", enrolment.id, facts.told(), sorted(with_others.items()), submit])
    lock(Enrolment, [enrolment.id])
    earlier = already_recorded(HoursEntry, str(request_id), body)
    if earlier is not None:
        return earlier
    facts = _ensure_can_be(enrolment, facts, at)
    _ensure_took_part(enrolment, facts, with_others)
    facts = _with_case(enrolment, facts, actor, at, request_id)
    session = _session(enrolment, facts, actor, at)
    entry = _entry(session, enrolment.id, facts, actor, at, request_id=request_id, body=body)
    steps = [HoursAction.LOGGED, *([HoursAction.SUBMITTED] if submit else [])]
    _begin(entry, steps, actor, at)
    for other_id, role in sorted(with_others.items()):
        other = _entry(
            session,
            other_id,
            # A note is the trainee's own reflection: it does not go to the others.
            replace(facts, role=role if facts.role else None, note=""),
            actor,
            at,
            request_id=uuid5(UUID(str(request_id)), f"enrolment {other_id}"),
            body=body,
        )
        _begin(other, [HoursAction.LOGGED], actor, at)
    db.session.flush()
    return entry


def submit_hours(entry: HoursEntry, *, actor: Person, at: datetime) -> HoursEvent:
    """Send a logged entry to its supervisor.

    Raises NotAllowed when it is not the actor's, Impossible when it was sent or ended before.
    """
    rules.ensure_own(actor_id=actor.id, trainee_id=entry.enrolment.person_id)
    return append_event(entry, HoursAction.SUBMITTED, actor=actor, at=at)


def submit_all_hours(entries: Sequence[HoursEntry], *, actor: Person, at: datetime) -> None:
    """Send several logged entries, all or none; raises as `submit_hours`."""
    lock(HoursEntry, [entry.id for entry in entries])
    for entry in entries:
        submit_hours(entry, actor=actor, at=at)


def withdraw_hours(entry: HoursEntry, *, reason: str, actor: Person, at: datetime) -> HoursEvent:
    """Take back an entry that is not signed off; it stays in the log with the reason.

    Raises NotAllowed when it is not the actor's, Impossible when its state does not allow it.
    """
    rules.ensure_own(actor_id=actor.id, trainee_id=entry.enrolment.person_id)
    _ensure_reason(reason, entry, asked=say("Say why you withdraw it."))
    return append_event(entry, HoursAction.WITHDRAWN, actor=actor, at=at, reason=reason)


def correct_hours(
    entry: HoursEntry,
    facts: SessionFacts,
    *,
    reason: str,
    submit: bool,
    actor: Person,
    at: datetime,
    request_id: str | UUID,
) -> HoursEntry:
    """Put a new entry in the place of this one, which needs a sign-off of its own; return it.

    Raises NotAllowed when it is not the actor's, Impossible when its state does not allow it or
    nothing would change, FaultyFacts when something cannot be so.
    """
    rules.ensure_own(actor_id=actor.id, trainee_id=entry.enrolment.person_id)
    enrolment = entry.enrolment
    facts = sessions.relevant(facts, terms_of(enrolment.cohort.version))
    body = digest_of(["correct", entry.id, facts.told(), reason, submit])
    # In this order, and before anything is written: a new case locks the enrolment again.
    lock(Enrolment, [enrolment.id])
    lock(HoursEntry, [entry.id])
    earlier = already_recorded(HoursEntry, str(request_id), body)
    if earlier is not None:
        return earlier
    facts = _ensure_can_be(enrolment, facts, at)
    _ensure_reason(reason, entry, asked=say("Say what you correct and why."))
    rules.ensure_corrects(row_of(entry.id).state, is_same=facts == facts_of(entry))
    append_event(entry, HoursAction.CORRECTED, actor=actor, at=at, reason=reason)
    facts = _with_case(enrolment, facts, actor, at, request_id)
    session = _session(enrolment, facts, actor, at)
    session.corrects_id = entry.session.corrects_id or entry.session_id
    corrected = _entry(session, enrolment.id, facts, actor, at, request_id=request_id, body=body)
    corrected.supersedes_id = entry.id
    corrected.reason = reason
    steps = [HoursAction.LOGGED, *([HoursAction.SUBMITTED] if submit else [])]
    _begin(corrected, steps, actor, at)
    db.session.flush()
    return corrected


def _with_case(
    enrolment: Enrolment, facts: SessionFacts, actor: Person, at: datetime, request_id: str | UUID
) -> SessionFacts:
    """Return `facts` with a case opened for them, where they ask for a new one."""
    if facts.case_code_id != sessions.NEW_CASE or facts.format is None:
        return facts
    case = open_case(
        enrolment,
        facts.format,
        actor=actor,
        at=at,
        request_id=uuid5(UUID(str(request_id)), "case"),
    )
    return replace(facts, case_code_id=case.id)


def _ensure_can_be(enrolment: Enrolment, facts: SessionFacts, at: datetime) -> SessionFacts:
    """Return the facts in the trainee's own spelling; raise FaultyFacts for what cannot be so."""
    setting = setting_for(enrolment, civil_date(at))
    faults = sessions.faults_of(facts, setting)
    if faults:
        raise FaultyFacts(faults)
    return sessions.spelt_as_before(facts, setting.problems)


def _ensure_took_part(
    enrolment: Enrolment, facts: SessionFacts, others: Mapping[int, RoleInSession | None]
) -> None:
    """Raise NotAllowed or FaultyFacts unless the others can have been in this session."""
    if not others:
        return
    members = db.session.execute(
        select(Enrolment.enrolled_on, Person.full_name)
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id.in_(others), Enrolment.cohort_id == enrolment.cohort_id)
        .order_by(Person.full_name)
    ).all()
    if len(members) < len(others) or enrolment.id in others:
        raise NotAllowed(
            say(
                "Only other trainees of your cohort can have taken part. Choose them from the list"
                " again."
            )
        )
    for enrolled_on, name in members:
        if facts.held_on < enrolled_on:
            joined = say(
                "{name} joined the cohort on {day}. Leave them out, or check the day.",
                name=Own(name),
                day=enrolled_on,
            )
            raise FaultyFacts({"others": joined})
    if facts.role is not None and None in others.values():
        raise FaultyFacts({"others": say("Choose the part that each of the others took.")})


def _ensure_reason(reason: str, entry: HoursEntry, *, asked: Message) -> None:
    fault = reason_fault(reason, entry.session.held_on, asked=asked)
    if fault is not None:
        raise FaultyFacts({"reason": fault})


def _unused_code(session_format: SessionFormat) -> str:
    """Return a code that no case has; one of 390,625 for each format, so a clash is rare."""
    while True:
        letters = "".join(
            secrets.choice(sessions.CODE_LETTERS) for _each in range(sessions.CODE_LENGTH)
        )
        code = sessions.case_code(session_format, letters)
        if db.session.scalar(select(CaseCode.id).where(CaseCode.code == code)) is None:
            return code


def _session(
    enrolment: Enrolment, facts: SessionFacts, actor: Person, at: datetime
) -> LoggedSession:
    return LoggedSession(
        cohort_id=enrolment.cohort_id,
        **columns_of_session(facts),
        stream_id=enrolment.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )


def _entry(
    session: LoggedSession,
    enrolment_id: int,
    facts: SessionFacts,
    actor: Person,
    at: datetime,
    *,
    request_id: str | UUID,
    body: str,
) -> HoursEntry:
    return HoursEntry(
        request_id=str(request_id),
        request_digest=body,
        session=session,
        enrolment_id=enrolment_id,
        **columns_of_entry(facts),
        reason="",
        stream_id=session.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )


def _begin(entry: HoursEntry, steps: list[HoursAction], actor: Person, at: datetime) -> None:
    """Give a new entry its first events."""
    rules.state_after(steps)
    for sequence, action in enumerate(steps, start=1):
        HoursEvent(
            entry=entry,
            sequence=sequence,
            action=action,
            reason="",
            stream_id=entry.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
    db.session.add(entry)

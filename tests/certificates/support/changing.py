"""What is changed after a certificate was issued, done through the rooms' own actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from tests.achievements import FIRST_DAY, clear, log, pass_modules, sign_award, sign_off
from tests.cast import BEGAN, EMAILS, NOW, PASSWORD, Cast, request_id
from trainee_tracker.accreditation.kinds import AttendancePercent, MinimumMinutes
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.support.actions import keep_award, shown_to_keep
from trainee_tracker.certificates.support.models import CertificateKeeping, StoredSupport
from trainee_tracker.certificates.support.projection import support_faults
from trainee_tracker.certificates.support.queries import support_of
from trainee_tracker.certificates.support.recounting import recount_of
from trainee_tracker.certificates.support.rules import Finding
from trainee_tracker.cohorts.actions import enrol_trainee, open_cohort
from trainee_tracker.cohorts.models import Cohort, Enrolment, TeachingSession
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.results.actions import record_results
from trainee_tracker.cohorts.results.rules import Answer, ResultAct, ResultKind
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions as governance
from trainee_tracker.governance.models import GovernanceItem, GovernanceRecord
from trainee_tracker.governance.queries import shown_for_lifting, shown_for_signing
from trainee_tracker.hours import actions as hours
from trainee_tracker.hours.models import HoursEntry, LoggedSession
from trainee_tracker.hours.sessions.rules import SessionFacts
from trainee_tracker.hours.signing.actions import decide_hours, reverse_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.moving.actions import move_cohort
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations.actions import invite
from trainee_tracker.people.models import Person

LATER = NOW + timedelta(days=3)
"""When it is changed: three days after the certificate."""


def entries_of(enrolment: Enrolment, activity: str = "practice") -> list[HoursEntry]:
    """Return the entries of a trainee in an activity, the first logged first."""
    return list(
        db.session.scalars(
            select(HoursEntry)
            .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
            .where(HoursEntry.enrolment_id == enrolment.id, LoggedSession.activity == activity)
            .order_by(HoursEntry.id)
        )
    )


def first_practice(enrolment: Enrolment) -> HoursEntry:
    """Return the entry of the first session of practice that a trainee logged."""
    return entries_of(enrolment)[0]


def classes_of(cohort: Cohort) -> list[TeachingSession]:
    """Return the classes of a cohort, the first planned first."""
    return list(
        db.session.scalars(
            select(TeachingSession)
            .where(TeachingSession.cohort_id == cohort.id)
            .order_by(TeachingSession.id)
        )
    )


def award_of(cast: Cast, enrolment: Enrolment, name: str, *, at: datetime = NOW) -> Certificate:
    """Have the training lead sign and issue the award of a trainee, and commit."""
    made = certificates.issue_award(
        enrolment,
        signature=sign_award(cast, enrolment, name, now=at),
        address=CheckAddress("https://training.example"),
        actor=cast.training_lead,
        at=at,
    )
    db.session.commit()
    return made


def finish_beside(cast: Cast, enrolment: Enrolment, *, sessions: int = 5) -> None:
    """Do what the course asks of a second trainee, who was in the classes of the first."""
    clear(cast, enrolment)
    practice = [
        log(cast, enrolment, FIRST_DAY + timedelta(days=7 * week), "practice", 720)
        for week in range(sessions)
    ]
    supervision = log(cast, enrolment, date(2026, 10, 20), "supervision", 600)
    sign_off(cast, *practice, supervision, day=date(2026, 10, 21))
    pass_modules(cast, enrolment)
    db.session.commit()


def correct(
    entry: HoursEntry, minutes: int, *, held_on: date | None = None, at: datetime = LATER
) -> HoursEntry:
    """Have the trainee correct how long a session was, or when, and send it for sign-off."""
    session = entry.session
    return hours.correct_hours(
        entry,
        SessionFacts(
            held_on=held_on or session.held_on,
            activity=session.activity,
            minutes=minutes,
            supervisor_id=session.supervisor_id,
            role=entry.role,
            format=session.format,
            case_code_id=session.case_code_id,
            present=session.present,
            note="As it was.",
        ),
        reason="It was written down wrongly",
        submit=True,
        actor=entry.enrolment.person,
        at=at,
        request_id=uuid4(),
    )


def decide(cast: Cast, entry: HoursEntry, *, signs: bool = True, at: datetime = LATER) -> None:
    """Have the supervisor sign an entry off, or decline it."""
    decisions = [Decision(entry.id, signs, "" if signs else "Please look at the date again")]
    decide_hours(
        decisions,
        digest_seen=digest_of(sheet_for(cast.supervisor, decisions).shown),
        actor=cast.supervisor,
        at=at,
        request_id=uuid4(),
    )


def take_back(cast: Cast, entry: HoursEntry, *, at: datetime = LATER) -> None:
    """Have the supervisor take a sign-off back."""
    reverse_hours(
        entry,
        reason="The register says otherwise",
        actor=cast.supervisor,
        at=at,
        request_id=uuid4(),
    )


def retake(cast: Cast, held: TeachingSession, mark: Mark, *, at: datetime = LATER) -> None:
    """Have the register of a class taken again, with Abena marked so and Kofi present."""
    marks = {cast.enrolment.id: (mark, 0), cast.colleague_enrolment.id: (Mark.PRESENT, 0)}
    take_register(
        held,
        marks,
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
        reason="The sheet of paper says otherwise",
    )


def decide_module(
    cast: Cast, outcome: ModuleOutcome, decided_on: date, *, at: datetime = LATER
) -> None:
    """Have the first module of Abena decided again."""
    record_module_results(
        cast.cohort,
        "first-meetings",
        {cast.enrolment.id: outcome},
        decided_on=decided_on,
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
        reason="It was marked on another paper",
    )


def move(cast: Cast, practice_minutes: int, *, at: datetime = LATER, **changed: Any) -> None:
    """Have the cohort moved to a version that asks for so much practice."""
    course = cast.cohort.version.course
    terms = draft_terms_of(course)
    asked = tuple(
        replace(each, minutes=practice_minutes, **changed)
        if isinstance(each, MinimumMinutes) and each.key == "practice-hours"
        else each
        for each in terms.requirements
    )
    revise_draft(course, replace(terms, requirements=asked), actor=cast.training_lead, at=at)
    move_cohort(
        cast.cohort,
        publish_version(course, actor=cast.training_lead, at=at),
        reason="The accreditor asks for more",
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
    )


def ask_for_attendance(cast: Cast, percent: int, *, at: datetime = BEGAN) -> None:
    """Have the cohort moved to a version that asks for attendance too, before anything is done."""
    course = cast.cohort.version.course
    terms = draft_terms_of(course)
    asked = AttendancePercent("attendance", "Attendance", "taught", percent)
    revise_draft(
        course,
        replace(terms, requirements=(*terms.requirements, asked)),
        actor=cast.training_lead,
        at=at,
    )
    move_cohort(
        cast.cohort,
        publish_version(course, actor=cast.training_lead, at=at),
        reason="The accreditor asks for it",
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
    )
    db.session.commit()


def report_attendance(
    cast: Cast, percent: int | None, decided_on: date, *, at: datetime = LATER
) -> None:
    """Have the training lead type the attendance of Abena in the place of the registers.

    None takes back what was typed.
    """
    answer = Answer(0, act=ResultAct.WITHDRAWN) if percent is None else Answer(percent)
    record_results(
        cast.enrolment,
        {(ResultKind.ATTENDANCE, ""): answer},
        decided_on=decided_on,
        note="The provider counted it",
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
    )


def check_of(enrolment: Enrolment) -> GovernanceRecord:
    """Return the record of a trainee's supervision contract."""
    return db.session.scalars(
        select(GovernanceRecord)
        .join(GovernanceItem, GovernanceItem.id == GovernanceRecord.item_id)
        .where(
            GovernanceRecord.entered_id == enrolment.person_id,
            GovernanceItem.key == "supervision-contract",
        )
    ).one()


def suspend(cast: Cast, record: GovernanceRecord, day: date, *, at: datetime = LATER) -> None:
    """Have the community side suspend a check from `day` on."""
    governance.suspend_record(
        record,
        effective_on=day,
        reason="The contract had not been signed by then",
        actor=cast.community_lead,
        at=at,
        request_id=str(uuid4()),
    )


def entered_anew(cast: Cast, first: date, last: date, *, at: datetime = LATER) -> str:
    """Have Abena entered as somebody new in a cohort beside hers, with a contract for some days.

    Returns the token of the invitation, with which she says that it is her.
    """
    beside = open_cohort(
        cast.cohort.version,
        cast.network,
        cast.trust,
        name=f"Beside, {uuid4()}",
        starts_on=cast.cohort.starts_on,
        ends_on=cast.cohort.ends_on,
        sites=[],
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
    )
    entered = people.add_person(
        "Abena O.", EMAILS["trainee"], organisation=cast.network, actor=None, at=at
    )
    enrol_trainee(beside, entered, enrolled_on=beside.starts_on, actor=cast.training_lead, at=at)
    record = governance.propose_record(
        beside,
        entered,
        "supervision-contract",
        outcome="in-place",
        valid_from=first,
        valid_to=last,
        seen_by="Ruth Mensah",
        actor=cast.training_lead,
        at=at,
        request_id=str(uuid4()),
    )
    for lead in (cast.community_lead, cast.statutory_lead):
        governance.sign_record(
            record,
            digest_seen=digest_of(shown_for_signing(record)),
            actor=lead,
            at=at,
            request_id=str(uuid4()),
        )
    token = invite(entered, actor=cast.training_lead, at=at)
    db.session.commit()
    return token


def accept_as_abena(token: str, *, at: datetime = LATER) -> None:
    """Have Abena accept a place under which she was entered anew."""
    accept_as_known(token, PASSWORD, address=None, at=at)


def lift(cast: Cast, record: GovernanceRecord, day: date, *, at: datetime = LATER) -> None:
    """Have both sides end a suspension on `day`."""
    for lead in (cast.community_lead, cast.statutory_lead):
        governance.lift_suspension(
            record,
            effective_on=day,
            digest_seen=digest_of(shown_for_lifting(record)),
            actor=lead,
            at=at,
            request_id=str(uuid4()),
        )


def keep(
    certificate: Certificate,
    lead: Person,
    *,
    reason: str = "The family confirmed the sessions",
    name: str | None = None,
    at: datetime = LATER,
) -> CertificateKeeping:
    """Have a governance lead sign that an award is kept, as found now."""
    finding = recount_of(certificate).finding
    return keep_award(
        certificate,
        reason=reason,
        digest_seen=digest_of(shown_to_keep(certificate, finding)),
        actor=lead,
        at=at,
        request_id=request_id(name) if name else str(uuid4()),
    )


def found(certificate: Certificate) -> Finding:
    """Commit, and return what is stored of a certificate, which is what its record supports."""
    db.session.commit()
    assert support_faults() == []
    state = support_of(certificate.id)
    assert state is not None
    return state.finding


def stored(certificate: Certificate) -> StoredSupport | None:
    """Commit, and return the stored row of a certificate, if it is compared."""
    db.session.commit()
    assert support_faults() == []
    return db.session.get(StoredSupport, certificate.id)

"""What a trainee of the cast has to do for the award, done through the rooms' own actions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from tests.cast import Cast, request_id
from tests.done_once import done_once
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions as governance
from trainee_tracker.governance.queries import shown_for_signing
from trainee_tracker.hours import actions as hours
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import RoleInSession, SessionFacts, SessionFormat
from trainee_tracker.hours.signing.actions import decide_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.signatures.models import Signature

FIRST_DAY = date(2026, 9, 8)


def at(day: date, hour: int = 20) -> datetime:
    """Return an evening hour of `day`, in UTC."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def clear(cast: Cast, enrolment: Enrolment, *, until: date = date(2027, 9, 1)) -> None:
    """Have both checks proposed and signed by both sides, from the first day on."""
    for item, outcome in (("enhanced-dbs", "cleared"), ("supervision-contract", "in-place")):
        record = governance.propose_record(
            cast.cohort,
            enrolment.person,
            item,
            outcome=outcome,
            valid_from=date(2026, 9, 1),
            valid_to=until,
            seen_by="Ruth Mensah",
            actor=cast.training_lead,
            at=at(FIRST_DAY, 9),
            request_id=request_id(f"{item} {enrolment.id}"),
        )
        for lead in (cast.community_lead, cast.statutory_lead):
            governance.sign_record(
                record,
                digest_seen=digest_of(shown_for_signing(record)),
                actor=lead,
                at=at(FIRST_DAY, 10),
                request_id=request_id(f"{item} {enrolment.id} {lead.id}"),
            )


def log(cast: Cast, enrolment: Enrolment, day: date, activity: str, minutes: int) -> HoursEntry:
    """Log one session of the trainee and send it for sign-off."""
    is_practice = activity == "practice"
    case = None
    if is_practice:
        case = hours.open_case(
            enrolment,
            SessionFormat.FAMILY,
            actor=enrolment.person,
            at=at(day),
            request_id=request_id(f"case {enrolment.id} {day}"),
        )
    return hours.log_session(
        enrolment,
        SessionFacts(
            held_on=day,
            activity=activity,
            minutes=minutes,
            supervisor_id=cast.supervisor.id,
            role=RoleInSession.LEAD if is_practice else None,
            format=SessionFormat.FAMILY if is_practice else None,
            case_code_id=case.id if case else None,
            present=1 if is_practice else 2,
        ),
        submit=True,
        actor=enrolment.person,
        at=at(day, 21),
        request_id=request_id(f"{activity} {enrolment.id} {day}"),
    )


def sign_off(cast: Cast, *entries: HoursEntry, day: date) -> None:
    """Have the supervisor sign off these entries with one signature."""
    decisions = [Decision(entry.id, True) for entry in entries]
    decide_hours(
        decisions,
        digest_seen=digest_of(sheet_for(cast.supervisor, decisions).shown),
        actor=cast.supervisor,
        at=at(day, 22),
        request_id=request_id(f"sign {[entry.id for entry in entries]}"),
    )


def teach(cast: Cast) -> None:
    """Hold six long classes, everyone present: 72 taught hours."""
    classes = plan_teaching(
        cast.cohort,
        first_on=FIRST_DAY,
        weeks=6,
        starts_at="09:00",
        minutes=720,
        site=None,
        titles=[f"Day {number}" for number in range(1, 7)],
        actor=cast.training_lead,
        at=at(FIRST_DAY, 8),
    )
    everyone = (cast.enrolment.id, cast.colleague_enrolment.id)
    for held in classes:
        take_register(
            held,
            dict.fromkeys(everyone, (Mark.PRESENT, 0)),
            actor=cast.training_lead,
            at=at(held.held_on, 22),
            request_id=request_id(f"register {held.id}"),
        )


def pass_modules(cast: Cast, enrolment: Enrolment) -> None:
    """Have every module of the course passed."""
    for module in terms_of(cast.cohort.version).modules:
        record_module_results(
            cast.cohort,
            module.key,
            {enrolment.id: ModuleOutcome.PASSED},
            decided_on=date(2026, 11, 1),
            actor=cast.training_lead,
            at=at(date(2026, 11, 1)),
            request_id=request_id(f"module {module.key} {enrolment.id}"),
        )


@done_once
def finish(cast: Cast, enrolment: Enrolment) -> None:
    """Do everything that the cast's course asks of one trainee, and commit."""
    teach(cast)
    finish_beside_classes(cast, enrolment)


def finish_beside_classes(cast: Cast, enrolment: Enrolment) -> None:
    """Do what the course asks of one trainee but for the classes, which all attend; commit."""
    clear(cast, enrolment)
    practice = [
        log(cast, enrolment, FIRST_DAY + timedelta(days=7 * week), "practice", 720)
        for week in range(5)
    ]
    supervision = log(cast, enrolment, date(2026, 10, 20), "supervision", 600)
    sign_off(cast, *practice, supervision, day=date(2026, 10, 21))
    pass_modules(cast, enrolment)
    db.session.commit()


def sign_award(cast: Cast, enrolment: Enrolment, name: str, *, now: datetime) -> Signature:
    """Have the training lead sign for the award of one trainee, under the request called `name`."""
    return certificates.sign_awards(
        cast.cohort,
        [enrolment],
        digest_seen=digest_of(certificates.awards_shown(cast.cohort, [enrolment], now)),
        actor=cast.training_lead,
        at=now,
        request_id=request_id(name),
    )

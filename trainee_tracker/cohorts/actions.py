"""Opening cohorts, approving supervisors, enrolling trainees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import func, select

from trainee_tracker.append_only import already_recorded, hold, refuse_if_taken
from trainee_tracker.audit.actions import open_stream, rely
from trainee_tracker.audit.rules import INSTALLATION, StreamKind
from trainee_tracker.canonical import digest_of
from trainee_tracker.cohorts import queries, rules
from trainee_tracker.cohorts.agreements import queries as agreements
from trainee_tracker.cohorts.agreements.rules import NextStep
from trainee_tracker.cohorts.agreements.rules import ensure_agreed as ensure_checks_agreed
from trainee_tracker.cohorts.models import Cohort, CohortSite, Enrolment, Supervision
from trainee_tracker.cohorts.supervision.queries import is_approved_from, is_supervisor
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.messages import Own, say
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Organisation, Person, Site
from trainee_tracker.people.queries import identity_of
from trainee_tracker.people.roles.actions import grant_role
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed, Stale


@dataclass(frozen=True)
class Newcomer:
    """Somebody as the person who enters them knows them."""

    full_name: str
    email: str
    other_name: str = ""
    other_language: str = ""


@dataclass(frozen=True)
class Arrival:
    """What became of a newcomer; `token` is that of their invitation, if they need one."""

    person: Person
    token: str | None


def ensure_leads(cohort: Cohort, actor: Person) -> None:
    """Raise NotAllowed, naming who does, unless the actor leads training at a side of the cohort."""
    if not rules.is_led(queries.led_by(actor), cohort.organisation_id, cohort.partner_id):
        raise rules.not_a_lead().naming(queries.other_leads_of(cohort, actor))


def ensure_leads_one_of(organisation: Organisation, partner: Organisation, actor: Person) -> None:
    """Raise NotAllowed unless the actor leads training at one of two organisations.

    They may not have a cohort together yet, so nobody there is named to somebody from elsewhere.
    """
    if not rules.is_led(queries.led_by(actor), organisation.id, partner.id):
        raise rules.not_a_lead()


def open_cohort(
    version: CourseVersion,
    organisation: Organisation,
    partner: Organisation,
    *,
    name: str,
    starts_on: date,
    ends_on: date,
    sites: Sequence[Site],
    actor: Person,
    at: datetime,
    request_id: str,
) -> Cohort:
    """Open a cohort of the network `organisation`, taught by `partner`, on a published version.

    Raises NotAllowed: the actor leads training neither at the network nor at the partner, or not
    where the course belongs. Impossible: name, dates, sides or sites do not fit, or the version asks
    for fewer checks than before and both sides have not agreed to that.
    """
    ensure_leads_one_of(organisation, partner, actor)
    if version.course.organisation_id not in queries.led_by(actor):
        raise NotAllowed(
            say(
                "{course} belongs to {owner}, where you lead no training. Choose a course of an"
                " organisation at which you do.",
                course=Own(version.title),
                owner=Own(version.course.organisation.name),
            ),
            field="version",
        )

    def ensure_sides() -> None:
        for each in (organisation, partner):
            db.session.refresh(each, ["side"])
        rules.ensure_sides(organisation.side is Side.COMMUNITY, partner.side is Side.STATUTORY)

    rely({INSTALLATION}, ensure_sides)
    rules.ensure_name(name)
    rules.ensure_dates(starts_on, ends_on)
    rules.ensure_sites([site.organisation_id for site in sites], organisation.id, partner.id)
    facts = {
        "version": version.id,
        "organisation": organisation.id,
        "partner": partner.id,
        "name": name,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "sites": sorted({site.id for site in sites}),
    }
    body = digest_of([actor.id, facts])
    earlier = already_recorded(Cohort, request_id, body)
    if earlier is not None:
        return earlier

    def ensure_agreed() -> None:
        missing = agreements.not_agreed_at_opening(version, organisation.id, partner.id)
        ensure_checks_agreed(missing, version=version.number, then=NextStep.OPEN)

    rely(agreements.streams_at_opening(version, organisation, partner.id), ensure_agreed)
    stream = open_stream(StreamKind.COHORT, Cohort, actor_id=actor.id, at=at)
    taken = Stale(say("This cohort is being opened already. Look at your cohorts."))
    with refuse_if_taken(taken):
        cohort = Cohort(
            id=stream.owner_id,
            request_id=request_id,
            request_digest=body,
            opened_version_id=version.id,
            organisation=organisation,
            partner=partner,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            stream_id=stream.id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
        db.session.add(cohort)
    db.session.add_all(
        CohortSite(
            cohort_id=cohort.id,
            site_id=site_id,
            stream_id=cohort.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
        for site_id in sorted({site.id for site in sites})
    )
    db.session.flush()
    return cohort


def approve_supervisor(
    cohort: Cohort,
    person: Person,
    *,
    approved_from: date,
    approved_until: date | None,
    actor: Person,
    at: datetime,
    request_id: str | None = None,
) -> Supervision:
    """Approve `person` to supervise `cohort` between two dates, both included, and give the role.

    Raises NotAllowed: the actor does not lead training here, or is the person. Impossible: the dates
    do not fit, the person is a trainee of this cohort, or is approved from that very day already.
    """
    ensure_leads(cohort, actor)
    rules.ensure_approval(approved_from, approved_until, cohort.ends_on)
    request_id = request_id or str(uuid4())
    body = digest_of([actor.id, cohort.id, person.id, approved_from, approved_until])
    earlier = already_recorded(Supervision, request_id, body)
    if earlier is not None:
        return earlier

    taken = Impossible(
        say(
            "{person} is already approved from that day. Choose another first day.",
            person=Own(person.full_name),
        ),
        field="approved_from",
    )

    def may_supervise() -> None:
        who = _ensure_another(cohort, person, actor)
        rules.ensure_not_both(queries.is_member(cohort.id, who), True, person.full_name)
        if is_approved_from(cohort.id, who, approved_from, besides=request_id):
            raise taken

    # Nobody may be enrolled while they are approved, or the other way round.
    rely({cohort.stream_id, person.stream_id}, may_supervise)
    with refuse_if_taken(taken):
        supervision = Supervision(
            request_id=request_id,
            request_digest=body,
            cohort=cohort,
            entered_id=person.id,
            approved_from=approved_from,
            approved_until=approved_until,
            stream_id=cohort.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
        db.session.add(supervision)
    grant_role(person, Role.SUPERVISOR, cohort.organisation, actor=actor, at=at)
    return supervision


def approve_anyone(
    cohort: Cohort,
    person: Person | None,
    newcomer: Newcomer,
    *,
    approved_from: date,
    approved_until: date | None,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Arrival:
    """Approve `person`, or without one the newcomer, who is invited if they cannot sign in yet.

    Raises as `approve_supervisor`, and Impossible for an e-mail address that is none.
    """
    ensure_leads(cohort, actor)
    hold(request_id)
    is_repeated = _is_known(Supervision, request_id)
    person = person or _entered(cohort, newcomer, actor=actor, at=at)
    approve_supervisor(
        cohort,
        person,
        approved_from=approved_from,
        approved_until=approved_until,
        actor=actor,
        at=at,
        request_id=request_id,
    )
    return _arrival(person, is_repeated=is_repeated, actor=actor, at=at)


def enrol_trainee(
    cohort: Cohort,
    person: Person,
    *,
    enrolled_on: date,
    actor: Person,
    at: datetime,
    request_id: str | None = None,
) -> Enrolment:
    """Give `person` a place in `cohort` from a day on, and the role of a trainee at its network.

    Raises NotAllowed: the actor does not lead training here, or is the person. Impossible: the cohort
    has not begun or is over by then, or the person is in it already or supervises it.
    """
    ensure_leads(cohort, actor)
    rules.ensure_enrolment_date(enrolled_on, cohort.starts_on, cohort.ends_on)
    request_id = request_id or str(uuid4())
    body = digest_of([actor.id, cohort.id, person.id, enrolled_on])
    earlier = already_recorded(Enrolment, request_id, body)
    if earlier is not None:
        return earlier

    taken = Impossible(
        say(
            "{person} is already in this cohort, so there is nothing to do.",
            person=Own(person.full_name),
        ),
        field="email",
    )

    def may_train() -> None:
        who = _ensure_another(cohort, person, actor)
        rules.ensure_not_both(True, is_supervisor(cohort.id, who), person.full_name)
        if queries.is_member(cohort.id, who, besides=request_id):
            raise taken

    rely({cohort.stream_id, person.stream_id}, may_train)
    with refuse_if_taken(taken):
        enrolment = Enrolment(
            request_id=request_id,
            request_digest=body,
            cohort=cohort,
            entered_id=person.id,
            enrolled_on=enrolled_on,
            stream_id=cohort.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
        db.session.add(enrolment)
    grant_role(person, Role.TRAINEE, cohort.organisation, actor=actor, at=at)
    return enrolment


def _ensure_another(cohort: Cohort, person: Person, actor: Person) -> int:
    """Return the id of who `person` is by now; raises NotAllowed where that is the actor.

    Whoever was entered may have said meanwhile who they are.
    """
    who = identity_of(person.id)
    if who == actor.id:
        raise rules.own_place(queries.other_leads_of(cohort, actor))
    return who


def enrol_newcomer(
    cohort: Cohort,
    newcomer: Newcomer,
    *,
    enrolled_on: date,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Arrival:
    """Enrol somebody by their e-mail address, and invite them if they cannot sign in yet.

    Raises as `enrol_trainee`, and Impossible for an e-mail address that is none.
    """
    ensure_leads(cohort, actor)
    hold(request_id)
    is_repeated = _is_known(Enrolment, request_id)
    person = _entered(cohort, newcomer, actor=actor, at=at)
    enrol_trainee(
        cohort, person, enrolled_on=enrolled_on, actor=actor, at=at, request_id=request_id
    )
    return _arrival(person, is_repeated=is_repeated, actor=actor, at=at)


def _is_known(model: type[Enrolment] | type[Supervision], request_id: str) -> bool:
    """Tell whether this request was carried out before: nobody is then invited a second time."""
    found = select(func.count()).select_from(model).where(model.request_id == request_id)
    return bool(db.session.scalar(found))


def _entered(cohort: Cohort, newcomer: Newcomer, *, actor: Person, at: datetime) -> Person:
    """Return whom the actor means: somebody they may see, or somebody entered at the network."""
    return invitations.enter_person(
        newcomer.full_name,
        newcomer.email,
        organisation=cohort.organisation,
        other_name=newcomer.other_name,
        other_language=newcomer.other_language,
        also_seen=queries.seen_in(cohort),
        actor=actor,
        at=at,
    )


def _arrival(person: Person, *, is_repeated: bool, actor: Person, at: datetime) -> Arrival:
    """Invite a person who cannot sign in yet, unless this request did so before."""
    if is_repeated or person.has_joined:
        return Arrival(person, None)
    return Arrival(person, invitations.invite(person, actor=actor, at=at))

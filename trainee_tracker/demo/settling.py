"""Carrying out the steps by which people, courses, cohorts and classes come about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.actions import Newcomer
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.modules import actions as modules
from trainee_tracker.cohorts.registers import actions as registers
from trainee_tracker.cohorts.teaching import actions as teaching
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.demo import steps as s
from trainee_tracker.demo.stage import Handlers, Stage
from trainee_tracker.demo.who import PASSWORD
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Person
from trainee_tracker.people.names import actions as naming
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible


def found(step: s.Found, stage: Stage) -> None:
    """Add the first organisation and its administrator."""
    stage.organisations[step.organisation] = organisations.add_organisation(
        step.name, Side.TRAINING_PROVIDER, actor=None, at=step.at
    )
    person, token = invitations.create_administrator(
        step.administrator.full_name, step.administrator.email, step.name, at=step.at
    )
    stage.people[step.administrator.key] = person
    stage.invitations[step.administrator.key] = token


def add_organisation(step: s.AddOrganisation, stage: Stage) -> None:
    """Add a network or the trust."""
    stage.organisations[step.key] = organisations.add_organisation(
        step.name,
        step.side,
        brand=step.brand,
        accent=step.accent,
        issuer_line=step.issuer_line,
        actor=stage.people[step.actor],
        at=step.at,
    )


def add_site(step: s.AddSite, stage: Stage) -> None:
    """Add a place."""
    stage.sites[step.key] = organisations.add_site(
        stage.organisations[step.organisation],
        step.name,
        actor=stage.people[step.actor],
        at=step.at,
    )


def invite(step: s.Invite, stage: Stage) -> None:
    """Invite somebody into a role."""
    person, token = invitations.invite_person(
        step.person.full_name,
        step.person.email,
        step.role,
        stage.organisations[step.organisation],
        actor=stage.people[step.actor],
        at=step.at,
    )
    _keep(step.person, person, token, stage, step.at)


def _keep(
    character: s.Character, person: Person, token: str | None, stage: Stage, at: datetime
) -> None:
    """Know somebody by the plan's name; who has an account already accepts as themselves."""
    known = stage.people.get(character.key)
    if token is not None and known is not None and known.has_joined:
        stage.people[character.key] = accept_as_known(token, PASSWORD, address=None, at=at)
        return
    stage.people[character.key] = person
    if token is not None:
        stage.invitations[character.key] = token


def accept_each_other(step: s.AcceptEachOther, stage: Stage) -> None:
    """Put the first governance leads into office."""
    one, other = (roles.first_waiting_grant(stage.people[each].email) for each in step.leads)
    roles.accept_each_other(one, other, at=step.at)


def accept_lead(step: s.AcceptLead, stage: Stage) -> None:
    """Put a governance lead into office."""
    roles.accept_role(
        roles.first_waiting_grant(stage.people[step.lead].email),
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def join(step: s.Join, stage: Stage) -> None:
    """Choose the password, and say how one is registered."""
    invitations.accept_invitation(
        stage.invitations.pop(step.actor), PASSWORD, registration=step.registration, at=step.at
    )


def request_name(step: s.RequestName, stage: Stage) -> None:
    """Ask to be named otherwise."""
    person = stage.people[step.actor]
    stands = names.standing_name(person.id)
    naming.request_name(
        person,
        replace(names.naming_that_stands(person.id), full_name=step.full_name),
        replaces_id=stands.id,
        at=step.at,
        request_id=stage.request_id(),
    )


def confirm_name(step: s.ConfirmName, stage: Stage) -> None:
    """Vouch for what somebody else asked for."""
    asked = names.waiting_request(stage.people[step.person].id)
    if asked is None:
        raise Impossible(f"{step.person} has asked for nothing.")
    naming.confirm_name(
        asked, actor=stage.people[step.actor], at=step.at, request_id=stage.request_id()
    )


def publish_course(step: s.PublishCourse, stage: Stage) -> None:
    """Open a course, take out what the partnership does not ask for, and publish the first version."""
    actor = stage.people[step.actor]
    course = open_course(
        stage.organisations[step.organisation],
        step.preset,
        title=step.title,
        actor=actor,
        at=step.at,
        request_id=stage.request_id(),
    )
    terms = draft_terms_of(course)
    asked_for = tuple(each for each in terms.requirements if each.key not in step.left_out)
    revise_draft(course, replace(terms, requirements=asked_for), actor=actor, at=step.at)
    stage.courses[step.key] = publish_version(course, actor=actor, at=step.at)


def open_cohort(step: s.OpenCohort, stage: Stage) -> None:
    """Open a cohort."""
    stage.cohorts[step.key] = cohorts.open_cohort(
        stage.courses[step.course],
        stage.organisations[step.organisation],
        stage.organisations[step.partner],
        name=step.name,
        starts_on=step.starts_on,
        ends_on=step.ends_on,
        sites=[stage.sites[each] for each in step.sites],
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def approve(step: s.Approve, stage: Stage) -> None:
    """Approve a supervisor by their e-mail address."""
    arrival = cohorts.approve_anyone(
        stage.cohorts[step.cohort],
        None,
        _newcomer(step.person),
        approved_from=step.approved_from,
        approved_until=step.approved_until,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )
    _keep(step.person, arrival.person, arrival.token, stage, step.at)


def enrol(step: s.Enrol, stage: Stage) -> None:
    """Enrol a trainee by their e-mail address."""
    cohort = stage.cohorts[step.cohort]
    arrival = cohorts.enrol_newcomer(
        cohort,
        _newcomer(step.person),
        enrolled_on=step.enrolled_on,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )
    _keep(step.person, arrival.person, arrival.token, stage, step.at)
    stage.enrolments[step.cohort, step.person.key] = db.session.scalars(
        select(Enrolment).where(
            Enrolment.cohort_id == cohort.id, Enrolment.entered_id == arrival.person.id
        )
    ).one()


def _newcomer(person: s.Character) -> Newcomer:
    return Newcomer(person.full_name, person.email, person.other_name, person.other_language)


def plan_classes(step: s.PlanClasses, stage: Stage) -> None:
    """Add classes to a timetable."""
    planned = teaching.plan_teaching(
        stage.cohorts[step.cohort],
        first_on=step.first_on,
        weeks=step.count,
        starts_at=step.starts_at,
        minutes=step.minutes,
        site=stage.sites[step.site],
        modules=step.modules,
        titles=step.titles,
        repeat=step.repeat,
        skipping=step.skipping,
        actor=stage.people[step.actor],
        at=step.at,
    )
    for each in planned:
        stage.classes[step.cohort, each.held_on] = each


def take_register(step: s.TakeRegister, stage: Stage) -> None:
    """Take a register."""
    registers.take_register(
        stage.classes[step.cohort, step.held_on],
        {stage.enrolments[step.cohort, each].id: mark for each, mark in step.marks.items()},
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def record_results(step: s.RecordResults, stage: Stage) -> None:
    """Record how a module went."""
    modules.record_module_results(
        stage.cohorts[step.cohort],
        step.module,
        {stage.enrolments[step.cohort, each].id: how for each, how in step.outcomes.items()},
        decided_on=step.at.date(),
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
        reason=step.reason,
    )


HANDLERS: Handlers = {
    s.Found: found,
    s.AddOrganisation: add_organisation,
    s.AddSite: add_site,
    s.Invite: invite,
    s.AcceptEachOther: accept_each_other,
    s.AcceptLead: accept_lead,
    s.Join: join,
    s.RequestName: request_name,
    s.ConfirmName: confirm_name,
    s.PublishCourse: publish_course,
    s.OpenCohort: open_cohort,
    s.Approve: approve,
    s.Enrol: enrol,
    s.PlanClasses: plan_classes,
    s.TakeRegister: take_register,
    s.RecordResults: record_results,
}

"""How each step of the plan is carried out: one function for each, by the name that it `do`es.

Every one goes through the action of its room that a page would call, and signs what a page shows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.support import actions as keeping
from trainee_tracker.certificates.support.recounting import recount_of
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.registers import actions as registers
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.demo.reader import PASSWORD, people
from trainee_tracker.demo.so_far import MadeSoFar
from trainee_tracker.demo.steps import EntryKey, Meeting, Part
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions as governance
from trainee_tracker.governance import queries as records
from trainee_tracker.hours import actions as hours
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import FACTS, SessionFacts, SessionFormat
from trainee_tracker.hours.signing import actions as signing
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Person
from trainee_tracker.people.names import actions as naming
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.sign_off.queries import waiting_for


def found(so_far: MadeSoFar, organisation: str, name: str, administrator: str) -> None:
    """Add the first organisation and its administrator; nobody was there to act before."""
    who, side = people()[administrator], Side.TRAINING_PROVIDER
    so_far.organisations[organisation] = organisations.add_organisation(name, side, **so_far.by)
    person, token = invitations.create_administrator(who.full_name, who.email, name, at=so_far.at)
    _keep(so_far, administrator, person, token)


def add_organisation(so_far: MadeSoFar, key: str, name: str, side: str, **looks: Any) -> None:
    """Add a network or the trust, with its colours and what its certificates name as issuer."""
    facts = looks | so_far.by
    so_far.organisations[key] = organisations.add_organisation(name, Side(side), **facts)


def add_site(so_far: MadeSoFar, key: str, name: str, organisation: str) -> None:
    """Add a place."""
    place = so_far.organisations[organisation]
    so_far.sites[key] = organisations.add_site(place, name, **so_far.by)


def invite(so_far: MadeSoFar, person: str, role: str, organisation: str) -> None:
    """Invite somebody into a role."""
    who, place = people()[person], so_far.organisations[organisation]
    arrival = invitations.invite_person(who.full_name, who.email, Role(role), place, **so_far.by)
    _keep(so_far, person, *arrival)


def _keep(so_far: MadeSoFar, key: str, person: Person, token: str | None) -> None:
    """Know somebody by the story's name; who has an account already accepts as themselves."""
    known = so_far.people.get(key)
    if token is not None and known is not None and known.has_joined:
        person = accept_as_known(token, PASSWORD, address=None, at=so_far.at)
    elif token is not None:
        so_far.invitations[key] = token
    so_far.people[key] = person


def join(so_far: MadeSoFar, person: str) -> None:
    """Open the link of the invitation, choose the password, and say how one is registered."""
    token, registration = so_far.invitations.pop(person), people()[person].registration
    invitations.accept_invitation(token, PASSWORD, registration=registration, at=so_far.at)


def accept_each_other(so_far: MadeSoFar, leads: Sequence[str]) -> None:
    """Put the first governance lead of each side into office, on the server."""
    one, other = (roles.first_waiting_grant(so_far.people[each].email) for each in leads)
    roles.accept_each_other(one, other, at=so_far.at)


def accept_lead(so_far: MadeSoFar, lead: str) -> None:
    """Put a governance lead into office, accepted by one of the other side."""
    roles.accept_role(roles.first_waiting_grant(so_far.people[lead].email), **so_far.once)


def request_name(so_far: MadeSoFar, full_name: str) -> None:
    """Ask to be named otherwise."""
    mine = so_far.actor.id
    asked = replace(names.naming_in_force(mine), full_name=full_name)
    when = {"at": so_far.at, "request_id": so_far.once["request_id"]}
    naming.request_name(so_far.actor, asked, replaces_id=names.name_in_force(mine).id, **when)


def confirm_name(so_far: MadeSoFar, person: str) -> None:
    """Vouch for the name or the registration that somebody else asked for."""
    asked = names.waiting_request(so_far.people[person].id)
    if asked is None:
        raise LookupError(f"{person} has asked for nothing.")
    naming.confirm_name(asked, **so_far.once)


def publish_course(
    so_far: MadeSoFar, key: str, organisation: str, preset: str, title: str, left_out: Sequence[str]
) -> None:
    """Open a course, take out the requirements in `left_out`, and publish the first version."""
    owner = so_far.organisations[organisation]
    course = open_course(owner, preset, title=title, **so_far.once)
    terms = draft_terms_of(course)
    asked_for = tuple(each for each in terms.requirements if each.key not in left_out)
    revise_draft(course, replace(terms, requirements=asked_for), **so_far.by)
    so_far.courses[key] = publish_version(course, **so_far.by)


def open_cohort(so_far: MadeSoFar, cohort: str, course: str, **facts: Any) -> None:
    """Open a cohort for two organisations; `facts` are its name, its sites and its days."""
    facts |= {each: so_far.organisations[facts[each]] for each in ("organisation", "partner")}
    facts["sites"] = [so_far.sites[each] for each in facts["sites"]]
    so_far.cohorts[cohort] = cohorts.open_cohort(so_far.courses[course], **facts, **so_far.once)


def approve(so_far: MadeSoFar, cohort: str, person: str, **days: Any) -> None:
    """Approve a supervisor by their e-mail address, and invite who is not known yet."""
    place, who = so_far.cohorts[cohort], _newcomer(person)
    arrival = cohorts.approve_anyone(place, None, who, **days, **so_far.once)
    _keep(so_far, person, arrival.person, arrival.token)


def enrol(so_far: MadeSoFar, cohort: str, person: str, enrolled_on: date) -> None:
    """Enrol a trainee by their e-mail address, and invite who is not known yet."""
    place, who = so_far.cohorts[cohort], _newcomer(person)
    arrival = cohorts.enrol_newcomer(place, who, enrolled_on=enrolled_on, **so_far.once)
    _keep(so_far, person, arrival.person, arrival.token)
    mine = Enrolment.cohort_id == place.id, Enrolment.entered_id == arrival.person.id
    so_far.enrolments[cohort, person] = db.session.scalars(select(Enrolment).where(*mine)).one()


def _newcomer(key: str) -> cohorts.Newcomer:
    who = people()[key]
    return cohorts.Newcomer(who.full_name, who.email, who.other_name, who.other_language)


def plan_classes(
    so_far: MadeSoFar, cohort: str, site: str, titles: Sequence[str], **facts: Any
) -> None:
    """Add classes to a timetable; `facts` say when they are held, and what is taught."""
    facts |= {"site": so_far.sites[site], "titles": titles, "weeks": len(titles)}
    for each in plan_teaching(so_far.cohorts[cohort], **facts, **so_far.by):
        so_far.classes[cohort, each.held_on] = each


def take_register(so_far: MadeSoFar, cohort: str, held_on: date, marks: Mapping[str, Any]) -> None:
    """Take the register of the class of a day: each trainee's mark and minutes late."""
    by_enrolment = {so_far.enrolments[cohort, each].id: mark for each, mark in marks.items()}
    registers.take_register(so_far.classes[cohort, held_on], by_enrolment, **so_far.once)


def record_results(
    so_far: MadeSoFar, cohort: str, module: str, outcomes: Mapping[str, ModuleOutcome], reason: str
) -> None:
    """Record how a module went; `reason` says why a result changes."""
    results = {so_far.enrolments[cohort, each].id: how for each, how in outcomes.items()}
    facts = {"decided_on": so_far.at.date(), "reason": reason, **so_far.once}
    record_module_results(so_far.cohorts[cohort], module, results, **facts)


def open_case(
    so_far: MadeSoFar, cohort: str, trainee: str, key: str, met_as: SessionFormat
) -> None:
    """Open a case under a code made by chance."""
    mine = so_far.enrolments[cohort, trainee]
    so_far.cases[key] = hours.open_case(mine, met_as, **so_far.once).id


def log_meeting(so_far: MadeSoFar, meeting: Meeting) -> None:
    """Log a meeting for everybody who took part, and send one's own part."""
    places = {
        each.trainee: so_far.enrolments[meeting.cohort, each.trainee] for each in meeting.team
    }
    first, *others = meeting.team
    with_others = {places[each.trainee].id: each.role for each in others}
    facts = {"with_others": with_others, "submit": True, **so_far.once}
    logged = hours.log_session(places[first.trainee], _facts(so_far, meeting, first), **facts)
    # Whatever an entry belongs to is at hand already, so the wide joins of its pages are left out.
    made = select(HoursEntry).where(HoursEntry.session_id == logged.session_id)
    trainees = {place.id: trainee for trainee, place in places.items()}
    for entry in db.session.scalars(made.options(lazyload("*"))):
        so_far.entries[meeting.key, trainees[entry.enrolment_id]] = entry


def _facts(so_far: MadeSoFar, meeting: Meeting, part: Part) -> SessionFacts:
    """Return what a trainee enters in the form."""
    same = {name: getattr(meeting, name) for name in FACTS if hasattr(meeting, name)}
    return SessionFacts(
        **same,
        supervisor_id=so_far.people[meeting.supervisor].id,
        role=part.role,
        site_id=so_far.sites[meeting.site].id if meeting.site else None,
        case_code_id=so_far.cases[meeting.case] if meeting.case else None,
        present=len(meeting.team) if meeting.activity == "supervision" else 1,
    )


def send(so_far: MadeSoFar, entry: EntryKey) -> None:
    """Send an entry that somebody else logged."""
    hours.submit_hours(so_far.entries[entry], **so_far.by)


def withdraw(so_far: MadeSoFar, entry: EntryKey, reason: str) -> None:
    """Take an entry back."""
    hours.withdraw_hours(so_far.entries[entry], reason=reason, **so_far.by)


def correct(so_far: MadeSoFar, entry: EntryKey, corrected: Meeting, reason: str) -> None:
    """Put a corrected entry in the place of one, and send it again."""
    (part,) = corrected.team
    facts = {"reason": reason, "submit": True, **so_far.once}
    new = hours.correct_hours(so_far.entries[entry], _facts(so_far, corrected, part), **facts)
    so_far.entries[corrected.key, part.trainee] = new


def sign_queue(
    so_far: MadeSoFar, declined: Mapping[EntryKey, str], left: Collection[EntryKey]
) -> None:
    """Decide everything that waits but for what is `left`, each entry for itself, with one signature."""
    keys, decisions = {entry.id: key for key, entry in so_far.entries.items()}, []
    for row in waiting_for(so_far.actor):
        key = keys[row.entry.entry_id]
        if key not in left:
            reason = declined.get(key, "")
            decisions.append(Decision(row.entry.entry_id, not reason, reason))
    if decisions:
        digest_seen = sheet_for(so_far.actor, decisions).digest
        signing.decide_hours(decisions, digest_seen=digest_seen, **so_far.once)


def reverse(so_far: MadeSoFar, entry: EntryKey, reason: str) -> None:
    """Take a sign-off back."""
    signing.reverse_hours(so_far.entries[entry], reason=reason, **so_far.once)


def propose_record(so_far: MadeSoFar, cohort: str, subject: str, item: str, **found: Any) -> None:
    """Write down what was found for a trainee, until when it holds, and who has seen it."""
    place, who = so_far.cohorts[cohort], so_far.people[subject]
    made = governance.propose_record(place, who, item, **found, **so_far.once)
    so_far.records[cohort, subject, item] = made


def sign_record(so_far: MadeSoFar, cohort: str, subject: str, item: str) -> None:
    """Sign the latest record of a trainee on an item, for one side."""
    record = so_far.records[cohort, subject, item]
    shown = digest_of(records.shown_for_signing(record))
    governance.sign_record(record, digest_seen=shown, **so_far.once)


def suspend_record(so_far: MadeSoFar, cohort: str, subject: str, item: str, **facts: Any) -> None:
    """Suspend a record; `facts` are from which day on, and why."""
    governance.suspend_record(so_far.records[cohort, subject, item], **facts, **so_far.once)


def lift_suspension(so_far: MadeSoFar, cohort: str, subject: str, item: str, **facts: Any) -> None:
    """Agree for one side that a suspension ends; `facts` are from which day on."""
    record = so_far.records[cohort, subject, item]
    shown = digest_of(records.shown_for_lifting(record))
    governance.lift_suspension(record, digest_seen=shown, **facts, **so_far.once)


def issue_awards(so_far: MadeSoFar, cohort: str, trainees: Sequence[str]) -> None:
    """Sign and issue the awards of these trainees."""
    enrolments = [so_far.enrolments[cohort, each] for each in trainees]
    these = so_far.cohorts[cohort], enrolments
    shown = digest_of(certificates.awards_shown(*these, so_far.at))
    signature = certificates.sign_awards(*these, digest_seen=shown, **so_far.once)
    facts = {"signature": signature, "address": so_far.address, **so_far.by}
    for trainee, enrolment in zip(trainees, enrolments, strict=True):
        so_far.awards[cohort, trainee] = certificates.issue_award(enrolment, **facts)


def revoke_award(so_far: MadeSoFar, cohort: str, trainee: str, reason: str) -> None:
    """Revoke an award."""
    ending.revoke_certificate(so_far.awards[cohort, trainee], reason=reason, **so_far.once)


def reissue_award(so_far: MadeSoFar, cohort: str, trainee: str, reason: str) -> None:
    """Issue an award again under the holder's present name."""
    award = so_far.awards[cohort, trainee]
    shown = digest_of(ending.reissue_shown(award))
    facts = {"digest_seen": shown, "address": so_far.address, **so_far.once}
    so_far.awards[cohort, trainee] = ending.reissue_award(award, reason=reason, **facts)


def keep_award(so_far: MadeSoFar, cohort: str, trainee: str, reason: str) -> None:
    """Sign for one side that an award is kept though something is not met."""
    award = so_far.awards[cohort, trainee]
    shown = digest_of(keeping.shown_to_keep(award, recount_of(award).finding))
    keeping.keep_award(award, reason=reason, digest_seen=shown, **so_far.once)


def print_progress(so_far: MadeSoFar, cohort: str, trainee: str) -> None:
    """Make a progress certificate of one's own."""
    enrolment = so_far.enrolments[cohort, trainee]
    certificates.issue_progress(enrolment, address=so_far.address, **so_far.once)

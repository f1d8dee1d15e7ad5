"""The people of every test, made once through the actions that the pages use.

Abena Osei trains in the network Grace; Sam Okafor supervises her. Clara James leads governance
for the community, Tom Reid for the trust; Ruth Mensah leads the training. Kofi Boateng trains
beside Abena. Omar Farouk leads the training of another network, Hope, where Layla Haddad trains
and Peter Njoroge supervises.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import select

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.account import actions as account
from trainee_tracker.people.models import Organisation, Person, RoleGrant
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""When every test takes place: Sunday 22 November 2026, noon."""

BEGAN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
"""When the cast was set up."""

PASSWORD = "four quiet rivers run"

EMAILS = {
    "administrator": "ada@platform.example",
    "training_lead": "ruth@grace.example",
    "trainee": "abena@grace.example",
    "colleague": "kofi@grace.example",
    "supervisor": "sam@trust.example",
    "community_lead": "clara@grace.example",
    "statutory_lead": "tom@trust.example",
    "outsider_lead": "omar@hope.example",
    "outsider": "layla@hope.example",
    "outsider_supervisor": "peter@hope.example",
}


@dataclass
class Cast:
    """The people, their organisations, cohorts and enrolments, as loaded in the running test."""

    administrator: Person
    training_lead: Person
    trainee: Person
    colleague: Person
    supervisor: Person
    community_lead: Person
    statutory_lead: Person
    outsider_lead: Person
    outsider: Person
    outsider_supervisor: Person
    network: Organisation
    trust: Organisation
    other_network: Organisation
    cohort: Cohort
    other_cohort: Cohort
    enrolment: Enrolment
    colleague_enrolment: Enrolment
    outsider_enrolment: Enrolment


def request_id(name: str) -> str:
    """Return a UUID that is always the same for `name`."""
    return str(uuid5(NAMESPACE_URL, name))


def build() -> None:
    """Make the cast through the actions of the rooms and commit."""
    at = BEGAN
    platform = organisations.add_organisation("Platform", Side.TRAINING_PROVIDER, actor=None, at=at)
    network = organisations.add_organisation("Grace Network", Side.COMMUNITY, actor=None, at=at)
    other = organisations.add_organisation("Hope Network", Side.COMMUNITY, actor=None, at=at)
    trust = organisations.add_organisation("City Health Trust", Side.STATUTORY, actor=None, at=at)
    hall = organisations.add_site(network, "Grace Hall", actor=None, at=at)
    other_hall = organisations.add_site(other, "Hope House", actor=None, at=at)

    def person(key: str, name: str, role: Role | None, where: Organisation) -> Person:
        made = people.add_person(name, EMAILS[key], organisation=where, actor=None, at=at)
        account.set_password(made, PASSWORD, at=at)
        if role is not None:
            roles.grant_role(made, role, where, actor=None, at=at)
        return made

    person("administrator", "Ada Cole", Role.ADMINISTRATOR, platform)
    lead = person("training_lead", "Ruth Mensah", Role.TRAINING_LEAD, network)
    trainee = person("trainee", "Abena Osei", None, network)
    colleague = person("colleague", "Kofi Boateng", None, network)
    supervisor = person("supervisor", "Sam Okafor", None, trust)
    community_lead = person("community_lead", "Clara James", Role.GOVERNANCE_LEAD, network)
    statutory_lead = person("statutory_lead", "Tom Reid", Role.GOVERNANCE_LEAD, trust)
    roles.accept_each_other(waiting_role(community_lead), waiting_role(statutory_lead), at=at)
    other_lead = person("outsider_lead", "Omar Farouk", Role.TRAINING_LEAD, other)
    outsider = person("outsider", "Layla Haddad", None, other)
    other_supervisor = person("outsider_supervisor", "Peter Njoroge", None, other)

    for organisation, its_lead, its_supervisor, trainees, site in (
        (network, lead, supervisor, [trainee, colleague], hall),
        (other, other_lead, other_supervisor, [outsider], other_hall),
    ):
        course = open_course(
            organisation,
            "aft-intermediate",
            title=f"Intermediate, {organisation.name}",
            actor=its_lead,
            at=at,
            request_id=request_id(f"course {organisation.name}"),
        )
        revise_draft(course, _without_study(draft_terms_of(course)), actor=its_lead, at=at)
        cohort = cohorts.open_cohort(
            publish_version(course, actor=its_lead, at=at),
            organisation,
            trust,
            name=f"{organisation.name} 2026",
            starts_on=date(2026, 9, 7),
            ends_on=date(2027, 7, 16),
            sites=[site],
            actor=its_lead,
            at=at,
            request_id=request_id(f"cohort {organisation.name}"),
        )
        cohorts.approve_supervisor(
            cohort,
            its_supervisor,
            approved_from=date(2026, 9, 7),
            approved_until=None,
            actor=its_lead,
            at=at,
        )
        for each in trainees:
            cohorts.enrol_trainee(cohort, each, enrolled_on=date(2026, 9, 7), actor=its_lead, at=at)
    db.session.commit()


def _without_study(terms: Terms) -> Terms:
    """Return the terms without what no test of the cast does: study hours, and attendance."""
    left_out = ("study-hours", "attendance")
    asked_for = tuple(each for each in terms.requirements if each.key not in left_out)
    return replace(terms, requirements=asked_for)


def waiting_role(person: Person) -> RoleGrant:
    """Return the role by which somebody waits to be accepted as governance lead."""
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person.id, ~RoleGrant.is_accepted)
    ).one()


def lead_governance(cast: Cast, person: Person, organisation: Organisation) -> RoleGrant:
    """Let somebody lead governance at an organisation, accepted by the other side's lead."""
    grant = roles.grant_role(person, Role.GOVERNANCE_LEAD, organisation, actor=None, at=NOW)
    is_community = organisation.side is Side.COMMUNITY
    roles.accept_role(
        grant,
        actor=cast.statutory_lead if is_community else cast.community_lead,
        at=NOW,
        request_id=str(uuid4()),
    )
    return grant


def load() -> Cast:
    """Return the cast from the running test's database."""
    people_by_email = {each.email: each for each in db.session.scalars(select(Person))}
    organisations = {each.name: each for each in db.session.scalars(select(Organisation))}
    cohorts_by_name = {each.name: each for each in db.session.scalars(select(Cohort))}
    enrolments = {each.person.email: each for each in db.session.scalars(select(Enrolment))}
    return Cast(
        **{key: people_by_email[email] for key, email in EMAILS.items()},
        network=organisations["Grace Network"],
        trust=organisations["City Health Trust"],
        other_network=organisations["Hope Network"],
        cohort=cohorts_by_name["Grace Network 2026"],
        other_cohort=cohorts_by_name["Hope Network 2026"],
        enrolment=enrolments[EMAILS["trainee"]],
        colleague_enrolment=enrolments[EMAILS["colleague"]],
        outsider_enrolment=enrolments[EMAILS["outsider"]],
    )

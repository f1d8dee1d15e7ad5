"""The things that the table's addresses name, made once through the actions that pages use."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from tests import naming
from tests.cast import NOW, Cast, request_id
from tests.cohorts import builders as cohorts
from tests.governance import builders as governance
from tests.governance.builders import FIRST, LAST
from tests.hours import builders as hours
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.governance import actions as governance_actions
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.health import font_files
from trainee_tracker.jobs.actions import ask_for
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState, fault_kept
from trainee_tracker.jobs.working import WENT_WRONG
from trainee_tracker.moving.agreements.actions import ask_terms
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Organisation, Person, RoleGrant
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.rules import Role


def build(cast: Cast) -> dict[str, str]:
    """Make one of each thing that a page shows, commit, and return the words of the addresses."""
    newcomer, invitation = invitations.invite_person(
        "Esther Addo",
        "esther@grace.example",
        Role.TRAINEE,
        cast.network,
        actor=cast.training_lead,
        at=NOW,
    )
    assert invitation is not None
    waiting, _link = invitations.invite_person(
        "Miriam Boadu",
        "miriam@grace.example",
        Role.GOVERNANCE_LEAD,
        cast.network,
        actor=cast.training_lead,
        at=NOW,
    )
    held = cohorts.plan(cast)[0]
    both = (cast.enrolment, cast.colleague_enrolment)
    cohorts.take(cast, held, {each.id: (Mark.PRESENT, 0) for each in both})
    signed = hours.submitted(cast, minutes=50)
    hours.decided(cast, signed)
    suspended = governance.in_force(cast, "indemnity")
    governance.suspend(suspended, cast.community_lead, FIRST)
    certificate = certificates.issue_progress(
        cast.enrolment,
        address=CheckAddress("https://tracker.example"),
        actor=cast.trainee,
        at=NOW,
        request_id=request_id("progress certificate"),
    )
    asked = naming.ask(cast.trainee, full_name="Abena Osei-Bonsu")
    own = naming.ask(cast.training_lead, registration="UKCP 2011234")
    looser = request_for_fewer_checks(cast.network, cast.trust, cast.training_lead)
    theirs = request_for_fewer_checks(cast.other_network, cast.trust, cast.outsider_lead)
    words = {
        "network": cast.network.id,
        "other_network": cast.other_network.id,
        "trust": cast.trust.id,
        "site": hours.site_id(cast.enrolment),
        "other_site": hours.site_id(cast.outsider_enrolment),
        "newcomer": newcomer.id,
        "invitation": invitation,
        "name_request": asked.id,
        "own_name_request": own.id,
        "name": names.name_in_force(cast.colleague.id).id,
        "other_name": names.name_in_force(cast.trainee.id).id,
        "trainee": cast.trainee.id,
        "lead": cast.training_lead.id,
        "supervisor": cast.supervisor.id,
        "other_supervisor": cast.outsider_supervisor.id,
        "community_lead": cast.community_lead.id,
        "role": grant_of(newcomer.id, Role.TRAINEE),
        "lead_role": grant_of(cast.training_lead.id, Role.TRAINING_LEAD),
        "waiting_role": grant_of(waiting.id, Role.GOVERNANCE_LEAD),
        "course": cast.cohort.version.course_id,
        "version": cast.cohort.course_version_id,
        "other_version": cast.other_cohort.course_version_id,
        "cohort": cast.cohort.id,
        "other_cohort": cast.other_cohort.id,
        "enrolment": cast.enrolment.id,
        "class": held.id,
        "module": "first-meetings",
        "kept_entry": hours.logged(cast, minutes=30).id,
        "sent_entry": hours.submitted(cast, minutes=40).id,
        "signed_entry": signed.id,
        "case": hours.case_of(cast.enrolment).id,
        "other_case": hours.case_of(cast.colleague_enrolment).id,
        "new_record": governance.propose(cast).id,
        "record": governance.in_force(cast, "enhanced-dbs").id,
        "suspended_record": suspended.id,
        "other_record": record_of_the_other_network(cast).id,
        "certificate": certificate.id,
        "serial": certificate.serial,
        "looser_version": looser.version_id,
        "terms_request": looser.id,
        "other_terms_request": theirs.id,
        "job": failed_job(cast).id,
        "font": min(font_files()),
    }
    db.session.commit()
    return {word: str(value) for word, value in words.items()}


def failed_job(cast: Cast) -> Job:
    """Ask for a job of the training lead's, and have it fail."""
    job = ask_for(
        "awards",
        "a job of a test",
        owner_id=cast.training_lead.id,
        subject={"signature": 0, "cohort": cast.cohort.name},
        at=NOW,
    )
    job.state, job.fault = JobState.FAILED, fault_kept(WENT_WRONG)
    return job


def grant_of(person_id: int, role: Role) -> int:
    """Return the id of the grant by which somebody holds a role."""
    return db.session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
    ).one()


def record_of_the_other_network(cast: Cast) -> GovernanceRecord:
    """Add a record of Hope's trainee, for both sides of that partnership to sign."""
    return governance_actions.propose_record(
        cast.other_cohort,
        cast.outsider,
        "supervision-contract",
        outcome="in-place",
        valid_from=FIRST,
        valid_to=LAST,
        evidence="Seen on paper",
        seen_by="Omar Farouk",
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("record of the other network"),
    )


def request_for_fewer_checks(
    network: Organisation, trust: Organisation, lead: Person
) -> TermsRequest:
    """Publish a course without the checks of its preset, and ask both sides to agree to it."""
    course = open_course(
        network,
        "aft-intermediate",
        title=f"Without checks, {network.name}",
        actor=lead,
        at=NOW,
        request_id=request_id(f"course without checks {network.name}"),
    )
    revise_draft(course, replace(draft_terms_of(course), governance=()), actor=lead, at=NOW)
    return ask_terms(
        publish_version(course, actor=lead, at=NOW),
        network,
        trust,
        reason="The trust checks everybody before they join.",
        actor=lead,
        at=NOW,
        request_id=request_id(f"fewer checks {network.name}"),
    )

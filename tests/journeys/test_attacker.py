"""Somebody of each role, who would like to be more than they are, at the pages as they stand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests import naming
from tests.achievements import finish
from tests.cast import EMAILS, NOW, PASSWORD
from tests.governance.builders import propose
from tests.journeys.conftest import OpenWindow
from tests.journeys.visitor import Visitor, behind_the_scenes
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.cohorts.models import Enrolment, Supervision
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Person, PersonName, RoleAcceptance, RoleGrant
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.signatures.models import Signature

WHAT_DECIDES = (
    Certificate,
    Enrolment,
    GovernanceEvent,
    Invitation,
    NameDecision,
    NameRequest,
    Person,
    PersonName,
    RoleAcceptance,
    RoleGrant,
    Signature,
    Supervision,
)
"""What somebody would add to, if they got anywhere."""

PHONE = 390
GRANDER = "Dr Abena Osei"
NO_ROLE = "Nobody gives a role to themselves. Ask"
NO_PLACE = "Nobody approves or enrols themselves in a cohort. Ask"
NOT_THEIRS = "This page is not for your role"


@pytest.mark.browser
def test_nobody_gets_anywhere_for_themselves_or_learns_of_people_elsewhere(
    open_window: OpenWindow,
) -> None:
    words = set_the_stage()
    abena = open_window(width=PHONE)
    ask_for_a_title(abena)
    before = ledger()
    confirm_it_oneself(abena)
    issue_an_award_to_oneself(abena, words)
    appoint_oneself_as_lead(ruth := open_window(), words)
    take_office_without_being_accepted(open_window(width=PHONE))
    clear_what_one_recorded(open_window(), words)
    give_oneself_a_role_as_administrator(open_window())
    assert ledger() == before
    the_paper_keeps_the_old_name(abena)
    learn_of_somebody_elsewhere(ruth, words)
    with behind_the_scenes():
        assert list(faults_of_ledger()) == []


def set_the_stage() -> dict[str, int]:
    """Let Abena, who trains, lead as well; let Sam wait for office, and Clara record a check."""
    with behind_the_scenes() as cast:
        finish(cast, cast.enrolment)
        ada = cast.administrator
        roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=ada, at=NOW)
        roles.grant_role(cast.supervisor, Role.GOVERNANCE_LEAD, cast.trust, actor=ada, at=NOW)
        asked = naming.ask(cast.training_lead, registration="UKCP 2011234")
        record = propose(cast, subject=cast.colleague, actor=cast.community_lead)
        return {"cohort": cast.cohort.id, "own_name": asked.id, "record": record.id}


def ledger() -> dict[str, int]:
    """Return how many rows there are of each kind that decides."""
    with behind_the_scenes():
        return {
            each.__tablename__: db.session.scalar(select(func.count()).select_from(each)) or 0
            for each in WHAT_DECIDES
        }


def ask_for_a_title(abena: Visitor) -> None:
    abena.sign_in(EMAILS["trainee"]).open("/account").follow("Ask for a change")
    abena.fill("Your full name", GRANDER).fill("Your password", PASSWORD)
    abena.press("Ask for this change").sees("Waits to be confirmed", GRANDER)


def confirm_it_oneself(abena: Visitor) -> None:
    with behind_the_scenes() as cast:
        asked = db.session.scalars(
            select(NameRequest.id).where(NameRequest.person_id == cast.trainee.id)
        ).one()
    # As a lead Abena confirms names, and this one is not among them.
    abena.open(f"/names/{asked}/confirm", status=404).sees_title("We cannot find that page")


def issue_an_award_to_oneself(abena: Visitor, words: dict[str, int]) -> None:
    abena.open(f"/cohorts/{words['cohort']}/awards").sees("Nobody is waiting for the award")
    expect(abena.button("Sign and issue")).to_have_count(0)


def appoint_oneself_as_lead(ruth: Visitor, words: dict[str, int]) -> None:
    ruth.sign_in(EMAILS["training_lead"]).follow("People").follow("Invite someone")
    ruth.fill("Full name", "Ruth Mensah").fill("E-mail address", EMAILS["training_lead"])
    ruth.choose("What will they do?", "Governance lead").fill("Your password", PASSWORD)
    ruth.press("Send the invitation", status=403).sees(NO_ROLE)
    cohort = f"/cohorts/{words['cohort']}"
    ruth.open(f"{cohort}/supervisors/approve").fill("Their full name", "Ruth Mensah")
    ruth.fill("Their e-mail address", EMAILS["training_lead"]).fill("Your password", PASSWORD)
    ruth.press("Approve", status=403).sees(NO_PLACE)
    ruth.open(f"{cohort}/enrol").fill("Full name", "Ruth Mensah")
    ruth.fill("E-mail address", EMAILS["training_lead"])
    ruth.press("Enrol the trainee", status=403).sees(NO_PLACE)
    ruth.open(f"/names/{words['own_name']}/confirm", status=404).sees_title(
        "We cannot find that page"
    )


def take_office_without_being_accepted(sam: Visitor) -> None:
    sam.sign_in(EMAILS["supervisor"]).open("/governance", status=403).sees_title(NOT_THEIRS)
    sam.open("/people/roles", status=403).sees_title(NOT_THEIRS)
    sam.open("/account").sees("Not in office yet", "you can sign nothing")


def clear_what_one_recorded(clara: Visitor, words: dict[str, int]) -> None:
    record = f"/governance/records/{words['record']}"
    clara.sign_in(EMAILS["community_lead"]).open(record)
    expect(clara.link("Read and sign")).to_have_count(0)
    clara.open(f"{record}/sign", status=403).sees(
        "You added this record, so somebody else signs it"
    )


def give_oneself_a_role_as_administrator(ada: Visitor) -> None:
    ada.sign_in(EMAILS["administrator"]).open("/people/invite")
    ada.fill("Full name", "Ada Cole").fill("E-mail address", EMAILS["administrator"])
    ada.choose("What will they do?", "Governance lead")
    ada.select("At which organisation?", "City Health Trust").fill("Your password", PASSWORD)
    ada.press("Send the invitation", status=403).sees(NO_ROLE)


def the_paper_keeps_the_old_name(abena: Visitor) -> None:
    abena.open("/certificates").press("Make a progress certificate").sees("Abena Osei")
    abena.does_not_see(GRANDER)


def learn_of_somebody_elsewhere(ruth: Visitor, words: dict[str, int]) -> None:
    ruth.open(f"/cohorts/{words['cohort']}/enrol").fill("Full name", "Layla Small")
    ruth.fill("E-mail address", EMAILS["outsider"]).press("Enrol the trainee")
    ruth.sees("Layla Small").does_not_see("Haddad").does_not_see("Hope Network")
    ruth.open("/people").does_not_see("Haddad").does_not_see("Hope Network")

"""A signatory is printed for the organisation where they hold the role."""

from __future__ import annotations

from tests.achievements import finish
from tests.browser import Browser
from tests.cast import BEGAN, NOW, PASSWORD, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.leads import second_lead
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts, Signatory
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def issue(cast: Cast, lead: Person) -> tuple[Certificate, tuple[Signatory, ...]]:
    """Have a lead sign and issue the award of the cast's trainee; also return who is printed."""
    signature = actions.sign_awards(
        cast.cohort,
        [cast.enrolment],
        digest_seen=digest_of(actions.awards_shown(cast.cohort, [cast.enrolment], NOW)),
        actor=lead,
        at=NOW,
        request_id=request_id(lead.full_name),
    )
    made = actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=lead, at=NOW
    )
    db.session.commit()
    return made, CertificateFacts.from_json(made.facts).signatories


def test_a_lead_of_the_trust_signs_and_is_printed_for_the_trust(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    award, (lead, supervisor) = issue(cast, second_lead(cast, cast.trust))
    assert lead == Signatory(
        "Esther Boyd", "Training lead", "City Health Trust", "on 22 November 2026, 12:00"
    )
    assert supervisor == Signatory("Sam Okafor", "Supervisor, who signed off 70 h", "Grace Network")
    assert award.signature is not None
    assert award.signature.on_behalf_of == "City Health Trust"


def test_a_lead_of_both_sides_signs_for_the_network(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    award, (lead, _supervisor) = issue(cast, second_lead(cast, cast.trust, cast.network))
    assert lead.organisation == "Grace Network"
    assert award.signature is not None
    assert award.signature.on_behalf_of == "Grace Network"


def name_neutrally(cast: Cast, organisation: Organisation, line: str) -> None:
    """Give an organisation the line that certificates print in the place of its name."""
    organisations.change_organisation(
        organisation,
        name=organisation.name,
        side=organisation.side,
        brand=organisation.brand,
        accent=organisation.accent,
        issuer_line=line,
        actor=cast.administrator,
        at=NOW,
    )


def test_each_organisation_is_printed_by_its_own_neutral_line(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    name_neutrally(cast, cast.network, "Family Care Partnership")
    name_neutrally(cast, cast.trust, "City Family Therapy Service")
    _award, (lead, supervisor) = issue(cast, second_lead(cast, cast.trust))
    assert lead.organisation == "City Family Therapy Service"
    assert supervisor.organisation == "Family Care Partnership"


def test_a_supervisor_whose_role_ended_later_is_printed_for_where_they_held_it(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    (grant,) = cast.supervisor.grants
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.flush()
    _award, (_lead, supervisor) = issue(cast, cast.training_lead)
    assert supervisor.organisation == "Grace Network"


def test_a_supervisor_who_holds_the_role_at_both_is_printed_for_the_network(cast: Cast) -> None:
    roles.grant_role(cast.supervisor, Role.SUPERVISOR, cast.trust, actor=None, at=BEGAN)
    finish(cast, cast.enrolment)
    _award, (_lead, supervisor) = issue(cast, cast.training_lead)
    assert supervisor.organisation == "Grace Network"


def test_a_revocation_is_signed_for_the_organisation_of_the_role(
    cast: Cast, award: Certificate
) -> None:
    revocation = ending.revoke_certificate(
        award,
        reason="Two hours were counted twice",
        actor=second_lead(cast, cast.trust),
        at=NOW,
        request_id=request_id("revoke"),
    )
    db.session.commit()
    db.session.refresh(revocation)
    assert revocation.signature.on_behalf_of == "City Health Trust"


def test_the_sheet_says_for_whom_it_is_signed(browser: Browser, cast: Cast) -> None:
    finish(cast, cast.enrolment)
    page = browser.sign_in(second_lead(cast, cast.trust)).get(f"/cohorts/{cast.cohort.id}/awards")
    assert "It names you as training lead, for City Health Trust." in page.text
    browser.submit(page, {"password": PASSWORD})

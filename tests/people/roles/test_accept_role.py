"""A governance lead takes office when one of the other side, in office, accepts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, lead_governance
from tests.governance.builders import propose
from tests.people.roles.builders import accept
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.extensions import db
from trainee_tracker.governance import queries as governance
from trainee_tracker.people.access import Permission, held_roles, may, organisations_where
from trainee_tracker.people.models import (
    RoleAcceptance,
    RoleGrant,
)
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.queries import held_by
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import queries
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed


def test_until_accepted_a_governance_lead_holds_no_right_anywhere(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    eve = grant.person
    record = propose(cast)
    assert grant.waits
    assert not grant.is_in_force
    assert held_by(eve) == []
    assert held_roles(eve) == frozenset()
    assert organisations_where(eve, Role.GOVERNANCE_LEAD) == frozenset()
    assert not any(may(eve, each) for each in Permission if each is not Permission.BE_SIGNED_IN)
    assert governance.waiting_signature(eve) == []
    assert governance.record_for(eve, record.id) is None
    assert eve.id not in {
        row.person_id for row in cohorts.may_supervise(cast.cohort, asked_by=cast.training_lead)
    }
    browser.sign_in(eve)
    for path in (
        "/governance",
        f"/governance/records/{record.id}/sign",
        "/cohorts",
        "/people/roles",
    ):
        browser.get(path, status=403)
    navigation = browser.get("/").document.xpath("//nav[@aria-label='Main']//a")
    assert [each.text_content() for each in navigation] == ["Home"]


def test_who_waits_is_told_by_whom_they_can_be_accepted(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    browser.sign_in(grant.person)
    for path in ("/", "/account"):
        page = browser.get(path)
        assert "It waits to be accepted by Tom Reid." in page.text
        assert "Until then the role opens no page" in page.text
    assert "You have no role now" not in browser.get("/").text
    browser.sign_in(cast.training_lead)
    assert "Not in office yet It waits to be accepted by Tom Reid." in browser.get("/people").text


def test_a_lead_of_the_other_side_sees_it_first_and_accepts_with_the_password(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    home = browser.sign_in(cast.statutory_lead).get("/")
    assert home.text.index("Roles to accept") < home.text.index("Checks to sign")
    page = browser.get(home.links["Read and decide whether to accept Eve Park"])
    for told in ("Eve Park", "Grace Network", "Ruth Mensah", "22 November 2026", "eve@new.example"):
        assert told in page.text
    wrong = browser.submit(page, {"password": "not my password at all"}, status=403)
    assert "That is not your password" in wrong.text
    assert "Enter your password" in browser.submit(page, status=200).text
    db.session.refresh(grant)
    assert grant.waits
    browser.submit(page, {"password": PASSWORD})
    assert "Eve Park is in office as governance lead" in browser.get("/").text
    db.session.refresh(grant)
    assert grant.is_in_force
    assert may(grant.person, Permission.SIGN_GOVERNANCE)
    [row] = db.session.scalars(
        select(RoleAcceptance).where(RoleAcceptance.grant_id == grant.id)
    ).all()
    assert (row.accepted_by_id, row.recorded_by_id) == (cast.statutory_lead.id,) * 2


def test_accepting_twice_lands_once(browser: Browser, cast: Cast, grant: RoleGrant) -> None:
    page = browser.sign_in(cast.statutory_lead).get(f"/people/roles/{grant.id}/accept")
    browser.submit(page, {"password": PASSWORD})
    browser.submit(page, {"password": PASSWORD})
    assert "was accepted and is in office" in browser.get(page.url).text
    first = accept(grant, cast.statutory_lead, "again") if grant.waits else None
    assert first is None
    with pytest.raises(Impossible, match="Eve Park was accepted already"):
        accept(grant, cast.statutory_lead, "again")
    db.session.rollback()
    form = browser.get(page.url.replace("accept", "decline"))
    assert "There is nothing to do" in form.text
    other = roles.grant_role(
        cast.supervisor, Role.GOVERNANCE_LEAD, cast.network, actor=None, at=NOW
    )
    accept(other, cast.statutory_lead, "other")
    with pytest.raises(Conflict):
        accept(grant, cast.statutory_lead, "other")


def test_a_role_given_again_after_it_ended_waits_again(cast: Cast, grant: RoleGrant) -> None:
    accept(grant, cast.statutory_lead)
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    again = roles.grant_role(
        grant.person, Role.GOVERNANCE_LEAD, cast.network, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    assert again.id != grant.id
    assert again.waits
    assert held_by(grant.person) == []


def test_who_gave_the_role_does_not_accept_it_as_well(cast: Cast, browser: Browser) -> None:
    roles.grant_role(cast.statutory_lead, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    grant = roles.grant_role(
        cast.supervisor, Role.GOVERNANCE_LEAD, cast.network, actor=cast.statutory_lead, at=NOW
    )
    db.session.commit()
    with pytest.raises(NotAllowed, match="You gave Sam Okafor this role"):
        accept(grant, cast.statutory_lead)
    db.session.rollback()
    assert queries.roles_to_accept(cast.statutory_lead) == []
    assert "Nobody on the other side can accept it yet" in (
        browser.sign_in(cast.supervisor).get("/account").text
    )


def test_only_the_partner_accepts_where_it_has_a_lead(cast: Cast, grant: RoleGrant) -> None:
    elsewhere = organisations.add_organisation("Far Trust", Side.STATUTORY, actor=None, at=NOW)
    lead_governance(cast, cast.supervisor, elsewhere)
    db.session.commit()
    assert [each.name for each in queries.accepters_of(grant)] == ["Tom Reid"]
    with pytest.raises(NotAllowed, match="Ask Tom Reid to do it"):
        accept(grant, cast.supervisor)
    db.session.rollback()
    # Where the partner's lead has left, any lead of that side can.
    roles.end_role(cast.statutory_lead.grants[0], actor=cast.administrator, at=NOW)
    accept(grant, cast.supervisor)
    assert grant.is_in_force


def test_who_accepts_reads_what_the_role_does(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    page = browser.sign_in(cast.statutory_lead).get(f"/people/roles/{grant.id}/accept")
    assert "From then on Eve Park acts for Grace Network, on the side opposite yours." in page.text
    for does in (
        "signs checks",
        "agrees to fewer checks",
        "keeps awards",
        "accepts governance leads",
    ):
        assert does in page.text


def test_who_ends_the_role_of_a_governance_lead_reads_who_is_left(
    browser: Browser, cast: Cast, grant: RoleGrant
) -> None:
    url = f"/people/roles/{cast.community_lead.grants[0].id}/end"
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Nobody else is in office for Grace Network" in page.text
    accept(grant, cast.statutory_lead)
    assert "Still in office for Grace Network: Eve Park." in browser.get(url).text
    [other] = cast.supervisor.grants
    assert "in office for" not in browser.get(f"/people/roles/{other.id}/end").text

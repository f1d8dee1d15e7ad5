"""The first governance lead of each side accept each other, on the server."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import NOW, Cast, lead_governance
from tests.people.roles.builders import newcomer
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.commands.people import accept_governance_leads
from trainee_tracker.doctor import look_at_governance_leads
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import (
    RoleAcceptance,
    RoleGrant,
)
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import queries
from trainee_tracker.people.rules import Role


@pytest.fixture
def vacant(cast: Cast) -> tuple[RoleGrant, RoleGrant]:
    """Both governance leads have gone, and another of each side waits."""
    for lead in (cast.community_lead, cast.statutory_lead):
        roles.end_role(lead.grants[0], actor=cast.administrator, at=NOW)
    one = roles.grant_role(cast.colleague, Role.GOVERNANCE_LEAD, cast.network, actor=None, at=NOW)
    other = roles.grant_role(cast.supervisor, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    db.session.commit()
    return one, other


def run(app: Flask, *emails: str) -> str:
    db.session.commit()
    return app.test_cli_runner().invoke(accept_governance_leads, emails).output


def test_the_first_two_accept_each_other_on_the_server_and_the_ledger_says_so(
    app: Flask, cast: Cast, vacant: tuple[RoleGrant, RoleGrant]
) -> None:
    said = run(app, cast.colleague.email, cast.supervisor.email)
    assert said == "Kofi Boateng and Sam Okafor are in office, each accepted by the other.\n"
    db.session.expire_all()
    assert all(each.is_in_force for each in vacant)
    ids = [each.id for each in vacant]
    rows = db.session.scalars(
        select(RoleAcceptance)
        .where(RoleAcceptance.grant_id.in_(ids))
        .order_by(RoleAcceptance.grant_id)
    ).all()
    assert [each.accepted_by_id for each in rows] == [cast.supervisor.id, cast.colleague.id]
    assert {each.recorded_by_id for each in rows} == {None}
    assert list(faults_of_ledger()) == []


def test_the_server_accepts_nobody_while_somebody_in_office_could(
    app: Flask, cast: Cast, grant: RoleGrant
) -> None:
    elsewhere = newcomer(cast, cast.trust, "una@trust.example")
    roles.grant_role(elsewhere, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    said = run(app, grant.person.email, elsewhere.email)
    assert "Tom Reid or Clara James is in office and accepts on the page" in said
    roles.end_role(cast.statutory_lead.grants[0], actor=cast.administrator, at=NOW)
    assert "Clara James is in office" in run(app, grant.person.email, elsewhere.email)
    db.session.expire_all()
    assert grant.waits


def test_the_server_accepts_only_two_people_who_wait_on_both_sides(
    app: Flask, cast: Cast, vacant: tuple[RoleGrant, RoleGrant]
) -> None:
    one, other = cast.colleague.email, cast.supervisor.email
    assert "These are one person" in run(app, one, one)
    assert "Nobody is known here under nobody@x.example" in run(app, one, "nobody@x.example")
    assert "Abena Osei does not wait" in run(app, one, cast.trainee.email)
    roles.grant_role(cast.outsider, Role.GOVERNANCE_LEAD, cast.other_network, actor=None, at=NOW)
    assert "Name one lead of each side" in run(app, one, cast.outsider.email)
    assert "are in office, each accepted" in run(app, one, other)
    assert "does not wait" in run(app, one, other)


def test_a_lead_who_never_joined_holds_up_nobody(app: Flask, cast: Cast) -> None:
    """They can sign in nowhere, so they sign no check and accept nobody."""
    naomi = people.add_person(
        "Naomi Asante", "naomi@trust.example", organisation=cast.trust, actor=None, at=NOW
    )
    lead_governance(cast, naomi, cast.trust)
    for lead in (cast.community_lead, cast.statutory_lead):
        roles.end_role(lead.grants[0], actor=cast.administrator, at=NOW)
    one = roles.grant_role(cast.colleague, Role.GOVERNANCE_LEAD, cast.network, actor=None, at=NOW)
    roles.grant_role(cast.supervisor, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    db.session.commit()
    assert queries.accepters_of(one) == []
    found = list(look_at_governance_leads(db.session.connection()))
    assert len(found) == 2, "the trust's side has nobody in office either"
    assert "are in office" in run(app, cast.colleague.email, cast.supervisor.email)

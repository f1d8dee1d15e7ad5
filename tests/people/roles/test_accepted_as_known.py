"""Somebody entered as new who accepts as themselves: no way past the rules of roles leads there."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.people.roles.builders import accept
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Organisation, Person, RoleGrant
from trainee_tracker.people.queries import held_by
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import queries
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed


def entered(cast: Cast, email: str, where: Organisation, giver: Person) -> tuple[RoleGrant, str]:
    """Enter somebody under an address that opens an account, as governance lead somewhere."""
    person = people.add_person("Somebody New", email, organisation=where, actor=giver, at=NOW)
    grant = roles.grant_role(person, Role.GOVERNANCE_LEAD, where, actor=giver, at=NOW)
    token = invitations.invite(person, actor=giver, at=NOW)
    db.session.commit()
    return grant, token


def carried_on(grant: RoleGrant) -> RoleGrant:
    return db.session.query(RoleGrant).filter_by(carries_on_id=grant.id).one()


def test_nobody_becomes_lead_of_both_sides_by_accepting_as_known(cast: Cast) -> None:
    grant, token = entered(cast, cast.community_lead.email, cast.trust, cast.administrator)
    with pytest.raises(NotAllowed, match="one person does so on one side only"):
        accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.rollback()
    assert [each.organisation for each in queries.governance_led_by(cast.community_lead.id)] == [
        "Grace Network"
    ]
    assert grant.waits


def test_whoever_accepts_as_known_is_accepted_as_who_they_are(browser: Browser, cast: Cast) -> None:
    grant, token = entered(cast, cast.supervisor.email, cast.network, cast.training_lead)
    # Accepted as they were entered, they wait again as who they are.
    accept(grant, cast.statutory_lead)
    accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    own = carried_on(grant)
    assert own.person_id == cast.supervisor.id
    assert own.waits
    assert (Role.GOVERNANCE_LEAD, cast.network.id) not in held_by(cast.supervisor)
    [waiting] = queries.roles_to_accept(cast.statutory_lead)
    assert (waiting.name, waiting.given_by) == ("Sam Okafor", "Ruth Mensah")
    page = browser.sign_in(cast.community_lead).get("/people/roles")
    assert "Sam Okafor Given Governance lead, Grace Network Ruth Mensah" in page.text
    assert "Ended" not in page.text


def test_who_gave_the_role_to_them_as_entered_does_not_accept_it(cast: Cast) -> None:
    roles.grant_role(cast.statutory_lead, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    grant, token = entered(cast, cast.supervisor.email, cast.network, cast.statutory_lead)
    accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    with pytest.raises(NotAllowed, match="You gave Sam Okafor this role"):
        accept(carried_on(grant), cast.statutory_lead)


def test_nobody_accepts_a_role_that_they_gave_to_themselves_as_somebody_else(cast: Cast) -> None:
    _grant, token = entered(cast, cast.training_lead.email, cast.network, cast.training_lead)
    with pytest.raises(NotAllowed, match="nobody does that for themselves"):
        accept_as_known(token, PASSWORD, address=None, at=NOW)

"""Two who give, accept, decline or end a role at the same moment."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import NOW, Cast, lead_governance, request_id
from tests.meanwhile import Race, as_late_as_can_be, meanwhile
from tests.people.roles.builders import accept, change_side, newcomer
from trainee_tracker.extensions import db
from trainee_tracker.people.models import (
    Organisation,
    Person,
    RoleAcceptance,
    RoleGrant,
)
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.queries import held_by
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import queries
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed, Refused


@pytest.fixture
def after_somebody_else(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Race:
    """Do ours, and theirs as late before it as the database lets two write."""
    return as_late_as_can_be(app, monkeypatch)


def test_two_who_accept_at_once_accept_once(app: Flask, cast: Cast, grant: RoleGrant) -> None:
    second = newcomer(cast, cast.trust, "una@trust.example")
    lead_governance(cast, second, cast.trust)
    db.session.commit()
    grant_id, second_id = grant.id, second.id
    assert grant.waits
    assert held_by(cast.statutory_lead)

    def the_other_accepts() -> None:
        roles.accept_role(
            db.session.get_one(RoleGrant, grant_id),
            actor=db.session.get_one(Person, second_id),
            at=NOW,
            request_id=request_id("other"),
        )

    meanwhile(app, the_other_accepts)
    with pytest.raises(Impossible, match="Eve Park was accepted already"):
        accept(grant, cast.statutory_lead)
    db.session.rollback()
    rows = select(RoleAcceptance).where(RoleAcceptance.grant_id == grant_id)
    assert [each.accepted_by_id for each in db.session.scalars(rows)] == [second_id]


def test_an_accepter_whose_own_role_ends_at_that_moment_accepts_nobody(
    after_somebody_else: Race, cast: Cast, grant: RoleGrant
) -> None:
    assert held_by(cast.statutory_lead)
    ids = cast.statutory_lead.grants[0].id, cast.administrator.id

    def end() -> None:
        roles.end_role(
            db.session.get_one(RoleGrant, ids[0]),
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
        )

    with pytest.raises(Refused):
        after_somebody_else(end, lambda: accept(grant, cast.statutory_lead))
    db.session.rollback()
    db.session.refresh(grant)
    assert grant.waits


def test_a_role_that_is_ended_while_it_is_accepted_stays_ended(
    after_somebody_else: Race, cast: Cast, grant: RoleGrant
) -> None:
    assert grant.waits
    assert held_by(cast.statutory_lead)
    ids = grant.id, cast.administrator.id

    def end() -> None:
        roles.end_role(
            db.session.get_one(RoleGrant, ids[0]),
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
        )

    with pytest.raises(Impossible, match="ended in the meantime"):
        after_somebody_else(end, lambda: accept(grant, cast.statutory_lead))
    db.session.rollback()
    rows = select(RoleAcceptance).where(RoleAcceptance.grant_id == ids[0])
    assert db.session.scalars(rows).all() == []


def test_a_lead_declined_by_one_while_another_accepts_is_in_office(
    after_somebody_else: Race, cast: Cast, grant: RoleGrant
) -> None:
    second = newcomer(cast, cast.trust, "una@trust.example")
    lead_governance(cast, second, cast.trust)
    db.session.commit()
    grant_id, second_id = grant.id, second.id
    assert grant.waits
    assert held_by(cast.statutory_lead)

    def the_other_accepts() -> None:
        roles.accept_role(
            db.session.get_one(RoleGrant, grant_id),
            actor=db.session.get_one(Person, second_id),
            at=NOW,
            request_id=request_id("other"),
        )

    def decline() -> None:
        roles.decline_role(grant, reason="Unknown", actor=cast.statutory_lead, at=NOW)
        db.session.commit()

    with pytest.raises(Impossible, match="accepted already"):
        after_somebody_else(the_other_accepts, decline)
    db.session.rollback()
    db.session.refresh(grant)
    assert grant.is_in_force


def test_given_on_both_sides_at_once_it_is_given_on_one(app: Flask, cast: Cast) -> None:
    ids = cast.outsider.id, cast.trust.id, cast.administrator.id
    assert queries.governance_led_by(cast.outsider.id) == []

    def give_at_the_trust() -> None:
        roles.grant_role(
            db.session.get_one(Person, ids[0]),
            Role.GOVERNANCE_LEAD,
            db.session.get_one(Organisation, ids[1]),
            actor=db.session.get_one(Person, ids[2]),
            at=NOW,
        )

    # Who comes second waits for the first even before judging, so it cannot be any later.
    meanwhile(app, give_at_the_trust)
    with pytest.raises(NotAllowed, match="on one side only"):
        roles.grant_role(
            cast.outsider, Role.GOVERNANCE_LEAD, cast.network, actor=cast.training_lead, at=NOW
        )
    db.session.rollback()
    assert [each.side for each in queries.governance_led_by(ids[0])] == [Side.STATUTORY]


def test_a_side_that_changes_while_a_lead_is_given_there_is_refused(
    after_somebody_else: Race, cast: Cast
) -> None:
    alone = organisations.add_organisation("Alone", Side.COMMUNITY, actor=None, at=NOW)
    db.session.commit()
    ids = cast.colleague.id, alone.id
    assert alone.side is Side.COMMUNITY

    def give() -> None:
        roles.grant_role(
            db.session.get_one(Person, ids[0]),
            Role.GOVERNANCE_LEAD,
            db.session.get_one(Organisation, ids[1]),
            actor=None,
            at=NOW,
        )

    def change() -> None:
        change_side(alone, Side.STATUTORY, cast.administrator)
        db.session.commit()

    with pytest.raises(Impossible, match="leads governance for Alone"):
        after_somebody_else(give, change)
    db.session.rollback()

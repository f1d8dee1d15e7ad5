"""A right is one at the commit: a role that ended meanwhile carries no act, and none is held twice."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import NOW, Cast
from tests.governance import builders as governance
from tests.meanwhile import meanwhile
from trainee_tracker.append_only import hold
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent
from trainee_tracker.people import queries
from trainee_tracker.people.models import Organisation, Person, RoleGrant
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import queries as role_queries
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Stale

ENDED = "One of your roles ended just now"


def end_the_role_of(app: Flask, cast: Cast, person: Person) -> None:
    """Let the administrator end the one role of a person whose roles this session has looked at."""
    assert len(queries.held_by(person)) == 1
    ids = person.grants[0].id, cast.administrator.id

    def end() -> None:
        grant, actor = db.session.get_one(RoleGrant, ids[0]), db.session.get_one(Person, ids[1])
        roles.end_role(grant, actor=actor, at=NOW)

    meanwhile(app, end)


def test_nobody_signs_a_check_by_a_role_that_ended_meanwhile(app: Flask, cast: Cast) -> None:
    record = governance.propose(cast)
    governance.sign(record, cast.community_lead)
    db.session.commit()
    before = db.session.scalar(select(func.count(GovernanceEvent.id)))
    end_the_role_of(app, cast, cast.statutory_lead)
    with pytest.raises(Stale, match=ENDED):
        governance.sign(record, cast.statutory_lead)
    db.session.rollback()
    assert db.session.scalar(select(func.count(GovernanceEvent.id))) == before


def test_nobody_enrols_by_a_role_that_ended_meanwhile(app: Flask, cast: Cast) -> None:
    db.session.commit()
    cohort, person, lead = cast.cohort, cast.outsider, cast.training_lead
    before = db.session.scalar(select(func.count(Enrolment.id)))
    end_the_role_of(app, cast, lead)
    cohorts.enrol_trainee(cohort, person, enrolled_on=date(2026, 9, 7), actor=lead, at=NOW)
    with pytest.raises(Stale, match=ENDED):
        db.session.commit()
    db.session.rollback()
    assert db.session.scalar(select(func.count(Enrolment.id))) == before


def test_a_role_that_two_give_at_once_is_held_once_and_ends_at_its_end(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = cast.outsider.id, cast.network.id, cast.administrator.id
    db.session.commit()

    def give() -> None:
        roles.grant_role(
            db.session.get_one(Person, ids[0]),
            Role.TRAINING_LEAD,
            db.session.get_one(Organisation, ids[1]),
            actor=db.session.get_one(Person, ids[2]),
            at=NOW,
        )

    def hold_after_somebody_else(what: str) -> None:
        monkeypatch.setattr(roles, "hold", hold)
        meanwhile(app, give)
        hold(what)

    monkeypatch.setattr(roles, "hold", hold_after_somebody_else)
    give()
    db.session.commit()
    (grant,) = db.session.scalars(
        role_queries.grants_held(ids[0], Role.TRAINING_LEAD, ids[1])
    ).all()
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    held = queries.held_by(db.session.get_one(Person, ids[0]))
    assert (Role.TRAINING_LEAD, ids[1]) not in held

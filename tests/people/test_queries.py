"""Who is whom, and whom somebody sees."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import CompoundSelect

from tests.cast import NOW, PASSWORD, Cast, request_id
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.cohorts.actions import Newcomer, enrol_newcomer
from trainee_tracker.extensions import db
from trainee_tracker.people import queries
from trainee_tracker.people.known_people import people_for
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


@pytest.fixture
def entered(cast: Cast) -> Person:
    """Layla of Hope, as she was entered in Grace; she has accepted her place as herself."""
    arrival = enrol_newcomer(
        cast.cohort,
        Newcomer("Layla Somebody", cast.outsider.email),
        enrolled_on=date(2026, 11, 1),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("Layla comes to Grace"),
    )
    assert arrival.token is not None
    accept_as_known(arrival.token, PASSWORD, address=None, at=NOW)
    return arrival.person


def found(ids: CompoundSelect[int]) -> list[int]:
    """Return the ids that are selected, in their order."""
    return sorted(db.session.scalars(ids))


def test_an_entry_stands_for_whoever_accepted_it_and_everybody_else_for_themselves(
    cast: Cast, entered: Person
) -> None:
    assert queries.identity_of(entered.id) == cast.outsider.id
    for each in (cast.outsider, cast.trainee):
        assert queries.identity_of(each.id) == each.id


def test_rows_are_found_under_every_id_of_the_people_who_are_asked_for_and_no_others(
    cast: Cast, entered: Person
) -> None:
    layla = sorted([entered.id, cast.outsider.id])
    abena = cast.trainee.id
    assert found(queries.known_as(cast.outsider.id)) == layla
    assert found(queries.known_as(abena)) == [abena]
    assert found(queries.known_as(entered.id)) == []
    assert found(queries.known_as_all([cast.outsider.id, abena])) == sorted([*layla, abena])
    assert found(queries.known_as_all([entered.id])) == []


def test_the_list_of_people_shows_each_person_once_with_the_roles_they_hold_now(
    cast: Cast, entered: Person
) -> None:
    ended = roles.grant_role(cast.colleague, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    roles.end_role(ended, actor=cast.training_lead, at=NOW)
    seen = {each.id: {role.role for role in each.roles} for each in people_for(cast.training_lead)}
    # An administrator sees people without a role too.
    assert entered.id not in {each.id for each in people_for(cast.administrator)}
    assert seen == {
        cast.training_lead.id: {Role.TRAINING_LEAD},
        cast.community_lead.id: {Role.GOVERNANCE_LEAD},
        cast.supervisor.id: {Role.SUPERVISOR},
        cast.trainee.id: {Role.TRAINEE},
        cast.colleague.id: {Role.TRAINEE},
        cast.outsider.id: {Role.TRAINEE},
    }


def test_an_administrator_who_holds_another_role_too_stays_one(cast: Cast) -> None:
    person = cast.administrator
    roles.grant_role(person, Role.SUPERVISOR, cast.network, actor=None, at=NOW)
    db.session.refresh(person)
    assert queries.is_administrator(person)
    assert not queries.is_administrator(cast.training_lead)

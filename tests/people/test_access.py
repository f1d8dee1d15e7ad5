"""Which pages somebody's roles open, and where they hold them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask

from trainee_tracker.people.access import (
    HeldRole,
    Permission,
    ensure_declared,
    held_roles,
    may,
    organisations_where,
    public,
    sides_led,
)
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import Role, Side

NETWORK, TRUST, ELSEWHERE = 1, 2, 3
SIDE = {NETWORK: Side.COMMUNITY, TRUST: Side.STATUTORY, ELSEWHERE: Side.COMMUNITY}


def somebody(*roles: tuple[Role, int], waiting: tuple[tuple[Role, int], ...] = ()) -> Person:
    """Return somebody with these roles at organisations, and with others that wait to be accepted."""
    grants: list[Any] = [
        SimpleNamespace(
            role=role,
            organisation_id=where,
            organisation=SimpleNamespace(side=SIDE[where]),
            is_in_force=(role, where) not in waiting,
        )
        for role, where in (*roles, *waiting)
    ]
    return cast(Person, SimpleNamespace(grants=grants))


def test_a_role_that_waits_to_be_accepted_opens_nothing() -> None:
    person = somebody((Role.TRAINEE, NETWORK), waiting=((Role.GOVERNANCE_LEAD, NETWORK),))
    assert held_roles(person) == {HeldRole(Role.TRAINEE, NETWORK, Side.COMMUNITY)}
    assert not may(person, Permission.SIGN_GOVERNANCE)


def test_an_organisation_is_reached_only_by_a_role_that_is_asked_for() -> None:
    person = somebody((Role.TRAINING_LEAD, NETWORK), (Role.SUPERVISOR, TRUST))
    assert organisations_where(person, Role.TRAINING_LEAD) == {NETWORK}
    assert organisations_where(person, Role.TRAINING_LEAD, Role.SUPERVISOR) == {NETWORK, TRUST}
    assert organisations_where(person, Role.TRAINEE) == set()


@pytest.mark.parametrize(
    ("role", "where", "sides"),
    [
        (Role.GOVERNANCE_LEAD, NETWORK, {Side.COMMUNITY}),
        (Role.GOVERNANCE_LEAD, TRUST, {Side.STATUTORY}),
        (Role.GOVERNANCE_LEAD, ELSEWHERE, set()),
        (Role.TRAINING_LEAD, NETWORK, set()),
    ],
)
def test_a_side_is_led_only_by_its_own_governance_lead(
    role: Role, where: int, sides: set[Side]
) -> None:
    assert sides_led(somebody((role, where)), NETWORK, TRUST) == sides


def test_whoever_is_signed_in_opens_what_asks_for_no_role_and_nothing_else() -> None:
    opened = {each for each in Permission if may(somebody(), each)}
    assert opened == {Permission.BE_SIGNED_IN}


def test_one_of_several_roles_is_enough_and_another_is_not() -> None:
    opened = {each for each in Permission if may(somebody((Role.SUPERVISOR, NETWORK)), each)}
    assert opened == {Permission.BE_SIGNED_IN, Permission.DECIDE_HOURS}
    both = somebody((Role.SUPERVISOR, NETWORK), (Role.TRAINEE, NETWORK))
    assert may(both, Permission.LOG_HOURS)
    assert may(both, Permission.VIEW_CERTIFICATES)
    assert not may(both, Permission.ISSUE_AWARDS)


def test_only_pages_without_a_rule_are_named_and_files_need_none() -> None:
    app = Flask("some declared")
    app.add_url_rule("/open", "open", public(lambda: "open"))
    ensure_declared(app)
    app.add_url_rule("/secret", "secret", lambda: "secret")
    with pytest.raises(RuntimeError, match=r"^No access rule on: secret\.$"):
        ensure_declared(app)

"""Ending a role."""

from __future__ import annotations

import threading
from contextvars import Context

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.databases import uses_postgresql
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person, RoleGrant
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed


def grant_of(person: Person, role: Role) -> RoleGrant:
    return next(each for each in person.grants if each.role is role and each.ended_at is None)


def test_a_role_is_ended_after_asking_once_more(browser: Browser, cast: Cast) -> None:
    grant = grant_of(cast.colleague, Role.TRAINEE)
    browser.sign_in(cast.training_lead)
    path = next(
        link for link in browser.get("/people").links.values() if f"/{grant.id}/end" in link
    )
    page = browser.get(path)
    assert "Kofi Boateng: Trainee, Grace Network" in page.text
    db.session.refresh(grant)
    assert grant.ended_at is None
    browser.submit(page, {"password": PASSWORD})
    db.session.refresh(grant)
    assert grant.ended_at is not None
    assert "Kofi Boateng no longer has the role: Trainee" in browser.get("/people").text
    browser.get(path, status=404)


def test_a_role_that_has_ended_can_be_given_again(cast: Cast) -> None:
    grant = grant_of(cast.colleague, Role.TRAINEE)
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    again = roles.grant_role(cast.colleague, Role.TRAINEE, cast.network, actor=None, at=NOW)
    assert again.id != grant.id
    assert roles.grant_role(cast.colleague, Role.TRAINEE, cast.network, actor=None, at=NOW) is again


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("training_lead", Role.TRAINING_LEAD),
        ("statutory_lead", Role.GOVERNANCE_LEAD),
        ("outsider", Role.TRAINEE),
        ("administrator", Role.ADMINISTRATOR),
    ],
)
def test_a_training_lead_ends_only_what_they_may_give(
    browser: Browser, cast: Cast, who: str, role: Role
) -> None:
    grant = grant_of(getattr(cast, who), role)
    browser.sign_in(cast.training_lead)
    browser.get(f"/people/roles/{grant.id}/end", status=404)
    browser.post(f"/people/roles/{grant.id}/end", status=404)
    with pytest.raises(NotAllowed):
        roles.end_role(grant, actor=cast.training_lead, at=NOW)


def test_the_last_administrator_stays(browser: Browser, cast: Cast) -> None:
    grant = grant_of(cast.administrator, Role.ADMINISTRATOR)
    browser.sign_in(cast.administrator)
    page = browser.submit(f"/people/roles/{grant.id}/end", {"password": PASSWORD}, status=409)
    assert "This is the last administrator" in page.text
    roles.grant_role(cast.training_lead, Role.ADMINISTRATOR, cast.network, actor=None, at=NOW)
    db.session.commit()
    browser.submit(f"/people/roles/{grant.id}/end", {"password": PASSWORD})
    browser.get("/people", status=403)


def test_a_role_ends_only_once(cast: Cast) -> None:
    grant = grant_of(cast.colleague, Role.TRAINEE)
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    with pytest.raises(Impossible):
        roles.end_role(grant, actor=cast.administrator, at=NOW)


def test_two_administrators_who_end_each_other_at_once_leave_one(app: Flask, cast: Cast) -> None:
    roles.grant_role(cast.training_lead, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    db.session.commit()
    first = grant_of(cast.administrator, Role.ADMINISTRATOR)
    second_id = grant_of(cast.training_lead, Role.ADMINISTRATOR).id
    first_holder_id = cast.administrator.id
    roles.end_role(first, actor=cast.training_lead, at=NOW)
    refusals: list[str] = []

    def end_the_second() -> None:
        with app.app_context():
            try:
                roles.end_role(
                    db.session.get_one(RoleGrant, second_id),
                    actor=db.session.get_one(Person, first_holder_id),
                    at=NOW,
                )
                db.session.commit()
            except (Impossible, NotAllowed) as refusal:
                refusals.append(str(refusal))
            finally:
                db.session.remove()

    other = threading.Thread(target=Context().run, args=(end_the_second,))
    other.start()
    other.join(timeout=0.5)
    # On SQLite the second waits for the first; on PostgreSQL it is through, and the first is told.
    assert other.is_alive() is not uses_postgresql()
    try:
        db.session.commit()
    except Impossible as refusal:
        refusals.append(str(refusal))
        db.session.rollback()
    other.join()
    assert len(refusals) == 1

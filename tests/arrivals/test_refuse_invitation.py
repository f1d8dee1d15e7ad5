"""Refusing what one is invited to."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.arrivals.test_accept_as_known import enter
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.meanwhile import meanwhile
from trainee_tracker.arrivals import actions
from trainee_tracker.extensions import db
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.invitations.actions import open_invitation
from trainee_tracker.people.models import SamePerson
from trainee_tracker.refusals import Impossible


def test_the_owner_refuses_and_the_lead_sees_only_that(browser: Browser, cast: Cast) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    page = browser.get(f"/invitation/{arrival.token}/refuse")
    browser.submit(page, {})
    closed = browser.get(f"/invitation/{arrival.token}", status=410)
    assert closed.h1 == "This invitation was refused"
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}")
    assert "Layla Somebody" in page.text
    assert "Refused" in page.text
    assert "Layla Haddad" not in page.text


def test_refused_in_another_window_meanwhile_nothing_is_accepted(app: Flask, cast: Cast) -> None:
    arrival = enter(cast, "Layla Somebody", cast.outsider.email)
    token = arrival.token or ""
    assert open_invitation(token, at=NOW)
    meanwhile(app, lambda: invitations.refuse_invitation(token, at=NOW))
    with pytest.raises(Impossible, match="used or has run out"):
        actions.accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.rollback()
    assert db.session.scalar(select(func.count(SamePerson.id))) == 0

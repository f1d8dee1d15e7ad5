"""Taking back what one asked for oneself."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import naming
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.people.names.test_request_name import URL, ask
from trainee_tracker.extensions import db
from trainee_tracker.people.names import actions
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.names.rules import NameOutcome
from trainee_tracker.refusals import Impossible, NotAllowed


def test_a_request_can_be_taken_back_by_who_made_it_and_nobody_else(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    browser.sign_in(cast.trainee)
    ask(browser, full_name="Abena Osei-Bonsu")
    asked = db.session.scalars(select(NameRequest)).one()
    withdraw = f"/account/name/{asked.id}/withdraw"
    Browser(app).sign_in(cast.colleague).post(withdraw, {"request_id": request_id("x")}, 404)
    with pytest.raises(NotAllowed, match="Only Abena Osei takes this request back"):
        actions.withdraw_name(
            asked, actor=cast.training_lead, at=NOW, request_id=request_id("theirs")
        )
    db.session.rollback()
    account = browser.get("/account")
    page = browser.submit(account, action="withdraw", follow=True)
    assert "Your request is taken back." in page.text
    assert page.links["Ask for a change"] == URL
    browser.submit(account, action="withdraw")
    other_tab = {"request_id": request_id("another tab")}
    assert "took this request back" in browser.post(withdraw, other_tab, 409).text
    assert "press the button again" in browser.post(withdraw, {}, 200).text
    assert db.session.scalars(select(NameDecision.outcome)).all() == [NameOutcome.WITHDRAWN]
    with pytest.raises(Impossible, match="took this request back"):
        naming.confirm(asked, cast.training_lead)

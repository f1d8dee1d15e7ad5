"""Declining how somebody asks to be named."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import naming
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from trainee_tracker.extensions import db
from trainee_tracker.people.names import actions
from trainee_tracker.people.names.models import NameRequest
from trainee_tracker.refusals import Impossible


def test_declining_needs_a_reason_that_the_person_reads(
    browser: Browser, cast: Cast, asked: NameRequest, app: Flask
) -> None:
    browser.sign_in(cast.community_lead)
    url = browser.get(f"/names/{asked.id}/confirm").links["Decline it, with a reason"]
    page = browser.submit(url, {"password": PASSWORD}, status=200)
    assert "Say why, so that they know what to do about it" in page.text
    with pytest.raises(Impossible, match="Say why"):
        actions.decline_name(
            asked, reason=" ", actor=cast.community_lead, at=NOW, request_id=request_id("blank")
        )
    page = browser.submit(
        page, {"reason": "Please show me your deed poll.", "password": PASSWORD}, follow=True
    )
    assert "You declined it. Abena Osei reads your reason. We wrote to tell them." in page.text
    own = Browser(app).sign_in(cast.trainee).get("/account")
    assert "You asked for: Abena Osei-Bonsu and UKCP 7." in own.text
    assert "Clara James declined it on 22 November 2026, 12:00" in own.text
    assert "Please show me your deed poll." in own.text
    assert own.links["Ask for a change"] == "/account/name"
    db.session.refresh(cast.trainee)
    assert cast.trainee.full_name == "Abena Osei"
    naming.confirm(naming.ask(cast.trainee, full_name="Abena B."), cast.community_lead)
    assert "declined" not in Browser(app).sign_in(cast.trainee).get("/account").text


def test_nobody_declines_what_is_not_theirs_to_decide_or_is_not_there(
    browser: Browser, cast: Cast, asked: NameRequest
) -> None:
    browser.sign_in(cast.outsider_lead)
    for number in (asked.id, 999999):
        browser.get(f"/names/{number}/decline", 404)

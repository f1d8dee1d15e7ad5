"""An act that is refused only as it is saved: nothing is written, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.audit import actions
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Stale


def test_the_page_keeps_what_was_typed_and_sends_it_again(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(cast.trainee)
    page = browser.get("/account")

    def refuse(*_given: Any) -> None:
        raise Stale("Somebody changed this while you wrote.")

    monkeypatch.setattr(actions, "_append", refuse)
    refused = browser.submit(page, {"full_name": "Abena Osei-Bonsu"}, action="/account", status=409)
    assert "Somebody changed this while you wrote." in refused.text
    assert "nothing you entered is lost" in refused.text
    db.session.refresh(cast.trainee)
    assert cast.trainee.full_name == "Abena Osei"
    monkeypatch.undo()
    browser.submit(refused, {}, action="/account")
    db.session.refresh(cast.trainee)
    assert cast.trainee.full_name == "Abena Osei-Bonsu"

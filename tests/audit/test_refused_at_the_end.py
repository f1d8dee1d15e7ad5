"""An act that is refused only as it is saved: nothing is written, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.audit import actions
from trainee_tracker.messages import say
from trainee_tracker.people.organisations.queries import sites_of
from trainee_tracker.refusals import Stale


def test_the_page_keeps_what_was_typed_and_sends_it_again(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.get(f"/organisations/{cast.network.id}/add-site")

    def refuse(*_given: Any) -> None:
        raise Stale(say("Somebody changed this while you wrote."))

    monkeypatch.setattr(actions, "_append", refuse)
    refused = browser.submit(page, {"name": "New Hall"}, action="/add-site", status=409)
    assert "Somebody changed this while you wrote." in refused.text
    assert dict(refused.form("/add-site").form_values())["name"] == "New Hall"
    assert "New Hall" not in [each.name for each in sites_of([cast.network.id])]
    monkeypatch.undo()
    browser.submit(refused, {}, action="/add-site")
    assert "New Hall" in [each.name for each in sites_of([cast.network.id])]

"""Signing out in every browser."""

from __future__ import annotations

from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.people.sign_in import queries as sign_in_queries


def test_signing_out_everywhere_ends_every_other_browser_at_once(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    other = Browser(app).sign_in(cast.trainee)
    colleague = Browser(app).sign_in(cast.colleague)
    browser.sign_in(cast.trainee)
    browser.submit("/account", action="sign-out-everywhere")
    for ended in (browser, other):
        ended.get("/account", status=302)
    colleague.get("/account")
    assert sign_in_queries.sign_ins_of(cast.trainee, at=NOW) == []

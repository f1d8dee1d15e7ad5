"""Changing a password that one knows."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people.passwords import actions as passwords

NEW = "seven purple kettles sing"


def test_a_new_password_signs_every_other_browser_out(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    other = Browser(app).sign_in(cast.trainee)
    browser.sign_in(cast.trainee)
    page = browser.submit("/account/password", {"password": PASSWORD, "new_password": NEW})
    assert page.response.location == "/account"
    assert "Your password is changed" in browser.get("/account").text
    other.get("/account", status=302)
    passwords.confirm_password(cast.trainee, NEW, address=None, at=NOW)
    with pytest.raises(passwords.WrongPassword):
        passwords.confirm_password(cast.trainee, PASSWORD, address=None, at=NOW)


@pytest.mark.parametrize(
    ("present", "password", "status", "said"),
    [
        ("not the right password", NEW, 403, "That is not your password"),
        ("", NEW, 200, "Enter your current password"),
        (PASSWORD, "", 200, "at least 15"),
        (PASSWORD, "short", 409, "at least 15"),
        (PASSWORD, PASSWORD, 409, "This is the password that you have now"),
        (PASSWORD, "passwordpassword", 409, "easy to guess"),
        (PASSWORD, "liverpool liverpool", 409, "easy to guess"),
        (PASSWORD, "abena osei abena osei", 409, "little more than your name"),
        (PASSWORD, "q" * 80, 409, "too few different"),
        (PASSWORD, "word " * 60, 409, "at most 256"),
        (PASSWORD, "x" * 10_000, 200, "shorter password"),
    ],
)
def test_a_refused_change_keeps_the_old_password(
    browser: Browser, cast: Cast, present: str, password: str, status: int, said: str
) -> None:
    before = cast.trainee.account.password_hash
    browser.sign_in(cast.trainee)
    fields = {"password": present, "new_password": password}
    assert said in browser.submit("/account/password", fields, status=status).text
    db.session.refresh(cast.trainee)
    assert cast.trainee.account.password_hash == before
    browser.get("/account")

"""Signing out, here and everywhere."""

from __future__ import annotations

from flask import Flask

from tests.browser import Browser
from tests.cast import Cast, request_id

PRESSED = {"request_id": request_id("sign out")}


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    browser.sign_in(cast.trainee)
    browser.get("/account")
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    copy = Browser(app)
    copy.client.set_cookie("session", cookie.value)
    copy.get("/account")
    page = browser.post("/sign-out", PRESSED)
    assert page.response.location == "/sign-in"
    assert "You are signed out" in browser.get("/sign-in").text
    browser.get("/account", status=302)
    copy.get("/account", status=302)


def test_signing_out_needs_the_token_of_our_own_page(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    for path in ("/sign-out", "/sign-out-everywhere"):
        assert browser.client.get(path).status_code == 405
        answer = browser.client.post(path)
        assert "<h1>Your account</h1>" in answer.text
        assert "open too long" in answer.text
        browser.get("/account")


def test_signing_out_twice_asks_to_sign_in(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    browser.post("/sign-out", PRESSED)
    assert browser.post("/sign-out", PRESSED).response.location == "/sign-in"

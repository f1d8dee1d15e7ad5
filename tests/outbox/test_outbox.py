"""The letters that the demonstration would have sent."""

from __future__ import annotations

from flask import Flask

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker import mail


def test_only_the_demonstration_shows_letters(browser: Browser, cast: Cast, app: Flask) -> None:
    mail.send("esi@grace.example", "Esi", "Choose", "Hello\n\nhttp://127.0.0.1:8000/x\n")
    browser.get("/outbox", status=404)
    browser.sign_in(cast.administrator).get("/outbox", status=404)
    app.config["PROFILE"] = "demo"
    page = browser.get("/outbox")
    assert "To Esi <esi@grace.example> · 22 November 2026, 12:00" in page.text
    assert page.links["Open the link of e-mail 1"] == "http://127.0.0.1:8000/x"


def test_an_empty_outbox_says_how_a_letter_gets_there(browser: Browser, app: Flask) -> None:
    app.config["PROFILE"] = "demo"
    assert "No e-mails yet" in browser.get("/outbox").text
    assert "Read the e-mails" in browser.get("/sign-in").text


def test_a_letter_says_in_which_language_it_is(browser: Browser, app: Flask) -> None:
    app.config["PROFILE"] = "demo"
    mail.send("layla@hope.example", "ليلى", "دعوة", "مرحبا\n", language="ar")
    page = browser.get("/outbox")
    (text,) = page.document.xpath("//p[@dir='auto']")
    assert (text.get("lang"), text.text) == ("ar", "مرحبا")
    assert page.document.xpath("//h2/bdi[@lang='ar']")[0].text == "دعوة"

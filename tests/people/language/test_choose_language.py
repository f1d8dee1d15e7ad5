"""Somebody chooses the language of their pages; public pages follow the browser."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.extensions import db
from trainee_tracker.people.language.requests import language_for
from trainee_tracker.people.models import Account

PAGE = "/account/language"


def chosen(cast: Cast) -> str | None:
    """Return what the trainee chose."""
    db.session.expire_all()
    return db.session.get_one(Account, cast.trainee.id).language


def test_pages_speak_the_language_that_was_chosen(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    assert "English" in browser.get("/account").text
    answer = browser.submit(PAGE, {"language": "en-XA"})
    assert answer.response.location == "/account"
    page = browser.get("/account")
    assert page.document.getroottree().getroot().get("lang") == "en-XA"
    assert page.h1 == "⟦Ýöûr åççöûñt·····⟧".replace("å", "a").replace("Ý", "Ý") or "⟦" in page.h1
    assert "Åccéntéd Énglîsh" in page.text


def test_a_question_that_is_answered_from_the_start_is_not_called_optional(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.trainee).get(PAGE)
    assert "(optional)" not in page.text
    empty = browser.submit(page, {"language": ""}, status=200)
    assert "Choose one of the answers shown" in empty.text


def test_a_language_from_right_to_left_turns_the_page_round(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee).submit(PAGE, {"language": "ar-XB"})
    root = browser.get("/").document.getroottree().getroot()
    assert (root.get("lang"), root.get("dir")) == ("ar-XB", "rtl")


def test_the_confirmation_is_said_in_the_language_just_chosen(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee).submit(PAGE, {"language": "en-XA"})
    said = "⟦Ýöûr pågés åñd é-måîls åré îñ thîs låñgûågé ñöw: Åccéntéd Énglîsh."
    assert browser.get("/account").text.startswith(said)


def test_who_has_not_chosen_finds_the_browsers_language_chosen_and_each_in_its_own_words(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.trainee).get(PAGE)
    assert page.form().fields["language"] == "browser"
    named = {
        each.get("lang"): each.text_content() for each in page.form().xpath(".//label//bdi[@lang]")
    }
    assert named["en"] == "English"
    assert set(named) == {"en", "en-XA", "ar-XB"}
    browser.submit(page, {"language": "en-XA"})
    assert browser.get(PAGE).form().fields["language"] == "en-XA"


def test_choosing_what_the_browser_asks_for_forgets_the_choice(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.trainee).submit(PAGE, {"language": "en-XA"})
    assert chosen(cast) == "en-XA"
    assert language_for(cast.trainee).tag == "en-XA"
    browser.submit(PAGE, {"language": "browser"})
    assert chosen(cast) is None
    assert language_for(cast.trainee).tag == "en"


def test_a_language_that_is_not_installed_is_refused(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.trainee).submit(PAGE, {"language": "tlh"}, status=200)
    assert "Choose one of the answers shown" in page.text
    assert chosen(cast) is None


@pytest.mark.parametrize(
    ("asked", "lang"),
    [("ar-XB", "ar-XB"), ("en-XA,en;q=0.5", "en-XA"), ("de, fr", "en"), ("", "en")],
)
def test_public_pages_follow_the_browser(browser: Browser, asked: str, lang: str) -> None:
    answer = browser.send("GET", "/check", headers={"Accept-Language": asked})
    assert f'lang="{lang}"' in answer.text


def test_where_one_language_is_installed_nothing_is_to_be_chosen(
    app: Flask, browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PSEUDO_LANGUAGES", False)
    assert "Your language" not in browser.sign_in(cast.trainee).get("/account").text


def test_a_second_press_is_answered_as_the_first(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.trainee).get(PAGE)
    for _ in range(2):
        assert browser.submit(page, {"language": "en-XA"}).response.location == "/account"
    assert chosen(cast) == "en-XA"
    # The first press had its effect; another answer with the same id is another form.
    again = browser.submit(page, {"language": "browser"}, status=409)
    assert chosen(cast) == "en-XA"
    assert again.document.find(".//*[@class='error-summary']") is not None

"""One's own account."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people import actions


def test_a_person_sees_their_roles_and_browsers(browser: Browser, cast: Cast, app: Flask) -> None:
    Browser(app).sign_in(cast.training_lead)
    page = browser.sign_in(cast.training_lead).get("/account")
    assert "Training lead, Grace Network" in page.text
    assert page.text.count("since 22 November 2026, 12:00") == 2
    assert page.text.count("This one") == 1


def test_a_person_without_a_role_is_told_what_to_do(browser: Browser, cast: Cast) -> None:
    for grant in cast.training_lead.grants:
        actions.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    assert "You have no role" in browser.sign_in(cast.training_lead).get("/account").text


@pytest.mark.parametrize(
    ("full_name", "other_name", "other_language"),
    [
        ("Siobhán O'Neil-Adéyẹmí", "", ""),
        ("Layla Haddad", "ليلى حداد", "ar"),
        ("李小龍 Ọlá Мария", "ራሄል ተስፋዬ", "am"),
        ('<b>Bold</b> & "quoted"', "", ""),
    ],
)
def test_names_in_any_script_are_kept_as_written(
    browser: Browser, cast: Cast, full_name: str, other_name: str, other_language: str
) -> None:
    browser.sign_in(cast.trainee)
    _save(browser, full_name, other_name, other_language)
    db.session.refresh(cast.trainee)
    assert (cast.trainee.full_name, cast.trainee.other_name) == (full_name, other_name)
    assert cast.trainee.other_language == other_language
    page = browser.get("/account")
    assert page.document.find(".//input[@name='full_name']").get("value") == full_name


def _save(
    browser: Browser, full_name: str, other_name: str, other_language: str, status: int = 302
) -> str:
    page = browser.get("/account")
    token = page.document.find(".//input[@name='csrf_token']").get("value")
    answer = browser._page(
        browser.client.post(
            "/account",
            data={
                "csrf_token": token,
                "full_name": full_name,
                "other_name": other_name,
                "other_language": other_language,
                "registration": "UKCP 2011234",
            },
        ),
        "/account",
        status,
    )
    return answer.text


@pytest.mark.parametrize(
    ("full_name", "other_name", "other_language", "said"),
    [
        ("", "", "", "Enter your full name"),
        ("x" * 10_000, "", "", "too long"),
        ("Abena \u202eiesO", "", "", "hidden character"),
        ("Abena\x00Osei", "", "", "hidden character"),
        ("Abena Osei", "أبينا", "", "Choose the language"),
        ("Abena Osei", "أبينا", "tlh", "Choose one of the answers"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    browser: Browser, cast: Cast, full_name: str, other_name: str, other_language: str, said: str
) -> None:
    browser.sign_in(cast.trainee)
    assert said in _save(browser, full_name, other_name, other_language, status=200)
    db.session.refresh(cast.trainee)
    assert cast.trainee.full_name == "Abena Osei"

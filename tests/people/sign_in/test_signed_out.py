"""A form sent after the sign-in ended: nothing is written, and what was typed is not lost."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry


def test_what_was_typed_comes_back_after_signing_in_again(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    form = browser.get("/hours/log")
    browser.client.delete_cookie("session")
    kept = browser.submit(
        form, {"note": "We drew\na family tree", "minutes": "50"}, action="/hours/log", status=401
    )
    assert kept.h1 == "You were signed out"
    assert db.session.scalar(select(func.count()).select_from(HoursEntry)) == 0
    browser.sign_in(cast.trainee)
    again = browser.submit(kept, status=200)
    assert "Nothing was lost: press the button again" in again.text
    typed = again.document.xpath("string(//textarea[@name='note'])")
    assert typed.replace("\r\n", "\n").strip() == "We drew\na family tree"
    assert again.document.xpath("string(//input[@name='minutes']/@value)") == "50"


def test_a_password_is_never_kept_on_the_page(browser: Browser, cast: Cast) -> None:
    page = browser.post(
        "/account/password", {"password": "a secret one", "full_name": "Abena"}, status=401
    )
    assert "a secret one" not in page.response.text
    assert "Abena" in page.response.text


def test_a_form_without_anything_typed_leads_to_the_sign_in(browser: Browser) -> None:
    page = browser.post("/hours/submit-all", {})
    assert page.response.location == "/sign-in"

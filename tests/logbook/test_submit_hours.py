"""Sending one entry for sign-off."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast, request_id
from tests.hours.builders import logged, steps_of, submitted


def test_an_entry_is_sent_from_its_page(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    page = browser.sign_in(cast.trainee).submit(f"/hours/{entry.id}", follow=True)
    assert "Sent. Sam Okafor decides next." in page.text
    assert [step.value for step in steps_of(entry)] == ["logged", "submitted"]


def test_a_button_pressed_twice_sends_once_and_says_the_same(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    page = browser.sign_in(cast.trainee).get(f"/hours/{entry.id}")
    for _press in range(2):
        sent = browser.submit(page, follow=True)
        assert "Sent. Sam Okafor decides next." in sent.text
    assert len(steps_of(entry)) == 2


def test_a_press_of_another_tab_says_so_and_changes_nothing(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    page = browser.post(f"/hours/{entry.id}/submit", {"request_id": request_id("again")}, 409)
    assert page.h1 == "Session of 2 November 2026"
    assert "These hours cannot be sent for sign-off. They wait for sign-off" in page.text
    assert len(steps_of(entry)) == 2


def test_somebody_elses_entry_is_not_found(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    browser.sign_in(cast.colleague).post(f"/hours/{entry.id}/submit", status=404)
    browser.sign_in(cast.supervisor).post(f"/hours/{entry.id}/submit", status=403)


def test_a_page_open_too_long_sends_nothing_and_says_so(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    browser.sign_in(cast.trainee)
    for address in (f"/hours/{entry.id}/submit", "/hours/submit-all"):
        sent = {"csrf_token": "made-up"}
        page = browser.post(address, sent, status=200)
        assert "This page had been open too long." in page.text
    assert [step.value for step in steps_of(entry)] == ["logged"]

"""Taking an entry back."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.hours.builders import decided, logged, steps_of, submitted


def test_an_entry_is_withdrawn_with_its_reason(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    page = browser.submit(f"/hours/{entry.id}/withdraw", {"reason": "Logged twice"}, follow=True)
    assert "Withdrawn. It stays in your log and counts for nothing." in page.text
    assert "“Logged twice”" in page.text


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Say why you withdraw it"),
        ("x" * 2001, "1 character too long"),
        ("Ring 07700 900123", "looks like a phone number"),
    ],
)
def test_a_reason_is_needed_and_what_was_typed_stays(
    cast: Cast, browser: Browser, reason: str, sentence: str
) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    page = browser.submit(f"/hours/{entry.id}/withdraw", {"reason": reason}, status=200)
    assert sentence in page.text
    assert reason in page.response.text
    assert len(steps_of(entry)) == 2


def test_what_is_signed_off_is_not_withdrawn(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    page = browser.get(f"/hours/{entry.id}/withdraw")
    decided(cast, entry)
    refused = browser.submit(page, {"reason": "Too late"}, status=409)
    assert "These hours cannot be withdrawn. They are signed off" in refused.text
    assert browser.get(f"/hours/{entry.id}/withdraw", 302).response.location.endswith(
        f"/hours/{entry.id}"
    )


def test_a_page_open_too_long_comes_back_filled_in(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    browser.sign_in(cast.trainee)
    fields = {"reason": "Logged twice", "csrf_token": "expired"}
    page = browser.submit(f"/hours/{entry.id}/withdraw", fields, status=200)
    assert "Nothing was lost" in page.text
    browser.submit(page)
    assert len(steps_of(entry)) == 2


@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("supervisor", 403)])
def test_somebody_elses_entry_cannot_be_withdrawn(
    cast: Cast, browser: Browser, who: str, status: int
) -> None:
    entry = submitted(cast)
    browser.sign_in(getattr(cast, who))
    browser.get(f"/hours/{entry.id}/withdraw", status)
    browser.post(f"/hours/{entry.id}/withdraw", {"reason": "No"}, status)

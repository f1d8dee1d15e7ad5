"""Taking a sign-off back."""

from __future__ import annotations

import pytest

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.hours.builders import decided, steps_of, submitted
from trainee_tracker.hours.models import HoursEntry


def signed(cast: Cast) -> HoursEntry:
    entry = submitted(cast)
    decided(cast, entry)
    return entry


def test_who_signed_takes_it_back_with_a_reason_and_a_password(
    cast: Cast, browser: Browser
) -> None:
    entry = signed(cast)
    browser.sign_in(cast.supervisor)
    page = browser.submit(
        f"/hours/{entry.id}/reverse",
        {"reason": "Signed the wrong row", "password": PASSWORD},
        follow=True,
    )
    assert "Your sign-off is taken back." in page.text
    assert "“Signed the wrong row”" in page.text
    assert steps_of(entry)[-1].value == "reversed"
    assert browser.get(f"/hours/{entry.id}/reverse", 302).response.location.endswith(
        f"/hours/{entry.id}"
    )


@pytest.mark.parametrize(
    ("fields", "sentence", "status"),
    [
        ({"reason": "", "password": PASSWORD}, "Say why you take your sign-off back", 200),
        ({"reason": "Wrong row", "password": ""}, "Enter your password to sign", 200),
        ({"reason": "Wrong row", "password": "guess"}, "That is not your password.", 403),
        ({"reason": "Ring 07700 900123", "password": PASSWORD}, "looks like a phone number", 200),
    ],
)
def test_without_a_reason_or_the_password_nothing_changes(
    cast: Cast, browser: Browser, fields: dict[str, str], sentence: str, status: int
) -> None:
    entry = signed(cast)
    browser.sign_in(cast.supervisor)
    page = browser.submit(f"/hours/{entry.id}/reverse", fields, status=status)
    assert sentence in page.text
    assert fields["reason"] in page.response.text
    assert steps_of(entry)[-1].value == "signed_off"


def test_the_back_button_reverses_nothing_twice(cast: Cast, browser: Browser) -> None:
    entry = signed(cast)
    page = browser.sign_in(cast.supervisor).get(f"/hours/{entry.id}/reverse")
    for _press in range(2):
        browser.submit(page, {"reason": "Wrong row", "password": PASSWORD})
    assert len(steps_of(entry)) == 4


def test_what_was_corrected_meanwhile_is_not_reversed(cast: Cast, browser: Browser) -> None:
    entry = signed(cast)
    page = browser.sign_in(cast.supervisor).get(f"/hours/{entry.id}/reverse")
    browser.sign_in(cast.trainee)
    browser.submit(f"/hours/{entry.id}/correct", {"reason": "45 min", "minutes": "45"})
    browser.sign_in(cast.supervisor)
    refused = browser.submit(page, {"reason": "Wrong row", "password": PASSWORD}, status=409)
    assert "The sign-off of these hours cannot be taken back." in refused.text
    assert "They were corrected: look at the entry that took their place." in refused.text


@pytest.mark.parametrize(
    ("who", "status"), [("outsider_supervisor", 404), ("trainee", 403), ("training_lead", 403)]
)
def test_nobody_else_takes_it_back(cast: Cast, browser: Browser, who: str, status: int) -> None:
    entry = signed(cast)
    browser.sign_in(getattr(cast, who))
    browser.get(f"/hours/{entry.id}/reverse", status)
    browser.post(f"/hours/{entry.id}/reverse", {"reason": "No", "password": PASSWORD}, status)

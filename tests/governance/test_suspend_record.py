"""Suspending a record by either side, and lifting the suspension by both."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.governance.builders import (
    day,
    in_force,
    propose,
    suspend,
)


def test_either_side_suspends_alone_and_both_lift(browser: Browser, cast: Cast) -> None:
    record = in_force(cast)
    page = browser.sign_in(cast.statutory_lead).get(f"/governance/records/{record.id}")
    form = browser.get(page.links["Suspend it"])
    fields = {"effective_on": "2 November 2026", "reason": "A new contract is needed"}
    suspended = browser.submit(form, {**fields, "password": PASSWORD}, follow=True)
    [told] = suspended.document.findall(".//div[@class='notice notice-wait']")
    assert "It holds again once both sides agree." in told.text_content()
    assert "Suspended from 2 November 2026" in suspended.text
    assert "A new contract is needed" in suspended.text

    lifting = browser.get(suspended.links["Lift the suspension"])
    done = browser.submit(
        lifting, {"effective_on": "16 November 2026", "password": PASSWORD}, follow=True
    )
    good = done.document.findall(".//div[@class='notice notice-good']")
    assert any("It stays suspended until the other side" in each.text_content() for each in good)
    assert "Suspended" in done.text

    browser.sign_in(cast.community_lead)
    lifting = browser.get(f"/governance/records/{record.id}/lift")
    assert "Already agreed for the statutory side, from 16 November 2026." in lifting.text
    done = browser.submit(
        lifting,
        {"effective_on": "9 November 2026", "reason": "Seen", "password": PASSWORD},
        follow=True,
    )
    assert "The suspension is lifted." in done.response.text
    assert record.situation.gaps == ((date(2026, 11, 2), date(2026, 11, 15)),)


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"effective_on": "1 January 2026"}, 409, "Choose a day from 7 September 2026"),
        ({"effective_on": ""}, 200, "Enter the first day on which it no longer holds"),
        ({"reason": ""}, 200, "Say why, so that the other side knows"),
        ({"password": ""}, 200, "Enter your password to sign"),
        ({"password": "wrong wrong wrong"}, 403, "That is not your password."),
    ],
)
def test_a_suspension_that_cannot_be_keeps_what_was_typed(
    browser: Browser, cast: Cast, typed: dict[str, str], status: int, sentence: str
) -> None:
    record = in_force(cast)
    browser.sign_in(cast.community_lead)
    fields = {"effective_on": "2026-11-01", "reason": "Kept", "password": PASSWORD, **typed}
    page = browser.submit(f"/governance/records/{record.id}/suspend", fields, status=status)
    assert sentence in page.text
    assert (
        page.document.xpath("//textarea[@name='reason']")[0].text_content().strip()
        == (fields["reason"])
    )


def test_what_is_not_signed_by_both_cannot_be_suspended_nor_lifted(
    browser: Browser, cast: Cast
) -> None:
    record = propose(cast)
    browser.sign_in(cast.community_lead)
    page = browser.get(f"/governance/records/{record.id}/suspend", status=409)
    assert "Withdraw it instead." in page.text
    page = browser.get(f"/governance/records/{record.id}/lift", status=409)
    assert "This record is not suspended." in page.text


def test_a_suspended_record_can_be_suspended_from_an_earlier_day(
    browser: Browser, cast: Cast
) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(60))
    page = browser.sign_in(cast.statutory_lead).get(f"/governance/records/{record.id}")
    assert page.links["Suspend it from an earlier day"].endswith("/suspend")

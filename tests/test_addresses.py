"""Whole numbers in addresses that no column could hold."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import Cast
from trainee_tracker.addresses import number_asked, page_asked

HUGE = "9" * 20


@pytest.mark.parametrize("number", [str(2**31), HUGE, "9" * 5000])
def test_a_number_too_large_for_a_column_is_an_address_that_does_not_exist(
    browser: Browser, cast: Cast, number: str
) -> None:
    browser.get(f"/brand/{number}.css", 404)
    browser.sign_in(cast.trainee).get(f"/hours/{number}", 404)


def test_a_number_too_large_in_a_query_is_as_good_as_none(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    for address in (
        f"/hours?page={HUGE}",
        f"/hours/log?again={HUGE}",
        f"/certificates?page={HUGE}",
        f"/progress/{cast.enrolment.id}?page={HUGE}",
    ):
        browser.get(address)
    browser.sign_in(cast.community_lead)
    browser.get(f"/governance?cohort={HUGE}")
    browser.get(f"/governance/people/{cast.trainee.id}?cohort={HUGE}")
    browser.get(f"/governance/records/new?cohort={HUGE}&person={HUGE}&item=enhanced-dbs", 404)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), (str(2**31 - 1), 2**31 - 1), (str(2**31), None), ("0", None), ("-1", None)],
)
def test_only_numbers_that_a_column_can_hold_are_read(
    app: Flask, text: str, number: int | None
) -> None:
    with app.test_request_context(f"/?cohort={text}"):
        assert number_asked("cohort") == number


@pytest.mark.parametrize(("text", "page"), [("", 1), ("7", 7), ("100001", 1), ("last", 1)])
def test_a_page_that_cannot_be_is_the_first(app: Flask, text: str, page: int) -> None:
    with app.test_request_context(f"/?page={text}"):
        assert page_asked() == page

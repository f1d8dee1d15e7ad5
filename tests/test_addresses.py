"""What an address asks for: nothing that no column could hold, and one reader of it all."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import Cast
from tests.docs.known import PACKAGE
from trainee_tracker.addresses import answers_asked, is_asked, number_asked, page_asked, word_asked

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


def test_a_number_too_large_in_the_query_of_a_course_or_a_version_is_no_fault(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.training_lead)
    for number in ("9" * 29, HUGE, "-1", "1e9", "\N{ARABIC-INDIC DIGIT NINE}" * 29, "%00"):
        browser.get(f"/courses/open?course={number}")
        browser.get(f"/cohorts/{cast.cohort.id}/move?to={number}")
    browser.sign_in(cast.trainee)
    browser.get(f"/hours/log?enrolment={'9' * 29}", 404)


@pytest.mark.parametrize("text", ["a" * 201, "a%00b", "%E2%80%AE", "a%0Ab"])
def test_a_text_that_nobody_types_is_as_good_as_none(app: Flask, text: str) -> None:
    with app.test_request_context(f"/?item={text}"):
        assert word_asked("item") == ""
    with app.test_request_context("/?other=1"):
        assert word_asked("item") is None
        assert not is_asked("item")
        assert answers_asked("item") is None


def test_no_other_file_reads_what_an_address_asks_for() -> None:
    reads = re.compile(r"request\.(args|values|query_string|url\b|view_args)")
    others = {
        path.name: found
        for path in PACKAGE.rglob("*.py")
        if path.name != "addresses.py" and (found := reads.findall(path.read_text()))
    }
    assert others == {}


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

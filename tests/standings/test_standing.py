"""The page of a trainee's progress."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.hours.builders import decided, submitted
from tests.standings.test_awards_shown import AWARDED, REVOKED, revoke
from trainee_tracker.certificates.models import Certificate


def test_a_trainees_own_pages_say_that_they_hold_it(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(cast.trainee)
    for address in ("/", f"/progress/{cast.enrolment.id}"):
        page = browser.get(address)
        assert AWARDED in page.text
        assert page.links["See the certificate"] == f"/certificates/{award.id}"
    assert "as soon as your training lead has issued it" not in browser.get("/").text


def test_a_trainees_own_pages_say_when_it_was_revoked_and_whom_to_ask(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    revoke(cast, award)
    browser.sign_in(cast.trainee)
    for address in ("/", f"/progress/{cast.enrolment.id}"):
        page = browser.get(address)
        assert REVOKED in page.text
        assert "A training lead of your cohort can tell you more" in page.text
        assert "A secret reason" not in page.text


def test_what_does_not_count_is_shown_alone_where_it_is_asked_for(
    browser: Browser, cast: Cast
) -> None:
    """Practice without the checks does not count, supervision does."""
    supervision = submitted(cast, activity="supervision", minutes=45, role=None, format=None)
    decided(cast, submitted(cast, minutes=50), supervision)
    address = f"/progress/{cast.enrolment.id}"
    browser.sign_in(cast.trainee)
    for shown, lines in (("", {"50 min", "45 min"}), ("?show=not-counted", {"50 min"})):
        page = browser.get(f"{address}{shown}")
        tables = [
            " ".join(each.text_content().split())
            for each in page.document.findall(".//main//table")
        ]
        [ledger] = [each for each in tables if "supervision contract were not in date" in each]
        assert {time for time in ("50 min", "45 min") if time in ledger} == lines

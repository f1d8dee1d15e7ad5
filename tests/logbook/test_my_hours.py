"""A trainee's own list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.hours.builders import DAY, decided, logged, submitted
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role

URL = "/hours"


def test_an_empty_list_offers_the_first_step(cast: Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.trainee).get(URL)
    assert "No sessions yet" in page.text
    assert page.links["Log your first session"] == "/hours/log"


def test_a_trainee_without_a_cohort_is_told_what_happens_next(cast: Cast, browser: Browser) -> None:
    person = people.add_person(
        "Esi Addo", "esi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    roles.grant_role(person, Role.TRAINEE, cast.network, actor=None, at=NOW)
    db.session.commit()
    assert "You are not in a cohort yet" in browser.sign_in(person).get(URL).text


def test_each_row_says_its_state_and_what_was_declined_says_why(
    cast: Cast, browser: Browser
) -> None:
    declined = submitted(cast, minutes=90)
    decided(cast, declined, reason="Was this one hour?")
    logged(cast, activity="supervision", present=4)
    logged(cast, activity="study")
    logged(cast, is_attended=False)
    page = browser.sign_in(cast.trainee).get(URL)
    assert "“Was this one hour?”" in page.text
    assert "4 supervised" in page.text
    assert "Nobody came" in page.text
    assert page.links["Correct it"] == f"/hours/{declined.id}/correct"


def test_the_list_shows_only_ones_own_sessions(cast: Cast, browser: Browser) -> None:
    logged(cast, enrolment=cast.colleague_enrolment)
    assert "No sessions yet" in browser.sign_in(cast.trainee).get(URL).text


def test_filters_and_pages_are_kept_in_the_address(cast: Cast, browser: Browser) -> None:
    for day in range(31):
        logged(cast, held_on=DAY - timedelta(day))
    submitted(cast, held_on=NOW.date())
    page = browser.sign_in(cast.trainee).get(f"{URL}?state=logged")
    assert "Page 1 of 2" in page.text
    assert page.links["Next"] == f"{URL}?state=logged&page=2"
    assert "22 November 2026" not in page.text
    last = browser.get(page.links["Next"])
    assert last.links["Previous"] == f"{URL}?state=logged&page=1"
    assert len(last.document.findall(".//tbody/tr")) == 1
    assert browser.get(f"{URL}?state=declined").text.endswith("Show all")


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?page=x", "?state=nonsense", "?page=-3"])
def test_a_strange_address_shows_the_list(cast: Cast, browser: Browser, query: str) -> None:
    logged(cast)
    assert "2 November 2026" in browser.sign_in(cast.trainee).get(URL + query).text


def test_the_list_asks_as_many_questions_of_the_database_for_60_rows_as_for_3(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.trainee)
    found = []
    for more in (3, 57):
        for _each in range(more):
            logged(cast)
        browser.get(URL)
        with counted_statements() as statements:
            browser.get(URL)
        found.append(len(statements))
    assert found[0] == found[1]
    assert found[0] <= 8

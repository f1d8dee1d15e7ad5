"""The page of one trainee's checks."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import Cast
from tests.governance.builders import (
    day,
    in_force,
    propose,
    suspend,
)


def test_a_trainee_s_page_shows_histories_and_what_i_can_do(browser: Browser, cast: Cast) -> None:
    propose(cast)
    suspended = in_force(cast, "enhanced-dbs")
    suspend(suspended, cast.statutory_lead, day(5))
    page = browser.sign_in(cast.community_lead).get(f"/governance/people/{cast.trainee.id}")
    assert page.h1 == "Checks of Abena Osei"
    assert page.links["Read and sign"].endswith("/sign")
    assert page.links["Lift the suspension"].endswith("/lift")
    assert page.text.count("Record added") == 2
    assert "Data-security training" in page.links
    withdrawn = browser.get(f"/governance/people/{cast.colleague.id}")
    assert withdrawn.text.count("Missing") == 2


def test_a_check_that_the_course_asks_for_is_not_offered_once_more(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.community_lead).get(f"/governance/people/{cast.trainee.id}")
    others = [
        link.text_content() for link in page.document.findall(".//ul[@class='check-list']//a")
    ]
    assert "Safeguarding children and adults" in others
    assert not {"Enhanced DBS check", "Supervision contract"} & set(others)

"""What a course asks and what does not count, read back in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import LIMITS as EVERY_LIMIT
from tests.courses.builders import REQUIREMENTS, set_draft, with_one_of_everything
from trainee_tracker.accreditation.kinds import KINDS
from trainee_tracker.accreditation.limits import LIMITS
from trainee_tracker.courses import queries
from trainee_tracker.courses.kinds.phrases import course_time
from trainee_tracker.messages import in_english

WORDS = [
    "Clinic hours: 100 h · Practice with families and Outreach · not: Family clinic",
    "only if: seen live · only after this module is passed: Case study of work with one family",
    "90 % of the time that was held · Taught hours · in every module by itself",
    "1 h of Systemic supervision for every 8 h of Practice with families · over the whole course",
    "for every 8 h of Practice with families · in every calendar month",
    "for every 8 h of Practice with families · in every week, at each site",
    "1 h 30 min of Systemic supervision in every calendar month with Practice with families",
    "45 min of Systemic supervision in every week with Practice with families",
    "Systemic supervision at least every 14 days while there is Practice with families",
    "spread over at least 104 weeks, from the first to the last",
    "spread over at least 12 months, from the first to the last · Practice with families and Outreach",
    "8 cases, each of at least 5 sessions with 5 h of Systemic supervision · Practice with",
    "Practice with families · each with a session that was: seen on a recording",
    "cases of 3 different types of problem, each of at least 5 sessions · Practice with families",
    "3 sessions seen live · Practice with families",
    "4 accepted · Case studies",
    "shown (level 3 of 4), and nothing harmful: Listening well",
    "at least partly shown (level 2 of 4), and nothing harmful, in every competence",
    "nothing older than 6 years counts · Practice with families",
    "nothing older than 18 months counts",
    "nothing counts before these modules are passed: Case study of work with one family",
    "nothing counts on a day before every competence is shown (level 3 of 4), with nothing harmful",
    "before these are shown with skill (level 4 of 4), with nothing harmful: Listening well",
    "a calendar month counts only with 1 h 30 min of Systemic supervision",
    "a week counts only with 1 h of Systemic supervision · at each site by itself",
    "only the 36 months in a row with the most count",
    "at most 40 h in any 7 days in a row",
    "at most 20 % of what “Taught hours” asks may have been done elsewhere (prior learning)",
    "at most 10 h · Practice with families · only held: live online",
    "none at all · Practice with families · only as: observer",
    "two hours in a group count as much as one hour alone · group of at most 8 people",
    "Family clinic · part of Practice with families · only as: lead or co-therapist",
    "Listening well",
    "Case studies",
]


def test_the_words_of_every_kind_are_looked_at() -> None:
    assert {type(each) for each in REQUIREMENTS} == set(KINDS.values())
    assert {type(each) for each in EVERY_LIMIT} == set(LIMITS.values())


def test_every_requirement_and_limit_is_read_back_in_words(browser: Browser, cast: Cast) -> None:
    course = cast.cohort.version.course
    set_draft(course, with_one_of_everything(queries.draft_terms_of(course)))
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course.id}")
    assert [words for words in WORDS if words not in page.text] == []
    publish = browser.get(f"/courses/{course.id}/publish")
    assert "at most 40 h in any 7 days in a row Unverified" in publish.text


def test_times_are_told_in_the_hours_of_the_course(browser: Browser, cast: Cast) -> None:
    course = cast.cohort.version.course
    set_draft(course, replace(queries.draft_terms_of(course), hour_minutes=50))
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course.id}")
    assert "Practice hours: 72 h of 50 min" in page.text
    assert "An hour of this course is 50 minutes long." in page.text


@pytest.mark.parametrize(
    ("minutes", "hour_minutes", "words"),
    [
        (90, 60, "1 h 30 min"),
        (45, 50, "45 min"),
        (100, 50, "2 h of 50 min"),
        (110, 50, "2 h of 50 min and 10 min"),
    ],
)
def test_no_minute_is_lost_in_an_hour_of_another_length(
    minutes: int, hour_minutes: int, words: str
) -> None:
    assert in_english(course_time(minutes, hour_minutes)) == words

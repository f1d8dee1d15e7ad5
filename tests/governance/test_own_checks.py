"""A trainee's own page: what is in date until when, what is missing and who has to sign."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.governance.builders import (
    FIRST,
    day,
    in_force,
    make_governance_lead,
    propose,
    sign,
    suspend,
)
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.governance import overviews
from trainee_tracker.messages import say


def test_a_trainee_sees_what_is_in_date_and_what_is_missing(browser: Browser, cast: Cast) -> None:
    in_force(cast, evidence="Signed in the office of Dr Hill", seen_by="Dr Hill")
    page = browser.sign_in(cast.trainee).get("/governance/mine")
    assert "Supervision contract In date until 6 September 2027 In place" in page.text
    assert "Enhanced DBS check Missing" in page.text
    assert "On a day without it, this does not count: Practice with families." in page.text
    assert "Dr Hill" not in page.text, "evidence is for the partners"


def test_a_trainee_sees_whose_signature_is_missing(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    browser.sign_in(cast.trainee)
    both = browser.get("/governance/mine").text
    assert "Waiting for both sides In place A governance lead of each side" in both
    sign(record, cast.statutory_lead)
    assert "The community side signs next." in browser.get("/governance/mine").text


@pytest.mark.parametrize(
    ("outcome", "valid_from", "valid_to", "words"),
    [
        ("not-in-place", FIRST, None, "Ask Ruth Mensah what happens next."),
        ("in-place", date(2027, 1, 1), None, "Nothing: it begins by itself."),
        ("in-place", FIRST, date(2026, 12, 1), "Arrange to renew it with Ruth Mensah."),
        ("in-place", FIRST, date(2026, 11, 21), "Show the evidence to Ruth Mensah."),
        ("in-place", FIRST, None, "Nothing for now."),
    ],
)
def test_each_state_says_what_comes_next(
    browser: Browser,
    cast: Cast,
    outcome: str,
    valid_from: date,
    valid_to: date | None,
    words: str,
) -> None:
    in_force(cast, outcome=outcome, valid_from=valid_from, valid_to=valid_to)
    assert words in browser.sign_in(cast.trainee).get("/governance/mine").text


def test_a_suspended_check_says_that_both_sides_have_to_agree(browser: Browser, cast: Cast) -> None:
    suspend(in_force(cast), cast.community_lead, day(10), "A private concern")
    page = browser.sign_in(cast.trainee).get("/governance/mine")
    assert "Both sides have to agree before it holds again." in page.text
    assert "A private concern" not in page.text


def test_others_checks_do_not_show(browser: Browser, cast: Cast) -> None:
    in_force(cast, subject=cast.colleague)
    page = browser.sign_in(cast.trainee).get("/governance/mine")
    assert "In date" not in page.text


def test_two_cohorts_of_one_partnership_show_their_checks_once(cast: Cast) -> None:
    course = open_course(
        cast.network,
        "aft-foundation",
        title="Foundation",
        actor=cast.training_lead,
        at=NOW,
        request_id="course-1",
    )
    cohort = cohorts.open_cohort(
        publish_version(course, actor=cast.training_lead, at=NOW),
        cast.network,
        cast.trust,
        name="Foundation 2026",
        starts_on=FIRST,
        ends_on=date(2027, 3, 1),
        sites=[],
        actor=cast.training_lead,
        at=NOW,
        request_id="cohort-1",
    )
    cohorts.enrol_trainee(cohort, cast.trainee, enrolled_on=FIRST, actor=cast.training_lead, at=NOW)
    db.session.commit()
    in_force(cast)
    [checks] = overviews.own_checks(cast.trainee, NOW.date())
    assert [check.column.title for check in checks.checks] == [
        say("Enhanced DBS check"),
        say("Supervision contract"),
    ]
    assert {check.column.blocks for check in checks.checks} == {("Practice with families",)}


def test_a_course_without_checks_says_so(browser: Browser, cast: Cast) -> None:
    course = open_course(
        cast.other_network,
        "aft-foundation",
        title="Foundation",
        actor=cast.outsider_lead,
        at=NOW,
        request_id="course-2",
    )
    cohort = cohorts.open_cohort(
        publish_version(course, actor=cast.outsider_lead, at=NOW),
        cast.other_network,
        cast.trust,
        name="Foundation 2026",
        starts_on=FIRST,
        ends_on=date(2027, 3, 1),
        sites=[],
        actor=cast.outsider_lead,
        at=NOW,
        request_id="cohort-2",
    )
    cohorts.enrol_trainee(
        cohort, cast.colleague, enrolled_on=FIRST, actor=cast.outsider_lead, at=NOW
    )
    db.session.commit()
    page = browser.sign_in(cast.colleague).get("/governance/mine")
    assert "Nothing is checked yet" in page.text
    lead = browser.sign_in(cast.outsider_lead)
    assert "No checks yet" in lead.get(f"/governance?cohort={cohort.id}").text
    url = lead.get(f"/governance?cohort={cohort.id}").links["Kofi Boateng"]
    assert "Choose below what the partners want to check." in lead.get(url).text


def test_a_lead_who_trains_nowhere_is_told_so(browser: Browser, cast: Cast) -> None:
    assert (
        "You are not in a cohort"
        in browser.sign_in(cast.community_lead).get("/governance/mine").text
    )


def test_a_trainee_who_leads_governance_sees_their_own_here_too(
    browser: Browser, cast: Cast
) -> None:
    lead = make_governance_lead(cast, cast.trainee)
    record = in_force(cast)
    browser.sign_in(lead)
    assert "In date" in browser.get("/governance/mine").text
    browser.get(f"/governance/records/{record.id}", status=404)
    browser.get(f"/governance/people/{lead.id}", status=404)

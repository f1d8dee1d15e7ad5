"""The home page: what needs each person now."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from tests import naming
from tests.achievements import FIRST_DAY, clear, log, sign_off
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.statements import counted
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.extensions import db
from trainee_tracker.people.names.actions import decline_name
from trainee_tracker.people.roles.oversight import NEW_FOR


def test_a_trainee_sees_the_big_picture_and_what_to_do_next(browser: Browser, cast: Cast) -> None:
    """An empty ledger says what to do."""
    page = browser.sign_in(cast.trainee).get("/")
    assert page.h1 == "Your progress"
    assert "0 min of 60 h" in page.text
    assert "Log a session" in page.links


def test_a_trainees_home_takes_at_most_ten_statements(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    with counted() as statements:
        browser.get("/")
    assert len(statements) <= 10, "\n\n".join(statements)


def test_a_training_lead_sees_the_registers_to_take(browser: Browser, cast: Cast) -> None:
    plan_teaching(
        cast.cohort,
        first_on=date(2026, 11, 16),
        weeks=3,
        starts_at="18:30",
        minutes=150,
        site=None,
        titles=["Genograms", "Circular questions", "Reflecting teams"],
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get("/")
    assert "Genograms" in page.text
    assert "Circular questions" not in page.text
    page = browser.sign_in(cast.outsider_lead).get("/")
    assert "Genograms" not in page.text


def test_every_role_finds_what_needs_it(browser: Browser, cast: Cast) -> None:
    for person, words in (
        (cast.supervisor, "Nothing waits for you"),
        (cast.community_lead, "Nothing waits for your signature"),
        (cast.training_lead, "Grace Network 2026"),
        (cast.administrator, "Administration"),
    ):
        page = browser.sign_in(person).get("/")
        assert page.h1 == "What needs you now"
        assert words in page.text


def test_a_trainees_home_says_what_is_declined_unsent_and_not_counted(
    browser: Browser, cast: Cast
) -> None:
    waiting = log(cast, cast.enrolment, FIRST_DAY, "practice", 60)
    sign_off(cast, waiting, day=FIRST_DAY)
    db.session.commit()
    page = browser.sign_in(cast.trainee).get("/")
    assert "Not counted, and why" in page.text
    assert "in date on 8 September 2026" in page.text
    standing = browser.get(f"/progress/{cast.enrolment.id}?show=not-counted")
    assert "Not counted in full, and why" in standing.text
    clear(cast, cast.enrolment)
    db.session.commit()
    assert "1 h of 60 h" in browser.get("/").text


def test_another_trainees_standing_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.colleague).get(f"/progress/{cast.enrolment.id}", 404)
    browser.sign_in(cast.supervisor).get(f"/progress/{cast.enrolment.id}")
    browser.sign_in(cast.outsider_supervisor).get(f"/progress/{cast.enrolment.id}", 404)


def test_a_missing_check_is_what_needs_a_trainee(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.trainee).get("/")
    assert (
        "Enhanced DBS check and Supervision contract."
        " Practice on a day without each of them does not count."
    ) in page.text
    clear(cast, cast.enrolment)
    db.session.commit()
    assert "Not in date" not in browser.get("/").text


def test_a_name_asked_for_is_mentioned_while_it_waits_and_once_it_is_declined(
    browser: Browser, cast: Cast
) -> None:
    asked = naming.ask(cast.trainee, full_name="Dr Abena Osei-Bonsu")
    db.session.commit()
    page = browser.sign_in(cast.trainee).get("/")
    assert "Waits to be confirmed Dr Abena Osei-Bonsu waits for" in page.text
    decline_name(
        asked,
        reason="Nobody calls you that.",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("declined"),
    )
    db.session.commit()
    page = browser.get("/")
    assert "The change of name that you asked for was declined" in page.text
    with time_machine.travel(NOW + NEW_FOR + timedelta(days=1), tick=False):
        page = browser.sign_in(cast.trainee).get("/")
        assert "declined" not in page.text

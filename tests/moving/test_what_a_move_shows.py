"""What the page of a move shows for each trainee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.achievements import finish, sign_award
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.hours import builders as hours
from tests.moving.agreeing import agree_both, publish_unchecked
from tests.moving.moves import publish
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.extensions import db
from trainee_tracker.moving.queries import move_shown


def supervised(cast: Cast, minutes: int, **changes: object) -> None:
    entry = hours.submitted(
        cast, activity="supervision", minutes=minutes, role=None, format=None, **changes
    )
    hours.decided(cast, entry)


def publish_without_supervision(cast: Cast) -> None:
    """Publish a version that knows no supervision and asks for no check: it takes and it gives."""
    before = draft_terms_of(cast.cohort.version.course)
    publish(
        cast,
        replace(
            before,
            governance=(),
            activities=tuple(each for each in before.activities if each.key != "supervision"),
            credits=(),
            limits=(),
            requirements=tuple(
                each
                for each in before.requirements
                if "supervision"
                not in (getattr(each, "activity", ""), getattr(each, "supervision", ""))
            ),
        ),
    )


def test_minutes_gained_and_lost_are_both_shown_and_never_only_what_remains(
    browser: Browser, cast: Cast
) -> None:
    supervised(cast, 45)
    hours.decided(cast, hours.submitted(cast, minutes=50))
    publish_without_supervision(cast)
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/move")
    row = next(each for each in page.document.xpath("//tbody/tr") if "Abena" in each.text_content())
    words = " ".join(row.text_content().split())
    assert "−45 min" in words
    assert "+50 min" in words


def test_what_begins_and_what_stops_to_count_is_told_with_its_reason(
    browser: Browser, cast: Cast
) -> None:
    supervised(cast, 45)
    hours.decided(
        cast,
        hours.submitted(cast, minutes=50, held_on=date(2026, 11, 2)),
        hours.submitted(cast, minutes=20, held_on=date(2026, 11, 2)),
        hours.submitted(cast, minutes=60, held_on=date(2026, 11, 3)),
    )
    publish_without_supervision(cast)
    version = cast.cohort.version.course.versions[-1]
    abena = move_shown(cast.cohort, version, NOW).trainees[0]
    assert abena.full_name == "Abena Osei"
    without = "Not counted: enhanced DBS check and supervision contract were not in date on {day}."
    assert [each.minutes for each in abena.begins] == [70, 60]
    assert [each.sessions for each in abena.begins] == [2, 1]
    assert without.format(day="2 November 2026") == str(abena.begins[0].reason)
    (stops,) = abena.stops
    assert (stops.sessions, stops.minutes) == (1, 45)
    assert "“Supervision” is not part of this course" in str(stops.reason)
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/move")
    assert str(abena.begins[0].reason) in page.text
    assert str(stops.reason) in page.text


def test_who_holds_an_award_is_said_and_that_it_stays(browser: Browser, cast: Cast) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    award = certificates.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    version = publish_unchecked(cast)
    shown = {
        each.full_name: each.has_award for each in move_shown(cast.cohort, version, NOW).trainees
    }
    assert shown == {"Abena Osei": True, "Kofi Boateng": False}
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/move")
    assert page.text.count("Holds the award") == 1
    assert "it is judged by the version of its day" in page.text
    ending.revoke_certificate(
        award,
        reason="A slip",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    db.session.commit()
    assert not any(each.has_award for each in move_shown(cast.cohort, version, NOW).trainees)


def test_whoever_loses_most_comes_first(cast: Cast) -> None:
    supervised(cast, 45, enrolment=cast.colleague_enrolment)
    hours.decided(cast, hours.submitted(cast, minutes=50))
    publish_without_supervision(cast)
    version = cast.cohort.version.course.versions[-1]
    trainees = move_shown(cast.cohort, version, NOW).trainees
    assert [each.full_name for each in trainees] == ["Kofi Boateng", "Abena Osei"]


def test_a_move_that_changes_nothing_says_so(browser: Browser, cast: Cast) -> None:
    publish(cast, replace(draft_terms_of(cast.cohort.version.course), weeks=12))
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/move")
    assert "No change for any of 2 trainees." in page.text


def test_the_same_is_shown_to_whom_the_move_is_made_after_both_have_agreed(
    browser: Browser, cast: Cast
) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50))
    agree_both(cast, publish_unchecked(cast))
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/move")
    assert "+50 min" in page.text

"""Who is told what changed, of an award that the record no longer supports."""

from __future__ import annotations

from datetime import date, timedelta

from tests.achievements import finish, log
from tests.browser import Browser
from tests.cast import PASSWORD, Cast, request_id
from tests.certificates.support import changing
from tests.certificates.support.changing import (
    classes_of,
    correct,
    decide,
    first_practice,
    take_back,
)
from tests.statements import counted
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.changes import changes_behind
from trainee_tracker.certificates.support.projection import BEARING, Supports
from trainee_tracker.certificates.support.rules import Verdict
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.extensions import db


def test_what_changed_names_every_act_with_who_and_when(cast: Cast, award: Certificate) -> None:
    newer = correct(first_practice(cast.enrolment), 60)
    decide(cast, newer)
    changing.retake(cast, classes_of(cast.cohort)[0], Mark.ABSENT)
    changing.decide_module(cast, ModuleOutcome.NOT_YET, date(2026, 11, 25))
    record = changing.check_of(cast.enrolment)
    changing.suspend(cast, record, date(2026, 9, 20))
    changing.lift(cast, record, date(2026, 9, 29))
    log(cast, cast.enrolment, date(2026, 11, 20), "supervision", 60)
    db.session.commit()
    told = changes_behind([award.id])[award.id]
    assert sorted((str(each.kind), each.who) for each in told) == [
        ("corrected", "Abena Osei"),
        ("lifted", "Clara James"),
        ("lifted", "Tom Reid"),
        ("module", "Ruth Mensah"),
        ("register", "Ruth Mensah"),
        ("suspended", "Clara James"),
    ]


def test_those_who_decide_read_from_what_to_what_and_why(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    changing.retake(cast, classes_of(cast.cohort)[0], Mark.ABSENT)
    changing.decide_module(cast, ModuleOutcome.NOT_YET, date(2026, 11, 25))
    db.session.commit()
    browser.sign_in(cast.statutory_lead)
    for page in ("record", "keep"):
        shown = browser.get(f"/certificates/{award.id}/{page}").text
        assert "Register of Day 1 on 8 September 2026: Present → Absent, 12 h → 0 min" in shown
        assert "The sheet of paper says otherwise" in shown
        assert "Passed → Not yet, decided on 25 November 2026" in shown
        assert "It was marked on another paper" in shown
        assert "The register says otherwise" in shown
    home = browser.get("/")
    assert "and 1 more" in home.text
    assert "The sheet of paper says otherwise" not in home.text


def test_a_register_taken_again_that_says_the_same_is_no_change(
    cast: Cast, award: Certificate
) -> None:
    held = classes_of(cast.cohort)[0]
    marks = {
        cast.enrolment.id: (Mark.PRESENT, 0),
        cast.colleague_enrolment.id: (Mark.ABSENT, 0),
    }
    take_register(
        held,
        marks,
        actor=cast.training_lead,
        at=changing.LATER,
        request_id=request_id("Kofi was absent"),
        reason="Kofi was absent",
    )
    db.session.commit()
    assert changes_behind([award.id]).get(award.id, []) == []


def test_a_first_figure_in_the_place_of_registers_is_a_change(browser: Browser, cast: Cast) -> None:
    changing.ask_for_attendance(cast, 80)
    finish(cast, cast.enrolment)
    award = changing.award_of(cast, cast.enrolment, "award")
    later = changing.LATER
    browser.sign_in(cast.statutory_lead)
    told = [
        (50, "Attendance reported: 50 % (the registers counted 100 %)"),
        (70, "Attendance reported: 50 % → 70 %"),
        (None, "Attendance reported: 70 % taken back, the registers count"),
    ]
    for minutes, (percent, words) in enumerate(told):
        at = later + timedelta(minutes=minutes)
        changing.report_attendance(cast, percent, later.date(), at=at)
        db.session.commit()
        shown = browser.get(f"/certificates/{award.id}/record").text
        assert words in shown
        assert "The provider counted it" in shown


def test_the_page_that_issues_awards_does_not_say_awarded_of_one_under_review(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/awards")
    assert "No longer supported" in page.text
    assert "Awarded" not in page.text
    # Who misses something comes before those who hold one.
    assert page.text.index("Kofi Boateng") < page.text.index("Abena Osei")


def test_the_lead_is_told_before_and_at_once_whose_award_a_correction_breaks(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    changing.retake(cast, classes_of(cast.cohort)[0], Mark.ABSENT)
    db.session.commit()
    held = classes_of(cast.cohort)[1]
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/cohorts/{cast.cohort.id}/registers/{held.id}")
    assert "Abena Osei holds an award." in form.text
    typed = {
        f"mark_{cast.enrolment.id}": "absent",
        f"mark_{cast.colleague_enrolment.id}": "present",
        "reason": "The sheet of paper says otherwise",
        "password": PASSWORD,
    }
    page = browser.submit(form, typed, follow=True)
    assert "Abena Osei’s award is no longer supported. Taught hours: 48 h of 60 h." in page.text
    assert page.links["See what can be done"] == f"/certificates/{award.id}/record"
    assert "no longer supported" not in browser.get(f"/cohorts/{cast.cohort.id}").text


def test_who_oversees_no_award_is_told_of_none(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    entry = first_practice(cast.enrolment)
    browser.sign_in(cast.supervisor)
    page = browser.submit(
        f"/hours/{entry.id}/reverse",
        {"reason": "It was not held", "password": PASSWORD},
        follow=True,
    )
    assert changing.found(award).verdict is Verdict.UNSUPPORTED
    assert "no longer supported" not in page.text


def test_the_holder_reads_at_home_and_above_the_progress_that_it_is_looked_at(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    browser.sign_in(cast.trainee)
    for address in ("/", f"/progress/{cast.enrolment.id}"):
        page = browser.get(address)
        assert "Your award is being looked at" in page.text
        assert page.links["See the certificate"] == f"/certificates/{award.id}"
        assert "Awarded on" not in page.text


def test_checks_of_somebody_accepted_as_the_same_person_are_counted(
    cast: Cast, award: Certificate
) -> None:
    token = changing.entered_anew(cast, date(2026, 9, 1), date(2027, 9, 1))
    changing.suspend(cast, changing.check_of(cast.enrolment), date(2026, 9, 8))
    assert changing.found(award).verdict is Verdict.UNSUPPORTED
    changing.accept_as_abena(token)
    assert changing.found(award).verdict is Verdict.SUPPORTED


def test_what_is_stored_is_counted_before_the_act_takes_its_turn(
    cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.flush()
    prepared = Supports(db.session().info.pop(BEARING))
    with counted() as statements:
        prepared.finish(prepared.heads)
    assert not [each for each in statements if "hours_events" in each]

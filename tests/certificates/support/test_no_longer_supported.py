"""An award is compared with what it rested on whenever that changes, and those who lead are told."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import delete, update

from tests.achievements import finish, log, sign_off
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.certificates.checking.test_check_file import check_bytes
from tests.certificates.conftest import ADDRESS
from tests.certificates.support import changing
from tests.certificates.support.changing import (
    award_of,
    classes_of,
    correct,
    decide,
    entries_of,
    finish_beside,
    first_practice,
    found,
    take_back,
)
from tests.statements import counted
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.models import StoredSupport
from trainee_tracker.certificates.support.queries import no_longer_supported
from trainee_tracker.certificates.support.rules import Verdict
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.extensions import db


def short_of(certificate: Certificate) -> dict[str, tuple[int, int, int]]:
    """Return what is not met any more: requirement -> (there is, asked for, waits)."""
    return {each.key: (each.have, each.need, each.waiting) for each in found(certificate).unmet}


def test_new_hours_leave_an_award_as_it_is(cast: Cast, award: Certificate) -> None:
    entry = log(cast, cast.enrolment, date(2026, 11, 20), "practice", 90)
    sign_off(cast, entry, day=date(2026, 11, 25))
    assert found(award).verdict is Verdict.SUPPORTED
    take_back(cast, entry)
    assert found(award).verdict is Verdict.SUPPORTED


def test_a_session_that_waited_at_issue_is_no_part_of_the_award(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    waits = log(cast, cast.enrolment, date(2026, 11, 20), "practice", 90)
    award = award_of(cast, cast.enrolment, "award")
    decide(cast, waits)
    take_back(cast, first_practice(cast.enrolment))
    assert short_of(award) == {"practice-hours": (2880, 3600, 0)}


def test_a_later_version_leaves_an_award_as_it_is(cast: Cast, award: Certificate) -> None:
    changing.move(cast, 4200)
    assert found(award).verdict is Verdict.SUPPORTED


def test_a_correction_counts_against_the_award_once_it_is_made(
    cast: Cast, award: Certificate
) -> None:
    newer = correct(first_practice(cast.enrolment), 60)
    assert short_of(award) == {"practice-hours": (2880, 3600, 60)}
    decide(cast, newer)
    assert short_of(award) == {"practice-hours": (2940, 3600, 0)}
    newer = correct(newer, 720)
    decide(cast, newer)
    assert found(award).verdict is Verdict.SUPPORTED


def test_a_session_corrected_to_a_day_after_the_award_no_longer_counts(
    cast: Cast, award: Certificate
) -> None:
    newer = correct(first_practice(cast.enrolment), 720, held_on=date(2026, 11, 24))
    decide(cast, newer)
    assert short_of(award) == {"practice-hours": (2880, 3600, 0)}


def test_a_sign_off_taken_back_counts_against_the_award(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    assert short_of(award) == {"practice-hours": (2880, 3600, 0)}


def test_a_changed_register_counts_against_the_award(cast: Cast, award: Certificate) -> None:
    first, second = classes_of(cast.cohort)[:2]
    changing.retake(cast, first, Mark.ABSENT)
    lower = found(award)
    assert lower.verdict is Verdict.LOWER
    assert [(each.key, each.was, each.have) for each in lower.shortfalls] == [
        ("taught-hours", 4320, 3600)
    ]
    changing.retake(cast, second, Mark.ABSENT)
    assert short_of(award) == {"taught-hours": (2880, 3600, 0)}
    changing.retake(cast, second, Mark.PRESENT)
    assert found(award).verdict is Verdict.LOWER


def test_a_changed_result_counts_against_the_award(cast: Cast, award: Certificate) -> None:
    changing.decide_module(cast, ModuleOutcome.NOT_YET, date(2026, 11, 25))
    assert short_of(award) == {"modules": (5, 6, 0)}


def test_a_suspension_found_late_counts_against_the_award(cast: Cast, award: Certificate) -> None:
    record = changing.check_of(cast.enrolment)
    changing.suspend(cast, record, date(2026, 9, 20))
    # Two sessions were held before, on 8 and 15 September.
    assert short_of(award) == {"practice-hours": (1440, 3600, 0)}
    changing.lift(cast, record, date(2026, 9, 29))
    # The sessions of 29 September and 6 October count again.
    assert short_of(award) == {"practice-hours": (2880, 3600, 0)}


def test_a_suspension_from_a_day_after_the_last_session_leaves_the_award(
    cast: Cast, award: Certificate
) -> None:
    changing.suspend(cast, changing.check_of(cast.enrolment), date(2026, 10, 30))
    assert found(award).verdict is Verdict.SUPPORTED


def test_attendance_reported_later_and_lower_counts_against_the_award(cast: Cast) -> None:
    changing.ask_for_attendance(cast, 80)
    finish(cast, cast.enrolment)
    award = changing.award_of(cast, cast.enrolment, "award")
    changing.report_attendance(cast, 50, changing.LATER.date())
    assert changing.found(award).verdict is Verdict.UNSUPPORTED
    assert short_of(award) == {"attendance": (50, 80, 0)}
    changing.report_attendance(cast, 100, changing.LATER.date())
    assert changing.found(award).verdict is Verdict.SUPPORTED


def test_attendance_reported_later_and_higher_adds_nothing(cast: Cast) -> None:
    changing.ask_for_attendance(cast, 80)
    finish(cast, cast.enrolment)
    award = changing.award_of(cast, cast.enrolment, "award")
    for held in changing.classes_of(cast.cohort)[:2]:
        changing.retake(cast, held, Mark.ABSENT)
    changing.report_attendance(cast, 90, changing.LATER.date())
    assert ("attendance", 66) in [(each.key, each.have) for each in changing.found(award).unmet]


def test_a_session_corrected_upwards_leaves_the_award(cast: Cast, award: Certificate) -> None:
    (supervision,) = entries_of(cast.enrolment, "supervision")
    decide(cast, correct(supervision, 660))
    assert found(award).verdict is Verdict.SUPPORTED


def test_the_newest_progress_certificate_is_compared_and_the_earlier_are_not(
    cast: Cast, progress: Certificate
) -> None:
    finish(cast, cast.enrolment)
    newer = actions.issue_progress(
        cast.enrolment,
        address=ADDRESS,
        actor=cast.trainee,
        at=NOW + timedelta(minutes=1),
        request_id=request_id("newer"),
    )
    correct(first_practice(cast.enrolment), 15)
    told = found(newer)
    assert told.verdict is Verdict.UNSUPPORTED
    assert [(each.key, each.was, each.have) for each in told.shortfalls] == [
        ("practice-hours", 3600, 2880)
    ]
    assert changing.stored(progress) is None


def test_a_revoked_award_is_not_compared_any_more(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    assert changing.stored(award) is not None
    ending.revoke_certificate(
        award,
        reason="Twelve hours were not held",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    assert changing.stored(award) is None


def test_since_when_stays_while_the_finding_is_the_same(cast: Cast, award: Certificate) -> None:
    take_back(cast, first_practice(cast.enrolment))
    row = changing.stored(award)
    assert row is not None
    assert row.found_at == changing.LATER
    changing.suspend(
        cast,
        changing.check_of(cast.enrolment),
        date(2026, 10, 30),
        at=changing.LATER + timedelta(days=2),
    )
    row = changing.stored(award)
    assert row is not None
    assert row.found_at == changing.LATER


def test_the_training_lead_and_both_governance_leads_see_it_at_home_and_what_made_it_so(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    for lead in (cast.training_lead, cast.community_lead, cast.statutory_lead):
        page = browser.sign_in(lead).get("/")
        assert "Awards no longer supported" in page.text
        assert "Practice hours: 48 h of 60 h" in page.text
        assert "25 November 2026" in page.text
        assert "Sign-off taken back: session of 8 September 2026, 12 h. Sam Okafor" in page.text
        assert "Nobody has decided yet" in page.text
        listed = browser.get("/certificates/no-longer-supported")
        assert "Practice hours: 48 h of 60 h" in listed.text
        record = browser.get(f"/certificates/{award.id}/record")
        assert "No longer supported since 25 November 2026" in record.text
    assert "no longer supported" not in browser.sign_in(cast.outsider_lead).get("/").text
    assert (
        "The record supports every award" in browser.get("/certificates/no-longer-supported").text
    )


def test_the_list_and_the_cohort_and_the_certificate_say_it(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    addresses = (
        "/certificates",
        f"/cohorts/{cast.cohort.id}/standing",
        f"/certificates/{award.id}",
    )
    for address in addresses:
        assert "No longer supported" not in browser.get(address).text
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    for address in addresses:
        assert "No longer supported" in browser.get(address).text
    # The day of the award stays beside it.
    page = browser.get(addresses[1])
    assert re.search(r"Awarded \d+ \w+ 2026 No longer supported", page.text), page.text


def test_the_holder_reads_kindly_that_it_is_being_looked_at(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    page = browser.sign_in(cast.trainee).get(f"/certificates/{award.id}")
    assert "Your award is being looked at" in page.text
    assert "This says nothing about you" in page.text
    assert "No longer supported" not in page.text
    assert "Under review" in browser.get("/certificates").text
    assert "Practice hours: 48 h of 60 h" in page.text
    browser.get(f"/certificates/{award.id}/record", 403)


def test_whoever_checks_it_reads_that_it_is_under_review_and_nothing_of_why(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    serial, content = award.serial, award.pdf
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    page = browser.get(f"/check/{serial}")
    assert page.h1 == "This certificate is under review"
    assert "was changed on 25 November 2026" in page.text
    assert "48 h" not in page.text
    assert "valid" not in page.text
    assert check_bytes(browser, content).h1 == "This file is genuine, and under review"


def test_a_progress_certificate_that_says_too_much_is_out_of_date(
    browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    made = actions.issue_progress(
        cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=request_id("made")
    )
    serial = made.serial
    newer = correct(first_practice(cast.enrolment), 15)
    decide(cast, newer)
    db.session.commit()
    assert browser.get(f"/check/{serial}").h1 == "This certificate is out of date"
    own = browser.sign_in(cast.trainee).get(f"/certificates/{made.id}")
    assert "This progress certificate is out of date" in own.text


def test_a_new_one_with_the_same_figures_takes_the_place_of_one_that_is_out_of_date(
    cast: Cast,
) -> None:
    finish(cast, cast.enrolment)

    def made(name: str) -> Certificate:
        found = actions.issue_progress(
            cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=request_id(name)
        )
        db.session.commit()
        return found

    first = made("first")
    assert made("again").id == first.id
    decide(cast, correct(first_practice(cast.enrolment), 660, at=NOW), at=NOW)
    sign_off(cast, log(cast, cast.enrolment, date(2026, 11, 20), "practice", 60), day=NOW.date())
    assert found(first).verdict is Verdict.UNSUPPORTED
    second = made("second")
    assert second.id != first.id
    assert found(second).verdict is Verdict.SUPPORTED


def test_the_worst_is_listed_first_and_what_is_decided_last(cast: Cast, award: Certificate) -> None:
    finish_beside(cast, cast.colleague_enrolment)
    other = award_of(cast, cast.colleague_enrolment, "other award")
    take_back(cast, first_practice(cast.enrolment))
    for entry in entries_of(cast.colleague_enrolment)[:2]:
        take_back(cast, entry)
    db.session.commit()
    rows, has_more = no_longer_supported(cast.community_lead)
    assert [row.state.certificate_id for row in rows] == [other.id, award.id]
    assert not has_more
    changing.keep(other, cast.community_lead)
    changing.keep(other, cast.statutory_lead)
    db.session.commit()
    rows, has_more = no_longer_supported(cast.community_lead, length=1)
    assert [row.state.certificate_id for row in rows] == [award.id]
    assert has_more


def test_pages_take_no_more_statements_when_more_is_unsupported(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    finish_beside(cast, cast.colleague_enrolment)
    award_of(cast, cast.colleague_enrolment, "other award")
    addresses = (
        "/",
        "/certificates",
        "/certificates/no-longer-supported",
        f"/cohorts/{cast.cohort.id}/standing",
    )
    taken: list[list[int]] = []
    for enrolment in (cast.enrolment, cast.colleague_enrolment):
        take_back(cast, first_practice(enrolment))
        db.session.commit()
        browser.sign_in(cast.training_lead)
        counts = []
        for address in addresses:
            with counted() as statements:
                browser.get(address)
            counts.append(len(statements))
        taken.append(counts)
    assert taken[0] == taken[1]


def test_verify_names_a_stored_support_that_was_altered(
    app: Flask, cast: Cast, award: Certificate
) -> None:
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    db.session.execute(update(StoredSupport).values(verdict=Verdict.SUPPORTED))
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert told.exit_code == 1
    assert f"What is stored of certificate {award.id} differs" in told.output
    rebuild = ["standings", "rebuild", "--although-they-differ"]
    rebuilt = app.test_cli_runner().invoke(args=rebuild)
    assert "1 certificate compared with its record." in rebuilt.output
    assert "Nothing was altered" in app.test_cli_runner().invoke(args=["ledger", "verify"]).output
    db.session.execute(delete(StoredSupport))
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert f"Certificate {award.id} was never compared." in told.output


def test_where_the_course_pools_the_hours_of_others_bear_on_an_award(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    finish_beside(cast, cast.colleague_enrolment, sessions=4)
    # Together they have 108 h.
    changing.move(cast, 6000, at=NOW, pooled="person")
    award = award_of(cast, cast.enrolment, "pooled award")
    assert found(award).verdict is Verdict.SUPPORTED
    sign_off(
        cast,
        log(cast, cast.colleague_enrolment, date(2026, 11, 20), "practice", 720),
        day=date(2026, 11, 25),
    )
    take_back(cast, first_practice(cast.colleague_enrolment))
    assert short_of(award) == {"practice-hours": (5760, 6000, 0)}
    changing.move(cast, 3600, pooled=None)
    take_back(cast, entries_of(cast.colleague_enrolment)[1])
    assert short_of(award) == {"practice-hours": (5040, 6000, 0)}

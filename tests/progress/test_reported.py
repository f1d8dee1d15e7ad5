"""What somebody reported says so wherever its requirement is shown or printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.asking import ASKING, asking_enrolment
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.kinds import AttendancePercent
from trainee_tracker.accreditation.ledger import AttendanceFigure, LedgerLine
from trainee_tracker.accreditation.standing import Report
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.paper.wording import CheckAddress, award_figures
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.results.actions import record_results
from trainee_tracker.cohorts.results.rules import Answer, ResultKind
from trainee_tracker.extensions import db

ATTENDANCE = replace(
    ASKING,
    key="attendance",
    requirements=(AttendancePercent("attendance", "Attendance", "taught", 80, verified=True),),
    limits=(),
)
TODAY = date(2026, 11, 22)


@pytest.fixture
def kofi(cast: Cast) -> Enrolment:
    """Kofi, of whom a lead reported everything that can be reported, before any class was held."""
    kofi = asking_enrolment(cast)
    record_results(
        kofi,
        {
            (ResultKind.ATTENDANCE, ""): Answer(92),
            (ResultKind.EVIDENCE, "case-study"): Answer(2),
            (ResultKind.PRIOR_LEARNING, "taught"): Answer(120),
        },
        decided_on=TODAY,
        note="From the provider's list",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("reported"),
    )
    db.session.commit()
    return kofi


def reported(percent: int, *lines: LedgerLine, terms: Terms = ATTENDANCE) -> tuple[str, ...]:
    standing = judge(terms, lines, [], [AttendanceFigure("kofi", percent)], TODAY, "kofi")
    return award_figures(terms, standing)


def test_the_page_of_a_standing_says_what_is_reported(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    for reader in (cast.colleague, cast.training_lead):
        page = browser.sign_in(reader).get(f"/progress/{kofi.id}")
        assert "92 % of 90 % (as reported, no class was registered)" in page.text
        assert "2 of 2 (as reported)" in page.text
        assert "2 h of 10 h (2 h of it prior learning, as reported)" in page.text


def test_the_trainees_home_says_what_is_reported(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page = browser.sign_in(cast.colleague).get("/")
    assert "92 % of 90 % (as reported, no class was registered)" in page.text


def test_the_grid_of_a_cohort_says_what_is_reported(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{kofi.cohort_id}/standing")
    assert "(as reported, no class was registered)" in page.text
    assert "(2 h of it prior learning, as reported)" in page.text


def test_a_progress_certificate_says_what_is_reported(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    certificate: Certificate = certificates.issue_progress(
        kofi,
        address=CheckAddress("https://training.example"),
        actor=cast.colleague,
        at=NOW,
        request_id=request_id("progress"),
    )
    db.session.commit()
    titles = {
        row.title: row.have_text
        for row in CertificateFacts.from_json(certificate.facts).requirements
    }
    assert titles["Attendance (as reported, no class was registered)"] == "92 %"
    assert titles["Case studies (as reported)"] == "2"
    assert titles["Teaching (2 h of it prior learning, as reported)"] == "2 h"
    assert "Practice hours" in titles
    page = browser.sign_in(cast.colleague).get(f"/certificates/{certificate.id}")
    assert "Attendance (as reported, no class was registered)" in page.text


def test_an_award_says_that_attendance_was_reported(app: Flask) -> None:
    lesson = LedgerLine("c1", "c1", "kofi", date(2026, 11, 9), "taught", 100)
    with app.test_request_context():
        assert reported(85, lesson) == ("85 % attendance (as reported)",)
        assert reported(85) == ("85 % attendance (as reported, no class was registered)",)


def test_an_award_in_the_courses_own_words_says_what_was_reported_too(app: Flask) -> None:
    own = replace(ATTENDANCE, award_wording="has become a family companion")
    with app.test_request_context():
        assert reported(85, terms=own) == (
            "85 % attendance (as reported, no class was registered)",
        )
        counted = judge(own, [], [], [], TODAY, "kofi")
        assert award_figures(own, counted) == ()


def test_a_figure_that_was_counted_says_nothing() -> None:
    standing = judge(ATTENDANCE, [], [], [], TODAY, "kofi").requirements[0]
    assert standing.as_reported is None
    assert str(replace(standing, report=Report(85)).as_reported) == "as reported"

"""The progress certificate: a trainee's own, as at today, one for the same facts."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from sqlalchemy import select

from tests.achievements import FIRST_DAY, log, sign_off
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import ADDRESS
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Conflict, NotAllowed


def test_a_trainee_makes_and_opens_their_own(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    page = browser.submit("/certificates", action="progress", follow=True)
    assert "Your progress certificate is ready" in page.text
    assert "This is not an award" in page.text
    certificate = db.session.scalars(select(Certificate)).one()
    pdf = browser.get(page.links["Open the PDF"])
    assert pdf.response.data == certificate.pdf
    assert hashlib.sha256(pdf.response.data).hexdigest() == certificate.sha256
    facts = CertificateFacts.from_json(certificate.facts)
    assert facts.as_at == date(2026, 11, 22)
    assert [row.need_text for row in facts.requirements][:3] == ["60 h", "60 h", "10 h"]


def test_pressing_twice_leaves_one_serial(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    first_page = browser.get("/certificates")
    browser.submit(first_page, action="progress")
    browser.submit(first_page, action="progress")
    browser.submit(browser.get("/certificates"), action="progress")
    assert len(db.session.scalars(select(Certificate)).all()) == 1


def test_new_figures_on_the_same_day_make_a_new_one(cast: Cast, progress: Certificate) -> None:
    entry = log(cast, cast.enrolment, FIRST_DAY, "supervision", 60)
    sign_off(cast, entry, day=FIRST_DAY)
    db.session.commit()
    newer = actions.issue_progress(
        cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=request_id("next")
    )
    assert newer.id != progress.id
    assert "1 h" in [row.have_text for row in CertificateFacts.from_json(newer.facts).requirements]


def test_nobody_makes_it_for_another(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.colleague).post(
        f"/certificates/progress/{cast.enrolment.id}", {"request_id": request_id("x")}, 404
    )
    with pytest.raises(NotAllowed):
        actions.issue_progress(
            cast.enrolment,
            address=ADDRESS,
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("lead"),
        )


def test_the_same_request_for_another_enrolment_is_a_conflict(
    cast: Cast, progress: Certificate
) -> None:
    with pytest.raises(Conflict):
        actions.issue_progress(
            cast.colleague_enrolment,
            address=ADDRESS,
            actor=cast.colleague,
            at=NOW,
            request_id=request_id("progress"),
        )


def test_a_request_without_the_token_of_our_own_page_makes_nothing(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.trainee)
    answer = browser.client.post(f"/certificates/progress/{cast.enrolment.id}")
    assert "<h1>Certificates</h1>" in answer.text
    assert "press the button again" in answer.text
    assert db.session.scalars(select(Certificate)).all() == []

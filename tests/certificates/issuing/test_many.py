"""Awards that were signed for are issued in the background, each in an act of its own."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from tests.achievements import finish, finish_beside_classes
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.locks import is_writing
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.issuing.drawing import Drawn, draw
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState
from trainee_tracker.jobs.working import work_off
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles


@pytest.fixture
def job_id(cast: Cast) -> int:
    """The awards of both trainees, signed for and not issued yet."""
    finish(cast, cast.enrolment)
    finish_beside_classes(cast, cast.colleague_enrolment)
    chosen = [cast.enrolment, cast.colleague_enrolment]
    signature = actions.sign_awards(
        cast.cohort,
        chosen,
        digest_seen=digest_of(actions.awards_shown(cast.cohort, chosen, NOW)),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("many"),
    )
    made = actions.ask_to_issue(signature, cast.cohort, at=NOW).id
    db.session.commit()
    return made


def ended(job_id: int) -> Job:
    """Return the job as it stands now."""
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)


def test_a_row_that_changed_is_refused_with_its_reason_and_the_others_are_issued(
    app: Flask, cast: Cast, job_id: int
) -> None:
    name_anew(cast.trainee, "Somebody Else")
    db.session.commit()
    work_off(app, "a worker")
    job = ended(job_id)
    assert (job.state, job.done) == (JobState.DONE, 2)
    (told,) = job.said
    assert "Somebody Else changed after you signed" in str(told)
    issued = db.session.scalars(select(Certificate)).one()
    assert issued.enrolment_id == cast.colleague_enrolment.id


def test_nobody_waits_while_one_is_drawn_and_each_is_written_in_an_act_of_its_own(
    app: Flask, cast: Cast, job_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two awards, and while one is drawn, somebody else writes: to sign in, for example."""
    seen: list[tuple[int, int]] = []

    def draw_while_somebody_signs_in(facts: CertificateFacts) -> Drawn:
        assert not is_writing()
        with app.app_context():
            job = db.session.get_one(Job, job_id)
            count = len(db.session.scalars(select(Certificate.id)).all())
            seen.append((job.done, count))
        browser = Browser(app)
        with app.app_context():
            browser.sign_in(db.session.get_one(Person, lead_id))
        return draw(facts)

    lead_id = cast.supervisor.id
    monkeypatch.setattr(actions, "draw", draw_while_somebody_signs_in)
    work_off(app, "a worker")
    assert seen == [(0, 0), (1, 1)]
    assert ended(job_id).done == 2


def test_a_job_that_begins_again_issues_what_is_left_and_nothing_twice(
    app: Flask, cast: Cast, job_id: int
) -> None:
    work_off(app, "a worker")
    job = ended(job_id)
    job.state, job.done = JobState.WAITING, 0
    db.session.commit()
    work_off(app, "another worker")
    assert (ended(job_id).done, ended(job_id).said) == (2, [])
    assert len(db.session.scalars(select(Certificate)).all()) == 2


def test_who_leads_training_no_more_issues_nothing_that_was_left(
    app: Flask, browser: Browser, cast: Cast, job_id: int
) -> None:
    grant = next(each for each in cast.training_lead.grants if each.is_in_force)
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    work_off(app, "a worker")
    assert len(ended(job_id).said) == 2
    assert db.session.scalars(select(Certificate)).all() == []


def test_the_signature_is_given_on_the_page_and_its_job_comes_with_it(
    browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(cast.training_lead)
    browser.submit(f"/cohorts/{cast.cohort.id}/awards", {"password": "wrong"}, status=403)
    assert db.session.scalars(select(Job)).all() == []
    browser.submit(f"/cohorts/{cast.cohort.id}/awards", {"password": PASSWORD}, follow=True)
    job = db.session.scalars(select(Job)).one()
    assert set(json.loads(job.subject)) == {"signature", "cohort"}


def test_what_is_signed_on_a_page_of_another_language_is_issued_as_it_was_signed(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(cast, cast.enrolment)
    db.session.commit()
    monkeypatch.setitem(app.config, "LANGUAGE", "en-XA")
    browser = Browser(app).sign_in(cast.training_lead)
    page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    answers = {"enrolments": [str(cast.enrolment.id)], "password": PASSWORD}
    browser.submit(page, answers)
    monkeypatch.setitem(app.config, "LANGUAGE", "en")
    work_off(app, "a worker")
    db.session.rollback()
    facts = json.loads(db.session.scalars(select(Certificate)).one().facts)
    assert "60 h of practice with families" in facts["figures"]
    assert facts["title"] == "Certificate of award"

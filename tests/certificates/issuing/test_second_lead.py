"""Two leads at once: the second is told who did what and when, in a sentence."""

from __future__ import annotations

import threading
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select

from tests.achievements import finish, finish_beside_classes, sign_award
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.issuing.test_two_at_once import while_drawing
from tests.certificates.leads import second_lead
from tests.naming import name_anew
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate, CertificateRevocation
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible
from trainee_tracker.signatures.models import Signature
from trainee_tracker.spoken import speak

HELD = "Abena Osei holds this award already. Ruth Mensah issued it on 22 November 2026, 12:00."


def issue(cast: Cast) -> Certificate:
    """Have the first lead issue the award of the cast's trainee."""
    made = actions.issue_award(
        cast.enrolment,
        signature=sign_award(cast, cast.enrolment, "the first lead", now=NOW),
        address=ADDRESS,
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    return made


def test_the_second_of_two_who_issue_in_one_sheet_sees_what_the_first_issued(
    browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    finish_beside_classes(cast, cast.colleague_enrolment)
    browser.sign_in(second_lead(cast))
    sheet = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    issue(cast)
    told = browser.submit(sheet, {"password": PASSWORD}, status=409)
    assert HELD in told.text
    assert "Nothing was signed: look again." in told.text
    assert "not a valid choice" not in told.text
    (left,) = told.document.xpath("//input[@name='enrolments' and @checked]/@value")
    assert left == str(cast.colleague_enrolment.id)
    assert (
        len(db.session.scalars(select(Signature).where(Signature.meaning == "award_issued")).all())
        == 1
    )
    done = browser.submit(told, {"password": PASSWORD}, follow=True)
    assert "1 award was issued" in done.text
    assert [each.is_held for each in awards_in(cast.cohort).values()] == [True, True]


def test_where_nobody_is_left_the_second_still_sees_who_issued_it(
    browser: Browser, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(second_lead(cast))
    sheet = browser.get(f"/cohorts/{cast.cohort.id}/awards")
    issue(cast)
    told = browser.submit(sheet, {"password": PASSWORD}, status=409)
    assert HELD in told.text
    assert "Nobody is waiting for the award" in told.text
    assert (
        "Ruth Mensah issued it on 22 November 2026, 12:00."
        in browser.get(f"/cohorts/{cast.cohort.id}/awards").text
    )
    assert len(db.session.scalars(select(Certificate)).all()) == 1


def test_one_issued_while_the_seconds_is_drawn_is_told_by_name_and_time(
    app: Flask, browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(cast, cast.enrolment)
    browser.sign_in(second_lead(cast))
    ids = cast.cohort.id, cast.enrolment.id, cast.training_lead.id
    sheet = browser.get(f"/cohorts/{ids[0]}/awards")

    def first() -> None:
        cohort, lead = db.session.get_one(Cohort, ids[0]), db.session.get_one(Person, ids[2])
        enrolment = db.session.get_one(Enrolment, ids[1])
        signature = actions.sign_awards(
            cohort,
            [enrolment],
            digest_seen=digest_of(actions.awards_shown(cohort, [enrolment], NOW)),
            actor=lead,
            at=NOW,
            request_id=request_id("the first lead"),
        )
        actions.issue_award(enrolment, signature=signature, address=ADDRESS, actor=lead, at=NOW)

    while_drawing(app, monkeypatch, first)
    told = browser.submit(sheet, {"password": PASSWORD}, follow=True)
    assert (
        "Abena Osei was given this certificate a moment ago. "
        "Ruth Mensah issued it on 22 November 2026, 12:00."
    ) in told.text
    assert "No award was issued." in told.text
    assert len(db.session.scalars(select(Certificate)).all()) == 1


def test_the_second_of_two_who_revoke_sees_who_revoked_it(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    browser.sign_in(second_lead(cast))
    form = browser.get(f"/certificates/{award.id}/revoke")
    ending.revoke_certificate(
        award,
        reason="Two hours were counted twice",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("first"),
    )
    db.session.commit()
    why = {"reason": "They were", "password": PASSWORD}
    told = browser.submit(form, why, status=409)
    assert "Ruth Mensah revoked it on 22 November 2026, 12:00." in told.text
    assert "there is nothing to revoke" in told.text
    assert len(db.session.scalars(select(CertificateRevocation)).all()) == 1


def test_of_two_who_revoke_at_the_same_moment_one_does_and_the_other_is_told(
    app: Flask, cast: Cast, award: Certificate
) -> None:
    ids = award.id, {lead.full_name: lead.id for lead in (cast.training_lead, second_lead(cast))}
    db.session.remove()
    gate = threading.Barrier(2)
    told: dict[str, str] = {}

    def revoke(name: str) -> None:
        with app.app_context():
            certificate = db.session.get_one(Certificate, ids[0])
            actor = db.session.get_one(Person, ids[1][name])
            db.session.commit()
            gate.wait()
            try:
                ending.revoke_certificate(
                    certificate,
                    reason="Two hours were counted twice",
                    actor=actor,
                    at=NOW,
                    request_id=request_id(name),
                )
                db.session.commit()
            except Impossible as refusal:
                db.session.rollback()
                told[name] = speak(refusal.message)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=Context().run, args=(revoke, name)) for name in ids[1]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (second,) = told
    (first,) = set(ids[1]) - {second}
    assert told[second].startswith(f"{first} revoked it on 22 November 2026, 12:00.")
    assert len(db.session.scalars(select(CertificateRevocation)).all()) == 1


def test_who_revokes_what_the_holder_replaced_meanwhile_is_sent_to_the_newer_one(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    browser.sign_in(cast.training_lead)
    form = browser.get(f"/certificates/{progress.id}/revoke")
    name_anew(cast.trainee, "Abena Mensah")
    actions.issue_progress(
        cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=request_id("newer")
    )
    db.session.commit()
    told = browser.submit(form, {"reason": "Wrong", "password": PASSWORD}, status=409)
    assert "Abena Mensah made a newer one on 22 November 2026, 12:00." in told.text
    assert "The newer one is under Certificates." in told.text
    assert queries.status_of(progress) == "superseded"


def test_the_second_of_two_who_issue_an_award_again_sees_who_did(
    browser: Browser, cast: Cast, award: Certificate
) -> None:
    name_anew(cast.trainee, "Abena Mensah")
    browser.sign_in(second_lead(cast))
    form = browser.get(f"/certificates/{award.id}/reissue")
    ending.reissue_award(
        award,
        reason="Married",
        digest_seen=digest_of(ending.reissue_shown(award)),
        address=ADDRESS,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("first"),
    )
    db.session.commit()
    told = browser.submit(form, {"reason": "Married", "password": PASSWORD}, status=409)
    assert "Ruth Mensah issued it again on 22 November 2026, 12:00." in told.text

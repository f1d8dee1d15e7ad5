"""Issuing while somebody else writes: the ledger cannot change between judgement and certificate."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import select

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.meanwhile import meanwhile
from tests.naming import name_anew
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions, drawing
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.signing.actions import reverse_hours
from trainee_tracker.people.models import Person
from trainee_tracker.progress.queries import judge_enrolments
from trainee_tracker.refusals import Refused, Stale
from trainee_tracker.signatures.models import Signature


def test_a_sign_off_taken_back_meanwhile_never_leaves_a_certificate_that_was_not_earned_then(
    app: Flask, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "race", now=NOW)
    entry = db.session.scalars(
        select(HoursEntry).where(HoursEntry.enrolment_id == cast.enrolment.id)
    ).first()
    assert entry is not None
    ids = (cast.enrolment.id, signature.id, entry.id, cast.training_lead.id, cast.supervisor.id)
    db.session.commit()
    db.session.remove()
    gate = threading.Barrier(2)

    def issue() -> None:
        with app.app_context():
            gate.wait()
            try:
                actions.issue_award(
                    db.session.get_one(Enrolment, ids[0]),
                    signature=db.session.get_one(Signature, ids[1]),
                    address=ADDRESS,
                    actor=db.session.get_one(Person, ids[3]),
                    at=NOW,
                )
                db.session.commit()
            except Refused:
                db.session.rollback()
            finally:
                db.session.remove()

    def take_back() -> None:
        with app.app_context():
            gate.wait()
            reverse_hours(
                db.session.get_one(HoursEntry, ids[2]),
                reason="The register says otherwise",
                actor=db.session.get_one(Person, ids[4]),
                at=NOW,
                request_id=request_id("take back"),
            )
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=Context().run, args=(work,)) for work in (issue, take_back)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    order = db.session.scalars(
        select(AuditEvent.subject_table)
        .where(
            AuditEvent.stream_id == db.session.get_one(Enrolment, ids[0]).stream_id,
            AuditEvent.subject_table.in_(("certificates", "hours_events")),
        )
        .order_by(AuditEvent.position.desc())
        .limit(1)
    ).one()
    issued = db.session.scalars(select(Certificate)).all()
    # The hours were taken back after the certificate, or there is none.
    assert order == "hours_events"
    assert len(issued) <= 1
    assert not judge_enrolments([ids[0]], NOW.date())[ids[0]].standing.met
    assert list(faults_of_ledger()) == []


def while_drawing(app: Flask, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` happen in a transaction of its own while the next certificate is drawn."""
    draw = drawing.draw

    def drawn_slowly(facts: CertificateFacts) -> drawing.Drawn:
        monkeypatch.undo()
        meanwhile(app, act)
        return draw(facts)

    monkeypatch.setattr(actions, "draw", drawn_slowly)
    monkeypatch.setattr(ending, "draw", drawn_slowly)


def test_a_button_pressed_twice_while_the_first_is_drawn_shows_the_certificate_both_times(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = (cast.enrolment.id, cast.trainee.id)

    def press() -> Certificate:
        return actions.issue_progress(
            db.session.get_one(Enrolment, ids[0]),
            address=ADDRESS,
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
            request_id=request_id("pressed twice"),
        )

    db.session.commit()
    while_drawing(app, monkeypatch, press)
    again = press()
    db.session.commit()
    assert [each.id for each in db.session.scalars(select(Certificate))] == [again.id]


def test_an_award_issued_again_twice_at_once_shows_the_new_one_both_times(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    award = actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    name_anew(cast.trainee, "Abena Osei-Bonsu")
    db.session.commit()
    ids = (award.id, cast.training_lead.id)

    def press() -> Certificate:
        found = db.session.get_one(Certificate, ids[0])
        return ending.reissue_award(
            found,
            reason="Married",
            digest_seen=digest_of(ending.reissue_shown(found)),
            address=ADDRESS,
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
            request_id=request_id("again, twice"),
        )

    while_drawing(app, monkeypatch, press)
    newer = press()
    db.session.commit()
    assert newer.supersedes_id == award.id
    assert len(db.session.scalars(select(Certificate)).all()) == 2


def test_a_name_that_changes_while_it_is_drawn_is_noticed(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainee_id = cast.trainee.id
    db.session.commit()
    while_drawing(
        app,
        monkeypatch,
        lambda: name_anew(db.session.get_one(Person, trainee_id), "Somebody Else"),
    )
    actions.issue_progress(
        cast.enrolment,
        address=ADDRESS,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id("renamed meanwhile"),
    )
    with pytest.raises(Stale, match="changed while it was drawn"):
        db.session.commit()
    db.session.rollback()
    assert db.session.scalars(select(Certificate)).all() == []

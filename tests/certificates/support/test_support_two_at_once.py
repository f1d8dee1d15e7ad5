"""Two at once: a change while an award is issued, keeping and revoking, both sides keeping."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import Context
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast, lead_governance, load, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.issuing.test_two_at_once import while_drawing
from tests.certificates.support.changing import (
    LATER,
    award_of,
    check_of,
    correct,
    first_practice,
    keep,
    stored,
    suspend,
    take_back,
)
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate, CertificateRevocation
from trainee_tracker.certificates.support.models import CertificateKeeping, StoredSupport
from trainee_tracker.certificates.support.projection import support_faults
from trainee_tracker.certificates.support.rules import Finding, Verdict
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Refused
from trainee_tracker.signatures.models import Signature


def at_once(app: Flask, acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """Let each act happen in a thread and a transaction of its own; count what came of them."""
    gate, came = threading.Barrier(len(acts)), Counter[str]()

    def attempt(act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait(timeout=20)
            try:
                act()
                db.session.commit()
                came["done"] += 1
            except Refused:
                db.session.rollback()
                came["refused"] += 1
            finally:
                db.session.remove()

    db.session.commit()
    db.session.remove()
    threads = [threading.Thread(target=Context().run, args=(attempt, act)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.parametrize("turn", range(3))
def test_a_correction_while_an_award_is_issued_is_never_missed(
    app: Flask, cast: Cast, turn: int
) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "race", now=NOW)
    ids = (cast.enrolment.id, signature.id, cast.training_lead.id)
    entry_id = first_practice(cast.enrolment).id

    def issue() -> None:
        actions.issue_award(
            db.session.get_one(Enrolment, ids[0]),
            signature=db.session.get_one(Signature, ids[1]),
            address=ADDRESS,
            actor=db.session.get_one(Person, ids[2]),
            at=NOW,
        )

    def shorten() -> None:
        correct(db.session.get_one(HoursEntry, entry_id), 15, at=NOW)

    acts = [issue, shorten] if turn % 2 else [shorten, issue]
    at_once(app, acts)
    # Either the award was refused, or it was issued and found at once to be unsupported.
    found = db.session.scalars(select(StoredSupport)).all()
    issued = db.session.scalars(select(Certificate.id)).all()
    assert [row.certificate_id for row in found] == issued
    assert all(row.verdict is Verdict.UNSUPPORTED for row in found)
    assert support_faults() == []
    assert list(faults_of_ledger()) == []


def test_a_correction_that_comes_while_the_award_is_drawn_stops_it(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "race", now=NOW)
    entry_id = first_practice(cast.enrolment).id
    db.session.commit()
    while_drawing(
        app, monkeypatch, lambda: correct(db.session.get_one(HoursEntry, entry_id), 15, at=NOW)
    )
    actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    with pytest.raises(Refused):
        db.session.commit()
    db.session.rollback()
    assert db.session.scalars(select(Certificate)).all() == []


def test_a_correction_and_a_suspension_at_once_are_both_in_what_is_found(
    app: Flask, cast: Cast
) -> None:
    finish(cast, cast.enrolment)
    award = award_of(cast, cast.enrolment, "award")
    entry_id, certificate_id = first_practice(cast.enrolment).id, award.id

    def shorten() -> None:
        correct(db.session.get_one(HoursEntry, entry_id), 15)

    def withdraw() -> None:
        again = load()
        suspend(again, check_of(again.enrolment), date(2026, 10, 1))

    assert at_once(app, [shorten, withdraw]) == {"done": 2}
    row = stored(db.session.get_one(Certificate, certificate_id))
    assert row is not None
    # Four sessions were held before October, and one of them waits.
    (unmet,) = Finding.from_json(row.finding).unmet
    assert (unmet.have, unmet.waiting) == (2160, 15)
    assert support_faults() == []


def unsupported(cast: Cast) -> int:
    """Issue an award, take a sign-off back that it needs, and return its id."""
    finish(cast, cast.enrolment)
    award = award_of(cast, cast.enrolment, "award")
    take_back(cast, first_practice(cast.enrolment))
    db.session.commit()
    return award.id


def keeps(certificate_id: int, lead_id: int) -> Callable[[], object]:
    """Return the act of a lead who keeps the award."""
    return lambda: keep(
        db.session.get_one(Certificate, certificate_id), db.session.get_one(Person, lead_id)
    )


def test_both_sides_that_keep_it_at_once_keep_it(app: Flask, cast: Cast) -> None:
    certificate_id = unsupported(cast)
    leads = (cast.community_lead.id, cast.statutory_lead.id)
    assert at_once(app, [keeps(certificate_id, lead) for lead in leads]) == {"done": 2}
    row = db.session.get_one(StoredSupport, certificate_id)
    assert row.is_kept
    assert support_faults() == []


def test_two_of_one_side_at_once_sign_once(app: Flask, cast: Cast) -> None:
    certificate_id = unsupported(cast)
    other = people.add_person(
        "Grace Lin", "grace@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    lead_governance(cast, other, cast.network)
    db.session.commit()
    leads = (cast.community_lead.id, other.id)
    came = at_once(app, [keeps(certificate_id, lead) for lead in leads])
    assert came == {"done": 1, "refused": 1}
    assert not db.session.get_one(StoredSupport, certificate_id).is_kept


def test_one_person_who_keeps_it_twice_at_once_signs_for_one_side(app: Flask, cast: Cast) -> None:
    certificate_id = unsupported(cast)
    lead = cast.community_lead.id
    came = at_once(app, [keeps(certificate_id, lead), keeps(certificate_id, lead)])
    assert came == {"done": 1, "refused": 1}
    assert not db.session.get_one(StoredSupport, certificate_id).is_kept


@pytest.mark.parametrize("turn", range(2))
def test_keeping_and_revoking_at_once_come_in_some_order(app: Flask, cast: Cast, turn: int) -> None:
    certificate_id = unsupported(cast)
    ids = (cast.community_lead.id, cast.training_lead.id)

    def revoke() -> None:
        ending.revoke_certificate(
            db.session.get_one(Certificate, certificate_id),
            reason="Twelve hours were not held",
            actor=db.session.get_one(Person, ids[1]),
            at=LATER,
            request_id=request_id(f"revoke {turn}"),
        )

    came = at_once(app, [keeps(certificate_id, ids[0]), revoke])
    # Revoked it is in any case; it was kept by one side only if that came first.
    assert db.session.scalars(select(func.count(CertificateRevocation.id))).one() == 1
    kept = db.session.scalars(select(func.count(CertificateKeeping.id))).one()
    assert came["done"] == 1 + kept
    assert db.session.get(StoredSupport, certificate_id) is None
    assert support_faults() == []
    assert list(faults_of_ledger()) == []

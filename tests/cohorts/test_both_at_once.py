"""Two leads at once, or one who presses twice: what lands is what one after the other would leave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import NOW, Cast, request_id
from tests.databases import uses_postgresql
from tests.meanwhile import meanwhile
from tests.moving.moves import publish_newer
from trainee_tracker.audit import actions as audit
from trainee_tracker.audit.turns import take
from trainee_tracker.cohorts import actions, queries
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.supervision.queries import is_supervisor
from trainee_tracker.commands.ledger import faults_of_ledger, standing_faults
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.moving.actions import move_cohort
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations.actions import add_organisation, change_organisation
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible

DAY = date(2026, 11, 1)


def test_nobody_becomes_trainee_and_supervisor_of_one_cohort(app: Flask, cast: Cast) -> None:
    cohort_id, person_id, lead_id = cast.cohort.id, cast.outsider.id, cast.training_lead.id
    db.session.commit()
    gate = threading.Barrier(2)
    landed: list[str] = []

    def enrol(cohort: Cohort, person: Person, lead: Person) -> None:
        actions.enrol_trainee(cohort, person, enrolled_on=DAY, actor=lead, at=NOW)

    def approve(cohort: Cohort, person: Person, lead: Person) -> None:
        actions.approve_supervisor(
            cohort, person, approved_from=DAY, approved_until=None, actor=lead, at=NOW
        )

    def act(name: str, work: Callable[[Cohort, Person, Person], None]) -> None:
        with app.app_context():
            gate.wait()
            try:
                work(
                    db.session.get_one(Cohort, cohort_id),
                    db.session.get_one(Person, person_id),
                    db.session.get_one(Person, lead_id),
                )
                db.session.commit()
                landed.append(name)
            except Impossible:
                db.session.rollback()
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=Context().run, args=(act, name, work))
        for name, work in (("enrolled", enrol), ("approved", approve))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(landed) == 1
    found = (
        queries.is_member(cohort_id, person_id),
        is_supervisor(cohort_id, person_id),
    )
    assert sorted(found) == [False, True]


def test_pressing_twice_enrols_a_newcomer_once(app: Flask, cast: Cast) -> None:
    ids = cast.cohort.id, cast.training_lead.id
    db.session.commit()
    gate = threading.Barrier(2)
    landed: list[int] = []

    def press() -> None:
        with app.app_context():
            cohort, lead = db.session.get_one(Cohort, ids[0]), db.session.get_one(Person, ids[1])
            gate.wait()
            arrival = actions.enrol_newcomer(
                cohort,
                actions.Newcomer("Ann Two", "ann@grace.example"),
                enrolled_on=DAY,
                actor=lead,
                at=NOW,
                request_id=request_id("pressed twice"),
            )
            db.session.commit()
            landed.append(arrival.person.id)
            db.session.remove()

    threads = [threading.Thread(target=Context().run, args=(press,)) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(landed) == 2
    assert len(set(landed)) == 1
    found = select(Enrolment.id).where(Enrolment.person_id == landed[0])
    assert len(db.session.scalars(found).all()) == 1


def test_who_is_enrolled_while_the_cohort_moves_is_judged_by_its_new_version(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = cast.cohort.id, publish_newer(cast).id, cast.training_lead.id
    db.session.commit()

    def move() -> None:
        move_cohort(
            db.session.get_one(Cohort, ids[0]),
            db.session.get_one(CourseVersion, ids[1]),
            reason="The accreditor asks for 100 h since September.",
            actor=db.session.get_one(Person, ids[2]),
            at=NOW,
            request_id=request_id("moved meanwhile"),
        )

    if uses_postgresql():

        def take_after_the_move(*args: object, **kwargs: object) -> object:
            monkeypatch.setattr(audit, "take", take)
            meanwhile(app, move)
            return take(*args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(audit, "take", take_after_the_move)
    else:
        # Whoever writes has the file to themselves, so there the move can only come before.
        assert cast.cohort.version.id
        meanwhile(app, move)
    actions.enrol_trainee(
        cast.cohort, cast.outsider, enrolled_on=DAY, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    db.session.remove()
    assert [*faults_of_ledger(), *standing_faults()] == []


def test_no_cohort_is_opened_with_a_partner_that_changed_its_side_meanwhile(
    app: Flask, cast: Cast
) -> None:
    # One that has a cohort or a governance lead keeps its side.
    trust = add_organisation("Second Trust", Side.STATUTORY, actor=None, at=NOW)
    db.session.commit()
    partner_id, administrator_id = trust.id, cast.administrator.id
    assert trust.side is Side.STATUTORY

    def change_its_side() -> None:
        partner = db.session.get_one(Organisation, partner_id)
        change_organisation(
            partner,
            name=partner.name,
            side=Side.COMMUNITY,
            brand=partner.brand,
            accent=partner.accent,
            issuer_line=partner.issuer_line,
            actor=db.session.get_one(Person, administrator_id),
            at=NOW,
        )

    def open_it() -> None:
        actions.open_cohort(
            cast.cohort.version,
            cast.network,
            trust,
            name="Second",
            starts_on=date(2026, 9, 7),
            ends_on=date(2027, 7, 16),
            sites=[],
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("second"),
        )
        # SQLite goes on reading what stood when it began, so there the commit refuses.
        db.session.commit()

    meanwhile(app, change_its_side)
    with pytest.raises(Impossible, match="Choose a statutory partner"):
        open_it()

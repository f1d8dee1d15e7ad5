"""One lead enrols somebody while another approves them as supervisor: only one of the two lands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import date

from flask import Flask

from tests.cast import NOW, Cast
from trainee_tracker.cohorts import actions, queries
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
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
        queries.is_supervisor(cohort_id, person_id),
    )
    assert sorted(found) == [False, True]

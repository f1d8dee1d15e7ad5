"""Somebody accepts as who they are at the moment in which they record something of that place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.cohorts.builders import plan, take
from tests.meanwhile import as_late_as_can_be
from tests.moving.moves import move, publish
from trainee_tracker.arrivals import actions
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.queries import members_of
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.courses.queries import draft_terms_of, terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.roles.actions import grant_role
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed


def _register(cast: Cast, own: Enrolment) -> None:
    classes = plan(cast)
    marks = {row.enrolment_id: (Mark.PRESENT, 0) for row in members_of(cast.cohort.id)}
    take(cast, classes[0], marks)


def _module(cast: Cast, own: Enrolment) -> None:
    record_module_results(
        cast.cohort,
        terms_of(cast.cohort.version).modules[0].key,
        {own.id: ModuleOutcome.PASSED},
        decided_on=date(2026, 11, 20),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("module"),
    )
    db.session.commit()


def _move(cast: Cast, own: Enrolment) -> None:
    newer = cast.cohort.version.course.versions[-1]
    move(cast, newer)
    db.session.commit()


@pytest.mark.parametrize("act", [_register, _module, _move])
def test_nobody_records_of_themselves_at_the_moment_they_accept(
    app: Flask,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Cast, Enrolment], None],
) -> None:
    """A lead was entered as somebody new, and says that they are it while they record."""
    publish(cast, replace(draft_terms_of(cast.cohort.version.course), weeks=12))
    naomi = people.add_person(
        "Naomi Asante", "naomi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    grant_role(naomi, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    person = people.add_person(
        "Somebody New", cast.training_lead.email, organisation=cast.network, actor=naomi, at=NOW
    )
    own = cohorts.enrol_trainee(
        cast.cohort, person, enrolled_on=date(2026, 11, 1), actor=naomi, at=NOW
    )
    token = invitations.invite(person, actor=naomi, at=NOW)
    db.session.commit()
    assert len(members_of(cast.cohort.id)) == 3

    def accept() -> None:
        actions.accept_as_known(token, PASSWORD, address=None, at=NOW)

    with pytest.raises(NotAllowed):
        as_late_as_can_be(app, monkeypatch)(accept, lambda: act(cast, own))
    db.session.rollback()

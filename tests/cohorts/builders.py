"""Ways to fill the cast's cohort, through the actions that the pages use."""

from __future__ import annotations

from datetime import date

from tests.cast import BEGAN, NOW, Cast, request_id
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.models import Cohort, Enrolment, Register, TeachingSession
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.rules import Side

FIRST_CLASS = date(2026, 11, 9)


def plan(cast: Cast, weeks: int = 3) -> list[TeachingSession]:
    """Plan classes on Mondays at 18:30 from 9 November 2026: two are held, the rest to come.

    A longer plan begins half an hour later, so that it can stand beside the usual one.
    """
    classes = plan_teaching(
        cast.cohort,
        first_on=FIRST_CLASS,
        weeks=weeks,
        starts_at="18:30" if weeks == 3 else "19:00",
        minutes=150,
        site=None,
        modules=["first-meetings", "reflecting-teams"],
        actor=cast.training_lead,
        at=BEGAN,
    )
    db.session.commit()
    return classes


def enrol(cast: Cast, full_name: str, enrolled_on: date = date(2026, 9, 7)) -> Enrolment:
    """Enrol somebody new in the cast's cohort."""
    person = people.add_person(
        full_name,
        f"{full_name.split()[0].lower()}@grace.example",
        organisation=cast.network,
        actor=cast.training_lead,
        at=BEGAN,
    )
    enrolment = actions.enrol_trainee(
        cast.cohort, person, enrolled_on=enrolled_on, actor=cast.training_lead, at=BEGAN
    )
    db.session.commit()
    return enrolment


def take(
    cast: Cast,
    held: TeachingSession,
    marks: dict[int, tuple[Mark, int]],
    name: str = "register",
    reason: str = "",
) -> Register:
    """Take the register of a class, or correct it."""
    register = take_register(
        held, marks, actor=cast.training_lead, at=NOW, request_id=request_id(name), reason=reason
    )
    db.session.commit()
    assert register is not None
    return register


def county_trust() -> Organisation:
    """Return a second trust, with which nobody of the cast works."""
    return organisations.add_organisation("County Trust", Side.STATUTORY, actor=None, at=BEGAN)


def another_cohort(cast: Cast, partner: Organisation, *trainees: Person) -> Cohort:
    """Open a second, later cohort of the network with a partner, and enrol people in it."""
    cohort = actions.open_cohort(
        cast.cohort.version,
        cast.network,
        partner,
        name="Grace Network 2027",
        starts_on=date(2026, 10, 5),
        ends_on=date(2027, 9, 17),
        sites=[],
        actor=cast.training_lead,
        at=BEGAN,
        request_id=request_id("another cohort"),
    )
    for each in trainees:
        actions.enrol_trainee(
            cohort, each, enrolled_on=date(2026, 10, 5), actor=cast.training_lead, at=BEGAN
        )
    db.session.commit()
    return cohort

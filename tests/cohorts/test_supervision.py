"""Who supervises on which day, and that it is asked in one place."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from sqlalchemy import Date, Integer, literal, select

from config import PROJECT_FOLDER
from tests.cast import NOW, Cast, request_id
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.supervision.queries import (
    approvals_in,
    first_approval,
    is_approved_by,
    is_approved_from,
    is_supervisor,
    supervised_as,
    supervises_on,
    supervisors_of,
)
from trainee_tracker.extensions import db

ASKED_IN = {
    "cohorts/models.py",  # The table.
    "cohorts/actions.py",  # The act of approving.
    "cohorts/supervision/queries.py",
}


def test_who_supervises_is_asked_in_one_place() -> None:
    folder = PROJECT_FOLDER / "trainee_tracker"
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute | ast.ClassDef)
        and "Supervision"
        in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", ""))
    }
    assert found == ASKED_IN


@pytest.mark.parametrize(
    ("day", "is_approved"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 31), True),
        (date(2026, 11, 1), False),
    ],
)
def test_the_database_and_the_rule_say_the_same_of_a_day(
    cast: Cast, day: date, is_approved: bool
) -> None:
    supervisor = cast.outsider_supervisor
    actions.approve_supervisor(
        cast.cohort,
        supervisor,
        approved_from=date(2026, 10, 1),
        approved_until=date(2026, 10, 31),
        actor=cast.training_lead,
        at=NOW,
        request_id="0f9d5c5e-0000-4000-8000-000000000001",
    )
    db.session.commit()
    approvals = [a for a in approvals_in(cast.cohort.id) if a.supervisor_id == supervisor.id]
    assert [each.covers(day) for each in approvals] == [is_approved]
    asked = supervises_on(
        literal(supervisor.id, Integer), literal(cast.cohort.id, Integer), literal(day, Date)
    )
    assert db.session.scalar(select(asked)) is is_approved


def test_an_approval_is_of_one_person_for_one_cohort(cast: Cast) -> None:
    """Sam is approved in Grace, Peter in Hope; Sam in Hope too, from an earlier day."""
    sam, peter = cast.supervisor.id, cast.outsider_supervisor.id
    grace, hope = cast.cohort.id, cast.other_cohort.id
    first_day, earlier = date(2026, 9, 7), date(2026, 8, 1)
    assert (is_supervisor(grace, sam), is_supervisor(hope, sam)) == (True, False)
    assert (is_supervisor(grace, peter), is_supervisor(hope, peter)) == (False, True)
    for day in (earlier, date(2026, 10, 1)):
        actions.approve_supervisor(
            cast.other_cohort,
            cast.supervisor,
            approved_from=day,
            approved_until=None,
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id(f"Sam in Hope from {day}"),
        )
    firsts = [first_approval(each, sam) for each in (grace, hope)]
    assert firsts == [first_day, earlier]
    assert first_approval(grace, peter) is None
    named = [each.name for each in approvals_in(hope)]
    assert named == ["Peter Njoroge", "Sam Okafor", "Sam Okafor"]
    assert set(db.session.scalars(supervised_as([peter]))) == {hope}
    assert set(db.session.scalars(supervised_as([sam]))) == {grace, hope}
    assert set(db.session.scalars(supervisors_of([grace]))) == {sam}
    assert set(db.session.scalars(supervisors_of([hope]))) == {sam, peter}


def test_an_approval_from_a_day_is_known_unless_it_is_of_the_same_request(cast: Cast) -> None:
    sam, grace, day = cast.supervisor.id, cast.cohort.id, date(2026, 10, 1)
    by_request = request_id("Sam from October")
    actions.approve_supervisor(
        cast.cohort,
        cast.supervisor,
        approved_from=day,
        approved_until=None,
        actor=cast.training_lead,
        at=NOW,
        request_id=by_request,
    )
    assert is_approved_from(grace, sam, day, besides="")
    assert not is_approved_from(grace, sam, day, besides=by_request)
    assert not is_approved_from(grace, sam, date(2026, 10, 2), besides="")
    assert not is_approved_from(cast.other_cohort.id, sam, day, besides="")
    assert not is_approved_from(grace, cast.outsider_supervisor.id, day, besides="")


def test_who_approved_somebody_is_told_from_who_did_not(cast: Cast) -> None:
    asked = {
        (supervisor, lead): db.session.scalar(
            select(is_approved_by(getattr(cast, supervisor).id, getattr(cast, lead).id))
        )
        for supervisor in ("supervisor", "outsider_supervisor")
        for lead in ("training_lead", "outsider_lead")
    }
    assert asked == {
        ("supervisor", "training_lead"): True,
        ("supervisor", "outsider_lead"): False,
        ("outsider_supervisor", "training_lead"): False,
        ("outsider_supervisor", "outsider_lead"): True,
    }


def test_without_an_end_somebody_supervises_from_their_day_on_in_that_cohort_only(
    cast: Cast,
) -> None:
    sam, peter, far = cast.supervisor.id, cast.outsider_supervisor.id, date(2099, 1, 1)

    def supervises(person_id: int, cohort_id: int, day: date) -> bool | None:
        return db.session.scalar(
            select(
                supervises_on(
                    literal(person_id, Integer), literal(cohort_id, Integer), literal(day, Date)
                )
            )
        )

    assert supervises(sam, cast.cohort.id, far) is True
    assert supervises(sam, cast.other_cohort.id, far) is False
    assert supervises(peter, cast.cohort.id, far) is False
    assert supervises(sam, cast.cohort.id, date(2026, 9, 6)) is False

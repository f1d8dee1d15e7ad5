"""Who supervises on which day, and that it is asked in one place."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from sqlalchemy import Date, Integer, literal, select

from config import PROJECT_FOLDER
from tests.cast import NOW, Cast
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.supervision.queries import approvals_in, supervises_on
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

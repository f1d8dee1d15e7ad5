"""Stored standings stay true whatever happens around the transaction that touched them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.achievements import pass_modules
from tests.cast import BEGAN, NOW, Cast
from tests.statements import counted
from trainee_tracker.audit.turns import Turn, take
from trainee_tracker.clock import today
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.queries import cohorts_for
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Organisation
from trainee_tracker.progress import projection, queries
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.models import StoredStanding


def enrol(cast: Cast, name: str) -> int:
    """Enrol somebody new in the cast's cohort, without a commit."""
    person = people.add_person(
        name, f"{name}@grace.example", organisation=cast.network, actor=None, at=BEGAN
    )
    enrolment = cohorts.enrol_trainee(
        cast.cohort, person, enrolled_on=date(2026, 9, 7), actor=cast.training_lead, at=NOW
    )
    return enrolment.id


def fail_in_a_savepoint(cast: Cast) -> None:
    """Break a constraint inside a savepoint of the running transaction."""
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(Organisation(name=cast.network.name, side=cast.network.side))


def test_a_savepoint_rolled_back_forgets_nothing_that_came_before_it(cast: Cast) -> None:
    enrolment_id = enrol(cast, "esi")
    fail_in_a_savepoint(cast)
    db.session.commit()
    assert db.session.get(StoredStanding, enrolment_id) is not None


def test_a_transaction_rolled_back_is_forgotten_from_inside_a_savepoint_too(cast: Cast) -> None:
    enrol(cast, "esi")
    db.session.begin_nested()
    db.session.rollback()
    assert projection.TOUCHED not in db.session().info


def test_a_rebuild_holds_the_ledgers_still_before_it_judges(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    judge_enrolments = queries.judge_enrolments

    def judge(ids: Iterable[int], as_of: date) -> dict[int, Judgement]:
        steps.append("judge")
        return judge_enrolments(ids, as_of)

    def wait(session: Session, exclusive: Collection[int], shared: Collection[int]) -> Turn:
        steps.append("wait")
        assert {cast.cohort.stream_id, cast.other_cohort.stream_id} == exclusive
        return take(session, exclusive, shared)

    monkeypatch.setattr(projection, "take", wait)
    monkeypatch.setattr(queries, "judge_enrolments", judge)
    assert projection.rebuild(today()) == 3
    assert steps == ["wait", "judge"]
    db.session.commit()
    assert queries.stored_faults() == []


def met_at_home(cast: Cast) -> int:
    (overview,) = queries.cohort_overviews(cohorts_for(cast.training_lead), today())
    return overview.met


def stored_as_met(enrolment_id: int, *, holds_until: date) -> None:
    """Store for somebody who has done nothing that they had met everything until a day."""
    stored = db.session.get_one(StoredStanding, enrolment_id)
    stored.is_met, stored.holds_until = True, holds_until
    db.session.commit()


def test_home_counts_only_standings_that_still_hold(cast: Cast) -> None:
    stored_as_met(cast.enrolment.id, holds_until=date(2026, 11, 22))
    assert met_at_home(cast) == 1
    stored_as_met(cast.enrolment.id, holds_until=date(2026, 11, 21))
    assert met_at_home(cast) == 0


def test_home_takes_no_more_statements_when_more_standings_have_lapsed(cast: Cast) -> None:
    figures = []
    for enrolment in (cast.enrolment, cast.colleague_enrolment):
        stored_as_met(enrolment.id, holds_until=date(2026, 11, 21))
        with counted() as statements:
            met_at_home(cast)
        figures.append(len(statements))
    assert figures[0] == figures[1]


def test_a_standing_holds_until_the_day_before_a_module_is_passed(cast: Cast) -> None:
    pass_modules(cast, cast.enrolment)
    judged = queries.judge_enrolments([cast.enrolment.id], date(2026, 10, 20))
    assert judged[cast.enrolment.id].summary.holds_until == date(2026, 10, 31)

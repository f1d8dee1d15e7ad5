"""Taking turns: once, whole, in order; what was judged before holds at the commit."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import Context
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from sqlalchemy.engine import Engine

from tests.cast import NOW, Cast, request_id
from tests.databases import uses_postgresql
from tests.governance.builders import in_force, suspend
from tests.hours.builders import facts, logged, submitted
from tests.meanwhile import meanwhile
from trainee_tracker.accreditation import judging
from trainee_tracker.audit import actions
from trainee_tracker.audit.actions import at_the_end, record, rely
from trainee_tracker.audit.rules import Head
from trainee_tracker.audit.turns import TURN, TurnError, heads_of, take
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.hours import actions as hours
from trainee_tracker.messages import say
from trainee_tracker.people.models import Person
from trainee_tracker.people.organisations.actions import add_site
from trainee_tracker.progress import projection, queries
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.queries import stored_faults
from trainee_tracker.refusals import Stale


def something(stream_id: int) -> None:
    """Append an event that leaves no row."""
    record(
        "people.told",
        stream_id=stream_id,
        actor_id=None,
        at=NOW,
        subject_table="people",
        subject_id=None,
    )


def test_a_second_or_larger_turn_is_a_fault_of_the_code(cast: Cast) -> None:
    take(db.session(), {cast.cohort.stream_id})
    with pytest.raises(TurnError, match="takes its turn once"):
        take(db.session(), {cast.cohort.stream_id, cast.other_cohort.stream_id})
    db.session.rollback()
    take(db.session(), {cast.cohort.stream_id})
    db.session.rollback()


def test_no_turn_is_taken_inside_a_savepoint(cast: Cast) -> None:
    with db.session.begin_nested(), pytest.raises(TurnError, match="savepoint"):
        take(db.session(), {cast.cohort.stream_id})
    db.session.rollback()


def test_a_row_that_comes_after_the_turn_is_a_fault_of_the_code(cast: Cast) -> None:
    take(db.session(), {cast.cohort.stream_id})
    with pytest.raises(TurnError, match="after the act had taken its turn"):
        cohorts.enrol_trainee(
            cast.cohort,
            cast.outsider,
            enrolled_on=date(2026, 9, 7),
            actor=cast.training_lead,
            at=NOW,
        )
    db.session.rollback()


def test_the_turn_is_over_with_its_transaction(cast: Cast) -> None:
    for end in (db.session.commit, db.session.rollback):
        something(cast.cohort.stream_id)
        end()
        assert TURN not in db.session().info
        assert actions.ACT not in db.session().info


def test_all_locks_are_asked_for_in_one_go_and_in_order(cast: Cast) -> None:
    if not uses_postgresql():
        return
    asked: list[str] = []
    event.listen(Engine, "before_cursor_execute", keep := _keeping(asked))
    try:
        take(db.session(), {5, 2}, {4, 2, 3})
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
    (only,) = asked
    assert only == (
        "SELECT pg_advisory_xact_lock(7146, 2), pg_advisory_xact_lock_shared(7146, 3), "
        "pg_advisory_xact_lock_shared(7146, 4), pg_advisory_xact_lock(7146, 5)"
    )
    db.session.rollback()


def _keeping(asked: list[str]) -> Callable[..., None]:
    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "advisory" in statement:
            asked.append(statement)

    return keep


def test_what_an_act_relied_on_is_asked_again_only_if_somebody_wrote_there(
    app: Flask, cast: Cast
) -> None:
    stream, asked = cast.cohort.stream_id, []
    rely({stream}, lambda: asked.append("quiet"))
    something(stream)
    db.session.commit()
    assert asked == ["quiet"]
    rely({stream}, lambda: asked.append("moved"))
    meanwhile(app, lambda: something(stream))
    something(stream)
    db.session.commit()
    assert asked == ["quiet", "moved", "moved"]


def test_an_act_whose_ground_is_gone_writes_nothing(app: Flask, cast: Cast) -> None:
    stream, calls = cast.cohort.stream_id, []
    db.session.commit()

    def still() -> None:
        calls.append(1)
        if len(calls) > 1:
            raise Stale(say("It is gone."))

    before = heads_of(db.session(), {stream})[stream]
    rely({stream}, still)
    meanwhile(app, lambda: something(stream))
    something(stream)
    with pytest.raises(Stale):
        db.session.commit()
    db.session.rollback()
    assert heads_of(db.session(), {stream})[stream].position == before.position + 1


def test_what_a_savepoint_took_back_is_not_appended(cast: Cast) -> None:
    stream = cast.cohort.stream_id
    db.session.commit()
    before = heads_of(db.session(), {stream})[stream].position
    try:
        with db.session.begin_nested():
            add_site(cast.network, "A passing thought", actor=None, at=NOW)
            raise Stale(say("No."))
    except Stale:
        pass
    something(stream)
    db.session.commit()
    assert heads_of(db.session(), {stream})[stream].position == before + 1


def test_what_leaves_no_row_is_not_noted_inside_a_savepoint(cast: Cast) -> None:
    """It could not be taken back with it."""
    stream = cast.cohort.stream_id
    notes: list[Callable[[], object]] = [
        lambda: something(stream),
        lambda: rely({stream}, lambda: None),
        lambda: at_the_end(lambda: None),
    ]
    for note in notes:
        with db.session.begin_nested(), pytest.raises(TurnError, match="only rows are noted"):
            note()
    db.session.rollback()


def test_what_waits_for_the_end_is_written_with_the_act(cast: Cast) -> None:
    done: list[str] = []
    at_the_end(lambda: done.append("written"))
    db.session.flush()
    assert done == []
    db.session.commit()
    assert done == ["written"]


def test_nothing_slow_happens_between_the_turn_and_the_commit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite the write lock is held from the first row on, so there the turn is what counts."""
    judged: list[bool] = []
    judge_cohort = judging.judge_cohort

    def watched(*given: Any, **named: Any) -> Any:
        judged.append(TURN in db.session().info)
        return judge_cohort(*given, **named)

    monkeypatch.setattr("trainee_tracker.progress.gathering.judge_cohort", watched)
    submitted(cast)
    assert judged == [False]


def test_a_standing_that_was_stored_meanwhile_is_judged_again_under_the_lock(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged(cast)
    original = projection.Standings.finish
    judged: list[int] = []
    judge = queries.judge_enrolments

    def after_somebody_else(self: projection.Standings, heads: Mapping[int, Head]) -> None:
        # What another act, now committed, has stored of this trainee.
        self.versions = {each: version - 1 for each, version in self.versions.items()}
        monkeypatch.setattr(queries, "judge_enrolments", judging_again)
        original(self, heads)

    def judging_again(*given: Any) -> Any:
        judged.append(1)
        return judge(*given)

    monkeypatch.setattr(projection.Standings, "finish", after_somebody_else)
    submitted(cast)
    assert judged == [1]
    monkeypatch.undo()
    assert stored_faults() == []


def at_once(app: Flask, acts: list[Callable[[], object]]) -> Counter[str]:
    """Let each act happen in a thread and a transaction of its own; count what came of them."""
    gate, came = threading.Barrier(len(acts)), Counter[str]()

    def attempt(act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait(timeout=20)
            try:
                act()
                db.session.commit()
                came["done"] += 1
            except Exception as error:
                db.session.rollback()
                came[type(error).__name__] += 1
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


def test_acts_over_random_streams_never_wait_in_a_circle(app: Flask, cast: Cast) -> None:
    streams = [cast.cohort.stream_id, cast.other_cohort.stream_id]
    streams += [cast.network.stream_id, cast.other_network.stream_id, cast.trust.stream_id]

    def tangle(seed: int) -> Callable[[], None]:
        chance = random.Random(seed)

        def act() -> None:
            for _each in range(15):
                for stream in chance.sample(streams, 3):
                    something(stream)
                rely(chance.sample(streams, 2), lambda: None)
                db.session.commit()

        return act

    assert at_once(app, [tangle(seed) for seed in range(4)]) == {"done": 4}
    for stream in streams:
        positions = db.session.scalars(
            select(text("position"))
            .select_from(text("audit_events"))
            .where(text(f"stream_id = {stream}"))
        ).all()
        assert sorted(positions) == list(range(1, len(positions) + 1))


@pytest.mark.parametrize("turn", range(3))
def test_withdrawing_a_check_and_counting_an_hour_come_in_some_order(
    app: Flask, cast: Cast, turn: int
) -> None:
    """Whichever is first, what is stored in the end is what both of them amount to."""
    check = in_force(cast)
    ids = (check.id, cast.community_lead.id, cast.enrolment.id, cast.trainee.id)
    what = facts(cast)
    db.session.commit()

    def withdraw() -> None:
        suspend(
            db.session.get_one(GovernanceRecord, ids[0]),
            db.session.get_one(Person, ids[1]),
            check_day,
        )

    check_day = check.valid_from

    def count() -> None:
        hours.log_session(
            db.session.get_one(Enrolment, ids[2]),
            what,
            submit=True,
            actor=db.session.get_one(Person, ids[3]),
            at=NOW,
            request_id=request_id(f"counted {turn}"),
        )

    assert at_once(app, [withdraw, count]) == {"done": 2}
    assert stored_faults() == []


def test_two_acts_on_one_trainee_leave_a_standing_of_both(app: Flask, cast: Cast) -> None:
    ids = (cast.enrolment.id, cast.trainee.id)
    what = facts(cast)
    db.session.commit()

    def log(number: int) -> Callable[[], object]:
        return lambda: hours.log_session(
            db.session.get_one(Enrolment, ids[0]),
            what,
            submit=True,
            actor=db.session.get_one(Person, ids[1]),
            at=NOW,
            request_id=request_id(f"both {number}"),
        )

    before = db.session.get_one(StoredStanding, ids[0]).version
    assert at_once(app, [log(number) for number in range(3)]) == {"done": 3}
    after = db.session.get_one(StoredStanding, ids[0])
    assert after.version == before + 3
    assert after.waiting_entries == 3
    assert stored_faults() == []


def test_a_check_that_comes_while_somebody_is_enrolled_is_in_their_standing(
    app: Flask, cast: Cast
) -> None:
    """What the network's stream gained since the judgement is judged too."""
    ids = (cast.cohort.id, cast.outsider.id, cast.training_lead.id)
    db.session.commit()
    enrolment = cohorts.enrol_trainee(
        cast.cohort,
        cast.outsider,
        enrolled_on=date(2026, 9, 7),
        actor=cast.training_lead,
        at=NOW,
    )
    if uses_postgresql():
        # On SQLite the enrolment holds the only write lock already.
        meanwhile(app, lambda: something(db.session.get_one(Cohort, ids[0]).organisation.stream_id))
    db.session.commit()
    assert db.session.get(StoredStanding, enrolment.id) is not None
    assert stored_faults() == []

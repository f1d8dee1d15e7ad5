"""Two people, two tabs, two presses of one button: at the same moment, on the real database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from tests.cast import NOW, Cast
from tests.hours.builders import facts, logged, request_id, steps_of, submitted
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.sessions.rules import NEW_CASE, RoleInSession
from trainee_tracker.hours.signing.actions import decide_hours
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Refused
from trainee_tracker.signatures.models import Signature

MANY = 4


def at_once(app: Flask, act: Callable[[int], object]) -> Counter[str]:
    """Run `act` in several threads, each with a transaction of its own; count what came of it."""
    barrier = Barrier(MANY)

    def attempt(number: int) -> str:
        with app.app_context():
            barrier.wait(timeout=20)
            try:
                act(number)
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                return type(refusal).__name__
            finally:
                db.session.remove()
            return "done"

    # Whoever prepared the test lets go of the database first.
    db.session.commit()
    db.session.remove()
    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(attempt, range(MANY)))


def test_two_tabs_that_sign_one_queue_sign_it_once(app: Flask, cast: Cast) -> None:
    entries = [submitted(cast).id, submitted(cast, minutes=90).id]
    decisions = [Decision(entry, True) for entry in entries]
    digest = sheet_for(cast.supervisor, decisions).digest
    supervisor_id = cast.supervisor.id

    def act(_number: int) -> object:
        return decide_hours(
            decisions,
            digest_seen=digest,
            actor=db.session.get_one(Person, supervisor_id),
            at=NOW,
            request_id=request_id(),
        )

    assert at_once(app, act) == {"done": 1, "Stale": MANY - 1}
    for entry in entries:
        assert steps_of(entry).count(HoursAction.SIGNED_OFF) == 1
    assert db.session.scalar(select(func.count()).select_from(Signature)) == 1


def test_one_button_pressed_many_times_signs_once_and_pleases_everyone(
    app: Flask, cast: Cast
) -> None:
    decisions = [Decision(submitted(cast).id, True)]
    digest = sheet_for(cast.supervisor, decisions).digest
    supervisor_id, same = cast.supervisor.id, request_id()

    def act(_number: int) -> object:
        return decide_hours(
            decisions,
            digest_seen=digest,
            actor=db.session.get_one(Person, supervisor_id),
            at=NOW,
            request_id=same,
        )

    assert at_once(app, act) == {"done": MANY}
    assert db.session.scalar(select(func.count()).select_from(Signature)) == 1


def test_one_session_sent_many_times_is_logged_once(app: Flask, cast: Cast) -> None:
    enrolment_id, same, what = cast.enrolment.id, request_id(), facts(cast)

    def act(_number: int) -> object:
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        return actions.log_session(
            enrolment, what, submit=True, actor=enrolment.person, at=NOW, request_id=same
        )

    assert at_once(app, act) == {"done": MANY}
    assert db.session.scalar(select(func.count()).select_from(HoursEntry)) == 1


def test_a_withdrawal_and_a_signature_do_not_both_win(app: Flask, cast: Cast) -> None:
    entry_id = submitted(cast).id
    decisions = [Decision(entry_id, True)]
    digest = sheet_for(cast.supervisor, decisions).digest
    supervisor_id, trainee_id = cast.supervisor.id, cast.trainee.id

    def act(number: int) -> object:
        if number % 2:
            return actions.withdraw_hours(
                db.session.get_one(HoursEntry, entry_id),
                reason="A slip",
                actor=db.session.get_one(Person, trainee_id),
                at=NOW,
            )
        return decide_hours(
            decisions,
            digest_seen=digest,
            actor=db.session.get_one(Person, supervisor_id),
            at=NOW,
            request_id=request_id(),
        )

    assert at_once(app, act)["done"] == 1
    assert len(steps_of(entry_id)) == 3


def test_two_trainees_who_name_each_other_do_not_wait_for_each_other_for_ever(
    app: Flask, cast: Cast
) -> None:
    pair = (cast.enrolment.id, cast.colleague_enrolment.id)
    whats = [facts(cast, cast.enrolment), facts(cast, cast.colleague_enrolment)]

    def act(number: int) -> object:
        mine, other = pair if number % 2 else pair[::-1]
        enrolment = db.session.get_one(Enrolment, mine)
        return actions.log_session(
            enrolment,
            whats[0] if number % 2 else whats[1],
            with_others={other: RoleInSession.OBSERVER},
            submit=True,
            actor=enrolment.person,
            at=NOW,
            request_id=request_id(),
        )

    assert at_once(app, act) == {"done": MANY}


def test_corrections_and_new_sessions_with_a_new_case_all_land(app: Flask, cast: Cast) -> None:
    entry_ids = [submitted(cast, minutes=50 + number).id for number in range(MANY)]
    what = facts(cast, case_code_id=NEW_CASE)

    def act(number: int) -> object:
        entry = db.session.get_one(HoursEntry, entry_ids[number])
        if number % 2:
            return actions.log_session(
                entry.enrolment,
                what,
                submit=True,
                actor=entry.enrolment.person,
                at=NOW,
                request_id=request_id(),
            )
        return actions.correct_hours(
            entry,
            what,
            reason="A slip",
            submit=True,
            actor=entry.enrolment.person,
            at=NOW,
            request_id=request_id(),
        )

    assert at_once(app, act) == {"done": MANY}


def test_sending_all_while_one_is_withdrawn_ends_for_everyone(app: Flask, cast: Cast) -> None:
    entry_ids = [logged(cast, minutes=50 + number).id for number in range(3)]
    trainee_id = cast.trainee.id

    def act(number: int) -> object:
        entries = [db.session.get_one(HoursEntry, entry_id) for entry_id in entry_ids]
        trainee = db.session.get_one(Person, trainee_id)
        if number % 2:
            return actions.withdraw_hours(entries[-1], reason="A slip", actor=trainee, at=NOW)
        actions.submit_all_hours(entries, actor=trainee, at=NOW)
        return None

    assert at_once(app, act)["done"] in {1, 2}
    assert steps_of(entry_ids[-1])[-1] is HoursAction.WITHDRAWN

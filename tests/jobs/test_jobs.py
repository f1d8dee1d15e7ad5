"""A job is written with its act, done once, tried again and told truly."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from tests.cast import NOW, Cast
from tests.jobs.kinds_for_tests import kind_of_job
from trainee_tracker.extensions import db
from trainee_tracker.jobs import actions, queries
from trainee_tracker.jobs.kinds import Never, NotNow
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.jobs.rules import KEPT_FOR, TRY_AGAIN_AFTER, JobState
from trainee_tracker.jobs.waking import waker_of
from trainee_tracker.jobs.working import BROKEN_OFF, WENT_WRONG, look_at_the_clock, work_off
from trainee_tracker.messages import say
from trainee_tracker.refusals import Impossible


def asked(key: str = "one", *, of: int = 1) -> int:
    """Ask for a job of a test, and return its id."""
    job_id = actions.ask_for("test", key, at=NOW, of=of, content={"text": "hello"}).id
    db.session.commit()
    return job_id


def job(job_id: int) -> Job:
    """Return a job as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)


def let_it_be_quiet(app: Flask) -> None:
    """Answer what other tests have rung for."""
    waker_of(app).answer()


def test_an_act_that_is_rolled_back_leaves_no_job(app: Flask, cast: Cast) -> None:
    let_it_be_quiet(app)
    actions.ask_for("test", "never", at=NOW)
    db.session.rollback()
    assert db.session.scalars(select(Job)).all() == []
    db.session.commit()
    assert not waker_of(app).answers_next()


def test_the_worker_is_woken_once_the_act_is_committed_and_not_before(
    app: Flask, cast: Cast
) -> None:
    let_it_be_quiet(app)
    actions.ask_for("test", "one", at=NOW)
    with db.session.begin_nested():
        db.session.flush()
    assert not waker_of(app).answers_next()
    db.session.commit()
    assert waker_of(app).answers_next()


def test_the_same_key_asks_for_the_same_job(cast: Cast) -> None:
    assert asked() == asked()


def test_a_job_is_done_once_and_forgets_what_it_held(app: Flask, cast: Cast) -> None:
    done: list[int] = []
    with kind_of_job("test", lambda job, progress: done.append(job.id)):
        job_id = asked()
        assert work_off(app, "a worker") == 1
        assert work_off(app, "a worker") == 0
    found = job(job_id)
    assert (done, found.state, found.done, found.holds) == ([job_id], JobState.DONE, 1, {})


def test_of_two_workers_each_job_is_done_by_one(app: Flask, cast: Cast) -> None:
    done: list[int] = []
    ids = [asked(f"job {number}") for number in range(12)]
    start = threading.Barrier(2)

    def worker(name: str) -> None:
        start.wait()
        work_off(app, name)

    with kind_of_job("test", lambda job, progress: done.append(job.id)):
        threads = [threading.Thread(target=worker, args=(name,)) for name in ("one", "two")]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sorted(done) == ids


def test_what_is_not_possible_now_is_tried_again_later_and_then_given_up(
    app: Flask, cast: Cast
) -> None:
    def refuse(job: Job, progress: Progress) -> None:
        raise NotNow(say("The mail server does not answer."))

    job_id = asked()
    at = NOW
    with kind_of_job("test", refuse):
        for wait in (*TRY_AGAIN_AFTER, None):
            with time_machine.travel(at, tick=False):
                assert work_off(app, "a worker") == 1
                assert work_off(app, "a worker") == 0
            found = job(job_id)
            assert found.why == say("The mail server does not answer.")
            if wait is not None:
                assert (found.state, found.begins_at) == (JobState.WAITING, at + wait)
                at += wait
    assert job(job_id).state is JobState.FAILED
    assert job(job_id).holds == {"text": "hello"}, "it can be tried again"


def test_what_can_never_be_done_fails_at_once(app: Flask, cast: Cast) -> None:
    def refuse(job: Job, progress: Progress) -> None:
        raise Never(say("There is no such address."))

    def refuse_by_rule(job: Job, progress: Progress) -> None:
        raise Impossible(say("This was done already."))

    for refusing, told in (
        (refuse, say("There is no such address.")),
        (refuse_by_rule, say("This was done already.")),
    ):
        with kind_of_job("test", refusing):
            job_id = asked(str(told))
            work_off(app, "a worker")
            assert (job(job_id).state, job(job_id).why) == (JobState.FAILED, told)


def test_what_nobody_expected_leaves_nothing_half_done_and_the_worker_goes_on(
    app: Flask, cast: Cast
) -> None:
    def break_off(job: Job, progress: Progress) -> None:
        if job.key == "first":
            db.session.add(Job(key="half"))
            raise RuntimeError("with somebody's name in it")

    with kind_of_job("test", break_off):
        first, second = asked("first"), asked("second")
        assert work_off(app, "a worker") == 2
    assert (job(first).state, job(first).why) == (JobState.WAITING, WENT_WRONG)
    assert job(second).state is JobState.DONE


def test_a_job_that_was_broken_off_again_and_again_is_given_up(app: Flask, cast: Cast) -> None:
    job_id = asked()
    for _number in range(len(TRY_AGAIN_AFTER) + 1):
        actions.claim("one that dies", at=NOW, hold=timedelta(seconds=-1))
        db.session.commit()
    with kind_of_job("test", lambda job, progress: None):
        work_off(app, "a worker")
    assert (job(job_id).state, job(job_id).why) == (JobState.FAILED, BROKEN_OFF)


def test_one_taken_over_writes_nothing_more(app: Flask, cast: Cast) -> None:
    """A worker that was thought dead and is not: what it was about to write is rolled back."""

    def slow(job: Job, progress: Progress) -> None:
        db.session.add(stray)
        db.session.execute(update(Job).where(Job.id == job.id).values(worker="another"))
        progress.reach(1)

    stray = Job(
        key="stray",
        kind="test",
        subject="{}",
        content="{}",
        state=JobState.DONE,
        made_at=NOW,
        begins_at=NOW,
        worker="",
        tries=0,
        done=0,
        of=1,
        remarks="[]",
        fault="",
    )
    with kind_of_job("test", slow):
        job_id = asked()
        work_off(app, "the slow one")
    assert queries.job_by_key("stray") is None
    assert job(job_id).state is JobState.RUNNING


def test_what_failed_is_tried_again_when_somebody_asks_and_nothing_else(
    app: Flask, cast: Cast
) -> None:
    def refuse(job: Job, progress: Progress) -> None:
        raise Never(say("No."))

    with kind_of_job("test", refuse):
        job_id = asked()
        with pytest.raises(Impossible, match="nothing to try again"):
            actions.try_again(job(job_id), at=NOW)
        work_off(app, "a worker")
    actions.try_again(job(job_id), at=NOW)
    db.session.commit()
    with kind_of_job("test", lambda job, progress: None):
        work_off(app, "a worker")
    assert job(job_id).state is JobState.DONE


def test_the_timetable_asks_once_a_day_however_many_workers_look(app: Flask, cast: Cast) -> None:
    for worker in ("one", "two"):
        look_at_the_clock(app, worker)
    db.session.rollback()
    keys = set(db.session.scalars(select(Job.key)).all())
    assert keys == {"checkpoint of 2026-11-22", "tidying of 2026-11-16"}
    with time_machine.travel(NOW + timedelta(days=1)):
        look_at_the_clock(app, "one")
    db.session.rollback()
    assert queries.job_by_key("checkpoint of 2026-11-23") is not None
    assert queries.worker_seen_at() is not None


def test_what_was_done_long_ago_is_forgotten_and_what_failed_is_kept(
    app: Flask, cast: Cast
) -> None:
    done, failed = asked("done"), asked("failed")
    for job_id, state in ((done, JobState.DONE), (failed, JobState.FAILED)):
        found = job(job_id)
        found.state, found.ended_at = state, NOW - KEPT_FOR - timedelta(days=1)
        db.session.commit()
    actions.forget_old(at=NOW)
    db.session.commit()
    assert db.session.scalars(select(Job.id)).all() == [failed]

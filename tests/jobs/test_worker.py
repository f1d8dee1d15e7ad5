"""A real worker: a process of its own, killed in the middle, and what goes on after it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from config import PROJECT_FOLDER
from tests.achievements import finish, finish_beside_classes
from tests.cast import Cast, request_id
from tests.databases import empty_database, uses_postgresql
from trainee_tracker import clock
from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db
from trainee_tracker.jobs import queries
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState
from trainee_tracker.jobs.waking import Waker
from trainee_tracker.people.letters import Letter
from trainee_tracker.people.posting import post

PATIENCE_SECONDS = 120
"""How long a test waits for a worker on a busy machine."""


@contextmanager
def queue_beside(tmp_path: Path) -> Iterator[str]:
    """Yield the URL of an empty queue, on the kind of server that these tests run on."""
    if not uses_postgresql():
        yield f"sqlite:///{tmp_path / 'queue.sqlite3'}"
        return
    with empty_database("queue") as url:
        address = make_url(url).set(drivername="postgresql")
        yield address.render_as_string(hide_password=False)


@contextmanager
def queue_on_redis(tmp_path: Path) -> Iterator[str]:
    """Yield the URL of an empty queue on a Redis server that was started for it alone."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    only_here = ["--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), *only_here], stdout=subprocess.DEVNULL
    )
    try:
        url = f"redis://127.0.0.1:{port}/0"
        with Redis.from_url(url) as client:
            wait_for(lambda: answers(client))
        yield url
    finally:
        process.kill()
        process.wait()


def answers(client: Redis) -> bool:
    """Return whether a Redis server is there."""
    try:
        return bool(client.ping())
    except RedisConnectionError:
        return False


def environment_of(app: Flask, queue_url: str) -> dict[str, str]:
    """Return the settings of a worker on the database of this test."""
    settings = app.config["SETTINGS"]
    return {
        **os.environ,
        "FLASK_APP": "trainee_tracker:create_app",
        "FLASK_SKIP_DOTENV": "1",
        "TRAINEE_TRACKER_PROFILE": "test",
        "DATABASE_URL": settings.database_url.render_as_string(hide_password=False),
        "OUTBOX_DIR": str(settings.outbox_folder),
        "QUEUE_URL": queue_url,
        "JOB_HOLD_SECONDS": "2",
        "JOB_THREADS": "1",
    }


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker, and end it the hard way if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "flask", "work"],
        cwd=PROJECT_FOLDER,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(what: Callable[[], object]) -> None:
    """Wait until something is so, and fail if it takes too long."""
    for _attempt in range(PATIENCE_SECONDS * 50):
        db.session.rollback()
        if what():
            return
        time.sleep(0.02)
    pytest.fail("The worker did not get there.")


def is_done(key: str) -> bool:
    """Return whether the job that was asked for under a key is done."""
    found = queries.job_by_key(key)
    return found is not None and found.state is JobState.DONE


def awards() -> int:
    """Return how many certificates there are."""
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_a_worker_killed_in_the_middle_is_resumed_and_each_award_is_issued_once(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    finish(cast, cast.enrolment)
    finish_beside_classes(cast, cast.colleague_enrolment)
    db.session.commit()
    chosen = [cast.enrolment, cast.colleague_enrolment]
    at = clock.now()
    signature = actions.sign_awards(
        cast.cohort,
        chosen,
        digest_seen=digest_of(actions.awards_shown(cast.cohort, chosen, at)),
        actor=cast.training_lead,
        at=at,
        request_id=request_id("killed"),
    )
    job_id = actions.ask_to_issue(signature, cast.cohort, at=at).id
    db.session.commit()
    environment = environment_of(app, f"sqlite:///{tmp_path / 'queue.sqlite3'}")
    with worker(environment) as process:
        wait_for(lambda: awards() == 1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    found = db.session.get_one(Job, job_id, populate_existing=True)
    assert (found.state, found.done) == (JobState.RUNNING, 1)
    with worker(environment) as process:
        wait_for(lambda: db.session.get_one(Job, job_id).state is JobState.DONE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    db.session.rollback()
    found = db.session.get_one(Job, job_id)
    assert (found.done, found.said, awards()) == (2, [], 2)
    assert queries.worker_seen_at() is not None


@pytest.mark.parametrize("queue", [queue_beside, queue_on_redis])
def test_a_worker_is_woken_through_the_queue_that_the_setting_names(
    queue: Callable[[Path], AbstractContextManager[str]], app: Flask, cast: Cast, tmp_path: Path
) -> None:
    with queue(tmp_path) as queue_url:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], queue_url=queue_url)
        waker = Waker(app)
        opened = waker._opened()
        # As on an installation, where the page does not do the work itself.
        waker.is_immediate = False
        waker.wake()
        assert opened.pending_count() == 1, "the wake-up waits while there is no worker"
        with worker(environment_of(app, queue_url)) as process:
            wait_for(lambda: queries.worker_seen_at() is not None and not opened.pending_count())
            letter = Letter("abena@grace.example", "Abena Osei", "en", "Hello", "Hello.")
            post(letter, sender=None, at=clock.now(), once="of a test")
            db.session.commit()
            waker.wake()
            wait_for(lambda: is_done("letter of a test") and not opened.pending_count())
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE_SECONDS) == 0
        opened.storage.close()

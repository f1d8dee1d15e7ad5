"""Asking for a job, and each step of it; like every action, none of them commits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Update, and_, delete, or_, select, update

from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job, Worker
from trainee_tracker.jobs.rules import KEPT_FOR, JobState, fault_kept, next_try
from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Impossible

ASKED_FOR: Final = "jobs.asked_for"
"""The key in `Session.info` that says that the transaction in hand asks for a job."""


class TakenOver(Exception):
    """Another worker does this job now: this one was not heard of for too long."""


def ask_for(
    kind: str,
    key: str,
    *,
    at: datetime,
    owner_id: int | None = None,
    subject: Mapping[str, Any] | None = None,
    content: Mapping[str, Any] | None = None,
    of: int = 1,
) -> Job:
    """Ask for a job within the act that needs it; the worker is woken once that is committed.

    The same `key` asks for the same job, which is then returned as it stands. `subject` holds ids;
    `content` may hold names and text, and never a token or a password. `of` is in how many steps
    it is done.
    """
    db.session.info[ASKED_FOR] = True
    found = db.session.scalar(select(Job).where(Job.key == key))
    if found is not None:
        return found
    job = Job(
        key=key,
        kind=kind,
        subject=json.dumps(dict(subject or {})),
        content=json.dumps(dict(content or {})),
        owner_id=owner_id,
        state=JobState.WAITING,
        made_at=at,
        begins_at=at,
        held_until=None,
        worker="",
        tries=0,
        done=0,
        of=of,
        remarks="[]",
        fault="",
        ended_at=None,
    )
    db.session.add(job)
    db.session.flush()
    return job


def try_again(job: Job, *, at: datetime) -> None:
    """Have a job that failed tried once more from where it stopped; raises Impossible for another."""
    if job.state is not JobState.FAILED:
        raise Impossible(
            say("This is being done or is done already, so there is nothing to try again.")
        )
    db.session.info[ASKED_FOR] = True
    job.state, job.begins_at, job.tries, job.ended_at = JobState.WAITING, at, 0, None
    db.session.flush()


def claim(worker: str, *, at: datetime, hold: timedelta) -> int | None:
    """Take the job that has waited longest for a worker, and return its id; None when none waits.

    A job whose worker was not heard of until `held_until` waits again. The caller commits, and then
    the job is the worker's for as long as `hold` unless it says that it goes on.
    """
    due = or_(
        and_(Job.state == JobState.WAITING, Job.begins_at <= at),
        and_(Job.state == JobState.RUNNING, Job.held_until < at),
    )
    # A letter does not wait behind a hundred awards.
    for job_id in db.session.scalars(
        select(Job.id).where(due).order_by(Job.of > 1, Job.begins_at, Job.id).limit(20)
    ).all():
        # Of two workers that want the same job the database lets one have it.
        taken = _changed(
            update(Job)
            .where(Job.id == job_id, due)
            .values(
                state=JobState.RUNNING, worker=worker, held_until=at + hold, tries=Job.tries + 1
            )
        )
        if taken:
            return job_id
        db.session.rollback()
    return None


def go_on(job_id: int, worker: str, *, done: int, remarks: str, until: datetime) -> None:
    """Write how far a job is, within the transaction that got it there.

    Raises TakenOver when the job is no longer this worker's: what it was about to do is then rolled
    back, and the other one does it.
    """
    if not _changed(_own(job_id, worker).values(done=done, remarks=remarks, held_until=until)):
        raise TakenOver


def finish(job_id: int, worker: str, *, at: datetime) -> None:
    """Write that a job is done, and forget what it needed; raises TakenOver as `go_on` does."""
    ended = _own(job_id, worker).values(
        state=JobState.DONE, done=Job.of, content="{}", fault="", ended_at=at, held_until=None
    )
    if not _changed(ended):
        raise TakenOver


def put_off(job_id: int, worker: str, why: Message, *, at: datetime) -> None:
    """Write why a job could not be done, and when it is tried again, or that it has failed."""
    tries = db.session.scalar(select(Job.tries).where(Job.id == job_id)) or 1
    again = next_try(tries, at)
    if again is None:
        fail(job_id, worker, why, at=at)
        return
    _changed(
        _own(job_id, worker).values(
            state=JobState.WAITING, begins_at=again, fault=fault_kept(why), held_until=None
        )
    )


def fail(job_id: int, worker: str, why: Message, *, at: datetime) -> None:
    """Write that a job is given up, and why. What it needs is kept, so that it can be tried again."""
    _changed(
        _own(job_id, worker).values(
            state=JobState.FAILED, fault=fault_kept(why), ended_at=at, held_until=None
        )
    )


def say_here(worker: str, *, at: datetime) -> None:
    """Write that a worker is there, and forget those that were last heard of long ago."""
    if not _changed(update(Worker).where(Worker.name == worker).values(seen_at=at)):
        db.session.execute(delete(Worker).where(Worker.seen_at < at - timedelta(days=1)))
        db.session.add(Worker(name=worker, seen_at=at))
    db.session.flush()


def forget_old(*, at: datetime) -> None:
    """Delete the jobs that were done long ago; those that failed stay until somebody looks."""
    db.session.execute(delete(Job).where(Job.state == JobState.DONE, Job.ended_at < at - KEPT_FOR))


def _own(job_id: int, worker: str) -> Update:
    return update(Job).where(Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)


def _changed(statement: Update) -> bool:
    """Run a statement and return whether it found its row."""
    ran = db.session.execute(statement, execution_options={"synchronize_session": False})
    return bool(cast("CursorResult[Any]", ran).rowcount)

"""Reading background work, through the person who asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job, Worker
from trainee_tracker.jobs.rules import JobState

SHOWN = 50
"""How many jobs a page lists."""


def job_for(person_id: int, job_id: int, *, oversees: bool = False) -> Job | None:
    """Return a job of the person, else None; who oversees the site sees what nobody asked for, too."""
    job = db.session.get(Job, job_id)
    if job is None or not (job.owner_id == person_id or (oversees and job.owner_id is None)):
        return None
    return job


def jobs_of(person_id: int, *, oversees: bool = False) -> Sequence[Job]:
    """Return the newest jobs of a person, those that failed first; letters that are sent are left out.

    Who oversees the site also sees those for which nobody asked.
    """
    owned = Job.owner_id == person_id
    return db.session.scalars(
        select(Job)
        .where(owned | Job.owner_id.is_(None) if oversees else owned)
        .where(~Job.kind.startswith("letter") | (Job.state != JobState.DONE))
        .order_by(Job.state != JobState.FAILED, Job.id.desc())
        .limit(SHOWN)
    ).all()


def count_in_trouble(person_id: int, *, oversees: bool = False) -> int:
    """Return how many jobs of a person have failed, or were tried in vain and are tried again."""
    owned = Job.owner_id == person_id
    return db.session.scalars(
        select(func.count())
        .select_from(Job)
        .where(
            (Job.state == JobState.FAILED) | ((Job.state == JobState.WAITING) & (Job.fault != ""))
        )
        .where(owned | Job.owner_id.is_(None) if oversees else owned)
    ).one()


def job_by_key(key: str) -> Job | None:
    """Return the job asked for under a key, if there is one."""
    return db.session.scalar(select(Job).where(Job.key == key))


def worker_seen_at(connection: Connection | None = None) -> datetime | None:
    """Return when a worker last said that it is there (UTC), or None when none ever did."""
    newest = select(Worker.seen_at).order_by(Worker.seen_at.desc()).limit(1)
    found: datetime | None = (connection or db.session.connection()).scalar(newest)
    return found

"""The letters that wait, as tests read them."""

from __future__ import annotations

from sqlalchemy import select

from trainee_tracker.extensions import db
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState


def letters_waiting() -> dict[str, str]:
    """Return name -> why the letter to them was not sent, for letters that were tried in vain."""
    db.session.rollback()
    jobs = db.session.scalars(
        select(Job).where(
            Job.kind.startswith("letter"), Job.state != JobState.DONE, Job.fault != ""
        )
    )
    return {job.holds["name"]: str(job.why) for job in jobs}

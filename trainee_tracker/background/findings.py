"""What the doctor finds of the background work: whether somebody does it, and what has failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, inspect, select

from trainee_tracker import clock
from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.jobs.models import Job, Worker
from trainee_tracker.jobs.queries import worker_seen_at
from trainee_tracker.jobs.rules import JobState, is_silent
from trainee_tracker.messages import Message, Verbatim, say, say_many

if TYPE_CHECKING:
    from datetime import datetime

    from config import Settings


WORK = Verbatim(".venv/bin/flask work")


def look_at_worker(connection: Connection) -> Iterator[Finding]:
    """Find whether somebody does the background work, and how much of it has failed."""
    if not inspect(connection).has_table(Worker.__tablename__):
        return
    seen_at = worker_seen_at(connection)
    if is_silent(seen_at, clock.now()):
        yield Finding(Verdict.NOTE, _silent_since(seen_at))
    else:
        yield Finding(Verdict.GOOD, say("The worker is there."))
    failed = connection.scalar(
        select(func.count()).select_from(Job).where(Job.state == JobState.FAILED)
    )
    if failed:
        yield Finding(
            Verdict.NOTE,
            say_many(
                "{n} job has failed; whoever asked for it sees it under /jobs.",
                "{n} jobs have failed; whoever asked for them sees them under /jobs.",
                n=failed,
            ),
        )


def _silent_since(seen_at: datetime | None) -> Message:
    if seen_at is None:
        return say(
            "The worker was never heard of, so e-mails and awards wait. make serve starts it with the"
            " site; alone it is started with: {command}",
            command=WORK,
        )
    return say(
        "The worker was last heard of on {at}, so e-mails and awards wait. make serve starts it with"
        " the site; alone it is started with: {command}",
        command=WORK,
        at=seen_at,
    )


def look_at_checkpoints(settings: Settings) -> Finding:
    """Find whether the checkpoint of each day goes somewhere."""
    if settings.checkpoint_folder is None and not settings.checkpoint_addresses:
        return Finding(
            Verdict.NOTE,
            say(
                "No daily checkpoint is kept: set CHECKPOINT_DIR or CHECKPOINT_MAIL, or take one by"
                " hand."
            ),
        )
    return Finding(Verdict.GOOD, say("A checkpoint is kept every day."))

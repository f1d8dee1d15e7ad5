"""What a worker does: takes what is due, has it done, and writes what came of it."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

from trainee_tracker import clock
from trainee_tracker.extensions import db
from trainee_tracker.jobs import actions
from trainee_tracker.jobs.kinds import KINDS, Never, NotNow
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.jobs.rules import TRY_AGAIN_AFTER
from trainee_tracker.logs import log
from trainee_tracker.messages import say
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from config import Settings

BROKEN_OFF = say(
    "It was broken off several times, and nobody could see why. Tell whoever runs the site."
)
WENT_WRONG = say(
    "Something went wrong that nobody expected. Whoever runs the site finds it in the log."
)


def name_of_worker() -> str:
    """Return a name for this process that no other has, on this machine or another."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def work_off(app: Flask, worker: str, *, stops: Callable[[], bool] = lambda: False) -> int:
    """Do everything that is due, one job after the other; return how many were taken up.

    Each has a session of its own. Stops between two jobs once `stops` says so.
    """
    settings: Settings = app.config["SETTINGS"]
    hold, count = timedelta(seconds=settings.job_hold_seconds), 0
    while not stops():
        with app.app_context():
            job_id = actions.claim(worker, at=clock.now(), hold=hold)
            if job_id is None:
                return count
            db.session.commit()
            _perform(job_id, worker, settings)
        count += 1
    return count


def look_at_the_clock(app: Flask, worker: str) -> None:
    """Say that this worker is there, and ask for what the timetable has for today.

    Two workers that look at once ask for the same job, since its key is the day's.
    """
    with app.app_context():
        at = clock.now()
        actions.say_here(worker, at=at)
        for name, kind in KINDS.items():
            if kind.appointment is not None:
                day = kind.appointment.latest_due(at)
                actions.ask_for(name, f"{name} of {day.isoformat()}", at=at)
        db.session.commit()


def _perform(job_id: int, worker: str, settings: Settings) -> None:
    """Have one job done, and write what came of it."""
    job = db.session.get_one(Job, job_id)
    kind = KINDS.get(job.kind)
    try:
        if job.tries > len(TRY_AGAIN_AFTER) + 1:
            raise Never(BROKEN_OFF)
        if kind is None:
            raise NotNow(WENT_WRONG)
        kind.perform(job, Progress(job, worker, settings))
        actions.finish(job_id, worker, at=clock.now())
        db.session.commit()
    except actions.TakenOver:
        db.session.rollback()
    except NotNow as why:
        db.session.rollback()
        actions.put_off(job_id, worker, why.why, at=clock.now())
        db.session.commit()
    except (Never, Refused) as why:
        db.session.rollback()
        told = why.message if isinstance(why, Refused) else why.why
        actions.fail(job_id, worker, told, at=clock.now())
        db.session.commit()
    except Exception:  # Whatever it was, the worker goes on with what else there is.
        db.session.rollback()
        log.exception("job_went_wrong", job=job_id)
        actions.put_off(job_id, worker, WENT_WRONG, at=clock.now())
        db.session.commit()

"""Waking the worker: huey carries the wake-up from the page that asked for a job to the worker.

What is carried says nothing but "look": the jobs are rows of ours. So a queue that was lost, or read
by somebody, costs nothing; every minute the worker looks by itself. In tests there is no worker, and
what a page asked for is done just after it has answered.
"""

from __future__ import annotations

import contextvars
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import current_app, has_app_context
from huey import PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from config import Profile
from trainee_tracker.jobs.actions import ASKED_FOR
from trainee_tracker.jobs.working import look_at_the_clock, name_of_worker, work_off
from trainee_tracker.logs import log

if TYPE_CHECKING:
    from flask import Flask, Response
    from huey.api import Huey
    from huey.consumer import Consumer

    from config import Settings

EXTENSION: Final = "jobs.waker"
SECONDS_TO_STOP: Final = 20
"""How long a worker that is told to stop may go on with the step in hand, in seconds."""


class PlainMessages(Serializer):  # type: ignore[misc]
    """Wake-ups as JSON: huey would pickle them, and who can write the queue could then run code."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps({"id": data.id, "name": data.name}).encode()

    def _deserialize(self, data: bytes) -> Message:
        said = json.loads(data)
        return Message(
            id=said["id"], name=said["name"], retries=0, retry_delay=0, args=(), kwargs={}
        )


class Waker:
    """How one application wakes its worker."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._settings: Settings = app.config["SETTINGS"]
        self._opening = threading.Lock()
        self._huey: Huey | None = None
        self._look: Any = None
        self._stopping: Consumer | None = None
        self.is_immediate = self._settings.profile is Profile.TEST
        self._has_rung = False
        self.worker = name_of_worker()

    def wake(self) -> None:
        """Wake the worker; where that fails it finds the job by itself within a minute."""
        if self.is_immediate:
            self._has_rung = True
            return
        try:
            self._opened()
            self._look()
        except Exception as error:  # The act is committed, and no page fails for a missing wake-up.
            log.warning("worker_not_woken", fault=type(error).__name__)

    def answers_next(self) -> bool:
        """Return whether something was asked for that is done once the page has answered."""
        return self._has_rung

    def answer(self, response: Response | None = None) -> Response | None:
        """Do what was asked for, where there is no worker."""
        if self._has_rung:
            self._has_rung = False
            # Apart from the page that has just been answered, which may only read.
            contextvars.Context().run(work_off, self._app, self.worker)
        return response

    def work(self) -> None:
        """Be the worker until told to stop; whatever waits since the last one ended is begun at once."""
        huey = self._opened()
        self._stopping = huey.create_consumer(
            # Threads, since a process that has loaded native libraries is not forked any more.
            worker_type="thread",
            workers=self._settings.job_threads,
            graceful_signal="TERM",
            shutdown_timeout=SECONDS_TO_STOP,
            max_delay=2.0,
        )
        look_at_the_clock(self._app, self.worker)
        self._look()
        self._stopping.run()

    def look_around(self) -> None:
        """Say that the worker is there, ask for what the timetable has, and do what is due."""
        look_at_the_clock(self._app, self.worker)
        self._work_off()

    def _work_off(self) -> None:
        work_off(self._app, self.worker, stops=self._stops)

    def _stops(self) -> bool:
        return self._stopping is not None and self._stopping.stop_flag.is_set()

    def _opened(self) -> Huey:
        """Return the queue, opened when it is first needed: most processes wake nobody."""
        with self._opening:
            if self._huey is None:
                self._huey = queue_of(self._settings)

                self._look = self._huey.task(name="look")(self._work_off)
                every_minute = self._huey.periodic_task(crontab(minute="*"), name="every_minute")
                every_minute(self.look_around)
            return self._huey


def queue_of(settings: Settings) -> Huey:
    """Return the queue that QUEUE_URL names: a file of SQLite, PostgreSQL or Redis."""
    url = settings.queue_url
    shared = {"results": False, "serializer": PlainMessages()}
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Readable by its owner alone, like the database.
        file.touch(mode=0o600)
        return SqliteHuey("trainee_tracker", filename=str(file), **shared)
    if url.startswith("postgresql://"):
        return PostgresHuey("trainee_tracker", dsn=url, **shared)
    return RedisHuey("trainee_tracker", url=url, **shared)


def waker_of(app: Flask) -> Waker:
    """Return how `app` wakes its worker."""
    waker: Waker = app.extensions[EXTENSION]
    return waker


def register(app: Flask) -> None:
    """Have every act of `app` that asks for a job wake the worker once it is committed."""
    waker = app.extensions[EXTENSION] = Waker(app)
    app.after_request(waker.answer)


@event.listens_for(Session, "after_commit")
def wake_after_commit(session: Session) -> None:
    """Wake the worker for what the transaction that has just landed asked for."""
    if session.in_nested_transaction():
        # The end of a savepoint; the act itself may still be rolled back.
        return
    if session.info.pop(ASKED_FOR, False) and has_app_context():
        waker_of(current_app).wake()


@event.listens_for(Session, "after_soft_rollback")
def forget_after_rollback(session: Session, previous: Any) -> None:
    """Wake nobody for an act that was rolled back."""
    if not session.in_nested_transaction():
        session.info.pop(ASKED_FOR, None)

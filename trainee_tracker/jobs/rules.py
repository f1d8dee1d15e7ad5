"""When a job is done, tried again or given up, and when the timetable asks for one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from trainee_tracker.kept_messages import message_from_plain, to_plain_message
from trainee_tracker.messages import Message

TRY_AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
"""How long after each failed try the next one comes; after the last of these a job has failed."""

SILENT_AFTER = timedelta(minutes=5)
"""A worker says every minute that it is there; after so long without that something is wrong."""

KEPT_FOR = timedelta(days=30)
"""How long a job that is done stays to be read."""


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Every(StrEnum):
    """How often the timetable asks for a job."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Appointment:
    """A job of the timetable: every day, or every Monday, from an hour on (UTC)."""

    every: Every
    hour: int

    def latest_due(self, now: datetime) -> date:
        """Return the newest day on which it was due, at `now` (UTC).

        A worker that was not there at the hour makes up for the last time, and for no earlier one.
        """
        day = now.date() if now.hour >= self.hour else now.date() - timedelta(days=1)
        return day if self.every is Every.DAY else day - timedelta(days=day.weekday())


def next_try(tries: int, at: datetime) -> datetime | None:
    """Return when a job that failed at `at` for the `tries`th time is tried again; None for never."""
    if tries > len(TRY_AGAIN_AFTER):
        return None
    return at + TRY_AGAIN_AFTER[tries - 1]


def is_silent(seen_at: datetime | None, now: datetime) -> bool:
    """Return whether no worker has said for too long that it is there; `seen_at` is the last time."""
    return seen_at is None or now - seen_at > SILENT_AFTER


def remarks_kept(remarks: Iterable[Message]) -> str:
    """Return as JSON what a job has to say, for readers of any language."""
    return json.dumps([to_plain_message(each) for each in remarks])


def remarks_read(kept: str) -> list[Message]:
    """Return what a job has to say."""
    return [message_from_plain(each) for each in json.loads(kept)]


def fault_kept(why: Message) -> str:
    """Return as JSON why a job could not be done."""
    return json.dumps(to_plain_message(why))


def fault_read(kept: str) -> Message | None:
    """Return why a job could not be done; None where nothing was in the way."""
    return message_from_plain(json.loads(kept)) if kept else None


def percent(done: int, of: int) -> int:
    """Return how much of a job is done, in whole per cent, rounded down."""
    return 100 * done // of if of else 100

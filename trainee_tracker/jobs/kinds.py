"""The kinds of jobs: each is told here by the room that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import Appointment
from trainee_tracker.messages import Message, say

if TYPE_CHECKING:
    from trainee_tracker.jobs.progress import Progress

Perform = Callable[[Job, "Progress"], None]


class NotDone(Exception):
    """A job was not done; `why` is the message for whoever asked for it."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


class NotNow(NotDone):
    """A job could not be done this time, and is tried again later."""


class Never(NotDone):
    """A job cannot be done however often it is tried."""


@dataclass(frozen=True)
class Kind:
    """A kind of job: what does it, and when by itself if it stands on the timetable."""

    perform: Perform
    title: Callable[[Job], Message]
    """What a page calls such a job."""
    appointment: Appointment | None


KINDS: dict[str, Kind] = {}
"""Name -> kind, of every room that has been loaded."""


def performs(
    name: str, title: Callable[[Job], Message], *, appointment: Appointment | None = None
) -> Callable[[Perform], Perform]:
    """Let a function do the jobs of a kind; with an `appointment` also by the timetable.

    The function takes the job and its `Progress`, and may commit as often as it gets on. It may be
    called again for a job that was broken off, and begins where `Job.done` says. It raises `NotNow`
    to be tried again, and `Refused` or `Never` where that would not help.
    """

    def register(perform: Perform) -> Perform:
        KINDS[name] = Kind(perform, title, appointment)
        return perform

    return register


def title_of(job: Job) -> Message:
    """Return what a page calls a job, also one of a kind that this version no longer knows."""
    kind = KINDS.get(job.kind)
    return say("Work in the background") if kind is None else kind.title(job)

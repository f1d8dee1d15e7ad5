"""Kinds of jobs that only tests ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from trainee_tracker.jobs.kinds import KINDS, Kind
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.messages import say


@contextmanager
def kind_of_job(name: str, perform: Callable[[Job, Progress], None]) -> Iterator[None]:
    """Let jobs of a kind be done by a function while a test runs."""
    before = dict(KINDS)
    KINDS[name] = Kind(perform, lambda job: say("A job of a test"), None)
    try:
        yield
    finally:
        KINDS.clear()
        KINDS.update(before)

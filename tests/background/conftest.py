"""A job that is under way."""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.jobs.actions import ask_for, say_here
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState


@pytest.fixture
def job(cast: Cast) -> Job:
    """Awards that are being issued for the training lead, 37 of 100."""
    made = ask_for(
        "awards",
        "many",
        owner_id=cast.training_lead.id,
        subject={"signature": 0, "cohort": "Grace 2026"},
        of=100,
        at=NOW,
    )
    made.state, made.done = JobState.RUNNING, 37
    say_here("a worker", at=NOW)
    db.session.commit()
    return made

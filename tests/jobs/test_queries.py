"""Who reads which background work, and when a worker was heard of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.jobs import queries
from trainee_tracker.jobs.actions import ask_for, say_here
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState

DONE, FAILED, WAITING = JobState.DONE, JobState.FAILED, JobState.WAITING


@pytest.fixture
def jobs(cast: Cast) -> dict[str, Job]:
    """Jobs of Ruth, of somebody else and of nobody, by their keys."""
    ruth, omar = cast.training_lead.id, cast.outsider_lead.id
    made = {}
    for key, kind, owner_id, state, fault in (
        ("failed", "test", ruth, FAILED, "It broke."),
        ("done", "test", ruth, DONE, ""),
        ("letter sent", "letter", ruth, DONE, ""),
        ("letter waits", "letter", ruth, WAITING, ""),
        ("tried in vain", "test", ruth, WAITING, "It broke."),
        ("theirs", "test", omar, FAILED, "It broke."),
        ("nobody's", "test", None, DONE, ""),
        ("nobody's failed", "test", None, FAILED, "It broke."),
    ):
        job = made[key] = ask_for(kind, key, owner_id=owner_id, at=NOW)
        job.state, job.fault = state, fault
    db.session.flush()
    return made


def test_somebody_reads_their_own_jobs_and_who_oversees_the_site_also_nobodys(
    cast: Cast, jobs: dict[str, Job]
) -> None:
    ruth = cast.training_lead.id
    for oversees, theirs in (
        (False, set()),
        (True, {"nobody's", "nobody's failed"}),
    ):
        found = {
            key
            for key, job in jobs.items()
            if queries.job_for(ruth, job.id, oversees=oversees) is job
        }
        assert found == {*jobs} - {"theirs", "nobody's", "nobody's failed"} | theirs
    assert queries.job_for(ruth, 999999, oversees=True) is None


def test_the_list_begins_with_what_failed_and_leaves_letters_out_that_are_sent(
    cast: Cast, jobs: dict[str, Job]
) -> None:
    ruth = cast.training_lead.id
    assert [each.key for each in queries.jobs_of(ruth)] == [
        "failed",
        "tried in vain",
        "letter waits",
        "done",
    ]
    assert [each.key for each in queries.jobs_of(ruth, oversees=True)] == [
        "nobody's failed",
        "failed",
        "nobody's",
        "tried in vain",
        "letter waits",
        "done",
    ]
    assert [each.key for each in queries.jobs_of(cast.outsider_lead.id)] == ["theirs"]


def test_what_failed_or_is_tried_in_vain_is_counted_as_trouble(
    cast: Cast, jobs: dict[str, Job]
) -> None:
    assert queries.count_in_trouble(cast.training_lead.id) == 2
    assert queries.count_in_trouble(cast.training_lead.id, oversees=True) == 3
    assert queries.count_in_trouble(cast.outsider_lead.id) == 1
    assert queries.count_in_trouble(cast.trainee.id) == 0


def test_a_job_is_found_by_its_key_alone(jobs: dict[str, Job]) -> None:
    for key, job in jobs.items():
        assert queries.job_by_key(key) is job
    assert queries.job_by_key("another") is None


def test_the_worker_heard_of_last_is_the_one_that_counts(cast: Cast) -> None:
    assert queries.worker_seen_at() is None
    say_here("one", at=NOW)
    say_here("another", at=NOW - timedelta(minutes=5))
    assert queries.worker_seen_at() == NOW
    assert queries.worker_seen_at(db.session.connection()) == NOW

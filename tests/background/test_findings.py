"""What the doctor and the administrators' home page say of a worker that is not heard of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.browser import Browser
from tests.cast import NOW, Cast
from trainee_tracker.background.findings import look_at_checkpoints, look_at_worker
from trainee_tracker.extensions import db
from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.jobs.actions import ask_for, say_here
from trainee_tracker.jobs.rules import SILENT_AFTER, JobState


def found() -> list[Finding]:
    """Return what the doctor finds."""
    return list(look_at_worker(db.session.connection()))


def test_a_worker_that_was_never_heard_of_is_told_with_how_to_start_it(cast: Cast) -> None:
    [silent] = found()
    assert silent.verdict is Verdict.NOTE
    assert "The worker was never heard of, so e-mails and awards wait." in str(silent.sentence)
    assert ".venv/bin/flask work" in str(silent.sentence)


def test_a_worker_is_silent_once_it_was_not_heard_of_for_some_minutes(cast: Cast) -> None:
    say_here("a worker", at=NOW)
    with time_machine.travel(NOW + SILENT_AFTER, tick=False):
        [there] = found()
    assert (there.verdict, str(there.sentence)) == (Verdict.GOOD, "The worker is there.")
    with time_machine.travel(NOW + SILENT_AFTER + timedelta(seconds=1), tick=False):
        [silent] = found()
    assert silent.verdict is Verdict.NOTE
    assert "last heard of on 22 November 2026, 12:00" in str(silent.sentence)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 job has failed; whoever asked for it sees it under /jobs."),
        (2, "2 jobs have failed; whoever asked for them sees them under /jobs."),
    ],
)
def test_jobs_that_have_failed_are_counted(cast: Cast, count: int, said: str) -> None:
    say_here("a worker", at=NOW)
    for number in range(count):
        ask_for("test", f"job {number}", at=NOW).state = JobState.FAILED
    db.session.flush()
    _there, failed = found()
    assert (failed.verdict, str(failed.sentence)) == (Verdict.NOTE, said)


def test_where_no_checkpoint_goes_anywhere_the_doctor_says_what_to_set(
    app: Flask, tmp_path: Path
) -> None:
    settings = app.config["SETTINGS"]
    told = look_at_checkpoints(replace(settings, checkpoint_folder=None, checkpoint_addresses=()))
    assert told.verdict is Verdict.NOTE
    assert "CHECKPOINT_DIR" in str(told.sentence)
    kept = look_at_checkpoints(replace(settings, checkpoint_folder=tmp_path))
    assert kept.verdict is Verdict.GOOD


def test_the_home_of_an_administrator_says_that_the_worker_is_silent_and_no_other_does(
    browser: Browser, cast: Cast
) -> None:
    silent = "No worker has been heard of"
    assert silent in browser.sign_in(cast.administrator).get("/").text
    assert silent not in browser.sign_in(cast.training_lead).get("/").text
    say_here("a worker", at=NOW)
    db.session.commit()
    assert silent not in browser.sign_in(cast.administrator).get("/").text

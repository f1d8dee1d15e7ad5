"""The checkpoint of each day is written and mailed by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from tests.cast import NOW, Cast
from tests.people.post_office import PostOffice, post_office
from trainee_tracker.extensions import db
from trainee_tracker.jobs import queries
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.rules import JobState
from trainee_tracker.jobs.working import look_at_the_clock, work_off


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """The folder of the settings in which checkpoints are kept."""
    kept = tmp_path / "kept"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], checkpoint_folder=kept)
    return kept


def todays() -> Job:
    """Return the job of today's checkpoint."""
    db.session.rollback()
    job = queries.job_by_key("checkpoint of 2026-11-22")
    assert job is not None
    return job


def test_the_checkpoint_of_the_day_is_written_once_and_verify_takes_it(
    app: Flask, cast: Cast, folder: Path
) -> None:
    for _time in range(2):
        look_at_the_clock(app, "a worker")
        work_off(app, "a worker")
    (file,) = folder.iterdir()
    assert file.name == "checkpoint-2026-11-22.json"
    assert file.stat().st_mode & 0o077 == 0
    result = app.test_cli_runner().invoke(args=["ledger", "verify", "--checkpoint", str(file)])
    assert "Nothing was altered or is missing" in result.output
    assert todays().state is JobState.DONE


def test_it_is_mailed_to_whoever_keeps_it_and_tried_again_until_it_is(
    app: Flask, cast: Cast, folder: Path
) -> None:
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, checkpoint_addresses=("tom@trust.example",))
    with post_office(app) as office:
        office.refuses_with = "450 not now"
        look_at_the_clock(app, "a worker")
        work_off(app, "a worker")
        assert "tom@trust.example" in str(todays().why)
        written = next(folder.iterdir()).read_text()
        office.refuses_with = ""
        with time_machine.travel(NOW + timedelta(minutes=2)):
            work_off(app, "a worker")
        assert enclosed(office) == written.strip()
    assert todays().state is JobState.DONE


def enclosed(office: PostOffice) -> str:
    """Return the file that came with the one letter."""
    (letter,) = office.taken
    (part,) = [each for each in letter.walk() if each.get_filename()]
    return bytes(part.get_payload(decode=True)).decode()


def test_a_folder_that_cannot_be_written_is_told_to_administrators(
    app: Flask, cast: Cast, folder: Path
) -> None:
    folder.touch()
    look_at_the_clock(app, "a worker")
    work_off(app, "a worker")
    assert "cannot be written" in str(todays().why)


def test_without_a_place_to_keep_it_nothing_is_sealed(app: Flask, cast: Cast) -> None:
    look_at_the_clock(app, "a worker")
    work_off(app, "a worker")
    assert todays().state is JobState.DONE
    assert db.session.scalar(db.text("SELECT count(*) FROM seals")) == 0

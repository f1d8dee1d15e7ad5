"""A clock that goes back is noticed and said, and no event is dated before the one it follows."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.cast import NOW, Cast
from tests.hours.builders import logged, submitted
from trainee_tracker import doctor
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rules import CLOCK_SAID
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.findings import Verdict
from trainee_tracker.hours import actions as hours


def the_clock_goes_back(cast: Cast) -> None:
    entry = logged(cast)
    hours.submit_hours(entry, actor=cast.trainee, at=NOW - timedelta(hours=1))
    db.session.commit()


def test_an_event_keeps_the_instant_of_the_one_before_and_quotes_the_clock(cast: Cast) -> None:
    the_clock_goes_back(cast)
    before, last = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.stream_id == cast.cohort.stream_id)
        .order_by(AuditEvent.position.desc())
        .limit(2)
    ).all()[::-1]
    assert last.at == before.at == NOW
    told = json.loads(last.facts)[CLOCK_SAID]
    assert told == (NOW - timedelta(hours=1)).isoformat(timespec="microseconds")
    assert list(faults_of_ledger()) == []


def test_the_log_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("trainee_tracker.audit.actions.log.warning", said.append)
    submitted(cast)
    assert said == []
    the_clock_goes_back(cast)
    assert said == ["clock_went_back"]


def test_verify_says_so_without_calling_it_a_fault(app: Flask, cast: Cast) -> None:
    verify = ["ledger", "verify"]
    runner = app.test_cli_runner()
    assert "clock" not in runner.invoke(args=verify).output
    the_clock_goes_back(cast)
    answer = runner.invoke(args=verify)
    assert answer.exit_code == 0, answer.output
    assert "1 event was written while the clock said an earlier time than before." in answer.output


def test_the_doctor_says_so_while_the_clock_is_behind_the_ledger(app: Flask, cast: Cast) -> None:
    submitted(cast)

    def found() -> list[str]:
        with db.engine.connect() as connection:
            looked = list(doctor.look_at_clock(connection))
        return [str(one.sentence) for one in looked if one.verdict is Verdict.WRONG]

    assert found() == []
    with time_machine.travel(NOW - timedelta(days=1)):
        (sentence,) = found()
    assert "says an earlier time than the newest event" in sentence
    assert "22 November 2026, 12:00" in sentence

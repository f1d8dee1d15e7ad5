"""What is asked for every day is found by an index, however many cohorts there have ever been.

SQLite tells beforehand how it will read; without statistics, which nobody gathers here, that does
not depend on how many rows there are. So the plans are SQLite's, whatever database the run is on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import flask_migrate
import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from tests import cast as cast_module
from tests.access import places
from tests.access.table import TABLE
from tests.achievements import finish
from tests.browser import Browser
from tests.cast import BEGAN, EMAILS, NOW, PASSWORD, Cast
from tests.certificates.support.changing import award_of
from tests.conftest import settings_for
from tests.governance.builders import FIRST, in_force, propose, sign, suspend
from tests.hours.builders import decided, submitted
from trainee_tracker import create_app
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.changes import changes_behind
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.actions import Newcomer, enrol_newcomer
from trainee_tracker.extensions import db
from trainee_tracker.logbook.queries import unsent_of
from trainee_tracker.progress.queries import judge_enrolments

LARGE = (
    "certificates",
    "enrolments",
    "invitations",
    "supervisions",
    "governance_records",
    "governance_events",
    "logged_sessions",
    "hours_entries",
    "hours_events",
)
"""The tables that grow with every cohort."""

WHOLE_BY_STATEMENT: dict[str, list[str]] = {}
"""What was found of each statement; most pages begin with the same ones."""


@dataclass(frozen=True)
class Filled:
    """The application on SQLite with the cast and their things, and the words of the addresses."""

    app: Flask
    words: Mapping[str, str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The cast with one of each thing that a page shows, and an award, on SQLite."""
    folder = tmp_path_factory.mktemp("plans")
    file = folder / "plans.sqlite3"
    file.touch(mode=0o600)
    app = create_app(settings_for(f"sqlite:///{file}", folder / "outbox"))
    with app.app_context():
        with time_machine.travel(BEGAN):
            flask_migrate.upgrade()
            cast_module.build()
        with time_machine.travel(NOW):
            cast = cast_module.load()
            words = places.build(cast)
            finish(cast, cast.colleague_enrolment)
            award_of(cast, cast.colleague_enrolment, "an award")
            yield Filled(app, words)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def planned() -> Iterator[list[str]]:
    """Yield a list that fills with what the statements of the block read from end to end."""
    read_whole: list[str] = []
    sent: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent[statement] = parameters

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield read_whole
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    with db.engine.connect() as connection:
        for statement, parameters in sent.items():
            if statement not in WHOLE_BY_STATEMENT:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                WHOLE_BY_STATEMENT[statement] = [
                    f"{row.detail}: {statement}" for row in plan if _is_whole(row.detail, statement)
                ]
            read_whole += WHOLE_BY_STATEMENT[statement]


def _is_whole(detail: str, statement: str) -> bool:
    """Tell whether a step reads a whole table, perhaps to make an index of it for this once."""
    found = re.match(r"(SCAN|SEARCH) (\w+)", detail)
    if found is None or (found[1] == "SEARCH" and "AUTOMATIC" not in detail):
        return False
    aliases = re.findall(rf"\b(?:{'|'.join(LARGE)}) AS (\w+)", statement)
    return found[2] in {*LARGE, *aliases}


@pytest.fixture
def known(filled: Filled) -> Cast:
    """The people of the test, on SQLite."""
    db.session.remove()
    return cast_module.load()


@pytest.mark.parametrize("member", sorted(EMAILS))
def test_no_page_reads_a_ledger_from_end_to_end(filled: Filled, known: Cast, member: str) -> None:
    browser = Browser(filled.app)
    browser.sign_in(getattr(known, member))
    found: dict[str, list[str]] = {}
    for row in TABLE:
        if member in row.lets_in and "GET" in row.methods.split():
            address = row.address.format_map(filled.words)
            with planned() as read_whole:
                browser.client.get(address, buffered=True)
            if read_whole:
                found[address] = read_whole
    assert found == {}


def test_judging_a_trainee_reads_no_ledger_from_end_to_end(known: Cast) -> None:
    with planned() as read_whole:
        judge_enrolments([known.enrolment.id], civil_date(NOW))
    assert read_whole == []


def test_logging_and_signing_hours_reads_no_ledger_from_end_to_end(known: Cast) -> None:
    with planned() as read_whole:
        decided(known, submitted(known))
    assert read_whole == []


def test_adding_and_signing_a_record_reads_no_ledger_from_end_to_end(known: Cast) -> None:
    with planned() as read_whole:
        record = propose(known, subject=known.colleague)
        sign(record, known.community_lead)
        sign(record, known.statutory_lead)
    assert read_whole == []


def test_counting_an_award_again_reads_no_ledger_from_end_to_end(known: Cast) -> None:
    record = in_force(known, "indemnity", subject=known.colleague)
    with planned() as read_whole:
        suspend(record, known.community_lead, FIRST)
        (award,) = db.session.scalars(
            select(Certificate.id).where(Certificate.enrolment_id == known.colleague_enrolment.id)
        )
        assert changes_behind([award])
    assert read_whole == []


def test_sending_hours_reads_no_ledger_from_end_to_end(known: Cast) -> None:
    with planned() as read_whole:
        assert unsent_of(known.trainee)
    assert read_whole == []


def test_accepting_a_place_reads_no_ledger_from_end_to_end(filled: Filled, known: Cast) -> None:
    arrival = enrol_newcomer(
        known.cohort,
        Newcomer("Layla Somebody", known.outsider.email),
        enrolled_on=civil_date(NOW),
        actor=known.training_lead,
        at=NOW,
        request_id=cast_module.request_id("Layla at Grace"),
    )
    db.session.commit()
    browser = Browser(filled.app)
    page = browser.get(f"/invitation/{arrival.token}")
    with planned() as read_whole:
        browser.submit(page, {"password": PASSWORD})
    assert read_whole == []

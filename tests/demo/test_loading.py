"""The demonstration carried out in an empty database, and refused where it has no business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import flask_migrate
import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from config import Profile
from tests.cast import NOW, Cast
from tests.conftest import settings_for
from tests.databases import empty_database
from trainee_tracker import create_app
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper import pdf
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.certificates.support.projection import support_faults
from trainee_tracker.certificates.support.queries import awards_no_longer_supported_in
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.demo import programme
from trainee_tracker.demo.commands import demo
from trainee_tracker.demo.plan import plan_for
from trainee_tracker.demo.reader import PASSWORD, told
from trainee_tracker.demo.reader import people as characters
from trainee_tracker.demo.steps import Step
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEvent
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.hours.signing.queries import backlog_of
from trainee_tracker.people.models import Person
from trainee_tracker.people.names.queries import requests_to_confirm
from trainee_tracker.people.passwords import actions as passwords
from trainee_tracker.people.queries import person_by_email
from trainee_tracker.people.sign_in import actions as sign_in
from trainee_tracker.progress import queries as progress


@pytest.fixture
def empty_app(tmp_path: Path) -> Iterator[Flask]:
    """The application on a database with every table and nobody in it."""
    with empty_database("demo") as url:
        app = create_app(settings_for(url, tmp_path / "outbox"))
        with time_machine.travel(NOW), app.app_context():
            flask_migrate.upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend no time on what has tests of its own: slow hashes, and drawing the same twice.

    Every name with letters beyond ASCII is drawn once, since a face may lack one of them.
    """
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 8, 1))
    draw, drawn = pdf.render, set()

    def render(facts: CertificateFacts) -> bytes:
        name = f"{facts.holder_name}{facts.holder_name_other or ''}"
        if name.isascii() or name in drawn:
            return facts.to_json().encode()
        drawn.add(name)
        return draw(facts)

    monkeypatch.setattr(pdf, "render", render)


@pytest.mark.usefixtures("quick")
def test_the_whole_demonstration_loads_once_and_holds_together(empty_app: Flask) -> None:
    run = empty_app.test_cli_runner()
    before = run.invoke(demo, ["who"])
    assert before.exit_code == 1
    assert "not loaded yet" in before.output

    loaded = run.invoke(demo, ["load"])
    assert loaded.exit_code == 0, loaded.output
    assert "Loaded 1," in loaded.output

    assert list(faults_of_ledger()) == []
    assert progress.stored_faults() == []
    finished, running = (
        db.session.scalars(select(Cohort).where(Cohort.name == name)).one()
        for name in ("Black Pastors, year two", "Muslim Network, year two")
    )
    today = civil_date(NOW)
    grid = progress.cohort_grid(finished, today)
    assert grid.together.person_minutes >= 700 * 60
    assert [each.is_held for each in awards_in(finished).values()] == [True] * 9
    # Sessions of one of them were corrected after the award, which both sides kept.
    assert sum(row.summary.standing.met for row in grid.rows) == 8
    (state,) = awards_no_longer_supported_in(finished.id).values()
    assert state.is_kept
    assert [each.key for each in state.finding.unmet] == ["practice-hours"]
    assert state.found_on < today - timedelta(weeks=5)
    assert support_faults() == []
    assert awards_in(running) == {}
    unsigned = select(HoursEvent.id).where(
        HoursEvent.action == HoursAction.SIGNED_OFF, HoursEvent.signature_id.is_(None)
    )
    assert db.session.scalars(unsigned).all() == []
    assert {len(serial) for serial in programme.certificates_to_check().values()} == {24}
    assert len(programme.certificates_to_check()) == 3

    visits = [characters()[each["person"]] for each in told("visits")["visit"]]
    assert len(visits) == 12
    for visitor in visits:
        assert sign_in.sign_in(visitor.email, PASSWORD, address="127.0.0.1", at=NOW)
    db.session.rollback()
    supervisor = person_by_email("tomasz.wieczorek@trust.example")
    assert supervisor is not None
    assert backlog_of(supervisor).entries > 5

    lead = person_by_email("zaynab@family-therapy.example")
    assert lead is not None
    (waiting,) = requests_to_confirm(lead)
    assert waiting.full_name == "Shirin Akter Rahman"
    renamed = person_by_email("oluwaseun@pastors.example")
    assert renamed is not None
    assert renamed.full_name == "Oluwaṣeun Akíntọ́lá"
    assert supervisor.registration == "UKCP (demonstration) 0142"

    events = db.session.scalar(select(func.count()).select_from(AuditEvent))
    again = run.invoke(demo, ["load"])
    assert again.exit_code == 0
    assert "nothing was changed" in again.output
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == events

    listed = run.invoke(demo, ["who"])
    assert listed.exit_code == 0
    assert PASSWORD in listed.output
    for visitor in visits:
        assert visitor.email in listed.output


def test_a_killed_process_leaves_nothing_behind(
    empty_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(today: date) -> Iterator[Step]:
        yield from plan_for(today)[:4]
        raise KeyboardInterrupt

    monkeypatch.setattr(programme, "plan_for", cut_short)
    with pytest.raises(KeyboardInterrupt):
        programme.load(civil_date(NOW), CheckAddress("http://127.0.0.1:8000"))
    db.session.remove()
    assert not programme.is_loaded()
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_it_is_not_loaded_among_other_people(app: Flask, cast: Cast) -> None:
    result = app.test_cli_runner().invoke(demo, ["load"])
    assert result.exit_code == 1
    assert "make demo-reset" in result.output
    assert db.session.scalar(select(func.count(Certificate.id))) == 0


@pytest.mark.parametrize("command", ["load", "who"])
def test_it_is_never_loaded_into_a_real_installation(app: Flask, command: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], profile=Profile.PRODUCTION)
    result = app.test_cli_runner().invoke(demo, [command])
    assert result.exit_code == 1
    assert "never loaded into a real installation" in result.output

"""How many hours are logged a second by one writer and by several, and how long the locks are held.

    .venv/bin/python benchmarks/writers.py [--seconds 8] [--writers 1,8] [--trainees 16]

Starts a private PostgreSQL that waits for its disk (fsync on), fills it through the application's own
actions with a cohort for each writer, and lets each writer log and send hours in their cohort as the
page does: load, act, commit. They are threads of as many processes as there are processors, which is
how `make serve` answers. Prints acts a second, the share of a writer's
time spent waiting for the locks, and the share during which they were held, as ratios of one run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import flask_migrate
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from config import PROJECT_FOLDER, Settings
from tests import cast as cast_module
from tests.cast import BEGAN, NOW
from trainee_tracker import create_app
from trainee_tracker.audit import actions as audit
from trainee_tracker.audit.turns import take
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import CohortSite, Enrolment, Supervision
from trainee_tracker.cohorts.queries import sites_of_cohort
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions as hours
from trainee_tracker.hours.sessions.rules import RoleInSession, SessionFacts, SessionFormat
from trainee_tracker.people import actions as people
from trainee_tracker.people.passwords import actions as passwords

passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@contextmanager
def durable_postgresql() -> Iterator[str]:
    """Yield the address of a private server that waits for its disk, and remove it afterwards."""
    programs = Path(
        subprocess.run(
            [str(PROJECT_FOLDER / ".ci/postgresql"), "--find"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    folder = tempfile.mkdtemp(prefix="trainee-tracker-bench.", dir="/tmp")
    owner: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        owner = ["runuser", "-u", "postgres", "--"]
    run: dict[str, Any] = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL}
    data = f"{folder}/data"
    subprocess.run(
        [*owner, programs / "initdb", "-D", data, "-U", "bench", "--auth=trust", "-E", "UTF8"],
        **run,
    )
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=60"
    control = [*owner, programs / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-l", f"{data}/log", "-o", options, "start"], **run)
    try:
        yield f"postgresql+psycopg://bench@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder)


def settings_for(url: str) -> Settings:
    """Return the settings of one process of the benchmark."""
    return Settings.from_environment({"TRAINEE_TRACKER_PROFILE": "test", "DATABASE_URL": url})


def fill(url: str, count: int, trainees: int) -> list[int]:
    """Make `count` cohorts of some trainees each, and return their ids."""
    app = create_app(settings_for(url))
    with app.app_context(), time_machine.travel(BEGAN):
        flask_migrate.upgrade(directory=str(PROJECT_FOLDER / "migrations"))
        cast_module.build()
        cast = cast_module.load()
        ids = []
        for number in range(count):
            cohort = cohorts.open_cohort(
                cast.cohort.version,
                cast.network,
                cast.trust,
                name=f"Cohort {number}",
                starts_on=date(2026, 9, 7),
                ends_on=date(2027, 7, 16),
                sites=list(sites_of_cohort(cast.cohort.id)),
                actor=cast.training_lead,
                at=BEGAN,
                request_id=str(uuid4()),
            )
            cohorts.approve_supervisor(
                cohort,
                cast.supervisor,
                approved_from=date(2026, 9, 7),
                approved_until=None,
                actor=cast.training_lead,
                at=BEGAN,
            )
            for place in range(trainees):
                person = people.add_person(
                    f"Trainee {place}",
                    f"t{number}-{place}@grace.example",
                    organisation=cast.network,
                    actor=None,
                    at=BEGAN,
                )
                cohorts.enrol_trainee(
                    cohort,
                    person,
                    enrolled_on=date(2026, 9, 7),
                    actor=cast.training_lead,
                    at=BEGAN,
                )
            db.session.commit()
            ids.append(cohort.id)
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        db.session.remove()
        db.engine.dispose()
    return ids


WARM_UP = 8
"""How many acts a writer does before they are counted."""


@dataclass
class Figures:
    """What one writer measured, in seconds but for the number of acts."""

    acts: int = 0
    worked: float = 0.0
    waited: float = 0.0
    held: float = 0.0


def serve(url: str, cohort_ids: list[int], gate: Any, seconds: float, out: Any) -> None:
    """Be one of the web's processes, with a thread for each writer, as `make serve` has them."""
    app = create_app(settings_for(url))
    with time_machine.travel(NOW, tick=True):
        threads = [
            threading.Thread(target=write, args=(app, each, gate, seconds, out))
            for each in cohort_ids
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def write(app: Flask, cohort_id: int, gate: Any, seconds: float, out: Any) -> None:
    """Log hours in a cohort until the time is over, and tell what was measured."""
    with app.app_context():
        for number in range(WARM_UP):
            log_once(cohort_id, number)
        gate.wait()
        figures = OWN.figures = Figures()
        began = time.perf_counter()
        while time.perf_counter() < began + seconds:
            log_once(cohort_id, figures.acts)
            figures.acts += 1
        figures.worked = time.perf_counter() - began
        db.session.remove()
    out.put(figures)


def timed_take(session: Session, *streams: Any) -> Any:
    """Take the turn, and note how long that took and when it was had."""
    began = time.perf_counter()
    turn = take(session, *streams)
    OWN.taken = time.perf_counter()
    if figures := getattr(OWN, "figures", None):
        figures.waited += OWN.taken - began
    return turn


def let_go(_session: Session) -> None:
    """Note for how long the locks were held."""
    taken, OWN.taken = getattr(OWN, "taken", None), None
    figures = getattr(OWN, "figures", None)
    if taken is not None and figures is not None:
        figures.held += time.perf_counter() - taken


OWN = threading.local()
"""What the thread in hand measures."""

audit.take = timed_take  # type: ignore[attr-defined]
event.listen(Session, "after_commit", let_go)


def log_once(cohort_id: int, number: int) -> None:
    """Do what the page does: load what it needs afresh, log a session and send it, commit."""
    db.session.remove()
    enrolments = db.session.scalars(
        select(Enrolment).where(Enrolment.cohort_id == cohort_id).order_by(Enrolment.id)
    ).all()
    enrolment = enrolments[number % len(enrolments)]
    supervisor = db.session.scalar(
        select(Supervision.supervisor_id).where(Supervision.cohort_id == cohort_id).limit(1)
    )
    site = db.session.scalar(
        select(CohortSite.site_id).where(CohortSite.cohort_id == cohort_id).limit(1)
    )
    what = SessionFacts(
        held_on=date(2026, 11, 2),
        activity="supervision",
        minutes=60,
        supervisor_id=int(supervisor or 0),
        format=SessionFormat.GROUP,
        role=RoleInSession.LEAD,
        site_id=site,
        present=2,
    )
    hours.log_session(
        enrolment,
        what,
        submit=True,
        actor=enrolment.person,
        at=NOW,
        request_id=str(uuid4()),
    )
    db.session.commit()


def measure(url: str, cohort_ids: list[int], seconds: float) -> tuple[float, float, float]:
    """Return acts a second of all writers, the share waited and the share held, of one round."""
    out: Any = multiprocessing.Queue()
    # Nobody begins before everybody has started and compiled their statements.
    gate = multiprocessing.Barrier(len(cohort_ids))
    processes = min(len(cohort_ids), os.cpu_count() or 1)
    writers = [
        multiprocessing.Process(
            target=serve, args=(url, cohort_ids[place::processes], gate, seconds, out)
        )
        for place in range(processes)
    ]
    for process in writers:
        process.start()
    found = [out.get(timeout=seconds + 120) for _each in cohort_ids]
    for process in writers:
        process.join()
    worked = sum(each.worked for each in found)
    return (
        sum(each.acts for each in found) / median(each.worked for each in found),
        sum(each.waited for each in found) / worked,
        sum(each.held for each in found) / worked,
    )


def main() -> None:
    """Measure each number of writers in turn, twice, and print the ratios."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=8)
    asked.add_argument("--writers", default="1,8")
    asked.add_argument("--trainees", type=int, default=16)
    given = asked.parse_args()
    counts = [int(each) for each in given.writers.split(",")]
    multiprocessing.set_start_method("spawn")
    with durable_postgresql() as url:
        ids = fill(url, max(counts), given.trainees)
        for _round in range(3):
            single = None
            for count in counts:
                rate, waited, held = measure(url, ids[:count], given.seconds)
                single = single or rate
                print(
                    f"{count:>3} in cohorts of their own: {rate:6.1f} hours/s,"
                    f" {rate / single:4.2f} x one; locks waited for {waited:5.1%},"
                    f" held {held:5.1%} of a writer's time",
                    flush=True,
                )


if __name__ == "__main__":
    main()

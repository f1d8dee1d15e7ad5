"""How many statements pages take, and how their time compares, as ratios of one run.

    .venv/bin/python benchmarks/pages.py

Builds a cohort of 30 trainees with 40 signed-off sessions each in a temporary SQLite file, through
the same actions the pages use. Times are given as multiples of /healthz, measured in the same run,
since machines differ.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import flask_migrate
import time_machine

from config import Settings
from tests import cast as cast_module
from tests.achievements import clear, log, sign_off
from tests.browser import Browser
from tests.cast import BEGAN, NOW, Cast
from tests.statements import counted
from trainee_tracker import create_app
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Person

TRAINEES = 30
SESSIONS = 40
ROUNDS = 15


def enrol(cast: Cast, count: int) -> list[Enrolment]:
    """Enrol `count` trainees besides the two of the cast."""
    enrolments = []
    for number in range(count):
        person = people.add_person(
            f"Trainee {number:02}",
            f"trainee{number}@grace.example",
            organisation=cast.network,
            actor=None,
            at=BEGAN,
        )
        enrolments.append(
            cohorts.enrol_trainee(
                cast.cohort,
                person,
                enrolled_on=date(2026, 9, 7),
                actor=cast.training_lead,
                at=BEGAN,
            )
        )
    db.session.commit()
    return enrolments


def fill(cast: Cast, enrolments: list[Enrolment]) -> None:
    """Give each of them cleared checks and `SESSIONS` sessions of practice, signed off."""
    for enrolment in enrolments:
        clear(cast, enrolment)
        entries = [
            log(cast, enrolment, date(2026, 9, 8) + timedelta(days=number), "practice", 60)
            for number in range(SESSIONS)
        ]
        sign_off(cast, *entries, day=date(2026, 11, 20))
        db.session.commit()


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median time of `ROUNDS` runs of `work`."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


def measure(browser: Browser, address: str) -> tuple[int, float]:
    """Return the statements and the median time of one page."""
    with counted() as statements:
        answer = browser.send("GET", address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(statements), median_seconds(lambda: browser.send("GET", address))


def as_person(app_browser: Browser, person: Person) -> Browser:
    """Return the browser with `person` signed in."""
    return app_browser.sign_in(person)


def main() -> None:
    """Build, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings.from_environment(
                {
                    "TRAINEE_TRACKER_PROFILE": "test",
                    "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
                    "OUTBOX_DIR": f"{folder}/outbox",
                }
            )
        )
        with time_machine.travel(NOW), app.app_context():
            flask_migrate.upgrade()
            cast_module.build()
            cast = cast_module.load()
            browser = Browser(app)
            grid = f"/cohorts/{cast.cohort.id}/standing"
            print(f"{'page':44} statements   times /healthz")
            _, base = measure(browser, "/healthz")
            show(
                as_person(browser, cast.training_lead), "grid, 2 trainees, no sessions", grid, base
            )
            enrolments = enrol(cast, TRAINEES - 2)
            fill(cast, [cast.enrolment, *enrolments[:9]])
            show(
                as_person(browser, cast.training_lead),
                f"grid, {TRAINEES} trainees, {10 * SESSIONS} sessions",
                grid,
                base,
            )
            trainee = as_person(browser, cast.trainee)
            show(trainee, f"a trainee's home, {SESSIONS} sessions", "/", base)
            show(trainee, "a trainee's whole standing", f"/progress/{cast.enrolment.id}", base)
            show(trainee, "log a session (the form)", "/hours/log", base)
            show(
                as_person(browser, cast.supervisor),
                "the sign-off queue, empty",
                "/hours/sign-off",
                base,
            )
            with counted() as statements:
                log(cast, cast.enrolment, date(2026, 11, 21), "supervision", 60)
                db.session.commit()
            print(f"{'logging one session, commit included':44} {len(statements):10}")
            db.session.remove()
            db.engine.dispose()


def show(browser: Browser, title: str, address: str, base: float) -> None:
    """Print one line."""
    statements, seconds = measure(browser, address)
    print(f"{title:44} {statements:10} {seconds / base:11.1f}")


if __name__ == "__main__":
    main()

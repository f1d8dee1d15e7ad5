"""How much shorter a page is when its letters and awards are left to the worker, as ratios.

    .venv/bin/python benchmarks/background.py
    .venv/bin/python benchmarks/background.py 100 2

Enrols trainees by list (100 unless told otherwise) and issues awards (2 of the tests' cast), each
twice: once with the work done before the page answers, as it was before there was a worker, and once
left to the worker. Letters go to a mail server on this machine that takes each one at once, so a real
one makes the first figure worse. What the worker then takes is shown beside it: nobody waits for that.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import flask_migrate
from flask import Flask

from tests import cast as casting
from tests.achievements import finish, finish_beside_classes
from tests.browser import Browser
from tests.cast import PASSWORD
from tests.people.post_office import post_office
from trainee_tracker import create_app
from trainee_tracker.extensions import db
from trainee_tracker.jobs.waking import waker_of
from trainee_tracker.jobs.working import work_off

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def installation(folder: Path) -> Flask:
    """Return the application on a database of its own with the tests' cast in it."""
    from tests.conftest import settings_for

    file = folder / "benchmark.sqlite3"
    file.touch()
    settings = settings_for(f"sqlite:///{file}", folder / "outbox")
    app = create_app(replace(settings, queue_url=f"sqlite:///{folder / 'queue.sqlite3'}"))
    with app.app_context():
        flask_migrate.upgrade()
        casting.build()
        db.session.commit()
    return app


def enrolling(app: Flask, count: int, *, leaves_it: bool) -> tuple[float, float]:
    """Return how long the page took to enrol `count` people, and the worker after it, in seconds."""
    rows = "\n".join(f"Trainee {_letters(n)},t{n}@list.example" for n in range(count))
    with app.app_context(), post_office(app) as office:
        cast = casting.load()
        browser = Browser(app).sign_in(cast.training_lead)
        page = browser.submit(
            f"/cohorts/{cast.cohort.id}/enrol-list",
            {"rows": f"name,email\n{rows}"},
            status=200,
        )
        taken = _timed(app, lambda: browser.submit(page, {}), leaves_it=leaves_it)
        assert len(office.taken) == count, len(office.taken)
    return taken


def issuing(app: Flask, *, leaves_it: bool) -> tuple[float, float]:
    """Return how long the page took to issue the cast's two awards, and the worker after it."""
    with app.app_context():
        cast = casting.load()
        finish(cast, cast.enrolment)
        finish_beside_classes(cast, cast.colleague_enrolment)
        browser = Browser(app).sign_in(cast.training_lead)
        page = browser.get(f"/cohorts/{cast.cohort.id}/awards")
        return _timed(
            app, lambda: browser.submit(page, {"password": PASSWORD}), leaves_it=leaves_it
        )


def _timed(app: Flask, press: object, *, leaves_it: bool) -> tuple[float, float]:
    waker = waker_of(app)
    waker.is_immediate = not leaves_it
    began = time.perf_counter()
    press()  # type: ignore[operator]
    page = time.perf_counter() - began
    began = time.perf_counter()
    work_off(app, "the worker")
    return page, time.perf_counter() - began


def _letters(number: int) -> str:
    """Return a name of letters for a number: digits are refused in names."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)).title()


def main() -> None:
    """Measure and print."""
    os.environ.pop("DATABASE_URL", None)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for what, measure in (
        (f"{count} enrolled by list", lambda app, leaves: enrolling(app, count, leaves_it=leaves)),
        ("2 awards issued", lambda app, leaves: issuing(app, leaves_it=leaves)),
    ):
        seconds = []
        for leaves in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                seconds.append(measure(installation(Path(folder)), leaves))
        (before, _none), (after, worker) = seconds
        print(
            f"{what}: the page took {before:.1f} s doing it all and {after:.1f} s leaving it to the"
            f" worker, {before / after:.1f} times as long; the worker took {worker:.1f} s."
        )


if __name__ == "__main__":
    main()

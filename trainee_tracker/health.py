"""Pages for machines and for the browser itself: health, readiness and the fonts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, abort, current_app, send_file
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from trainee_tracker import clock
from trainee_tracker.audit.guards import faults_of_structure
from trainee_tracker.extensions import db
from trainee_tracker.messages import Message, say
from trainee_tracker.people.access import public
from trainee_tracker.reach import OutOfReach, Vanished
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.typing import ResponseReturnValue

bp = Blueprint("health", __name__)

FONT_PACKAGES = ("fontpkg_atkinson_hyperlegible", "fontpkg_amiri")

LOOKED_AT_FOR: Final = timedelta(minutes=1)
"""How long one look at the schema is relied on: comparing takes a tenth of a second."""


@dataclass(frozen=True)
class Look:
    """One look at the schema of a database: when, at which migration, and what came of it."""

    at: datetime
    revision: str | None
    is_as_needed: bool


_looks: WeakKeyDictionary[Engine, Look] = WeakKeyDictionary()
"""The last look at the database of each engine."""


def register(app: Flask) -> None:
    """Serve these pages from `app`."""
    app.register_blueprint(bp)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the database answers, stands at this version's migration, and is built as it asks."""
    try:
        present = migration_in_database()
        is_behind = present != newest_migration()
        is_as_needed = is_behind or is_built_as_needed(present)
    except Vanished as error:
        return _not_ready(error.told_to_anyone)
    except (SQLAlchemyError, OutOfReach):
        return _not_ready(say("database unreachable"))
    if is_behind:
        return _not_ready(say("database behind: run flask db upgrade"))
    if not is_as_needed:
        return _not_ready(say("database built otherwise: run flask doctor"))
    return {"status": "ready"}


def _not_ready(why: Message) -> ResponseReturnValue:
    return {"status": speak(why)}, 503


def migration_in_database() -> str | None:
    """Return the revision at which the database stands, or None for an empty one."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def newest_migration() -> str | None:
    """Return the newest revision that this version of the software knows."""
    folder = current_app.extensions["migrate"].directory
    return ScriptDirectory(folder).get_current_head()


def is_built_as_needed(revision: str | None) -> bool:
    """Tell whether the schema, which stands at `revision`, is the one that the models describe."""
    now, last = clock.now(), _looks.get(db.engine)
    if last is None or last.revision != revision or abs(now - last.at) > LOOKED_AT_FOR:
        fault = next(faults_of_structure(db.session.connection()), None)
        last = _looks[db.engine] = Look(now, revision, is_as_needed=fault is None)
    return last.is_as_needed


@event.listens_for(Engine, "engine_disposed")
def look_anew(engine: Engine) -> None:
    """Forget the last look of an engine that begins anew: it may open another database."""
    _looks.pop(engine, None)


@bp.get("/fonts/<name>")
@public
def font(name: str) -> ResponseReturnValue:
    """Send one font file of the font packages."""
    path = font_files().get(name)
    if path is None:
        abort(404)
    response = send_file(path, max_age=31_536_000)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@cache
def font_files() -> dict[str, Path]:
    """Return file name -> path of every font in the packages we depend on."""
    found: dict[str, Path] = {}
    for package in FONT_PACKAGES:
        folder = Path(str(files(package)))
        for path in folder.rglob("*"):
            if path.suffix in {".ttf", ".otf", ".woff2"}:
                found[path.name] = path
    return found

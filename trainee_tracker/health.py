"""Pages for machines and for the browser itself: health, readiness and the fonts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, abort, current_app, send_file
from sqlalchemy.exc import SQLAlchemyError

from trainee_tracker.extensions import db
from trainee_tracker.people.access import public
from trainee_tracker.reach import OutOfReach, Vanished

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

bp = Blueprint("health", __name__)

FONT_PACKAGES = ("fontpkg_atkinson_hyperlegible", "fontpkg_amiri")


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
    """Say whether the database answers and stands at this version's migration."""
    try:
        present = migration_in_database()
    except Vanished as error:
        return {"status": error.told_to_anyone}, 503
    except (SQLAlchemyError, OutOfReach):
        return {"status": "database unreachable"}, 503
    if present != newest_migration():
        return {"status": "database behind: run flask db upgrade"}, 503
    return {"status": "ready"}


def migration_in_database() -> str | None:
    """Return the revision at which the database stands, or None for an empty one."""
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def newest_migration() -> str | None:
    """Return the newest revision that this version of the software knows."""
    folder = current_app.extensions["migrate"].directory
    return ScriptDirectory(folder).get_current_head()


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

"""What is missing or unsafe on this machine, in words: `flask doctor`, and what `make serve` refuses."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from config import (
    PROJECT_FOLDER,
    SAFE_SQLITE,
    Profile,
    Settings,
    secret_key_problem,
    sqlite_module,
)
from trainee_tracker import clock
from trainee_tracker.audit.guards import faults_of_structure
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.turns import newest_event_at
from trainee_tracker.background.findings import look_at_checkpoints, look_at_worker
from trainee_tracker.exposure import look_at_bind, look_at_people, look_at_permissions
from trainee_tracker.extensions import db, reading
from trainee_tracker.filters import instant
from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.people.models import RoleAcceptance
from trainee_tracker.people.roles.queries import sides_without_a_lead
from trainee_tracker.reach import OutOfReach
from trainee_tracker.spoken import speak
from trainee_tracker.typefaces import letters_of_the_machine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

MINIMUM_PYTHON = (3, 11)

CLOCK_TOLERANCE = timedelta(seconds=5)
"""So far the clocks of two machines that serve together may be apart."""

ENOUGH_DISK_BYTES = 1_000_000_000
"""Free space below which the doctor speaks up, in bytes (1 GB)."""

PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
"""What WeasyPrint loads, and Debian's package of each. Without the last it is 4 to 6 times slower."""

FONTS = (
    "fontpkg_atkinson_hyperlegible",
    "fontpkg_amiri",
    "fontpkg_noto_sans",
    "fontpkg_ibm_plex_mono",
)
"""The packages that carry the faces of our pages and certificates."""

FURTHER_FONTS = {
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf": "fonts-droid-fallback",
    "/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf": "fonts-noto-core",
}
"""Where Debian puts the faces for names in Chinese, Bengali and other scripts, and the packages."""

TEST_PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils", "qpdf": "qpdf"}
"""What only the tests need, and Debian's package of each."""


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say in words what is missing or unsafe on this machine."""
    findings = examine(current_app)
    for finding in findings:
        click.echo(f"{finding.verdict:>8}  {finding.sentence}")
    wrong = [one for one in findings if one.verdict in {Verdict.WRONG, Verdict.REFUSED}]
    if wrong:
        raise click.ClickException(
            "One thing needs mending." if len(wrong) == 1 else f"{len(wrong)} things need mending."
        )
    click.echo("Nothing is in the way.")


def examine(app: Flask) -> list[Finding]:
    """Look at everything and return what was found; needs the context of `app`."""
    settings: Settings = app.config["SETTINGS"]
    return [
        _look_at_python(sys.version_info[:2]),
        _look_at_secret_key(settings),
        _look_at_debug(app.debug),
        _look_at_profile(settings.profile),
        *look_at_database(settings),
        *look_at_permissions(settings, PROJECT_FOLDER),
        _look_at_public_url(settings),
        look_at_bind(settings),
        _look_at_mail(settings),
        look_at_checkpoints(settings),
        *_look_at_folders(settings),
        *_look_at_pdf_libraries(),
        *_look_at_fonts(),
        *_look_at_test_programs(),
    ]


def refusals(app: Flask) -> list[str]:
    """Return the sentences for which `make serve` does not start; needs the context of `app`."""
    return [one.sentence for one in examine(app) if one.verdict is Verdict.REFUSED]


def _look_at_python(version: tuple[int, int]) -> Finding:
    shown = ".".join(map(str, version))
    if version < MINIMUM_PYTHON:
        return Finding(Verdict.WRONG, f"Python is {shown}; 3.11 or newer is needed.")
    return Finding(Verdict.GOOD, f"Python is {shown}.")


def _look_at_secret_key(settings: Settings) -> Finding:
    problem = secret_key_problem(settings.secret_key)
    if problem:
        return Finding(Verdict.REFUSED, problem)
    return Finding(Verdict.GOOD, "The secret key cannot be guessed.")


def _look_at_debug(is_debugging: bool) -> Finding:
    if is_debugging:
        return Finding(
            Verdict.REFUSED, "Debug mode is on, which shows code to visitors. Unset FLASK_DEBUG."
        )
    return Finding(Verdict.GOOD, "Debug mode is off.")


def _look_at_profile(profile: Profile) -> Finding:
    if profile is Profile.TEST:
        return Finding(
            Verdict.REFUSED,
            "TRAINEE_TRACKER_PROFILE is test, whose key everybody knows. Unset it.",
        )
    return Finding(Verdict.GOOD, f"The profile is {profile}.")


def look_at_database(settings: Settings) -> Iterator[Finding]:
    """Find whether the database can be reached, keeps what it is given, and is up to date."""
    if settings.uses_sqlite:
        yield look_at_sqlite_version(sqlite_module().sqlite_version_info)
    file = settings.database_file
    if file is not None and not file.exists():
        yield Finding(
            Verdict.REFUSED,
            f"The database {file} does not exist. Make it with: .venv/bin/flask db upgrade",
        )
        return
    try:
        with reading(), db.engine.connect() as connection:
            yield look_at_durability(connection)
            yield from look_at_migrations(connection)
            yield from look_at_clock(connection)
            yield from look_at_people(connection, settings.profile)
            yield from look_at_governance_leads(connection)
            yield from look_at_worker(connection)
    except (SQLAlchemyError, OutOfReach) as error:
        yield Finding(
            Verdict.REFUSED,
            f"The database cannot be reached ({type(error).__name__})."
            " Look at DATABASE_URL and at the server.",
        )


def look_at_sqlite_version(version: tuple[int, ...]) -> Finding:
    """Judge a version of SQLite.

    Source: SQLite's release notes; the WAL-reset fault was mended in 3.51.3.
    """
    shown = ".".join(map(str, version))
    if version < SAFE_SQLITE:
        return Finding(
            Verdict.REFUSED,
            f"SQLite is {shown}, which can lose what was saved when two processes write;"
            f" {'.'.join(map(str, SAFE_SQLITE))} or newer is needed. Run make setup for one that is.",
        )
    return Finding(Verdict.GOOD, f"SQLite is {shown}.")


def look_at_durability(connection: Connection) -> Finding:
    """Judge whether what is saved would survive a power cut."""
    if connection.dialect.name == "sqlite":
        # 2 is FULL and 3 is EXTRA; less may lose acknowledged commits when the power goes.
        level = connection.scalar(text("PRAGMA synchronous"))
        journal = connection.scalar(text("PRAGMA journal_mode"))
        if level not in {2, 3} or journal != "wal":
            return Finding(
                Verdict.REFUSED,
                f"SQLite runs with synchronous={level} and journal_mode={journal};"
                " synchronous=FULL and journal_mode=WAL are needed, or a power cut loses hours.",
            )
        return Finding(Verdict.GOOD, "SQLite waits until what is saved is on the disk.")
    off = [name for name in ("fsync", "synchronous_commit") if _shown(connection, name) == "off"]
    if off:
        return Finding(
            Verdict.REFUSED,
            f"PostgreSQL runs with {' and '.join(off)} off: a power cut loses hours."
            " Set it to on in postgresql.conf.",
        )
    return Finding(Verdict.GOOD, "PostgreSQL waits until what is saved is on the disk.")


def _shown(connection: Connection, setting: str) -> str:
    return str(connection.scalar(text("SELECT current_setting(:name)"), {"name": setting}))


def look_at_migrations(connection: Connection) -> Iterator[Finding]:
    """Find whether the database is at the newest migration, and built as that leaves it."""
    expected = set(ScriptDirectory(str(PROJECT_FOLDER / "migrations")).get_heads())
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present != expected:
        yield Finding(
            Verdict.REFUSED,
            "The database is behind the code. Bring it up to date with: .venv/bin/flask db upgrade",
        )
        return
    yield Finding(Verdict.GOOD, "The database is up to date.")
    if present:
        yield from look_at_schema(connection)


def look_at_schema(connection: Connection) -> Iterator[Finding]:
    """Find each part of the database that this version needs to be otherwise."""
    faults = list(faults_of_structure(connection))
    if not faults:
        yield Finding(Verdict.GOOD, "The database is built as this version needs it.")
        return
    yield Finding(
        Verdict.REFUSED,
        "The database is at the newest migration, and yet not built as this version needs it;"
        " .venv/bin/flask doctor names each part. A migration was changed after it had run here, or"
        " somebody altered the database. Make a backup first. Then run the version of the software"
        " that made this database, or restore a backup of before; where there is neither, somebody"
        " who knows SQL makes each part as it should be.",
    )
    yield from (Finding(Verdict.WRONG, speak(fault)) for fault in faults)


def look_at_clock(connection: Connection) -> Iterator[Finding]:
    """Find whether this machine's clock is behind what the ledger was told before."""
    if not inspect(connection).has_table(AuditEvent.__tablename__):
        return
    newest, now = newest_event_at(connection), clock.now()
    if newest is not None and newest > now + CLOCK_TOLERANCE:
        yield Finding(
            Verdict.WRONG,
            f"The clock of this machine says an earlier time than the newest event, which is of"
            f" {instant(newest)}. Set it right: events are dated by the one before them until then.",
        )


def look_at_governance_leads(connection: Connection) -> Iterator[Finding]:
    """Find a side that has an organisation, and nobody in office to sign for it."""
    if not inspect(connection).has_table(RoleAcceptance.__tablename__):
        return
    for side in sides_without_a_lead(connection):
        yield Finding(
            Verdict.NOTE,
            f"Nobody is in office as governance lead on the {side.value} side, so no check is signed"
            " there. Somebody is given the role on the site, and accepted there by a lead of the"
            " other side; where that has none either, the first two are put into office with:"
            " .venv/bin/flask accept-governance-leads EMAIL EMAIL",
        )


def _look_at_public_url(settings: Settings) -> Finding:
    if settings.profile is Profile.PRODUCTION and settings.public_url.startswith("http://"):
        return Finding(
            Verdict.WRONG,
            f"PUBLIC_URL is {settings.public_url}; links in mail and on certificates begin so."
            " Set it to the https:// address that people use.",
        )
    return Finding(Verdict.GOOD, f"Links begin with {settings.public_url}.")


def _look_at_mail(settings: Settings) -> Finding:
    if settings.mail_server is None:
        return Finding(
            Verdict.NOTE,
            f"No mail server is set (SMTP_HOST): mail is written to {settings.outbox_folder}.",
        )
    if settings.mail_server.sends_password_in_clear:
        return Finding(
            Verdict.REFUSED,
            f"SMTP_SECURITY is none, so the mail password travels to {settings.mail_server.host} for"
            " anybody to read. Set it to starttls or tls.",
        )
    return Finding(Verdict.GOOD, f"Mail goes through {settings.mail_server.host}.")


def _look_at_folders(settings: Settings) -> Iterator[Finding]:
    folders = {settings.outbox_folder}
    if settings.database_file is not None:
        folders.add(settings.database_file.parent)
    for folder in sorted(folders):
        nearest = _nearest(folder)
        if not os.access(nearest, os.W_OK):
            yield Finding(Verdict.WRONG, f"{folder} cannot be written by this user.")
            continue
        free = shutil.disk_usage(nearest).free
        verdict = Verdict.GOOD if free >= ENOUGH_DISK_BYTES else Verdict.WRONG
        yield Finding(verdict, f"{folder} has {free / 1e9:.1f} GB free.")


def _nearest(folder: Path) -> Path:
    """Return `folder`, or the nearest folder above it that exists: the rest is made when needed."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def _look_at_pdf_libraries() -> Iterator[Finding]:
    missing = [package for library, package in PDF_LIBRARIES.items() if not _can_load(library)]
    if missing:
        yield Finding(
            Verdict.WRONG,
            "Certificates need system libraries. Install them with:"
            f" apt-get install --no-install-recommends {' '.join(missing)}",
        )
    else:
        yield Finding(Verdict.GOOD, "The libraries that make PDFs are here.")


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _look_at_fonts() -> Iterator[Finding]:
    missing = [name for name in FONTS if importlib.util.find_spec(name) is None]
    if missing:
        yield Finding(Verdict.WRONG, f"Fonts are missing: {', '.join(missing)}. Run: make setup")
    else:
        yield Finding(Verdict.GOOD, "The fonts are here.")
    further = [package for file, package in FURTHER_FONTS.items() if not os.path.exists(file)]
    if further:
        yield Finding(
            Verdict.NOTE,
            "Names in some scripts, such as Chinese or Bengali, may have no typeface. Debian has"
            f" them as: {', '.join(further)}.",
        )
    if not letters_of_the_machine():
        yield Finding(
            Verdict.NOTE,
            "The fonts of this machine cannot be listed, so names in scripts that our own faces"
            " lack are refused. Install what brings fc-list; Debian calls it fontconfig.",
        )


def _look_at_test_programs() -> Iterator[Finding]:
    missing = [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
    if missing:
        yield Finding(
            Verdict.NOTE,
            f"Only the tests need these, and make test installs them: {', '.join(missing)}.",
        )

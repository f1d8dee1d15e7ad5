"""What is missing or unsafe on this machine, in words: `flask doctor`, and what `make serve` refuses."""

from __future__ import annotations

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
from trainee_tracker import clock, machine
from trainee_tracker.audit.guards import faults_of_structure
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.turns import newest_event_at
from trainee_tracker.background.findings import look_at_checkpoints, look_at_worker
from trainee_tracker.exposure import look_at_bind, look_at_people, look_at_permissions
from trainee_tracker.extensions import db, reading
from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.messages import Verbatim, say, say_many, say_of, verbatim
from trainee_tracker.people.models import RoleAcceptance
from trainee_tracker.people.roles.queries import sides_without_a_lead
from trainee_tracker.people.rules import Side
from trainee_tracker.reach import OutOfReach
from trainee_tracker.spoken import speak
from trainee_tracker.terminal import failed, show, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

CLOCK_TOLERANCE = timedelta(seconds=5)
"""So far the clocks of two machines that serve together may be apart."""

UPGRADE = Verbatim(".venv/bin/flask db upgrade")
DOCTOR = Verbatim(".venv/bin/flask doctor")
SETUP = Verbatim("make setup")
ACCEPT_LEADS = Verbatim(".venv/bin/flask accept-governance-leads EMAIL EMAIL")

NO_LEAD = {
    Side.COMMUNITY: say(
        "Nobody is in office as governance lead on the community side, so no check is signed there."
        " Somebody is given the role on the site, and accepted there by a lead of the other side;"
        " where that has none either, the first two are put into office with:"
        " {command}",
        command=ACCEPT_LEADS,
    ),
    Side.STATUTORY: say(
        "Nobody is in office as governance lead on the statutory side, so no check is signed there."
        " Somebody is given the role on the site, and accepted there by a lead of the other side;"
        " where that has none either, the first two are put into office with:"
        " {command}",
        command=ACCEPT_LEADS,
    ),
}
"""What is said of a side that has nobody to sign for it."""

VERDICTS = {
    Verdict.GOOD: say_of("finding", "good"),
    Verdict.NOTE: say_of("finding", "note"),
    Verdict.WRONG: say_of("finding", "wrong"),
    Verdict.REFUSED: say_of("finding", "refused"),
}
"""The word before each finding."""


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say in words what is missing or unsafe on this machine."""
    findings = examine(current_app)
    width = max(len(speak(word)) for word in VERDICTS.values())
    for finding in findings:
        show(f"{speak(VERDICTS[finding.verdict]):>{width}}  {speak(finding.sentence)}")
    wrong = [one for one in findings if one.verdict in {Verdict.WRONG, Verdict.REFUSED}]
    if wrong:
        raise failed(say_many("One thing needs mending.", "{n} things need mending.", n=len(wrong)))
    tell(say("Nothing is in the way."))


def examine(app: Flask) -> list[Finding]:
    """Look at everything and return what was found; needs the context of `app`."""
    settings: Settings = app.config["SETTINGS"]
    return [
        machine.look_at_python(sys.version_info[:2]),
        _look_at_secret_key(settings),
        _look_at_debug(app.debug),
        _look_at_profile(settings.profile),
        *look_at_database(settings),
        *look_at_permissions(settings, PROJECT_FOLDER),
        _look_at_public_url(settings),
        look_at_bind(settings),
        _look_at_mail(settings),
        look_at_checkpoints(settings),
        *machine.look_at_folders(settings),
        *machine.look_at_pdf_libraries(),
        *machine.look_at_fonts(),
        *machine.look_at_test_programs(),
    ]


def refusals(app: Flask) -> list[str]:
    """Return the sentences for which `make serve` does not start; needs the context of `app`."""
    return [speak(one.sentence) for one in examine(app) if one.verdict is Verdict.REFUSED]


def _look_at_secret_key(settings: Settings) -> Finding:
    problem = secret_key_problem(settings.secret_key)
    if problem:
        # In English: the settings are read before there is a language.
        return Finding(Verdict.REFUSED, problem)
    return Finding(Verdict.GOOD, say("The secret key cannot be guessed."))


def _look_at_debug(is_debugging: bool) -> Finding:
    if is_debugging:
        return Finding(
            Verdict.REFUSED,
            say("Debug mode is on, which shows code to visitors. Unset FLASK_DEBUG."),
        )
    return Finding(Verdict.GOOD, say("Debug mode is off."))


def _look_at_profile(profile: Profile) -> Finding:
    if profile is Profile.TEST:
        return Finding(
            Verdict.REFUSED,
            say("TRAINEE_TRACKER_PROFILE is test, whose key everybody knows. Unset it."),
        )
    return Finding(Verdict.GOOD, say("The profile is {profile}.", profile=verbatim(profile)))


def look_at_database(settings: Settings) -> Iterator[Finding]:
    """Find whether the database can be reached, keeps what it is given, and is up to date."""
    if settings.uses_sqlite:
        yield look_at_sqlite_version(sqlite_module().sqlite_version_info)
    file = settings.database_file
    if file is not None and not file.exists():
        yield Finding(
            Verdict.REFUSED,
            say(
                "The database {file} does not exist. Make it with: {command}",
                file=verbatim(file),
                command=UPGRADE,
            ),
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
            say(
                "The database cannot be reached ({fault}). Look at DATABASE_URL and at the server.",
                fault=verbatim(type(error).__name__),
            ),
        )


def look_at_sqlite_version(version: tuple[int, ...]) -> Finding:
    """Judge a version of SQLite.

    Source: SQLite's release notes; the WAL-reset fault was mended in 3.51.3.
    """
    shown = machine.dotted(version)
    if version < SAFE_SQLITE:
        return Finding(
            Verdict.REFUSED,
            say(
                "SQLite is {version}, which can lose what was saved when two processes write; {safe}"
                " or newer is needed. Run {command} for one that is.",
                command=SETUP,
                version=shown,
                safe=machine.dotted(SAFE_SQLITE),
            ),
        )
    return Finding(Verdict.GOOD, say("SQLite is {version}.", version=shown))


def look_at_durability(connection: Connection) -> Finding:
    """Judge whether what is saved would survive a power cut."""
    if connection.dialect.name == "sqlite":
        # 2 is FULL and 3 is EXTRA; less may lose acknowledged commits when the power goes.
        level = connection.scalar(text("PRAGMA synchronous"))
        journal = connection.scalar(text("PRAGMA journal_mode"))
        if level not in {2, 3} or journal != "wal":
            return Finding(
                Verdict.REFUSED,
                say(
                    "SQLite runs with synchronous={level} and journal_mode={journal};"
                    " synchronous=FULL and journal_mode=WAL are needed, or a power cut loses hours.",
                    level=verbatim(level),
                    journal=verbatim(journal),
                ),
            )
        return Finding(Verdict.GOOD, say("SQLite waits until what is saved is on the disk."))
    off = [name for name in ("fsync", "synchronous_commit") if _shown(connection, name) == "off"]
    if off:
        return Finding(
            Verdict.REFUSED,
            say(
                "PostgreSQL runs with {settings} off: a power cut loses hours."
                " Set it to on in postgresql.conf.",
                settings=machine.listed(off),
            ),
        )
    return Finding(Verdict.GOOD, say("PostgreSQL waits until what is saved is on the disk."))


def _shown(connection: Connection, setting: str) -> str:
    return str(connection.scalar(text("SELECT current_setting(:name)"), {"name": setting}))


def look_at_migrations(connection: Connection) -> Iterator[Finding]:
    """Find whether the database is at the newest migration, and built as that leaves it."""
    expected = set(ScriptDirectory(str(PROJECT_FOLDER / "migrations")).get_heads())
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present != expected:
        yield Finding(
            Verdict.REFUSED,
            say(
                "The database is behind the code. Bring it up to date with: {command}",
                command=UPGRADE,
            ),
        )
        return
    yield Finding(Verdict.GOOD, say("The database is up to date."))
    if present:
        yield from look_at_schema(connection)


def look_at_schema(connection: Connection) -> Iterator[Finding]:
    """Find each part of the database that this version needs to be otherwise."""
    faults = list(faults_of_structure(connection))
    if not faults:
        yield Finding(Verdict.GOOD, say("The database is built as this version needs it."))
        return
    yield Finding(
        Verdict.REFUSED,
        say(
            "The database is at the newest migration, and yet not built as this version needs it;"
            " {command} names each part. A migration was changed after it had run here,"
            " or somebody altered the database. Make a backup first. Then run the version of the"
            " software that made this database, or restore a backup of before; where there is"
            " neither, somebody who knows SQL makes each part as it should be.",
            command=DOCTOR,
        ),
    )
    yield from (Finding(Verdict.WRONG, fault) for fault in faults)


def look_at_clock(connection: Connection) -> Iterator[Finding]:
    """Find whether this machine's clock is behind what the ledger was told before."""
    if not inspect(connection).has_table(AuditEvent.__tablename__):
        return
    newest, now = newest_event_at(connection), clock.now()
    if newest is not None and newest > now + CLOCK_TOLERANCE:
        yield Finding(
            Verdict.WRONG,
            say(
                "The clock of this machine says an earlier time than the newest event, which is of"
                " {at}. Set it right: events are dated by the one before them until then.",
                at=newest,
            ),
        )


def look_at_governance_leads(connection: Connection) -> Iterator[Finding]:
    """Find a side that has an organisation, and nobody in office to sign for it."""
    if not inspect(connection).has_table(RoleAcceptance.__tablename__):
        return
    for side in sides_without_a_lead(connection):
        yield Finding(
            Verdict.NOTE,
            NO_LEAD[side],
        )


def _look_at_public_url(settings: Settings) -> Finding:
    url = verbatim(settings.public_url)
    if settings.profile is Profile.PRODUCTION and settings.public_url.startswith("http://"):
        return Finding(
            Verdict.WRONG,
            say(
                "PUBLIC_URL is {url}; links in mail and on certificates begin so."
                " Set it to the https:// address that people use.",
                url=url,
            ),
        )
    return Finding(Verdict.GOOD, say("Links begin with {url}.", url=url))


def _look_at_mail(settings: Settings) -> Finding:
    if settings.mail_server is None:
        return Finding(
            Verdict.NOTE,
            say(
                "No mail server is set (SMTP_HOST): mail is written to {folder}.",
                folder=verbatim(settings.outbox_folder),
            ),
        )
    host = verbatim(settings.mail_server.host)
    if settings.mail_server.sends_password_in_clear:
        return Finding(
            Verdict.REFUSED,
            say(
                "SMTP_SECURITY is none, so the mail password travels to {host} for anybody to read."
                " Set it to starttls or tls.",
                host=host,
            ),
        )
    return Finding(Verdict.GOOD, say("Mail goes through {host}.", host=host))

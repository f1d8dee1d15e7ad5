"""What of an installation others could read, reach or be taken for, as the doctor sees it."""

from __future__ import annotations

import shlex
import stat
from typing import TYPE_CHECKING

from sqlalchemy import inspect, select

from config import Profile
from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.messages import Verbatim, say, verbatim
from trainee_tracker.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from config import Settings

MADE_UP = ".example"
"""How the e-mail addresses of made-up people end; nobody can own such an address (RFC 2606)."""


def look_at_people(connection: Connection, profile: Profile) -> Iterator[Finding]:
    """Find real people where only made-up ones belong, and the other way round.

    Everybody in the demonstration has an address that can never be real, ending in `.example`, and
    a password that all the world knows.
    """
    if not inspect(connection).has_table(Person.__tablename__):
        return
    made_up = Person.email.endswith(MADE_UP)
    if profile is Profile.PRODUCTION:
        if connection.scalar(select(Person.id).where(made_up).limit(1)) is not None:
            yield Finding(
                Verdict.WRONG,
                say(
                    "The database holds people whose addresses end in {ending}. If it was made for"
                    " the demonstration, everybody knows their passwords: begin with an empty one.",
                    ending=verbatim(MADE_UP),
                ),
            )
    elif connection.scalar(select(Person.id).where(~made_up).limit(1)) is not None:
        yield Finding(
            Verdict.REFUSED,
            say(
                "The database holds real people, and the demonstration would let anybody in."
                " Unset DATABASE_URL, or TRAINEE_TRACKER_PROFILE."
            ),
        )


def look_at_permissions(settings: Settings, project: Path) -> Iterator[Finding]:
    """Find a database, a copy of one or the settings that any user of this machine can read."""
    file = settings.database_file
    if file is not None:
        sides = (file, *(file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")))
        found = [side for side in sides if _others_can_read(side)]
        if found:
            yield Finding(
                Verdict.REFUSED,
                say(
                    "Any user of this machine can read the database. Run: {command}",
                    command=_close(found),
                ),
            )
        elif file.exists():
            yield Finding(Verdict.GOOD, say("No other user can read the database."))
    folders = {project} | ({file.parent} if file is not None else set())
    copies = [
        path
        for folder in sorted(folders)
        for path in _files_in(folder)
        if path != file and _others_can_read(path) and _holds_a_database(path)
    ]
    if copies:
        yield Finding(
            Verdict.WRONG,
            say(
                "Any user of this machine can read these copies. Run: {command}",
                command=_close(copies),
            ),
        )
    if _others_can_read(project / ".env"):
        yield Finding(
            Verdict.WRONG,
            say(
                "Any user of this machine can read the secret key and the passwords of the settings."
                " Run: {command}",
                command=_close([project / ".env"]),
            ),
        )


def _others_can_read(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []


def _holds_a_database(path: Path) -> bool:
    """Tell whether a file begins as those of SQLite or of pg_dump do, whatever its name."""
    try:
        with path.open("rb") as file:
            return file.read(16).startswith((b"SQLite format 3\x00", b"PGDMP"))
    except OSError:
        return False


def _close(paths: list[Path]) -> Verbatim:
    """Return the command that closes files to all other users."""
    return Verbatim(" ".join(["chmod o=", *(shlex.quote(str(path)) for path in paths)]))


def look_at_bind(settings: Settings) -> Finding:
    """Judge whether only this machine, or a proxy of ours, reaches the web server."""
    host = settings.bind.rpartition(":")[0].strip("[]")
    bind = verbatim(settings.bind)
    is_near = settings.bind.startswith("unix:") or host in {"127.0.0.1", "localhost", "::1"}
    if is_near or settings.trusted_proxies:
        return Finding(Verdict.GOOD, say("The web server listens on {bind}.", bind=bind))
    if settings.profile is Profile.DEMO:
        return Finding(
            Verdict.NOTE,
            say("The demonstration listens on {bind}: whoever reaches it can sign in.", bind=bind),
        )
    return Finding(
        Verdict.REFUSED,
        say(
            "BIND is {bind}, which others reach without HTTPS, and TRUSTED_PROXIES is 0. Let it"
            " listen on 127.0.0.1 behind a proxy, or say how many proxies stand in front.",
            bind=bind,
        ),
    )

"""Settings, read once from the environment; nothing else in the project reads it.

What a real installation sets: `SECRET_KEY`, `PUBLIC_URL`, `DATABASE_URL`, `SMTP_HOST` and its
companions `SMTP_PORT`, `SMTP_USER`, `SMTP_PASSWORD`, `SMTP_SECURITY`, `MAIL_FROM`, and, where they
differ from the defaults, `LANGUAGE_TAG`, `OUTBOX_DIR`, `TRUSTED_PROXIES`, `LEDGER_KEY`,
`FORMER_LEDGER_KEYS`, `CHECKPOINT_DIR`, `CHECKPOINT_MAIL`, `QUEUE_URL`, `JOB_THREADS` and
`JOB_HOLD_SECONDS`.
How the web server itself runs is in `trainee_tracker/serving.py`.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from click import ClickException
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = TypeVar("Kind", bound=StrEnum)

PROJECT_FOLDER = Path(__file__).resolve().parent
INSTANCE_FOLDER = PROJECT_FOLDER / "instance"

MAX_UPLOAD_BYTES = 5 * 1024 * 1024
"""The largest request taken, in bytes (5 MB), by the pages that take a file or a list."""

MAX_FORM_BYTES = 32 * 1024
"""The largest form taken from anyone, in bytes (32 KB)."""

MAX_FIELDS = 100
"""The most fields taken from anyone."""

SESSION_HOURS = 12
"""How long a sign-in lasts, in hours."""

LOCK_TIMEOUT_SECONDS = 8
"""How long a request waits once for somebody else's lock, or for the database, in seconds."""

SECRET_KEY_LENGTH = 32
"""The fewest characters of a secret key."""

ENOUGH_GUESSES = 10**25
"""In how many tries a secret key may be found, by somebody who begins with words and patterns."""

KNOWN_KEYS = frozenset(
    {
        # The documentation of Flask and of FastAPI, and a course that many have followed.
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
        "5791628bb0b13ce0c676dfde280ba245",
    }
)
"""Keys that look random and that everybody can read."""

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite in which two connections in WAL mode cannot lose a committed write."""


class ConfigError(ClickException):
    """A setting cannot be used; the text says which, why and what to do, in one line."""


class Profile(StrEnum):
    """What this process is for."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True)
class MailServer:
    """The server that sends our mail."""

    host: str
    port: int
    user: str | None
    password: str | None
    security: MailSecurity

    def __repr__(self) -> str:
        """Leave the password out, wherever this is printed."""
        return f"MailServer({self.host}:{self.port}, {self.security})"

    @property
    def sends_password_in_clear(self) -> bool:
        """Whether somebody on the way could read the password."""
        is_near = self.host in {"localhost", "127.0.0.1", "::1"}
        return bool(self.user) and self.security is MailSecurity.NONE and not is_near


@dataclass(frozen=True)
class Settings:
    """Every setting, checked; `flask_config` says the same to Flask and its extensions."""

    profile: Profile
    secret_key: str
    ledger_keys: tuple[bytes, ...]
    """With which the ledger's events and seals are marked: the first marks, all are recognised."""
    database_url: URL
    public_url: str
    """Where people reach the site, without a slash at the end; links in mail and QR codes begin so."""
    outbox_folder: Path
    """Where mail is written when there is no mail server."""
    mail_server: MailServer | None
    mail_from: str
    trusted_proxies: int
    """How many proxies of ours stand in front and tell the visitor's address."""
    checkpoint_folder: Path | None
    """Where the checkpoint of each day is written, if anywhere."""
    checkpoint_addresses: tuple[str, ...]
    """To whom the checkpoint of each day is mailed."""
    queue_url: str
    """What carries wake-ups to the worker: sqlite:///, postgresql:// or redis://."""
    job_threads: int
    """How many jobs one worker does at the same time."""
    job_hold_seconds: int
    """After how long without a sign of life another worker takes over a job, in seconds."""
    bind: str
    """Where the web server listens: an address with its port, or unix: and the path of a socket."""
    language: str = "en"
    """The tag of the language of commands, and of pages and letters to whoever has chosen none."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings, `os.environ` unless told otherwise.

        Raises ConfigError when a setting cannot be used.
        """
        given = {
            name: value.strip()
            for name, value in (os.environ if environment is None else environment).items()
            if value.strip()
        }
        profile = _one_of(Profile, "TRAINEE_TRACKER_PROFILE", given, Profile.PRODUCTION)
        folder = INSTANCE_FOLDER if profile is Profile.PRODUCTION else INSTANCE_FOLDER / profile
        if "DATABASE_URL" not in given:
            _make_folder(folder)
        # The demonstration mails nobody, whatever the machine it runs on is set up for.
        mail_server = _mail_server(given) if profile is Profile.PRODUCTION else None
        secret_key = _secret_key(profile, given, folder)
        return cls(
            profile=profile,
            secret_key=secret_key,
            ledger_keys=_ledger_keys(secret_key, given),
            database_url=database_url(
                given.get("DATABASE_URL", f"sqlite:///{folder / 'trainee_tracker.sqlite3'}")
            ),
            public_url=_public_url(given),
            outbox_folder=Path(given.get("OUTBOX_DIR", folder / "outbox")).absolute(),
            mail_server=mail_server,
            mail_from=given.get("MAIL_FROM", "trainee-tracker@localhost"),
            trusted_proxies=_whole_number("TRUSTED_PROXIES", given, 0),
            checkpoint_folder=_folder(given.get("CHECKPOINT_DIR")),
            checkpoint_addresses=tuple(given.get("CHECKPOINT_MAIL", "").split()),
            queue_url=_queue_url(given, folder),
            job_threads=max(1, _whole_number("JOB_THREADS", given, 2)),
            job_hold_seconds=max(1, _whole_number("JOB_HOLD_SECONDS", given, 60)),
            bind=given.get("BIND", f"127.0.0.1:{given.get('PORT', '8000')}"),
            language=given.get("LANGUAGE_TAG", "en"),
        )

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is SQLite rather than PostgreSQL."""
        return self.database_url.get_backend_name() == "sqlite"

    @property
    def database_file(self) -> Path | None:
        """The file of the SQLite database; None for PostgreSQL or a database in memory."""
        name = self.database_url.database
        if not self.uses_sqlite or not name or name == ":memory:":
            return None
        return Path(name)

    def engine_options(self) -> dict[str, Any]:
        """Return what SQLAlchemy's engine needs for this database."""
        # An error message that quotes the values of a failed statement would leak people's data.
        options: dict[str, Any] = {
            "hide_parameters": True,
            # Whatever writes to the ledger finds the keys here, and nothing else does.
            "execution_options": {"ledger_keys": self.ledger_keys},
        }
        if self.database_file is not None or not self.uses_sqlite:
            # A database in memory has one connection and no pool.
            options["pool_timeout"] = LOCK_TIMEOUT_SECONDS
        if self.uses_sqlite:
            options["module"] = sqlite_module()
            options["connect_args"] = {"timeout": LOCK_TIMEOUT_SECONDS}
        else:
            options["pool_pre_ping"] = True
            # A waiter for a stream's lock has to see what its holder wrote.
            options["isolation_level"] = "READ COMMITTED"
            if "connect_timeout" not in self.database_url.query:
                options["connect_args"] = {"connect_timeout": LOCK_TIMEOUT_SECONDS}
        return options

    def flask_config(self) -> dict[str, Any]:
        """Return the settings under the names that Flask and its extensions know."""
        is_production = self.profile is Profile.PRODUCTION
        return {
            "SETTINGS": self,
            "TESTING": self.profile is Profile.TEST,
            # Nobody speaks these: they show what has no translation and what does not turn round.
            "PSEUDO_LANGUAGES": not is_production,
            "LANGUAGE": self.language,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self.engine_options(),
            # As little as from anyone; `trainee_tracker/bounds.py` lets some pages take more.
            "MAX_CONTENT_LENGTH": MAX_FORM_BYTES,
            "MAX_FORM_MEMORY_SIZE": MAX_FORM_BYTES,
            "MAX_FORM_PARTS": MAX_FIELDS,
            # A demonstration is looked at without TLS, on the machine it runs on.
            "SESSION_COOKIE_SECURE": is_production,
            # A browser takes a cookie of this name only over TLS, and from no neighbouring host.
            "SESSION_COOKIE_NAME": "__Host-session" if is_production else "session",
            "SESSION_COOKIE_PATH": "/",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=SESSION_HOURS),
            "PREFERRED_URL_SCHEME": self.public_url.partition(":")[0],
            # A form may lie open all day on a phone; the session ends it, not the token.
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "en",
            "BABEL_DEFAULT_TIMEZONE": "Europe/London",
        }

    def __repr__(self) -> str:
        """Leave secrets out, wherever this is printed."""
        return f"Settings({self.profile}, {self.database_url!r}, {self.public_url})"


def database_url(text: str) -> URL:
    """Return the address of a database in the spelling that picks our driver.

    Raises ConfigError when it is neither SQLite nor PostgreSQL.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        # The text may hold a password, so it is not repeated.
        raise ConfigError(
            "DATABASE_URL cannot be read. Write it like sqlite:////srv/trainee_tracker.sqlite3"
            " or postgresql://user:password@host/database."
        ) from None
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            return url.set(drivername="sqlite", database=str(Path(url.database).absolute()))
        return url
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    raise ConfigError(
        f"DATABASE_URL names {url.drivername}, which cannot be used here: it must begin with"
        " sqlite:// or postgresql://."
    )


def sqlite_module() -> Any:
    """Return the SQLite to use: the one of the `pysqlite3` wheel, or Python's own without it.

    Python's own comes from the system and is often too old to be safe; `flask doctor` and
    `make serve` say so.
    """
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def secret_key_problem(key: str) -> str | None:
    """Return what is wrong with a secret key, as a sentence, or None when it will do."""
    remedy = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
    if not key:
        return f"SECRET_KEY is not set. {remedy}"
    if len(key) < SECRET_KEY_LENGTH:
        return f"SECRET_KEY has fewer than {SECRET_KEY_LENGTH} characters. {remedy}"
    # Text made by hand ("change-me-change-me...") uses few different characters.
    if len(set(key)) < 12 or any(word in key.lower() for word in ("change", "secret", "default")):
        return f"SECRET_KEY looks like a placeholder. {remedy}"
    from zxcvbn import zxcvbn

    if key in KNOWN_KEYS or zxcvbn(key[:72])["guesses"] < ENOUGH_GUESSES:
        return f"SECRET_KEY can be guessed. {remedy}"
    return None


def _make_folder(folder: Path) -> None:
    """Make the folder of our own database: SQLite makes a file, but not the folder it is in."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise ConfigError(
            f"The folder {folder} cannot be made by this user."
            " Set DATABASE_URL and OUTBOX_DIR to places that this user may write."
        ) from None


def _secret_key(profile: Profile, given: Mapping[str, str], folder: Path) -> str:
    if profile is Profile.PRODUCTION:
        # No default: what is missing is said by `flask doctor` and refused by `make serve`.
        return given.get("SECRET_KEY", "")
    if profile is Profile.TEST:
        return "only-for-tests-" + "0123456789abcdef" * 2
    # The demonstration keeps one of its own, so that people stay signed in when it starts again.
    file = folder / "secret-key"
    if not file.exists():
        _make_folder(folder)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _ledger_keys(secret_key: str, given: Mapping[str, str]) -> tuple[bytes, ...]:
    """Return the keys of the ledger: that of LEDGER_KEY or of SECRET_KEY, then those of before."""
    texts = [given.get("LEDGER_KEY", secret_key), *given.get("FORMER_LEDGER_KEYS", "").split()]
    # Derived, so that a mark tells nothing about the key that also signs cookies.
    return tuple(hashlib.sha256(b"the ledger's key: " + text.encode()).digest() for text in texts)


def _public_url(given: Mapping[str, str]) -> str:
    port = _whole_number("PORT", given, 8000)
    url = given.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise ConfigError(f"PUBLIC_URL must begin with https:// (or http://), not {url!r}.")
    return url


def _mail_server(given: Mapping[str, str]) -> MailServer | None:
    host = given.get("SMTP_HOST")
    if host is None:
        return None
    security = _one_of(MailSecurity, "SMTP_SECURITY", given, MailSecurity.STARTTLS)
    usual_port = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465, MailSecurity.NONE: 25}
    return MailServer(
        host=host,
        port=_whole_number("SMTP_PORT", given, usual_port[security]),
        user=given.get("SMTP_USER"),
        password=given.get("SMTP_PASSWORD"),
        security=security,
    )


def _folder(path: str | None) -> Path | None:
    return None if path is None else Path(path).absolute()


def _queue_url(given: Mapping[str, str], folder: Path) -> str:
    """Return what carries wake-ups: a file of its own in the instance folder, unless told otherwise."""
    url = given.get("QUEUE_URL", f"sqlite:///{folder / 'queue.sqlite3'}")
    if not url.startswith(("sqlite:///", "postgresql://", "redis://", "rediss://")):
        # The text may hold a password, so it is not repeated.
        raise ConfigError(
            "QUEUE_URL must begin with sqlite:///, postgresql:// or redis://. Without it the queue is"
            " a file of its own."
        )
    return url


def _one_of(kind: type[Kind], name: str, given: Mapping[str, str], default: Kind) -> Kind:
    try:
        return kind(given.get(name, default).lower())
    except ValueError:
        choices = ", ".join(kind)
        raise ConfigError(f"{name} is {given[name]!r}; it must be one of: {choices}.") from None


def _whole_number(name: str, given: Mapping[str, str], default: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise ConfigError(f"{name} is {text!r}; it must be a whole number.")
    return int(text)

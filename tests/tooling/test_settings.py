"""What `config.py` makes of the environment, and what it refuses in words."""

from __future__ import annotations

import secrets
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

import config
from config import ConfigError, MailSecurity, Profile, Settings, secret_key_problem

A_SECRET = "qT7_vY2mB9-kX4wL0hZ8nR3cJ6fD1sG5pU_eA"


def settings(**environment: str) -> Settings:
    """Return the settings of an environment that holds only these."""
    return Settings.from_environment(environment)


@pytest.fixture(autouse=True)
def instance_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what an installation keeps."""
    folder = tmp_path / "instance"
    monkeypatch.setattr(config, "INSTANCE_FOLDER", folder)
    return folder


def test_without_any_setting_the_profile_is_production_and_no_secret_is_assumed(
    instance_folder: Path,
) -> None:
    bare = settings()
    assert bare.profile is Profile.PRODUCTION
    assert bare.secret_key == ""
    assert bare.database_file == instance_folder / "trainee_tracker.sqlite3"
    assert instance_folder.is_dir()
    assert bare.public_url == "http://127.0.0.1:8000"
    assert bare.mail_server is None


@pytest.mark.parametrize(
    "address",
    [
        "postgres://u:p@host/name",
        "postgresql://u:p@host/name",
        "postgresql+psycopg://u:p@host/name",
    ],
)
def test_every_spelling_of_postgresql_gets_our_driver(address: str) -> None:
    given = settings(DATABASE_URL=address)
    assert given.database_url.drivername == "postgresql+psycopg"
    assert given.database_url.password == "p"
    assert not given.uses_sqlite
    assert given.database_file is None
    assert given.engine_options() == {
        "hide_parameters": True,
        "execution_options": {"ledger_keys": given.ledger_keys},
        "isolation_level": "READ COMMITTED",
        "pool_pre_ping": True,
        "pool_timeout": config.LOCK_TIMEOUT_SECONDS,
        "connect_args": {"connect_timeout": config.LOCK_TIMEOUT_SECONDS},
    }
    patient = settings(DATABASE_URL=f"{address}?connect_timeout=30").engine_options()
    assert "connect_args" not in patient


def test_a_relative_database_file_does_not_depend_on_where_a_command_is_run() -> None:
    file = settings(DATABASE_URL="sqlite:///some.sqlite3").database_file
    assert file == Path("some.sqlite3").absolute()


def test_a_database_in_memory_has_no_file() -> None:
    assert settings(DATABASE_URL="sqlite://").database_file is None
    assert settings(DATABASE_URL="sqlite:///:memory:").database_file is None


def test_the_engine_uses_the_safe_sqlite(tmp_path: Path) -> None:
    given = settings(DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite3")
    Path(tmp_path, "a.sqlite3").touch()
    engine = create_engine(given.database_url, **given.engine_options())
    with engine.connect() as connection:
        version = connection.scalar(text("SELECT sqlite_version()"))
    engine.dispose()
    assert tuple(map(int, version.split("."))) >= config.SAFE_SQLITE


def test_without_the_wheel_pythons_own_sqlite_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", None)
    assert config.sqlite_module() is sqlite3


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TRAINEE_TRACKER_PROFILE": "staging"}, "must be one of: production, demo, test"),
        ({"DATABASE_URL": "mysql://u:hidden@host/name"}, "must begin with sqlite:// or postgresql"),
        ({"DATABASE_URL": "postgresql+psycopg2://host/name"}, "postgresql\\+psycopg2"),
        ({"DATABASE_URL": "not an address, hidden"}, "DATABASE_URL cannot be read"),
        ({"PUBLIC_URL": "tracker.example.org"}, "PUBLIC_URL must begin with https://"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'; it must be a whole number"),
        ({"SMTP_HOST": "mail", "SMTP_PORT": "٥٨٧"}, "SMTP_PORT"),
        ({"SMTP_HOST": "mail", "SMTP_SECURITY": "ssl"}, "starttls, tls, none"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(
    environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence) as refusal:
        Settings.from_environment(environment)
    assert "\n" not in refusal.value.message
    assert "hidden" not in refusal.value.message


@pytest.mark.parametrize(
    ("security", "port"),
    [(MailSecurity.STARTTLS, 587), (MailSecurity.TLS, 465), (MailSecurity.NONE, 25)],
)
def test_the_mail_servers_port_follows_its_security(security: MailSecurity, port: int) -> None:
    given = settings(SMTP_HOST="mail.example.org", SMTP_SECURITY=security.upper())
    assert given.mail_server is not None
    assert given.mail_server.port == port


def test_printed_settings_hold_no_secret() -> None:
    given = settings(
        SECRET_KEY=A_SECRET,
        DATABASE_URL="postgresql://u:hidden@host/name",
        SMTP_HOST="mail",
        SMTP_PASSWORD="hidden",
    )
    printed = f"{given!r} {given.mail_server!r}"
    assert "hidden" not in printed
    assert A_SECRET not in printed


def test_the_demonstration_keeps_one_secret_of_its_own_and_mails_nobody(
    instance_folder: Path,
) -> None:
    environment = {
        "TRAINEE_TRACKER_PROFILE": "demo",
        "SECRET_KEY": "of the real installation",
        "SMTP_HOST": "mail.example.org",
        "PORT": "8123",
    }
    demo = Settings.from_environment(environment)
    assert demo.mail_server is None
    assert secret_key_problem(demo.secret_key) is None
    assert demo.secret_key == Settings.from_environment(environment).secret_key
    assert (instance_folder / "demo" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert demo.database_file == instance_folder / "demo" / "trainee_tracker.sqlite3"
    assert demo.outbox_folder == instance_folder / "demo" / "outbox"
    assert demo.public_url == "http://127.0.0.1:8123"


@pytest.mark.parametrize(
    ("profile", "is_secure"), [("production", True), ("demo", False), ("test", False)]
)
def test_cookies_travel_only_over_tls_in_production(profile: str, is_secure: bool) -> None:
    flask_config = settings(TRAINEE_TRACKER_PROFILE=profile).flask_config()
    assert flask_config["SESSION_COOKIE_SECURE"] is is_secure
    assert flask_config["SESSION_COOKIE_HTTPONLY"] is True
    assert flask_config["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert flask_config["MAX_CONTENT_LENGTH"] == config.MAX_FORM_BYTES


def test_a_folder_that_cannot_be_made_is_said_in_one_line(instance_folder: Path) -> None:
    instance_folder.write_text("a file, where a folder should be")
    with pytest.raises(ConfigError, match="cannot be made by this user"):
        settings()


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("", "is not set"),
        ("short", "fewer than 32"),
        ("a" * 40, "placeholder"),
        ("please-change-this-key-0123456789-xyz", "placeholder"),
        ("thisismyfamilycaretrainingkeyphrase", "can be guessed"),
        ("abcdefghijklmnopqrstuvwxyz0123456789", "can be guessed"),
        ("qwertyuiopasdfghjklzxcvbnm1234567890", "can be guessed"),
        (min(config.KNOWN_KEYS), "can be guessed"),
        (max(config.KNOWN_KEYS), "can be guessed"),
    ],
)
def test_a_weak_secret_key_is_named_with_its_remedy(key: str, problem: str) -> None:
    sentence = secret_key_problem(key)
    assert sentence is not None
    assert problem in sentence
    assert "token_urlsafe" in sentence


def test_a_random_secret_key_will_do() -> None:
    assert secret_key_problem(A_SECRET) is None
    for make in (secrets.token_urlsafe, secrets.token_hex):
        assert secret_key_problem(make(48)) is None

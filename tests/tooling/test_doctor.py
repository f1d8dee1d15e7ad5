"""What `flask doctor` finds, and which of it `make serve` refuses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, func, text, update

from config import Profile, Settings
from tests.cast import NOW, Cast
from tests.databases import empty_database, uses_postgresql
from trainee_tracker import doctor, exposure, machine
from trainee_tracker.demo.reader import people as characters
from trainee_tracker.extensions import babel, db
from trainee_tracker.findings import Finding, Verdict
from trainee_tracker.languages import ACCENTS, ENGLISH
from trainee_tracker.messages import say
from trainee_tracker.people.models import Account
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.spoken import speaker_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

A_SECRET = "qT7_vY2mB9-kX4wL0hZ8nR3cJ6fD1sG5pU_eA"


@pytest.fixture
def url() -> Iterator[str]:
    """A database without tables."""
    with empty_database("doctor") as address:
        yield address


@pytest.fixture(autouse=True)
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations that holds none, so that these tests do not depend on ours."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    monkeypatch.setattr(doctor, "PROJECT_FOLDER", tmp_path)
    return folder


def app_with(tmp_path: Path, **environment: str) -> Flask:
    """Return a bare application with these settings, and otherwise those of a good installation."""
    good = {
        "SECRET_KEY": A_SECRET,
        "PUBLIC_URL": "https://tracker.example.org",
        "SMTP_HOST": "mail.example.org",
        "OUTBOX_DIR": str(tmp_path / "outbox"),
    }
    settings = Settings.from_environment({**good, **environment})
    app = Flask("doctors-patient")
    app.config.from_mapping(settings.flask_config())
    db.init_app(app)
    babel.init_app(app, default_locale=ENGLISH.locale)
    app.cli.add_command(doctor.doctor)
    return app


def findings_of(app: Flask) -> list[Finding]:
    """Return what the doctor finds."""
    with app.app_context():
        found = doctor.examine(app)
        db.engine.dispose()
    return found


def run(app: Flask) -> Result:
    """Return the outcome of `flask doctor`."""
    result = app.test_cli_runner().invoke(args=["doctor"])
    with app.app_context():
        db.engine.dispose()
    return result


def told(findings: list[Finding], verdict: Verdict) -> str:
    """Return the sentences of one verdict."""
    return "\n".join(str(one.sentence) for one in findings if one.verdict is verdict)


def touch(url: str) -> None:
    """Make the database's file, where it is one."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a (id integer)"))
    engine.dispose()


def test_a_good_installation_has_nothing_in_the_way(url: str, tmp_path: Path) -> None:
    touch(url)
    app = app_with(tmp_path, DATABASE_URL=url)
    refused = told(findings_of(app), Verdict.REFUSED)
    if uses_postgresql():
        # The tests' own server gives up durability for speed, which is just what is refused.
        assert refused.startswith("PostgreSQL runs with fsync and synchronous_commit off")
        assert len(refused.splitlines()) == 1
    else:
        assert refused == ""
        result = run(app)
        assert result.exit_code == 0, result.output
        assert "Nothing is in the way." in result.output


def test_it_speaks_the_language_of_the_installation(app: Flask, cast: Cast) -> None:
    app.config["LANGUAGE"] = ACCENTS.tag
    told = app.test_cli_runner().invoke(args=["doctor"]).output
    assert speaker_of(ACCENTS).speak(say("Debug mode is off.")) in told


def test_a_missing_secret_debug_mode_and_a_missing_database_are_each_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    file = tmp_path / "nowhere.sqlite3"
    app = app_with(tmp_path, SECRET_KEY="", DATABASE_URL=f"sqlite:///{file}")
    with app.app_context():
        lines = doctor.refusals(app)
    assert len(lines) == 3
    assert all("\n" not in line for line in lines)
    assert "SECRET_KEY is not set" in lines[0]
    assert "Debug mode is on" in lines[1]
    assert "flask db upgrade" in lines[2]
    assert not file.exists()
    result = run(app)
    assert result.exit_code == 1
    assert "3 things need mending." in result.output


def test_one_thing_to_mend_is_said_in_the_singular(url: str, tmp_path: Path) -> None:
    if not uses_postgresql():
        touch(url)
    app = app_with(
        tmp_path,
        DATABASE_URL=url,
        **({} if uses_postgresql() else {"PUBLIC_URL": "http://tracker.example.org"}),
    )
    result = run(app)
    assert result.exit_code == 1
    assert "One thing needs mending." in result.output


def test_a_database_behind_the_code_is_refused(url: str, tmp_path: Path, migrations: Path) -> None:
    touch(url)
    (migrations / "versions" / "one.py").write_text("revision = 'one'\ndown_revision = None\n")
    refused = told(findings_of(app_with(tmp_path, DATABASE_URL=url)), Verdict.REFUSED)
    assert "The database is behind the code" in refused


def test_a_database_that_cannot_be_reached_is_refused_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql://u:hidden@/nothing?host={tmp_path}&connect_timeout=2"
    refused = told(findings_of(app_with(tmp_path, DATABASE_URL=address)), Verdict.REFUSED)
    assert refused.startswith("The database cannot be reached (OperationalError).")
    assert "hidden" not in refused


@pytest.mark.parametrize(
    ("version", "verdict"),
    [((3, 40, 1), Verdict.REFUSED), ((3, 51, 2), Verdict.REFUSED), ((3, 51, 3), Verdict.GOOD)],
)
def test_an_sqlite_that_can_lose_commits_is_refused(
    version: tuple[int, ...], verdict: Verdict
) -> None:
    assert doctor.look_at_sqlite_version(version).verdict is verdict


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("PRAGMA synchronous=EXTRA", Verdict.GOOD),
        ("PRAGMA synchronous=NORMAL", Verdict.REFUSED),
        ("PRAGMA journal_mode=DELETE", Verdict.REFUSED),
    ],
)
def test_an_sqlite_that_does_not_wait_for_the_disk_is_refused(
    statement: str, verdict: Verdict, tmp_path: Path
) -> None:
    (tmp_path / "a.sqlite3").touch()
    engine = create_engine(f"sqlite:///{tmp_path}/a.sqlite3")
    # After our own preparation of every connection, as a careless change of it would.
    event.listen(engine, "connect", lambda connection, record: connection.execute(statement))
    with engine.connect() as connection:
        assert doctor.look_at_durability(connection).verdict is verdict
    engine.dispose()


def test_what_is_missing_is_named_with_what_to_install(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "PDF_LIBRARIES", {"libno-such.so.9": "libno-such9"})
    monkeypatch.setattr(machine, "FONTS", ("fontpkg_no_such",))
    monkeypatch.setattr(machine, "letters_of_the_machine", frozenset)
    monkeypatch.setattr(machine, "TEST_PROGRAMS", {"no-such-program": "no-such-package"})
    monkeypatch.setattr(machine, "ENOUGH_DISK_BYTES", 10**18)
    monkeypatch.setattr(machine, "MINIMUM_PYTHON", (9, 9))
    findings = findings_of(app_with(tmp_path, DATABASE_URL=url, PUBLIC_URL="", SMTP_HOST=""))
    wrong = told(findings, Verdict.WRONG)
    assert "apt-get install --no-install-recommends libno-such9" in wrong
    assert "fontpkg_no_such" in wrong
    assert "GB free" in wrong
    assert "3.11 or newer is needed" in wrong
    assert "PUBLIC_URL is http://127.0.0.1:8000" in wrong
    notes = told(findings, Verdict.NOTE)
    assert "no-such-package" in notes
    assert "Debian calls it fontconfig" in notes
    assert f"mail is written to {tmp_path}/outbox" in notes


def test_a_folder_that_cannot_be_written_is_wrong(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda folder, mode: mode != os.W_OK)
    findings = findings_of(app_with(tmp_path, DATABASE_URL=url))
    assert f"{tmp_path}/outbox cannot be written by this user." in told(findings, Verdict.WRONG)


READABLE = 0o644
PRIVATE = 0o600


def test_a_database_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "the data.sqlite3"
    file.touch()
    touch(f"sqlite:///{file}")
    file.chmod(READABLE)
    app = app_with(tmp_path, DATABASE_URL=f"sqlite:///{file}")
    assert f"chmod o= '{file}'" in told(findings_of(app), Verdict.REFUSED)
    file.chmod(PRIVATE)
    assert told(findings_of(app), Verdict.REFUSED) == ""


@pytest.mark.parametrize("begins", [b"SQLite format 3\x00 and more", b"PGDMP and more"])
def test_copies_that_others_can_read_are_named_whatever_they_are_called(
    begins: bytes, tmp_path: Path, url: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    file = tmp_path / "elsewhere" / "a.sqlite3"
    file.touch(mode=PRIVATE)
    copies = [tmp_path / "elsewhere" / "monday", tmp_path / "backup.old"]
    for copy in copies:
        copy.write_bytes(begins)
        copy.chmod(READABLE)
    (tmp_path / "elsewhere" / "notes.txt").write_text("Nothing of ours.")
    app = app_with(tmp_path, DATABASE_URL=f"sqlite:///{file}")
    wrong = told(findings_of(app), Verdict.WRONG)
    assert all(str(copy) in wrong for copy in copies)
    assert "notes.txt" not in wrong
    for copy in copies:
        copy.chmod(PRIVATE)
    assert "these copies" not in told(findings_of(app), Verdict.WRONG)


def test_settings_that_others_can_read_are_named(tmp_path: Path, url: str) -> None:
    (tmp_path / ".env").write_text("SECRET_KEY=x")
    (tmp_path / ".env").chmod(READABLE)
    app = app_with(tmp_path, DATABASE_URL=url)
    assert f"chmod o= {tmp_path}/.env" in told(findings_of(app), Verdict.WRONG)
    (tmp_path / ".env").chmod(PRIVATE)
    assert ".env" not in told(findings_of(app), Verdict.WRONG)


@pytest.mark.parametrize(
    ("security", "user", "host", "is_refused"),
    [
        ("none", "training", "mail.example.org", True),
        ("none", "", "mail.example.org", False),
        ("none", "training", "127.0.0.1", False),
        ("starttls", "training", "mail.example.org", False),
        ("tls", "training", "mail.example.org", False),
    ],
)
def test_a_mail_password_goes_through_tls_or_not_at_all(
    security: str, user: str, host: str, is_refused: bool, url: str, tmp_path: Path
) -> None:
    app = app_with(
        tmp_path,
        DATABASE_URL=url,
        SMTP_SECURITY=security,
        SMTP_USER=user,
        SMTP_PASSWORD="hidden",
        SMTP_HOST=host,
    )
    refused = told(findings_of(app), Verdict.REFUSED)
    assert ("SMTP_SECURITY is none" in refused) is is_refused
    assert "hidden" not in refused


@pytest.mark.parametrize(
    ("bind", "proxies", "profile", "verdict"),
    [
        ("0.0.0.0:8000", "0", "production", Verdict.REFUSED),
        ("[::]:8000", "0", "production", Verdict.REFUSED),
        ("192.0.2.7:80", "0", "production", Verdict.REFUSED),
        (":8000", "0", "production", Verdict.REFUSED),
        ("0.0.0.0:8000", "1", "production", Verdict.GOOD),
        ("127.0.0.1:8000", "0", "production", Verdict.GOOD),
        ("[::1]:8000", "0", "production", Verdict.GOOD),
        ("unix:/run/tracker.sock", "0", "production", Verdict.GOOD),
        ("", "0", "production", Verdict.GOOD),
        ("0.0.0.0:8000", "0", "demo", Verdict.NOTE),
    ],
)
def test_an_open_address_without_a_proxy_is_refused(
    bind: str, proxies: str, profile: str, verdict: Verdict
) -> None:
    settings = Settings.from_environment(
        {
            "BIND": bind,
            "TRUSTED_PROXIES": proxies,
            "TRAINEE_TRACKER_PROFILE": profile,
            "DATABASE_URL": "sqlite://",
        }
    )
    found = exposure.look_at_bind(settings)
    assert found.verdict is verdict
    assert bind in str(found.sentence)


def test_the_profile_of_the_tests_is_never_served(url: str, tmp_path: Path) -> None:
    app = app_with(tmp_path, DATABASE_URL=url, TRAINEE_TRACKER_PROFILE="test")
    assert "TRAINEE_TRACKER_PROFILE is test" in told(findings_of(app), Verdict.REFUSED)


@pytest.mark.parametrize(
    ("profile", "email", "verdict", "sentence"),
    [
        ("demo", "abena@grace.example", None, ""),
        ("demo", "abena@grace.org", Verdict.REFUSED, "The database holds real people"),
        ("test", "abena@example.grace.org", Verdict.REFUSED, "The database holds real people"),
        ("production", "abena@grace.org", None, ""),
        ("production", "abena@grace.example", Verdict.WRONG, "everybody knows their passwords"),
    ],
)
def test_real_people_and_made_up_ones_do_not_share_a_database(
    profile: str, email: str, verdict: Verdict | None, sentence: str, app: Flask, cast: Cast
) -> None:
    db.session.execute(update(Account).values(email=func.concat(Account.person_id, email)))
    found = list(exposure.look_at_people(db.session.connection(), Profile(profile)))
    db.session.rollback()
    assert [one.verdict for one in found] == ([verdict] if verdict else [])
    assert all(sentence in str(one.sentence) for one in found)


def test_the_cast_of_the_demonstration_is_made_up() -> None:
    people = [each.email for each in characters().values()]
    assert people
    assert all(email.endswith(exposure.MADE_UP) for email in people)


def test_a_side_without_a_governance_lead_is_named(cast: Cast) -> None:
    assert list(doctor.look_at_governance_leads(db.session.connection())) == []
    roles.end_role(cast.statutory_lead.grants[0], actor=cast.administrator, at=NOW)
    [found] = doctor.look_at_governance_leads(db.session.connection())
    assert found.verdict is Verdict.NOTE
    assert "Nobody is in office as governance lead on the statutory side" in str(found.sentence)
    assert "accept-governance-leads" in str(found.sentence)

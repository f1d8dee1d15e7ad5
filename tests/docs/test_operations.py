"""What the pages say of settings, figures, rooms and backups is so."""

from __future__ import annotations

import re
import shlex
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config import (
    LOCK_TIMEOUT_SECONDS,
    MAX_FIELDS,
    MAX_FORM_BYTES,
    MAX_UPLOAD_BYTES,
    SECRET_KEY_LENGTH,
    SESSION_HOURS,
    Settings,
)
from tests.docs import known
from tests.docs.pages import SPAN, page
from trainee_tracker import bounds
from trainee_tracker.certificates.rules import GROUP_LENGTH, SERIAL_LENGTH
from trainee_tracker.demo import reader
from trainee_tracker.mail import ANSWER_WITHIN_SECONDS
from trainee_tracker.people.invitations import rules as invitation_rules
from trainee_tracker.people.passwords import rules as password_rules
from trainee_tracker.serving import gunicorn_arguments

OPERATIONS = page("docs/operations.md")
ARCHITECTURE = page("docs/architecture.md")
NOT_FOR_PEOPLE = {"FLASK_SKIP_DOTENV"}
"""What only our own scripts set."""


def test_the_table_of_settings_has_just_those_that_are_read() -> None:
    rows = OPERATIONS.rows("setting", "default", "for")
    listed = [name for row in rows for name in SPAN.findall(row[0])]
    assert sorted(listed) == sorted(known.settings() - NOT_FOR_PEOPLE)


def test_the_web_server_listens_and_runs_as_the_table_says() -> None:
    defaults = {
        SPAN.findall(row[0])[0]: row[1] for row in OPERATIONS.rows("setting", "default", "for")
    }
    given = gunicorn_arguments({})
    options = dict(zip(given[::2], given[1::2], strict=False))
    assert f"`{options['--bind']}`" == defaults["BIND"]
    assert options["--threads"] == defaults["WEB_THREADS"]
    assert options["--timeout"] == defaults["WEB_TIMEOUT"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("docs/operations.md", f"within {invitation_rules.INVITATION_VALIDITY.days} days"),
        ("docs/operations.md", f"at least {password_rules.PASSWORD_LENGTH} characters"),
        ("docs/operations.md", f"{SECRET_KEY_LENGTH} characters at least"),
        ("docs/operations.md", f"a sign-in lasts {SESSION_HOURS} hours"),
        ("docs/operations.md", f"at most {MAX_UPLOAD_BYTES // 1024 // 1024} MB"),
        ("docs/operations.md", f"has {ANSWER_WITHIN_SECONDS} seconds to answer"),
        ("docs/operations.md", f"{MAX_FORM_BYTES // 1024} KB with {MAX_FIELDS} fields"),
        ("docs/operations.md", f"signed in {bounds.A_FORM.in_all // 1024} KB"),
        ("docs/glossary.md", f"for {invitation_rules.INVITATION_VALIDITY.days} days"),
        ("docs/glossary.md", f"The {SERIAL_LENGTH} characters"),
        ("CHANGELOG.md", f"at least {password_rules.PASSWORD_LENGTH} characters"),
        (
            "docs/decisions/0008-wrong-passwords-slow-down.md",
            f"over {password_rules.ATTEMPT_WINDOW.seconds // 60} minutes",
        ),
        (
            "docs/decisions/0010-sqlite-from-a-wheel.md",
            f"{LOCK_TIMEOUT_SECONDS} seconds at most",
        ),
        ("docs/operations.md", f"who is writing, {LOCK_TIMEOUT_SECONDS} seconds at most"),
    ],
)
def test_a_figure_is_the_one_in_the_code(name: str, sentence: str) -> None:
    assert sentence in " ".join(page(name).text.split())


def test_the_pace_of_wrong_passwords_is_as_told() -> None:
    def seconds(here: int, at_address: int) -> float:
        return password_rules.wait_after(here, at_address).total_seconds()

    assert [seconds(count, 0) for count in (3, 4, 5, 6)] == [0, 2, 4, 8]
    assert (seconds(0, 20), seconds(0, 21)) == (0, 2)
    assert seconds(99, 99) == 5 * 60
    assert SERIAL_LENGTH / GROUP_LENGTH == 6


def test_the_table_of_single_files_has_just_those_that_are_there() -> None:
    rows = ARCHITECTURE.rows("file", "for")
    listed = [name for row in rows for name in SPAN.findall(row[0])]
    assert sorted(listed) == sorted(path.name for path in known.PACKAGE.glob("*.py"))


def test_the_demonstration_is_the_one_that_the_readme_tells_of() -> None:
    text = " ".join(page("README.md").text.split())
    first_year, _second_year = reader.told("black_pastors")["cohort"]
    assert len(first_year["trainees"]) == 11
    assert (
        "**Black Pastors Network for Family Care**: eleven trainees, two years, both over" in text
    )
    first_year, _second_year = reader.told("muslim_network")["cohort"]
    assert len(first_year["trainees"]) == 8
    assert "**Muslim Network for Family Therapy**: eight trainees in the middle" in text
    assert any(reader.people()[each].other_name for each in first_year["trainees"])
    assert reader.told("partnership")["act"][0]["name"] not in text


def test_a_backup_holds_everything_that_was_saved(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    file = tmp_path / "instance" / "trainee_tracker.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE hours (minutes INTEGER)")
        connection.execute(
            "CREATE TRIGGER hours_no_delete BEFORE DELETE ON hours BEGIN SELECT 1; END"
        )
        connection.execute("INSERT INTO hours VALUES (50)")
        connection.commit()
        lines = next(
            fence.lines
            for fence in OPERATIONS.fences
            if any(line.startswith(".venv/bin/python -c") for line in fence.lines)
        )
        commands = "\n".join(lines).replace(".venv/bin/python", shlex.quote(sys.executable))
        subprocess.run(["bash", "-ec", commands], cwd=tmp_path, check=True)
    connection.close()
    assert stat.S_IMODE((tmp_path / "backup.sqlite3").stat().st_mode) == 0o600
    copy = sqlite3.connect(tmp_path / "backup.sqlite3")
    assert copy.execute("SELECT minutes FROM hours").fetchall() == [(50,)]
    assert copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    copy.close()


def test_no_setting_of_an_example_is_refused() -> None:
    examples = [fence for fence in OPERATIONS.fences if fence.language == "dotenv"]
    given = dict(line.split("=", 1) for fence in examples for line in fence.lines)
    given |= {"DATABASE_URL": "sqlite:///:memory:"}
    settings = Settings.from_environment(given)
    assert settings.public_url.startswith("https://")
    assert re.fullmatch(r"\w+@[\w.]+", settings.mail_from)

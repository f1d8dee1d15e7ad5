"""Settings come from `.env`, the environment wins over it, and the demonstration reads neither."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

import pytest

from config import PROJECT_FOLDER
from tests.docs import known

if TYPE_CHECKING:
    from collections.abc import Iterator

A_SECRET = "qT7_vY2mB9-kX4wL0hZ8nR3cJ6fD1sG5pU_eA"

ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
"""What a process gets of ours: no setting, and nothing of the `make` that runs the tests."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of our files whose virtual environment is the one of this test."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("trainee_tracker", "templates", "migrations", ".ci"):
        # With what Python has compiled already, but not what another worker is just writing.
        shutil.copytree(
            PROJECT_FOLDER / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*")
        )
    for name in ("Makefile", "config.py", ".flaskenv"):
        shutil.copy(PROJECT_FOLDER / name, folder)
    put_program(folder / ".ci" / "setup", "true")
    # The project is found in the folder that Python is started in, before any other that it knows.
    ours = f"PYTHONPATH={folder} exec {sys.executable}"
    put_program(folder / ".venv" / "bin" / "python", f'{ours} "$@"')
    put_program(folder / ".venv" / "bin" / "flask", f'{ours} -m flask "$@"')
    return folder


def put_program(file: Path, script: str) -> None:
    """Write a program that a shell runs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@contextmanager
def served(project: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run `make serve` until the block ends."""
    with (
        (project / "log").open("w") as log,
        subprocess.Popen(
            ["make", "serve"],
            cwd=project,
            env={**ENVIRONMENT, **environment},
            stdout=log,
            stderr=log,
            text=True,
        ) as server,
    ):
        try:
            yield server
        finally:
            server.terminate()


def answer_of(address: str, server: subprocess.Popen[str], project: Path) -> int:
    """Return the status of a page, once the server answers."""
    for _ in range(900):
        assert server.poll() is None, (project / "log").read_text()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError((project / "log").read_text())


def test_the_site_is_served_by_the_settings_of_the_file_unless_the_environment_has_others(
    project: Path, tmp_path: Path
) -> None:
    port = free_port()
    (project / ".env").write_text(
        f"SECRET_KEY={A_SECRET}\n"
        "PUBLIC_URL=https://training.example.org\n"
        f"DATABASE_URL=sqlite:///{tmp_path}/kept.sqlite3\n"
        f"OUTBOX_DIR={tmp_path}/outbox\n"
        f"PORT={port}\n"
        "WEB_CONCURRENCY=3\n"
    )
    subprocess.run(
        [project / ".venv" / "bin" / "flask", "db", "upgrade"],
        cwd=project,
        env=ENVIRONMENT,
        check=True,
        capture_output=True,
    )
    assert (tmp_path / "kept.sqlite3").exists()
    with served(project, WEB_CONCURRENCY="1") as server:
        assert answer_of(f"http://127.0.0.1:{port}/readyz", server, project) == 200
    assert (project / "log").read_text().count("Booting worker") == 1


def settings_seen(project: Path, *words: str, **environment: str) -> dict[str, str]:
    """Return the settings in the environment of what `make` starts in the end."""
    names = " ".join(sorted(known.settings()))
    put_program(
        project / ".venv" / "bin" / "python",
        f'for name in {names}; do eval "[ -z \\"\\${{$name+set}}\\" ] || echo $name=\\$$name"; done',
    )
    put_program(project / ".venv" / "bin" / "flask", "true")
    ran = subprocess.run(
        ["make", *words],
        cwd=project,
        env={**ENVIRONMENT, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(line.split("=", 1) for line in ran.stdout.splitlines() if "=" in line)


def test_make_sets_no_setting_of_its_own(project: Path) -> None:
    assert settings_seen(project, "serve") == {}
    assert settings_seen(project, "serve", PORT="9000", BIND="[::1]:9000") == {
        "PORT": "9000",
        "BIND": "[::1]:9000",
    }
    assert settings_seen(project, "serve", "PORT=9001", PORT="9000") == {"PORT": "9001"}


def test_nothing_of_a_real_installation_reaches_the_demonstration(project: Path) -> None:
    real = dict.fromkeys(known.settings() - {"PORT", "FLASK_SKIP_DOTENV"}, "real")
    (project / ".env").write_text("".join(f"{name}={value}\n" for name, value in real.items()))
    demo = {"TRAINEE_TRACKER_PROFILE": "demo", "FLASK_SKIP_DOTENV": "1"}
    assert settings_seen(project, "demo", **real) == {**demo, "PORT": "8000"}
    assert settings_seen(project, "demo", "PORT=8080", **real) == {**demo, "PORT": "8080"}


def test_nothing_of_a_real_installation_reaches_the_tests(project: Path) -> None:
    real = dict.fromkeys(known.settings(), "real")
    put_program(project / ".ci" / "chromium", "echo /bin/chromium")
    assert settings_seen(project, "test", **real) == {}

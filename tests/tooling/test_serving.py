"""`make serve` starts the web and the worker, or says why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

import pytest
from flask import Flask
from gunicorn.config import Config

from config import PROJECT_FOLDER, ConfigError
from trainee_tracker import doctor, serving

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def value_of(name: str, environment: Mapping[str, str]) -> str:
    """Return the value that gunicorn is given for an argument."""
    arguments = serving.gunicorn_arguments(environment)
    return arguments[arguments.index(name) + 1]


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "127.0.0.1:8000"),
        ({"PORT": "9000"}, "127.0.0.1:9000"),
        ({"BIND": "", "PORT": " "}, "127.0.0.1:8000"),
        ({"BIND": "unix:/run/tracker.sock", "PORT": "9000"}, "unix:/run/tracker.sock"),
    ],
)
def test_it_listens_on_this_machine_only_unless_told_otherwise(
    environment: dict[str, str], address: str
) -> None:
    assert value_of("--bind", environment) == address


def test_processes_threads_and_time_out_come_from_the_environment() -> None:
    given = {"WEB_CONCURRENCY": "7", "WEB_THREADS": "3", "WEB_TIMEOUT": "90"}
    assert value_of("--workers", given) == "7"
    assert value_of("--threads", given) == "3"
    assert value_of("--timeout", given) == "90"
    assert int(value_of("--workers", {})) >= 2


def test_the_web_server_knows_every_argument() -> None:
    parsed = Config().parser().parse_args(serving.gunicorn_arguments({}))
    assert parsed.worker_class == "gthread"
    assert parsed.args == [serving.APPLICATION]


def test_without_memory_for_heartbeats_the_disk_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda folder, mode: False)
    assert "--worker-tmp-dir" not in serving.gunicorn_arguments({})


def test_a_setting_that_cannot_be_used_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> NoReturn:
        raise ConfigError("PUBLIC_URL is wrong.")

    monkeypatch.setattr(serving, "create_app", refuse)
    assert serving.reasons_not_to_serve() == ["PUBLIC_URL is wrong."]


def test_what_the_doctor_refuses_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "create_app", lambda: Flask("patient"))
    monkeypatch.setattr(doctor, "refusals", lambda app: ["Debug mode is on."])
    assert serving.reasons_not_to_serve() == ["Debug mode is on."]


def test_each_reason_is_one_line_and_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "load_dotenv", lambda file: None)
    monkeypatch.setattr(serving, "reasons_not_to_serve", lambda: ["One.", "Two."])
    with pytest.raises(SystemExit) as stopped:
        serving.main()
    assert stopped.value.code == 1
    assert capsys.readouterr().err == "One.\nTwo.\n"


def test_the_web_alone_becomes_the_web_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    became: list[list[str]] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLASK_SKIP_DOTENV", "1")
    monkeypatch.setattr(serving, "reasons_not_to_serve", list)
    monkeypatch.setattr(os, "execv", lambda program, words: became.append(words))
    serving.main(["web"])
    assert became[0][:3] == [sys.executable, "-m", "gunicorn"]
    assert became[0][-1] == "trainee_tracker:create_app()"


def test_what_the_web_server_logs_itself_is_in_json_lines_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    serving.JsonLogger(Config()).info("Listening at: %s", "127.0.0.1:8000")
    assert json.loads(capsys.readouterr().err)["event"] == "Listening at: 127.0.0.1:8000"


def sleeping(seconds: float, *, then: int = 0) -> list[str]:
    """Return a command that sleeps and ends with a status."""
    return [sys.executable, "-c", f"import time, sys; time.sleep({seconds}); sys.exit({then})"]


def test_the_status_of_the_web_is_told_and_the_worker_ends_with_it() -> None:
    assert serving.serve_both(sleeping(1, then=3), sleeping(600)) == 3


def test_a_worker_that_ends_is_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(serving, "START_AGAIN_AFTER_SECONDS", 0)
    monkeypatch.setattr(serving, "LOOK_EVERY_SECONDS", 0.05)
    note = tmp_path / "starts"
    worker = [sys.executable, "-c", f"open({str(note)!r}, 'a').write('x')"]
    assert serving.serve_both(sleeping(4), worker) == 0
    assert len(note.read_text()) >= 2


def test_a_signal_to_stop_reaches_both(tmp_path: Path) -> None:
    tell = (
        "import signal, sys, time\n"
        "def stop(number, frame):\n"
        "    open(sys.argv[1], 'w').write('stopped')\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, stop)\n"
        "open(sys.argv[1] + '-began', 'w')\n"
        "time.sleep(600)\n"
    )
    notes = [tmp_path / "web", tmp_path / "worker"]
    commands = [[sys.executable, "-c", tell, str(note)] for note in notes]
    script = (
        "import sys; from trainee_tracker import serving;"
        f"sys.exit(serving.serve_both({commands[0]!r}, {commands[1]!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT_FOLDER)
    for _attempt in range(600):
        if all(note.with_name(f"{note.name}-began").exists() for note in notes):
            break
        time.sleep(0.1)
    process.terminate()
    assert process.wait(60) == 0
    assert [note.read_text() for note in notes] == ["stopped", "stopped"]

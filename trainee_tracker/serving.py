"""Serving for real: `make serve` runs this file, which checks the machine and becomes gunicorn.

Settings from the environment or `.env`: `BIND` (127.0.0.1:8000), `PORT` (only the port of that),
`WEB_CONCURRENCY` (processes), `WEB_THREADS` (threads of each), `WEB_TIMEOUT` (seconds after which
a stuck process is replaced). Those of the application are in `config.py`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import load_dotenv
from gunicorn.glogging import Logger

from config import PROJECT_FOLDER, ConfigError
from trainee_tracker import create_app, doctor
from trainee_tracker.logs import JsonHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gunicorn.config import Config

APPLICATION = "trainee_tracker:create_app()"

MOST_PROCESSES = 4
"""The most processes unless WEB_CONCURRENCY says otherwise: each takes about 100 MB of memory."""


class JsonLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own messages, as JSON lines like everything else."""

    def setup(self, cfg: Config) -> None:
        """Replace the plain-text handlers that gunicorn has just made."""
        super().setup(cfg)
        self.error_log.handlers = [JsonHandler()]


def main() -> None:
    """Become gunicorn, or say in a line each why not and exit with status 1."""
    if os.environ.get("FLASK_SKIP_DOTENV") is None:
        load_dotenv(PROJECT_FOLDER / ".env")
    # A file that is named without its folder is then the same one for the checks and for gunicorn.
    os.chdir(PROJECT_FOLDER)
    reasons = reasons_not_to_serve()
    if reasons:
        for reason in reasons:
            print(reason, file=sys.stderr)  # noqa: T201 - this is what the person at the keyboard reads.
        raise SystemExit(1)
    arguments = gunicorn_arguments(os.environ)
    # Replacing this process lets a supervisor's signals reach gunicorn itself.
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - no shell is wanted.


def reasons_not_to_serve() -> list[str]:
    """Return what makes serving unsafe on this machine, a sentence each."""
    try:
        app = create_app()
    except ConfigError as error:
        return [error.message]
    with app.app_context():
        return doctor.refusals(app)


def gunicorn_arguments(environment: Mapping[str, str]) -> list[str]:
    """Return gunicorn's arguments for the settings in `environment`."""
    # As in `config.py`, what is left blank is not set.
    environment = {name: value for name, value in environment.items() if value.strip()}
    processes = min(MOST_PROCESSES, max(2, os.cpu_count() or 2))
    port = environment.get("PORT", "8000")
    arguments = {
        "--bind": environment.get("BIND", f"127.0.0.1:{port}"),
        "--worker-class": "gthread",
        "--workers": environment.get("WEB_CONCURRENCY", str(processes)),
        "--threads": environment.get("WEB_THREADS", "4"),
        # The longest page is a certificate with its PDF, some seconds on a small machine.
        "--timeout": environment.get("WEB_TIMEOUT", "60"),
        "--graceful-timeout": "30",
        "--keep-alive": "5",
        # Processes are replaced now and then, so that a slow leak never matters.
        "--max-requests": "5000",
        "--max-requests-jitter": "500",
        "--logger-class": "trainee_tracker.serving.JsonLogger",
        # The demonstration's terminal shows who can sign in; the rest would push that away.
        "--log-level": "warning"
        if environment.get("TRAINEE_TRACKER_PROFILE") == "demo"
        else "info",
    }
    # A heartbeat file on a busy disk can stall a healthy process.
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes an unnamed file in it.
    if os.access(memory, os.W_OK):
        arguments["--worker-tmp-dir"] = str(memory)
    pairs = [word for pair in arguments.items() for word in pair]
    return [*pairs, "--no-control-socket", APPLICATION]


if __name__ == "__main__":
    main()

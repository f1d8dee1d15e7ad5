"""Serving for real: `make serve` runs this file, which checks the machine and starts web and worker.

The web is gunicorn, the worker `flask work`. This process starts one of each, starts the worker again
when it ends, hands signals on, and ends when the web ends. Either runs alone too: with the word `web`
this process becomes gunicorn, and `flask work` is the worker.

Settings from the environment or `.env`: `BIND` (127.0.0.1:8000), `PORT` (only the port of that),
`WEB_CONCURRENCY` (processes), `WEB_THREADS` (threads of each), `WEB_TIMEOUT` (seconds after which
a stuck process is replaced). Those of the application are in `config.py`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import load_dotenv
from gunicorn.glogging import Logger

from config import PROJECT_FOLDER, ConfigError
from trainee_tracker import create_app, doctor
from trainee_tracker.languages import ENGLISH, language_of
from trainee_tracker.logs import JsonHandler
from trainee_tracker.messages import Message, say
from trainee_tracker.spoken import speaker_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gunicorn.config import Config

APPLICATION = "trainee_tracker:create_app()"

LOOK_EVERY_SECONDS = 0.5
START_AGAIN_AFTER_SECONDS = 3
STOP_WITHIN_SECONDS = 30
"""How long the worker may take to finish the step in hand, in seconds."""

MOST_PROCESSES = 4
"""The most processes unless WEB_CONCURRENCY says otherwise: each takes about 100 MB of memory."""


class JsonLogger(Logger):  # type: ignore[misc]
    """Gunicorn's own messages, as JSON lines like everything else."""

    def setup(self, cfg: Config) -> None:
        """Replace the plain-text handlers that gunicorn has just made."""
        super().setup(cfg)
        self.error_log.handlers = [JsonHandler()]


def main(words: Sequence[str] = ()) -> None:
    """Serve the web and the worker, or say in a line each why not and exit with status 1.

    With the word `web` this process becomes gunicorn, and nothing else is started.
    """
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
    web = [sys.executable, "-m", "gunicorn", *arguments]
    if "web" in words:
        # Replacing this process lets a supervisor's signals reach gunicorn itself.
        os.execv(sys.executable, web)  # noqa: S606 - no shell is wanted.
    else:
        raise SystemExit(serve_both(web, [sys.executable, "-m", "flask", "work"]))


def serve_both(web: Sequence[str], worker: Sequence[str]) -> int:
    """Run the web and the worker side by side until the web ends; return its exit status.

    A worker that ends is started again after some seconds. A signal to stop goes to both, and both
    may finish what they have in hand.
    """
    environment = {**os.environ, "FLASK_APP": APPLICATION}
    running = {"web": subprocess.Popen(web), "worker": subprocess.Popen(worker, env=environment)}  # noqa: S603
    is_stopping = False

    def hand_on(number: int, frame: object) -> None:
        nonlocal is_stopping
        is_stopping = True
        for each in running.values():
            if each.poll() is None:
                # Each of them knows SIGTERM as the signal to finish what it has in hand.
                each.send_signal(signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, hand_on)
    while running["web"].poll() is None:
        time.sleep(LOOK_EVERY_SECONDS)
        if running["worker"].poll() is not None and not is_stopping:
            print(_said(say("The worker ended and is started again.")), file=sys.stderr)  # noqa: T201
            time.sleep(START_AGAIN_AFTER_SECONDS)
            running["worker"] = subprocess.Popen(worker, env=environment)  # noqa: S603
    if running["worker"].poll() is None:
        running["worker"].terminate()
    try:
        running["worker"].wait(STOP_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        # Nothing is lost: its job is taken up again by the next worker.
        running["worker"].kill()
    return running["web"].returncode


def _said(message: Message) -> str:
    """Return a message in the language of the installation, where no application is at hand."""
    language = language_of(os.environ.get("LANGUAGE_TAG", "")) or ENGLISH
    return speaker_of(language).speak(message)


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
    main(sys.argv[1:])

"""An application whose database cannot be reached, and `flask judge` run in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from config import Settings
from tests.cast import NOW
from trainee_tracker import create_app

NO_DATABASE = "postgresql://nobody@127.0.0.1:1/nothing"
"""Whoever opens a connection to this is refused at once."""


@dataclass(frozen=True)
class Judged:
    """What the command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """The answer as data; it cannot be had of a command that failed."""
        assert self.status == 0, self.err
        return json.loads(self.out)

    @property
    def have(self) -> dict[str, int]:
        """What there is of each requirement, by key."""
        return {one["key"]: one["have"] for one in self.answer["requirements"]}

    @property
    def counted(self) -> dict[str, int]:
        """The counted minutes of each entry."""
        return {line["entry"]: line["counted_minutes"] for line in self.answer["lines"]}

    @property
    def reasons(self) -> dict[str, str | None]:
        """Why each entry does not count."""
        return {line["entry"]: line["reason"] for line in self.answer["lines"]}


Judge = Callable[..., Judged]


@pytest.fixture(scope="session")
def without_database(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a database that nobody can open."""
    outbox = tmp_path_factory.mktemp("outbox")
    return create_app(
        Settings.from_environment(
            {
                "TRAINEE_TRACKER_PROFILE": "test",
                "DATABASE_URL": NO_DATABASE,
                "OUTBOX_DIR": str(outbox),
            }
        )
    )


@pytest.fixture
def judge(without_database: Flask, tmp_path: Path) -> Judge:
    """Run `flask judge` on texts as files, on 22 November 2026; `as_json` unless told otherwise."""

    def run(
        course: str,
        ledger: str | bytes,
        clearances: str | bytes | None = None,
        results: str | bytes | None = None,
        *options: str,
        as_json: bool = True,
    ) -> Judged:
        given: Mapping[str, str | bytes | None] = {
            "ledger": ledger,
            "clearances": clearances,
            "results": results,
        }
        words = ["judge", "--course", course, *options]
        for name, text in given.items():
            if text is None:
                continue
            path = tmp_path / f"{name}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            words += [f"--{name}", str(path)]
        # `flask` makes the context before it hands over to a command.
        with time_machine.travel(NOW), without_database.app_context():
            result = without_database.test_cli_runner().invoke(
                args=[*words, "--json"] if as_json else words
            )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Judged(result.exit_code, result.stdout, result.stderr)

    return run

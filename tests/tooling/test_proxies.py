"""Whose word about the visitor is taken, and what is said when there are fewer proxies than that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from config import Settings
from trainee_tracker import create_app
from trainee_tracker.people.access import public


@pytest.fixture
def behind_two(tmp_path: Path) -> Flask:
    """The application behind two proxies, with a page that says who asks."""
    app = create_app(
        Settings.from_environment(
            {
                "DATABASE_URL": "sqlite://",
                "SECRET_KEY": "k" * 40,
                "OUTBOX_DIR": str(tmp_path),
                "TRUSTED_PROXIES": "2",
            }
        )
    )

    @app.get("/who")
    @public
    def who() -> str:
        return str(request.remote_addr)

    return app


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [one for one in events if one["event"] == "fewer_proxies_shown_than_trusted"]


def test_fewer_proxies_than_are_trusted_are_named_once_a_process(
    behind_two: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    client = behind_two.test_client()
    # The machine itself asks past every proxy.
    client.get("/healthz")
    client.get("/readyz")
    assert told(capsys) == []
    for _ in range(3):
        client.get("/who", headers={"X-Forwarded-For": "192.0.2.1"})
    (event,) = told(capsys)
    assert (event["shown"], event["trusted"], event["level"]) == (1, 2, "warning")
    assert "192.0.2.1" not in json.dumps(event)


def test_a_request_past_every_proxy_shows_none(
    behind_two: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    behind_two.test_client().get("/who")
    (event,) = told(capsys)
    assert event["shown"] == 0


def test_as_many_as_are_trusted_are_no_news(
    behind_two: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    client = behind_two.test_client()
    answer = client.get("/who", headers={"X-Forwarded-For": "192.0.2.1, 198.51.100.7"})
    assert answer.text == "192.0.2.1"
    assert told(capsys) == []

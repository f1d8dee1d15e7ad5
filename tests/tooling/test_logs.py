"""Logs are JSON lines without a person's data."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask import Flask

from config import Settings
from trainee_tracker import logs


def app_for(profile: str) -> Flask:
    """Return an application that logs, with a page that works and one that fails."""
    app = Flask("talker")
    app.config.from_mapping(
        Settings.from_environment(
            {"TRAINEE_TRACKER_PROFILE": profile, "DATABASE_URL": "sqlite://"}
        ).flask_config()
    )
    logs.init_app(app)

    @app.get("/people/<name>")
    def person(name: str) -> str:
        logs.log.info("person_shown", count=1)
        return "shown"

    @app.get("/fault/<name>")
    def fault(name: str) -> str:
        raise ValueError(f"{name} is not a date")

    return app


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what was written to standard error, each line read as JSON."""
    written = capsys.readouterr()
    assert written.out == ""
    return [json.loads(line) for line in written.err.splitlines()]


def test_a_request_is_told_by_its_route_and_never_by_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    response = app_for("production").test_client().get("/people/Miriam?q=Cohen")
    shown, answered = lines(capsys)
    assert shown["event"] == "person_shown"
    assert shown["request_id"] == answered["request_id"] == response.headers["X-Request-ID"]
    assert answered["event"] == "request_answered"
    assert answered["method"] == "GET"
    assert answered["route"] == "/people/<name>"
    assert answered["status"] == 200
    assert 0 <= answered["ms"] < 60_000
    assert answered["at"].endswith("+00:00")
    assert answered["level"] == "info"
    assert "Miriam" not in json.dumps([shown, answered])
    assert "Cohen" not in json.dumps([shown, answered])


def test_an_address_that_is_no_page_is_told_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    app_for("production").test_client().get("/no/Miriam")
    (answered,) = lines(capsys)
    assert answered["route"] is None
    assert answered["status"] == 404


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("trace-0123456789", True), ("a\tb", False), ("x" * 65, False), ("short", False)],
)
def test_a_request_id_from_outside_is_taken_only_when_it_is_plain(
    given: str, is_taken: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    client = app_for("production").test_client()
    response = client.get("/people/a", headers={"X-Request-ID": given})
    assert (response.headers["X-Request-ID"] == given) is is_taken
    assert len(lines(capsys)) == 2


def test_a_fault_is_told_by_its_kind_and_lines_of_code_without_what_was_entered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    response = app_for("production").test_client().get("/fault/Miriam")
    assert response.status_code == 500
    told, _answered = lines(capsys)
    assert told["fault"] == "builtins.ValueError"
    assert any(line.endswith(" fault") for line in told["through"])
    assert told["level"] == "error"
    assert told["event"] == "request_failed"
    assert "Miriam" not in json.dumps(told)


def test_a_fault_in_our_own_log_is_told_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    try:
        raise LookupError("Miriam")
    except LookupError as error:
        logs.log.error("mail_failed", exc_info=error)
        logs.log.exception("mail_failed")
    for told in lines(capsys):
        assert told["event"] == "mail_failed"
        assert told["fault"] == "builtins.LookupError"
        assert "Miriam" not in json.dumps(told)


def test_a_fault_in_anothers_log_is_told_in_the_words_of_its_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()
    try:
        raise LookupError("Miriam")
    except LookupError:
        logging.getLogger("gunicorn.error").exception("Error handling request %s", "/Miriam")
    (told,) = lines(capsys)
    assert told["event"] == "Error handling request %s"
    assert "Miriam" not in json.dumps(told)


def test_setting_up_twice_does_not_write_twice(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    logs.configure()
    logging.getLogger("anyone").warning("Careful with %s.", "this")
    (told,) = lines(capsys)
    assert told["event"] == "Careful with this."
    assert told["level"] == "warning"


def test_outside_production_only_warnings_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    app_for("test").test_client().get("/people/Miriam")
    assert lines(capsys) == []

"""A language is added by one command and one catalogue, which is then checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from trainee_tracker import languages
from trainee_tracker.languages import catalogue_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where catalogues are, for the time of a test."""
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    return tmp_path


def run(app: Flask, *args: str) -> tuple[int, str]:
    """Run a command; return its status and what it printed."""
    answer = app.test_cli_runner().invoke(args=["languages", *args])
    return answer.exit_code, answer.output


def test_a_language_is_begun_and_kept_when_it_is_updated(app: Flask, folder: Path) -> None:
    status, told = run(app, "update", "sw")
    assert status == 0
    path = folder / "sw" / "messages.po"
    assert str(path) in told
    text = path.read_text()
    assert 'msgid "{minutes} min"\nmsgstr ""' in text
    path.write_text(
        text.replace(
            'msgid "{minutes} min"\nmsgstr ""', 'msgid "{minutes} min"\nmsgstr "dakika {minutes}"'
        )
    )
    assert run(app, "update", "sw")[0] == 0
    assert 'msgstr "dakika {minutes}"' in path.read_text()
    assert run(app, "check", "sw")[0] == 0
    catalogue_of.cache_clear()
    assert catalogue_of("sw").gettext("{minutes} min") == "dakika {minutes}"
    catalogue_of.cache_clear()


def test_a_translation_that_names_another_value_is_told(app: Flask, folder: Path) -> None:
    run(app, "update", "sw")
    path = folder / "sw" / "messages.po"
    path.write_text(
        path.read_text().replace(
            'msgid "{minutes} min"\nmsgstr ""', 'msgid "{minutes} min"\nmsgstr "dakika {minuti}"'
        )
    )
    status, told = run(app, "check", "sw")
    assert status == 1
    assert "“{minutes} min” has no {minuti}." in told


def test_a_sentence_that_is_not_said_any_more_is_told(app: Flask, folder: Path) -> None:
    run(app, "update", "sw")
    path = folder / "sw" / "messages.po"
    path.write_text(path.read_text() + '\nmsgid "Said long ago"\nmsgstr "Zamani"\n')
    status, told = run(app, "check", "sw")
    assert (status, "1 sentence is not said any more" in told) == (0, True)


def test_what_is_no_language_and_what_is_not_there_is_told(app: Flask, folder: Path) -> None:
    assert "is no language" in run(app, "update", "nowhere-at-all")[1]
    assert "Run: flask languages update fr" in run(app, "check", "fr")[1]

"""What commands print in a language made from the catalogue: a translator can change all of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask

from tests.audit.attacks import without_triggers
from tests.cast import Cast
from tests.hours.builders import submitted
from tests.languages.unmarked import own_words, unmarked
from trainee_tracker.extensions import db
from trainee_tracker.languages import ACCENTS

RUN = [
    ["doctor"],
    ["ledger", "verify"],
    ["ledger", "prove", "--enrolment", "999999"],
    ["ledger", "prove", "--enrolment", "{enrolment}"],
    ["ledger", "verify", "--checkpoint", "{no_checkpoint}"],
    ["ledger", "check-proof", "{no_checkpoint}", "--checkpoint", "{no_checkpoint}"],
    ["standings", "rebuild"],
    ["create-administrator", "--name", "", "--email", "a@b.example", "--organisation", "Trust"],
    ["create-administrator", "--name", "Ada", "--email", "nowhere", "--organisation", "Trust"],
    ["create-administrator", "--name", "Ada", "--email", "a@b.example", "--organisation", "Trust"],
    ["confirm-name", "nobody@grace.example"],
    ["accept-governance-leads", "nobody@grace.example", "no.one@grace.example"],
    ["accept-governance-leads", "{community_lead}", "{statutory_lead}"],
    ["languages", "check", "xx"],
    ["demo", "load"],
    ["demo", "who"],
]
"""Commands as somebody types them who succeeds, and who does not."""

ALTERED = [
    "UPDATE hours_entries SET minutes = 55",
    "DELETE FROM hours_events",
    "UPDATE audit_events SET kind = 'made_up' WHERE position = 3",
    "DELETE FROM audit_events WHERE position > 5",
    "UPDATE person_names SET full_name = 'Mallory'",
    "DELETE FROM accounts",
]
"""What somebody may do to a database that they own."""


@pytest.fixture
def accented(app: Flask, cast: Cast) -> Flask:
    """Return an installation that speaks the accented language, with some hours in it."""
    submitted(cast, minutes=50)
    db.session.commit()
    app.config["LANGUAGE"] = ACCENTS.tag
    # What is wrong with the settings is said before any language is known, so they are good here.
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], secret_key=token_urlsafe(48))
    return app


@pytest.mark.parametrize("words", RUN, ids=" ".join)
def test_a_command_prints_nothing_that_a_translator_cannot_change(
    accented: Flask, cast: Cast, tmp_path: Path, words: list[str]
) -> None:
    no_checkpoint = tmp_path / "notes.txt"
    no_checkpoint.write_text("nothing")
    values = {
        "enrolment": cast.enrolment.id,
        "no_checkpoint": no_checkpoint,
        "community_lead": cast.community_lead.email,
        "statutory_lead": cast.statutory_lead.email,
    }
    told = printed(accented, [each.format_map(values) for each in words])
    assert unmarked(told.splitlines(), own_words([words, str(no_checkpoint)])) == []


@pytest.mark.parametrize("statement", ALTERED)
def test_what_was_altered_is_told_in_words_that_can_be_translated(
    accented: Flask, statement: str
) -> None:
    without_triggers(statement)
    told = printed(accented, ["ledger", "verify"])
    assert unmarked(told.splitlines(), own_words()) == []
    assert unmarked(printed(accented, ["standings", "rebuild"]).splitlines(), own_words()) == []


def printed(app: Flask, words: list[str]) -> str:
    """Return what a command printed, wherever it printed it, without what click says of a failure."""
    answer = app.test_cli_runner().invoke(args=words)
    assert answer.output
    return answer.output.replace("Error:", "")

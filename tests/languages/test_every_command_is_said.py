"""What commands print in a language made from the catalogue: a translator can change all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask

from config import Profile
from tests import naming
from tests.audit.attacks import without_triggers
from tests.cast import NOW, Cast
from tests.hours.builders import submitted
from tests.languages.commands import commands, is_read, sentences_of
from tests.languages.unmarked import own_words, unmarked
from tests.people.roles.builders import newcomer
from trainee_tracker import languages
from trainee_tracker.accreditation.plain_json import to_plain
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.certificates.rules import CertificateStatus
from trainee_tracker.certificates.support import projection as support
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.demo import programme
from trainee_tracker.demo.reader import PASSWORD, people, told
from trainee_tracker.extensions import Base, db
from trainee_tracker.jobs.waking import waker_of
from trainee_tracker.judging.ledger import COLUMNS
from trainee_tracker.languages import ACCENTS
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.progress import queries as progress

ALTERED = [
    "UPDATE hours_entries SET minutes = 55",
    "DELETE FROM hours_events",
    "UPDATE audit_events SET kind = 'made_up' WHERE position = 3",
    "DELETE FROM audit_events WHERE position > 5",
    "UPDATE person_names SET full_name = 'Mallory'",
    "DELETE FROM accounts",
]
"""What somebody may do to a database that they own."""

BY_CLICK = re.compile(
    r"^(?:Usage: .*|Try '.*|Aborted!)$|Error: |Invalid value for '.*?': |\[[a-zA-Z/]+\]: ",
    re.MULTILINE,
)
"""What the package that reads the words of a command says itself; it has no catalogue of ours."""

DATA = re.compile(r"^[{[].*$", re.MULTILINE)
"""A line that is written for programs."""


@dataclass(frozen=True)
class Terminal:
    """A terminal on an installation that speaks the accented language, in a folder of its own."""

    app: Flask
    cast: Cast
    folder: Path
    patch: pytest.MonkeyPatch

    def run(self, *words: str) -> str:
        """Run a command, and say yes to what it asks; return what it printed, wherever it did so."""
        people = {
            name: each.email for name, each in vars(self.cast).items() if hasattr(each, "email")
        }
        known = {"folder": self.folder, "enrolment": self.cast.enrolment.id, **people}
        typed = [each.format_map(known) for each in words]
        answer = self.app.test_cli_runner().invoke(args=typed, input="y\n" * 3)
        assert answer.exception is None or isinstance(answer.exception, SystemExit)
        return answer.output

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file into the folder."""
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)

    def settings(self, **changed: object) -> None:
        """Run the installation with other settings from now on."""
        self.app.config["SETTINGS"] = replace(self.app.config["SETTINGS"], **changed)


Step = tuple[str, ...] | Callable[[Terminal], object]
"""What is typed after the words of a command, or what happens between two of them."""


def sealed(at: Terminal) -> None:
    """Seal the ledgers, and keep the checkpoint, also one that was altered."""
    text = at.run("ledger", "checkpoint")
    at.write("kept.json", text)
    at.write("altered.json", text.replace('"root": "', '"root": "0'))


def proved(at: Terminal) -> None:
    """Keep a proof, also one that was altered."""
    text = at.run("ledger", "prove", "--enrolment", "{enrolment}")
    at.write("proof.json", text)
    proof = json.loads(text)
    proof["events"][0]["subject_id"] += 1
    at.write("altered-proof.json", json.dumps(proof))


def unreadable(at: Terminal) -> None:
    """Have the stored standings be unreadable."""
    at.patch.setattr(progress, "stored_faults", lambda: 1 // 0)


def nothing_has_happened(at: Terminal) -> None:
    """Have no ledger."""
    without_triggers("DELETE FROM audit_events", "DELETE FROM streams")


def supported(at: Terminal) -> None:
    """Have two certificates compared with their record."""
    at.patch.setattr(support, "rebuild", lambda _at: 2)


def ask_for_a_name(at: Terminal) -> None:
    """Have the sole administrator ask for another name."""
    naming.ask(at.cast.administrator, full_name="Ada Merriweather", registration="X 1")
    db.session.commit()


def leads_wait(at: Terminal) -> None:
    """Have both sides without anybody in office, and with a lead who waits."""
    for side, before, email in (
        (at.cast.network, at.cast.community_lead, "eve@new.example"),
        (at.cast.trust, at.cast.statutory_lead, "una@new.example"),
    ):
        roles.end_role(before.grants[0], actor=at.cast.administrator, at=NOW)
        lead = newcomer(at.cast, side, email)
        roles.grant_role(lead, Role.GOVERNANCE_LEAD, side, actor=None, at=NOW)
    db.session.commit()


def load_nothing(at: Terminal) -> None:
    """Have the demonstration be loaded at once."""
    at.patch.setattr(programme, "load", lambda _today, _address: 3)


def is_loaded(at: Terminal) -> None:
    """Have the demonstration be there, with a certificate to check."""
    serials = {CertificateStatus.VALID: "K62BCJ4X77G13JRPN1VGSZ43"}
    at.patch.setattr(programme, "is_loaded", lambda: True)
    at.patch.setattr(programme, "certificates_to_check", lambda: serials)


def in_earnest(at: Terminal) -> None:
    """Be an installation for real use."""
    at.settings(profile=Profile.PRODUCTION)


def fault_in_a_translation(at: Terminal) -> None:
    """Have a catalogue with a value that is not there, and with a sentence that is said no more."""
    path = at.folder / "sw" / "messages.po"
    text = path.read_text()
    empty = 'msgid "{minutes} min"\nmsgstr ""'
    assert empty in text
    full = (
        'msgid "{minutes} min"\nmsgstr "dakika {minuti}"\n\nmsgid "Said long ago"\nmsgstr "Zamani"'
    )
    path.write_text(text.replace(empty, full))


FILES: dict[str, str | bytes] = {
    "hours.csv": "trainee,held_on,activity,minutes\nabena,2026-10-01,practice,50\n",
    "checks.csv": "trainee,item,valid_from\nmallory,enhanced-dbs,2026-01-01\n",
    "faulty.csv": "held_on,activity,minutes\n2026-10-01,nothing,x\n",
    "unknown.csv": "held_on,activity,minutes,made_up\n2026-10-01,practice,50,1\n",
    "book.xlsx": b"PK\x03\x04",
    "latin.csv": b"held_on\n\xff\n",
    "course.toml": "title = 3\n",
}
"""A ledger, and files that are none."""


def files_to_judge(at: Terminal) -> None:
    """Write the files that are judged."""
    for name, content in FILES.items():
        at.write(name, content)


def stop_at_once(at: Terminal) -> None:
    """Have a worker that is told to stop as soon as it begins."""
    at.patch.setattr(type(waker_of(at.app)), "work", lambda _waker: None)


COURSE = "aft-intermediate"
JUDGE = ("--course", COURSE, "--ledger")

STEPS: dict[str, list[Step]] = {
    "doctor": [()],
    "ledger verify": [
        (),
        sealed,
        ("--checkpoint", "{folder}/kept.json"),
        ("--checkpoint", "{folder}/altered.json"),
        ("--checkpoint", "{folder}/notes.txt"),
        *(lambda _at, each=each: without_triggers(each) for each in ALTERED[:2]),
        (),
        unreadable,
        (),
    ],
    "ledger checkpoint": [nothing_has_happened, ()],
    "ledger prove": [
        ("--enrolment", "999999"),
        ("--enrolment", "{enrolment}"),
        sealed,
        ("--enrolment", "{enrolment}"),
    ],
    "ledger check-proof": [
        sealed,
        proved,
        ("{folder}/proof.json", "--checkpoint", "{folder}/kept.json"),
        ("{folder}/altered-proof.json", "--checkpoint", "{folder}/kept.json"),
        ("{folder}/notes.txt", "--checkpoint", "{folder}/kept.json"),
        ("{folder}/proof.json", "--checkpoint", "{folder}/notes.txt"),
        ("{folder}/proof.json", "--checkpoint", "{folder}/altered.json"),
    ],
    "standings rebuild": [
        supported,
        (),
        lambda _at: without_triggers(
            "UPDATE stored_standings SET practice_minutes_by_session = '{}'"
        ),
        (),
        ("--although-they-differ",),
        unreadable,
        (),
        lambda _at: without_triggers(ALTERED[0]),
        (),
    ],
    "create-administrator": [
        (),
        ("--name", "", "--email", "a@b.example", "--organisation", "Trust"),
        ("--name", "Ada", "--email", "a@b.example", "--organisation", ""),
        ("--name", "Ada\udcff", "--email", "a@b.example", "--organisation", "Trust"),
        ("--name", "Ada", "--email", "a\udcff@b.example", "--organisation", "Trust"),
        ("--name", "Ada", "--email", "nowhere", "--organisation", "Trust"),
        ("--name", "Ada", "--email", "a@b.example", "--organisation", "Trust"),
        ("--name", "Bea", "--email", "a@b.example", "--organisation", "Trust"),
    ],
    "confirm-name": [
        ("nobody@grace.example",),
        ("nobody\udcff@grace.example",),
        ask_for_a_name,
        ("{administrator}",),
    ],
    "accept-governance-leads": [
        ("nobody@grace.example", "no.one@grace.example"),
        ("nobody\udcff@grace.example", "no.one@grace.example"),
        ("{community_lead}", "{statutory_lead}"),
        leads_wait,
        ("eve@new.example", "una@new.example"),
    ],
    "languages update": [("nowhere-at-all",), ("sw",)],
    "languages check": [
        ("sw",),
        lambda at: at.run("languages", "update", "sw"),
        ("sw",),
        fault_in_a_translation,
        ("sw",),
    ],
    "demo load": [(), load_nothing, (), is_loaded, (), in_earnest, ()],
    "demo who": [(), is_loaded, (), in_earnest, ()],
    "work": [stop_at_once, ()],
    "judge": [
        files_to_judge,
        (*JUDGE, "{folder}/hours.csv"),
        (*JUDGE, "{folder}/hours.csv", "--forecast", "--deadline", "2027-06-30"),
        (*JUDGE, "{folder}/hours.csv", "--clearances", "{folder}/checks.csv"),
        (*JUDGE, "{folder}/faulty.csv"),
        (*JUDGE, "{folder}/unknown.csv"),
        (*JUDGE, "{folder}/nowhere.csv"),
        (*JUDGE, "{folder}"),
        (*JUDGE, "{folder}/book.xlsx"),
        (*JUDGE, "{folder}/latin.csv"),
        (*JUDGE, "{folder}/hours.csv", "--as-of", "tomorrow"),
        (*JUDGE, "{folder}/hours.csv", "--language", "xx"),
        ("--course", "nothing", "--ledger", "{folder}/hours.csv"),
        ("--course", "{folder}/course.toml", "--ledger", "{folder}/hours.csv"),
        ("--course", "{folder}/nowhere.toml", "--ledger", "{folder}/hours.csv"),
    ],
}
"""How each command is used by somebody who succeeds, and by somebody who does not."""

VERBATIM = [
    "ZeroDivisionError",
    "mallory",
    "nothing",
    "nothing.toml",
    "course.toml",
    "nowhere.toml",
    "en",
    "{minutes} min",
    "{minuti}",
    "administrator",
    "valid",
    "fsync",
    "synchronous_commit",
]
"""What is read letter for letter: a fault, a name, a sentence and what it holds, the demonstration."""

UNREAD = {"ledger verify": ["Note: {n} event was written while the clock said an earlier time"]}
"""How the sentences begin that no step here has printed: nobody has set a clock back."""


@pytest.fixture
def terminal(app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a terminal, with some hours in the database, and no language but ours."""
    submitted(cast, minutes=50)
    db.session.commit()
    app.config["LANGUAGE"] = ACCENTS.tag
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    (tmp_path / "notes.txt").write_text("nothing")
    at = Terminal(app, cast, tmp_path, monkeypatch)
    # What is wrong with the settings is said before any language is known, so they are good here.
    at.settings(secret_key=token_urlsafe(48))
    return at


def left(printed: str, *typed: str) -> list[str]:
    """Return what of an output a translator cannot change, without what is read letter for letter."""
    tables = Base.metadata.tables.values()
    letters = [each.name for each in tables]
    letters += [column.name for each in tables for column in each.columns]
    letters += [*COLUMNS, *preset_keys(), *(each.name for each in fields(Terms))]
    demonstrated = [told("visits"), [vars(each) for each in people().values()], PASSWORD]
    written = own_words([demonstrated, to_plain(load_preset(COURSE)), *FILES.values()])
    own = sorted(
        {*letters, *typed, *written, *map(in_sentence, written), *VERBATIM}, key=len, reverse=True
    )
    shown = DATA.sub("", BY_CLICK.sub("", printed))
    return unmarked([shown], own)


def test_every_command_is_read(app: Flask) -> None:
    assert commands(app).keys() == STEPS.keys()


@pytest.mark.parametrize("command", STEPS)
def test_a_command_prints_nothing_that_a_translator_cannot_change(
    terminal: Terminal, command: str
) -> None:
    printed, unmarked_words = [], []
    for step in STEPS[command]:
        if callable(step):
            step(terminal)
            continue
        said = terminal.run(*command.split(), *step)
        printed.append(said)
        unmarked_words += left(said, *step)
    assert unmarked_words == []
    if command != "doctor":  # What it says depends on the machine.
        sentences = sentences_of(commands(terminal.app)[command])
        unread = [each.texts[0] for each in sentences if not is_read(each, "".join(printed))]
        known = UNREAD.get(command, [])
        assert [each for each in unread if not each.startswith(tuple(known))] == []
        assert len(unread) == len(known)


@pytest.mark.parametrize("statement", ALTERED)
def test_what_was_altered_is_told_in_words_that_can_be_translated(
    terminal: Terminal, statement: str
) -> None:
    without_triggers(statement)
    assert left(terminal.run("ledger", "verify")) == []
    assert left(terminal.run("standings", "rebuild")) == []

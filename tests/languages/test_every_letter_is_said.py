"""Every letter, to somebody who reads the accented language: a translator can change all of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from config import PROJECT_FOLDER
from tests.cast import NOW, Cast
from tests.languages.commands import is_read
from tests.languages.said import said, trees
from tests.languages.unmarked import own_words, unmarked
from tests.people.roles.builders import newcomer
from trainee_tracker import mail
from trainee_tracker.background import timetable
from trainee_tracker.cohorts.agreements.rules import TermsState
from trainee_tracker.extensions import db
from trainee_tracker.languages import ACCENTS
from trainee_tracker.moving.agreements import letters as about_terms
from trainee_tracker.people.invitations import letters as invitations
from trainee_tracker.people.language.actions import choose_language
from trainee_tracker.people.letters import Letter
from trainee_tracker.people.models import Person
from trainee_tracker.people.names import letters as about_names
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import letters as about_roles
from trainee_tracker.people.roles.actions import Change
from trainee_tracker.people.roles.queries import Giver
from trainee_tracker.people.roles.rules import RoleAct
from trainee_tracker.people.rules import Role
from trainee_tracker.spoken import speaking

PATHS = about_roles.Paths(sign_in="/sign-in", role_changes="/people/roles/changes")


@dataclass(frozen=True)
class Post:
    """Who is written to, and what stands between a test and a database full of events."""

    app: Flask
    cast: Cast
    patch: pytest.MonkeyPatch


def who_joins(post: Post) -> Iterator[Letter]:
    """Yield the letters to whoever is invited, let in again, or given a role."""
    one, lead = post.cast.trainee, post.cast.training_lead
    invited: Any = SimpleNamespace(
        email=one.email, full_name=one.full_name, language=ACCENTS.tag, has_joined=False
    )
    for waits in (False, True):
        for person in (one, invited):
            yield invitations.invitation(person, sender=lead, path="/x", until=NOW, waits=waits)
        yield invitations.new_role(one, sender=lead, path="/x", waits=waits)


def who_signs(post: Post) -> Iterator[Letter]:
    """Yield the letters about a role that was given, accepted, declined and ended."""
    cast = post.cast
    lead = newcomer(cast, cast.trust)
    choose_language(lead, ACCENTS)
    waits = roles.grant_role(lead, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    (given,) = cast.supervisor.grants
    changes = [Change(act, grant) for act in RoleAct for grant in (waits, given)]
    yield from about_roles.about(changes, sender=cast.administrator, paths=PATHS)
    yield from about_roles.about(changes, sender=None, paths=PATHS)
    for giver in (Giver(1, "Ada Cole", "E. Park"), Giver(None, "", "E. Park")):
        post.patch.setattr(about_roles, "givers_of_grants", lambda _ids, g=giver: {waits.id: g})
        yield from about_roles.about(
            [Change(RoleAct.GIVEN, waits)], sender=cast.administrator, paths=PATHS
        )


def who_is_named_otherwise(post: Post) -> Iterator[Letter]:
    """Yield the letter to whoever asked for another name."""
    asked: Any = SimpleNamespace(person=post.cast.trainee)
    yield about_names.name_decided(asked, path="/x")


def who_asks_for_fewer_checks(post: Post) -> Iterator[Letter]:
    """Yield the letters about fewer checks."""
    cast = post.cast
    leads = [SimpleNamespace(person_id=cast.supervisor.id, name=cast.supervisor.full_name)]
    post.patch.setattr(about_terms, "leads_who_can_answer", lambda *_terms, **_asker: leads)
    session = SimpleNamespace(refresh=lambda *_what: None)
    post.patch.setattr(about_terms, "db", SimpleNamespace(session=session))
    asked: Any = SimpleNamespace(
        version=None,
        organisation_id=1,
        partner_id=2,
        recorded_by_id=cast.training_lead.id,
        asker=cast.training_lead,
    )
    yield from about_terms.about_asking(asked, "/x")
    for state in (TermsState.AGREED, TermsState.DECLINED):
        answer: Any = SimpleNamespace(terms_request=SimpleNamespace(state=state, asker=asked.asker))
        yield from about_terms.about_answer(answer, "/x")


def who_keeps_checkpoints(post: Post) -> Iterator[Letter]:
    """Yield the letter with the checkpoint of the day, in the language of the installation."""
    sent: list[Letter] = []

    def send(to: str, name: str, subject: str, text: str, **_other: object) -> None:
        sent.append(Letter(to, name, ACCENTS.tag, subject, text))

    post.patch.setattr(mail, "send", send)
    with speaking(ACCENTS):
        timetable._mail_to_all(("tom@trust.example",), "checkpoint-2026-11-22.json", "{}", "key")
    yield from sent


LETTERS: dict[str, list[Callable[[Post], Iterator[Letter]]]] = {
    "people/letters.py": [who_joins],
    "people/invitations/letters.py": [who_joins],
    "people/roles/letters.py": [who_signs],
    "people/names/letters.py": [who_is_named_otherwise],
    "moving/agreements/letters.py": [who_asks_for_fewer_checks],
    "background/timetable.py": [who_keeps_checkpoints],
}
"""Each file that writes letters, and what yields all of them."""

SENDS = {"people/posting.py"}
"""What sends the letters that others wrote."""

NOT_IN_A_LETTER = {
    "background/timetable.py": {
        "The checkpoint of the day",
        "{folder} cannot be written: {fault}.",
        "The mail server did not take the checkpoint for {addresses}.",
        "Forgetting what nobody needs any more",
    }
}
"""What a file says elsewhere: of a job, on its page."""


@pytest.fixture
def post(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Return the cast, of whom everybody reads the accented language."""
    for each in vars(cast).values():
        if isinstance(each, Person):
            choose_language(each, ACCENTS)
    db.session.commit()
    return Post(app, cast, monkeypatch)


def test_every_file_that_writes_a_letter_is_read() -> None:
    found = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.ImportFrom(module="trainee_tracker.people.letters", names=names):
                    writes = any(each.name == "write" for each in names)
                case ast.Call(func=ast.Attribute(value=ast.Name(id="mail"), attr="send")):
                    writes = True
                case _:
                    continue
            if writes:
                found.add(str(path.relative_to(PROJECT_FOLDER / "trainee_tracker")))
    assert found == (LETTERS.keys() - {"people/letters.py"}) | SENDS


@pytest.mark.parametrize("file", LETTERS)
def test_a_letter_has_no_words_that_a_translator_cannot_change(post: Post, file: str) -> None:
    written = [letter for each in LETTERS[file] for letter in each(post)]
    own = own_words([["Eve Park", "E. Park", "checkpoint-2026-11-22.json"]])
    for letter in written:
        assert letter.language == ACCENTS.tag
        assert letter.subject.startswith("⟦")
        assert unmarked([letter.subject, *letter.text.split("\n\n")], own) == []
    everything = "\n".join(f"{each.subject}\n{each.text}" for each in written)
    sentences = [each for each in said() if each.path.as_posix().endswith(f"_tracker/{file}")]
    assert sentences
    unread = {each.texts[0] for each in sentences if not is_read(each, everything)}
    assert unread == NOT_IN_A_LETTER.get(file, set())

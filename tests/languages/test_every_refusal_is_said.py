"""Every refusal of the sources, and the page of every kind of it, in the accented language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.ctx import RequestContext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, default_exceptions

from tests.languages.said import SENTENCES, Said, calls, named, said, trees
from tests.languages.unmarked import own_words, shown_texts, unmarked
from trainee_tracker import bounds, errors
from trainee_tracker.certificates.paper.facts import Unprintable
from trainee_tracker.certificates.paper.fitting import DoesNotFit
from trainee_tracker.certificates.paper.pdf import LettersWithoutFace
from trainee_tracker.cohorts.agreements.rules import AnotherAnswers
from trainee_tracker.hours.rules import FaultyFacts
from trainee_tracker.languages import ACCENTS
from trainee_tracker.messages import Own, say
from trainee_tracker.people.passwords.actions import TooSoon, UnsuitablePassword, WrongPassword
from trainee_tracker.reach import Trouble
from trainee_tracker.refusals import Conflict, ForOthers, Impossible, NotAllowed, Refused, Stale
from trainee_tracker.tables.rules import NotAList

WHY = say("{part}: {old} -> {new}", part=say("Sign in"), old=Own("Abena Osei"), new=say("none"))
"""A sentence of the catalogue with a value that people wrote, and with words of the catalogue."""

EXAMPLES: list[Refused] = [
    Refused(WHY),
    NotAllowed(WHY),
    ForOthers(WHY, WHY),
    AnotherAnswers(WHY, WHY, sides=()),
    Impossible(WHY),
    Stale(WHY),
    Conflict(WHY),
    bounds.TooMuch(WHY),
    bounds.NotOurForm(bounds.NOTHING_ELSE),
    bounds.NoForm(bounds.NOTHING_ELSE),
    NotAList(WHY),
    Unprintable(WHY),
    DoesNotFit(WHY),
    LettersWithoutFace("\N{HANGUL SYLLABLE GA}"),
    FaultyFacts({"minutes": WHY, "held_on": say("Sign in")}),
    WrongPassword(WHY),
    TooSoon(30),
    UnsuitablePassword(WHY),
]
"""One of each kind of refusal."""


def kinds(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    """Yield each kind of refusal that there is."""
    yield kind
    for each in kind.__subclasses__():
        yield from kinds(each)


def ours() -> set[str]:
    """Return the names of the kinds of refusals that the software has."""
    return {each.__name__ for each in kinds() if each.__module__.startswith("trainee_tracker.")}


def test_there_is_an_example_of_every_kind_of_refusal_that_the_sources_make() -> None:
    defined = {
        node.name
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and ours() & {*map(ast.unparse, node.bases)}
    }
    assert defined <= ours()
    assert {type(each).__name__ for each in EXAMPLES} == ours()
    assert {named(call) for _path, call in calls(*ours())} == ours()


def asked(app: Flask, method: str = "GET") -> RequestContext:
    """Return the context of somebody who asks for a page in the accented language."""
    words = {"note": "Abena Osei"} if method == "POST" else None
    language = {"Accept-Language": ACCENTS.tag}
    return app.test_request_context("/", method=method, data=words, headers=language)


def answered(app: Flask, error: Exception, method: str = "GET") -> tuple[str, int]:
    """Return the page, and its status, that is shown where an error is raised."""
    with asked(app, method):
        response = app.make_response(app.handle_user_exception(error))
        return response.get_data(as_text=True), response.status_code


def left(page: str) -> list[str]:
    """Return what of a page a translator cannot change, without what somebody typed."""
    assert "⟦" in page
    return unmarked(shown_texts(page), [*own_words(), "Abena Osei"])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("refusal", EXAMPLES, ids=lambda each: type(each).__name__)
def test_the_page_of_a_refusal_has_no_words_that_a_translator_cannot_change(
    app: Flask, refusal: Refused, method: str
) -> None:
    page, status = answered(app, refusal, method)
    assert status == refusal.status_code
    assert left(page) == []


@pytest.mark.parametrize("status", sorted(errors._TITLES))
def test_the_page_of_a_status_has_no_words_that_a_translator_cannot_change(
    app: Flask, status: int
) -> None:
    error = default_exceptions[status]()
    assert isinstance(error, HTTPException)
    page, shown = answered(app, error)
    assert shown == status
    assert left(page) == []


def test_a_page_that_was_open_too_long_is_told_in_words_that_can_be_translated(app: Flask) -> None:
    assert left(answered(app, CSRFError())[0]) == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("why", Trouble)
def test_a_database_out_of_reach_is_told_in_words_that_can_be_translated(
    app: Flask, why: Trouble, method: str
) -> None:
    with asked(app, method):
        assert left(errors.out_of_reach(why).get_data(as_text=True)) == []


Definitions = dict[str, list[tuple[Path, ast.AST]]]


def defined() -> Definitions:
    """Return what each name of the sources stands for: what a function returns, what is assigned."""
    found: Definitions = {}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            for name, value in _named_in(node):
                found.setdefault(name, []).append((path, value))
    return found


def _named_in(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.FunctionDef(name=name):
            yield name, node
        case ast.Assign(targets=targets, value=value):
            for each in targets:
                yield from ((name, value) for name in _names(each))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from ((name, value) for name in _names(target))
        case ast.NamedExpr(target=target, value=value):
            yield from ((name, value) for name in _names(target))
        case ast.For(target=target, iter=values) | ast.comprehension(target=target, iter=values):
            yield from ((name, values) for name in _names(target))
        case ast.keyword(arg=str(name), value=value):
            yield name, value


def _names(target: ast.AST) -> set[str]:
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(target)
        if isinstance(node, ast.Name | ast.Attribute)
    }


def sentences_of(path: Path, refusal: ast.Call, known: Definitions) -> set[tuple[str, ...]]:
    """Return the nearest sentences to which what a refusal is made of leads, from name to name.

    A name is looked for in its own file first, and then in any other.
    """
    found: set[tuple[str, ...]] = set()
    waiting: list[tuple[Path, ast.AST]] = [(path, each) for each in refusal.args]
    followed: set[str] = set()
    while waiting and not found:
        here, tree = waiting.pop(0)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and named(node) in SENTENCES:
                found.add(Said(here, node).texts)
            elif isinstance(node, ast.Name | ast.Attribute):
                name = node.id if isinstance(node, ast.Name) else node.attr
                if name not in followed:
                    followed.add(name)
                    definitions = known.get(name, [])
                    waiting += [each for each in definitions if each[0] == here] or definitions
    return found


def test_every_refusal_is_made_of_sentences_that_can_be_translated() -> None:
    known, spoken = defined(), {each.texts for each in said()}
    wrong = []
    for path, call in calls(*ours()):
        # Those that make their sentence themselves are given a number, or a letter.
        if named(call) in {"TooSoon", "LettersWithoutFace"}:
            continue
        sentences = sentences_of(path, call, known)
        if not sentences or not sentences <= spoken:
            wrong.append(f"{path}:{call.lineno}: {ast.unparse(call)}")
    assert wrong == []


def test_every_message_that_has_a_name_is_said_somewhere() -> None:
    read = {
        node.id if isinstance(node, ast.Name) else node.attr
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    kept = {
        f"{path}: {name}"
        for path, tree in trees().items()
        for node in tree.body
        for name, value in _named_in(node)
        if not isinstance(node, ast.FunctionDef)
        and any(isinstance(each, ast.Call) and named(each) in SENTENCES for each in ast.walk(value))
        and name not in read
    }
    assert kept == set()

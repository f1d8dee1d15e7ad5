"""The commands with which a language is added and kept complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from trainee_tracker import languages
from trainee_tracker.languages import CATALOGUE, KEPT, template
from trainee_tracker.messages import Message, say, say_many, verbatim
from trainee_tracker.terminal import failed, tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

SHOWN = 10
"""How many faults of a catalogue are told."""

group = AppGroup("languages", help="Add a language, and keep its catalogue complete.")


def register(app: Flask) -> None:
    """Give `app` the commands."""
    app.cli.add_command(group)


def path_of(tag: str) -> Path:
    """Return where the catalogue of a language is."""
    return languages.TRANSLATIONS / tag / CATALOGUE


@group.command("update")
@click.argument("tag")
def update(tag: str) -> None:
    """Write every sentence into the catalogue of a language, and keep what is translated.

    TAG is a BCP 47 tag such as ar, ur or pt-BR. A language that is not there yet is begun.
    """
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise failed(
            say("{tag} is no language. Write its tag, such as ar or pt-BR.", tag=verbatim(tag))
        ) from None
    path = path_of(tag)
    found = Catalog(locale=locale, domain="messages", project="trainee_tracker")
    if path.exists():
        with path.open("rb") as file:
            found = read_po(file, locale=locale)
    found.update(template(), no_fuzzy_matching=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, found, width=100, sort_by_file=True, omit_header=False)
    tell(_told(found))
    tell(say("Translate the sentences in: {path}", path=verbatim(path)))


@group.command("check")
@click.argument("tag")
def check(tag: str) -> None:
    """Tell what a catalogue lacks; exit with 1 where a translation names a value that is not there."""
    path = path_of(tag)
    if not path.exists():
        raise failed(
            say(
                "There is no catalogue of {tag} yet. Run: flask languages update {tag}",
                tag=verbatim(tag),
            )
        )
    with path.open("rb") as file:
        found = read_po(file)
    known = {(each.id, each.context) for each in template()}
    old = sum((each.id, each.context) not in known for each in found if each.id)
    tell(_told(found))
    if old:
        tell(
            say_many(
                "{n} sentence is not said any more. Run: flask languages update {tag}",
                "{n} sentences are not said any more. Run: flask languages update {tag}",
                n=old,
                tag=verbatim(tag),
            )
        )
    wrong = list(faults_of(found))
    for fault in wrong[:SHOWN]:
        tell(fault)
    if wrong:
        raise failed(
            say_many(
                "{n} translation names a value that its sentence has not.",
                "{n} translations name values that their sentences have not.",
                n=len(wrong),
            )
        )


def faults_of(catalogue: Catalog) -> Iterator[Message]:
    """Yield each translation that names a value which its sentence has not."""
    for message in catalogue:
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        named = {each for form in forms for each in KEPT.findall(str(form))}
        for each in said:
            stray = set(KEPT.findall(str(each))) - named
            if message.id and stray:
                yield say(
                    "“{sentence}” has no {value}.",
                    sentence=verbatim(forms[0]),
                    value=verbatim(", ".join(sorted(stray))),
                )


def _told(catalogue: Catalog) -> Message:
    counted = [each for each in catalogue if each.id]
    missing = sum(not any(each.string or ()) or each.fuzzy for each in counted)
    return say(
        "{all}: {missing}.",
        all=say_many("{n} sentence", "{n} sentences", n=len(counted)),
        missing=say_many("{n} not translated", "{n} not translated", n=missing),
    )

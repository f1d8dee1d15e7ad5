"""Every message that the sources make, spoken in a language made from the catalogue.

Whatever of it a translator cannot change was put into it as it stands. Only people's own words, and
what is read letter for letter, may be so.
"""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

from tests.languages.said import Said, calls, placeholders, said
from tests.languages.unmarked import shown_texts, unmarked
from trainee_tracker.languages import ACCENTS
from trainee_tracker.messages import (
    Message,
    Minutes,
    Month,
    Own,
    Percent,
    Value,
    Verbatim,
    any_of,
    names,
    say,
)
from trainee_tracker.spoken import speaker_of

OWN_WORDS = ["Abena Osei", "Kofi Boateng", "held_on"]
"""What people wrote, and what is read letter for letter."""

VALUES: list[Value] = [
    Own("Abena Osei"),
    Verbatim("held_on"),
    names(["Abena Osei", "Kofi Boateng"]),
    any_of(["Abena Osei", "Kofi Boateng"]),
    Minutes(-150),
    Percent(80),
    Month(2026, 3),
    date(2026, 3, 1),
    datetime(2026, 3, 1, 18, 5, tzinfo=UTC),
    2_000,
    say("Waiting for sign-off"),
]
"""One value of each kind that a message can hold."""

ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")
COMMAND = re.compile(r"(\.venv/bin/flask|flask|make|apt-get|chmod) .+|-{1,2}[a-z-]+=?")
"""What is typed into a terminal in every language."""

FORMAT = re.compile(r"%[A-Za-z]|\{[^}]*\}")


def made(message: Said, value: Value, n: int) -> Message:
    """Return a message of the sources with the same value in each place."""
    values = {name: n if name == "n" else value for name in message.placeholders | {"n"}}
    many = message.sentences[1] if message.maker == "say_many" else None
    return Message(message.sentences[0], MappingProxyType(values), many, message.context)


def left_on_a_page(message: Message) -> list[str]:
    """Return what of a message a page shows unmarked, elements and entities aside."""
    page = speaker_of(ACCENTS).speak_html(message)
    return unmarked(shown_texts(f"<p>{page}</p>"), OWN_WORDS)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_message_has_no_words_that_a_translator_cannot_change(value: Value) -> None:
    left = {}
    for each in said():
        for n in {1, 2} if each.maker == "say_many" else {1}:
            message = made(each, value, n)
            text = speaker_of(ACCENTS).speak(message)
            assert text.startswith("⟦"), each.place
            assert text.endswith("⟧"), each.place
            words = unmarked([text], OWN_WORDS) + left_on_a_page(message)
            if words:
                left[each.place] = words
    assert left == {}


def test_a_message_is_given_what_its_sentence_holds() -> None:
    wrong = []
    for each in said():
        given = {word.arg for word in each.call.keywords} - {"n"}
        # With `**` they stand elsewhere; where there are none, `say_again` gives them.
        if given and None not in given and given != each.placeholders - {"n"}:
            wrong.append((each.place, given ^ (each.placeholders - {"n"})))
    assert wrong == []


def test_each_form_of_a_sentence_holds_the_same_values() -> None:
    for each in said():
        if each.maker == "say_many":
            one, many = map(placeholders, each.sentences)
            assert one - {"n"} == many - {"n"}, each.place


def raw_text(value: ast.expr) -> str:
    """Return the English that an expression writes by itself, "" where it writes none."""
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return " ".join(filter(None, map(raw_text, parts)))
        case ast.BinOp(left=left, right=right):
            return f"{raw_text(left)} {raw_text(right)}".strip()
        case ast.IfExp(body=body, orelse=orelse):
            return raw_text(body) or raw_text(orelse)
        case ast.BoolOp(values=parts):
            return next(filter(None, map(raw_text, parts)), "")
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return text
        case ast.Call(func=ast.Name(id="speak" | "in_english" | "_" | "gettext" | "ngettext")):
            return ast.unparse(value)
    return ""


def test_no_value_of_a_message_is_english_that_the_sources_write() -> None:
    found = []
    values = [(each.path, word.value) for each in said() for word in each.call.keywords]
    values += [(path, word.value) for path, call in calls("say_again") for word in call.keywords]
    for path, call in calls("Own", "Verbatim", "verbatim", "names", "any_of"):
        values += [(path, each) for each in call.args]
    for path, value in values:
        text = FORMAT.sub("", raw_text(value))
        if ENGLISH_WORD.search(text) and not COMMAND.fullmatch(text):
            found.append(f"{path}:{value.lineno}: {text}")
    assert found == []

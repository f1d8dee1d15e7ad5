"""Finding words on a page of the accented pseudo-language that no catalogue knew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import lxml.html
from babel import Locale
from lxml.html import HtmlElement
from sqlalchemy import String, Text, select

from trainee_tracker.extensions import Base, db

SHOWN = ("alt", "aria-label", "data-label", "placeholder", "title", "content")
"""Attributes that people see or hear."""

NOT_SHOWN = ("script", "style", "template", "code")

KEPT_WORDS = {
    # Software's own words that a table keeps as text: they are no one's own words.
    ("governance_items", "title"),
    ("governance_items", "evidence"),
    ("signatures", "capacity"),
}

# What CLDR writes, and what is the same in every language of Latin letters.
LANGUAGES = "|".join(map(re.escape, Locale("en").languages.values()))
CLDR = re.compile(
    rf"\b(?:{LANGUAGES})\b|"
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|and|or|PDF|QR|CSV|SHA-256)\b"
)

# An address, a serial, a digest or what is typed into a terminal is read letter for letter.
CODE = re.compile(
    r"https?://\S+|\b(?:[0-9A-Z]{4}(?:-[0-9A-Z]{4})+|[0-9a-f]{8}(?: [0-9a-f]{8})*)\b|"
    r"(?:\.venv/bin/)?\bflask [a-z-]+(?: [a-z-]+)*|\bmake [a-z]+|\bchmod o=|"
    r"(?<!\S)--[a-z-]+|(?<![^\s⟦(“])(?:/[\w.-]+){2,}"
)
WORD = re.compile(r"[A-Za-z]{2,}")
RAW = re.compile(r"(?<!\w)(?=[A-Za-z]*[AEIOUYaeiouycn])[A-Za-z]{2,}(?!\w)")
"""A word that has no accent, although it has a letter that the pseudo-language gives one."""

KEY = re.compile(r"[a-z_-]+")
"""What a column keeps of our own words, such as the kind of a requirement."""


def marked_out(text: str) -> str:
    """Return what of a text stands outside the brackets of the pseudo-language."""
    depth, outside = 0, []
    for letter in text:
        if letter == "⟦":
            depth += 1
        elif letter == "⟧":
            depth = max(0, depth - 1)
        elif not depth:
            outside.append(letter)
    return "".join(outside)


def shown_texts(page: str) -> Iterator[str]:
    """Yield each text of a page that people see or hear, a block at a time."""
    document = lxml.html.fromstring(page)
    for gone in document.iter(*NOT_SHOWN):
        gone.text = ""
        for child in gone:
            gone.remove(child)
    for line_break in document.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    for own in [each for each in document.iter() if _is_set_apart(each)]:
        own.text = ""
        for child in list(own):
            own.remove(child)
    for element in document.iter():
        if not isinstance(element, HtmlElement) or element.get("hidden") is not None:
            continue
        for name in SHOWN:
            if element.get(name) and element.tag != "meta":
                yield str(element.get(name))
    body = document.find(".//body")
    yield from _blocks(body if body is not None else document)
    yield document.findtext(".//title") or ""


def _is_set_apart(element: object) -> bool:
    """Say whether it holds people's own words, or those of another language on purpose."""
    return isinstance(element, HtmlElement) and (
        element.tag == "bdi" or (element.tag != "html" and element.get("lang") is not None)
    )


BLOCKS = {
    "p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "label", "legend", "button",
    "summary", "option", "caption", "figcaption", "div", "section",
}  # fmt: skip


def _blocks(element: HtmlElement) -> Iterator[str]:
    """Yield the text of each innermost block, so that a sentence is read with what is inside it."""
    inner = [each for each in element.iterdescendants() if each.tag in BLOCKS]
    if not inner:
        yield element.text_content()
        return
    yield element.text or ""
    for child in element:
        if isinstance(child, HtmlElement):
            yield from _blocks(child)
        yield child.tail or ""


def own_words(others: Iterable[Any] = ()) -> list[str]:
    """Return every text of the database, and of `others` (JSON), that people wrote; longest first."""
    found: set[str] = {text for each in others for text in _strings(each)}
    for name, model in Base.metadata.tables.items():
        columns = [
            each
            for each in model.columns
            if isinstance(each.type, String | Text)
            and not hasattr(each.type, "enums")
            and (name, each.name) not in KEPT_WORDS
        ]
        for row in db.session.execute(select(*columns)) if columns else ():
            for value in row:
                found.update(_texts(value))
    return sorted(
        {_plain(each) for each in found if WORD.search(each) and not KEY.fullmatch(each)},
        key=len,
        reverse=True,
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _texts(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        return
    yield value
    if value[:1] in "{[":
        try:
            yield from _strings(json.loads(value))
        except ValueError:
            return


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and "one" in value:
        # A message that is kept: its sentence is ours, its values may be people's own words.
        yield from _strings(value.get("values", {}))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def unmarked(texts: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the texts in which words stand that are neither marked nor people's own.

    A word inside the brackets of a sentence is marked where it has accents: a value that was put into
    the sentence as it stands has none.
    """
    found = []
    for text in texts:
        left = CODE.sub(" ", " ".join(text.split()))
        if has_words(left):
            for each in own:
                if each in left:
                    left = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", " ", left)
        left = CLDR.sub(" ", left)
        if has_words(left):
            found.append(" ".join(left.split()))
    return found


def has_words(text: str) -> bool:
    """Say whether words stand in a text that are not marked."""
    return bool(WORD.search(marked_out(text)) or RAW.search(text))

"""Finding words on a page of the accented pseudo-language that no catalogue knew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import lxml.html
from lxml.html import HtmlElement
from sqlalchemy import String, Text, select

from trainee_tracker.extensions import Base, db

SHOWN = ("alt", "aria-label", "placeholder", "title", "content")
"""Attributes that people see or hear."""

NOT_SHOWN = ("script", "style", "template", "code")

KEPT_WORDS = {
    # Software's own words that a table keeps as text: they are no one's own words.
    ("governance_items", "title"),
    ("governance_items", "evidence"),
    ("signatures", "capacity"),
}

# What CLDR writes, and what is the same in every language of Latin letters.
CLDR = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|and|or|PDF|QR|CSV|SHA-256|e-mail)\b"
)
WORD = re.compile(r"[A-Za-z]{2,}")


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
    for own in document.iter("bdi"):
        own.text = ""
    for element in document.iter():
        if not isinstance(element, HtmlElement):
            continue
        for name in SHOWN:
            if element.get(name) and element.tag != "meta":
                yield str(element.get(name))
    body = document.find(".//body")
    yield from _blocks(body if body is not None else document)
    yield document.findtext(".//title") or ""


BLOCKS = {
    "p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "label", "legend", "button",
    "summary", "option", "caption", "figcaption", "div", "section", "a",
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


def own_words() -> list[str]:
    """Return every text of the database that people wrote, the longest first."""
    found: set[str] = set()
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
    return sorted((each for each in found if WORD.search(each)), key=len, reverse=True)


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
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def unmarked(texts: Iterable[str], own: Iterable[str]) -> list[str]:
    """Return the texts in which words stand that are neither marked nor people's own."""
    found = []
    for text in texts:
        left = CLDR.sub(" ", marked_out(text))
        if WORD.search(left):
            for each in own:
                left = left.replace(each, " ")
        if WORD.search(left):
            found.append(" ".join(left.split()))
    return found

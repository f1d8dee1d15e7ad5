"""How a text is set on a certificate: its direction, its size and its lines.

Names come in every script, and none may look like an afterthought. These are the decisions a
printer would make by eye, as pure functions of the text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sized
from typing import Literal

Direction = Literal["ltr", "rtl"]
NameSize = Literal["whole", "broad", "broader", "broken", "longest"]

_SIZES: tuple[tuple[float, NameSize], ...] = (
    (24, "whole"),
    (29, "broad"),
    (36, "broader"),
    (86, "broken"),
)
"""How broad a name may be at each size, from the largest on; beyond them all it is the smallest."""
_LINE_BREADTH: dict[NameSize, float] = {"broken": 44, "longest": 56}
"""What one line of a name holds at the sizes at which it is broken into lines."""
_ROWS: tuple[tuple[int, str], ...] = ((4, "few"), (5, "five"), (7, "some"), (9, "eight"))
_BROAD_LETTERS = frozenset("MWmw")
_THIN_LETTERS = frozenset("fijlrtI.,'’:;- ()")
_ETHIOPIC = range(0x1200, 0x1380)
_BEFORE_UNIT = re.compile(
    r"(?<=\d) (?=(?:h|min|%)(?!\w))|(?<=\d h) (?=\d+ min)|(?<=^\d) (?=\w)|(?<=[ (]\d) (?=\w)"
)
_IN_DATE = re.compile(r"(?<=\d) (?=[A-Z]\w+ \d{4}\b)|(?<=[a-z]) (?=\d{4}\b)")


def direction_of(text: str) -> Direction:
    """Return the direction of reading, decided by the first letter that has one."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def breadth(text: str) -> float:
    """Return how wide a text is, in ordinary small letters.

    Marks above and below take no room, thin letters half, capitals a quarter more, M and W half
    as much again and the square letters of East Asia about twice as much.
    """
    return sum(_letter_breadth(letter) for letter in text)


def _letter_breadth(letter: str) -> float:
    """Return the room that one letter takes."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.9
    if ord(letter) in _ETHIOPIC:
        return 1.35
    if letter in _THIN_LETTERS:
        return 0.5
    if letter in _BROAD_LETTERS:
        return 1.5
    return 1.25 if letter.isupper() else 1


def name_size(name: str) -> NameSize:
    """Return the size class of a holder's name, so that it is as large as its line allows."""
    wide = breadth(name)
    return next((size for most, size in _SIZES if wide <= most), "longest")


def name_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a holder's name: as few as hold it, as equal as its spaces allow."""
    words, wide = name.split(), breadth(name)
    holds = _LINE_BREADTH.get(name_size(name))
    wanted = max(math.ceil(wide / holds), 1) if holds else 1
    limits = range(math.ceil(wide / wanted), math.ceil(wide) + 1)
    filled = (_filled_lines(words, limit) for limit in limits)
    return next((lines for lines in filled if len(lines) <= wanted), (name,))


def _filled_lines(words: list[str], limit: float) -> tuple[str, ...]:
    """Return the words on lines no broader than `limit`, unless one word alone is."""
    lines: list[str] = []
    for word in words:
        if lines and breadth(f"{lines[-1]} {word}") <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def unbroken(text: str) -> str:
    """Return a text in which no figure is parted from its noun, and no day from its month."""
    return _IN_DATE.sub("\u00a0", _BEFORE_UNIT.sub("\u00a0", text))


def rows_class(rows: Sized) -> str:
    """Return the class of a table by its rows: the fewer there are, the more air each has."""
    return next((name for most, name in _ROWS if len(rows) <= most), "many")


def has_latin_letters(text: str) -> bool:
    """Return whether a text is at least partly written in Latin letters."""
    return any(unicodedata.name(letter, "").startswith("LATIN") for letter in text)

"""How a text is set on a certificate: its direction, its size and its lines.

Names come in every script, and none may look like an afterthought. These are the decisions a
printer would make by eye, as pure functions of the text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

Direction = Literal["ltr", "rtl"]
NameSize = Literal["short", "medium", "long", "longest"]
Density = Literal["airy", "full", "crowded"]

_LINE_BREADTH = 38
"""What one line of a name holds at the size `long`."""
_TWO_LINES = 2 * _LINE_BREADTH
_SMALL_BREADTH = 50
"""What one line of a name holds at the size `longest`."""
_TITLE_BREADTH = 105
"""What one line of a title in another language holds."""
_SIZES: tuple[tuple[float, NameSize], ...] = (
    (23, "short"),
    (29, "medium"),
    (_TWO_LINES, "long"),
)
_BROAD_LETTERS = frozenset("MWmw")
_THIN_LETTERS = frozenset("fijlrtI.,'’:;- ()")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:h|min|%)(?!\w))|(?<=\d h) (?=\d+ min)")


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
    words = name.split()
    wide = breadth(name)
    wanted = max(math.ceil(wide / (_LINE_BREADTH if wide <= _TWO_LINES else _SMALL_BREADTH)), 1)
    limits = range(math.ceil(wide / wanted), math.ceil(wide) + 1)
    filled = (_filled_lines(words, limit) for limit in limits)
    return next(lines for lines in filled if len(lines) <= wanted)


def _filled_lines(words: list[str], limit: float) -> tuple[str, ...]:
    """Return the words on lines no broader than `limit`, unless one word alone is."""
    lines: list[str] = []
    for word in words:
        if lines and breadth(f"{lines[-1]} {word}") <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def density(
    name: str, other_name: str | None, statement: str, titles: Sequence[str | None] = ()
) -> Density:
    """Return how much an award has to hold, by which its height is given out."""
    names = name_lines(name) + name_lines(other_name or "")
    lines = sum(math.ceil(breadth(line) / _SMALL_BREADTH) for line in names)
    lines += math.ceil(len(statement) / 105)
    lines += sum(math.ceil(breadth(title or "") / _TITLE_BREADTH) for title in titles)
    return "airy" if lines <= 4 else "full" if lines <= 7 else "crowded"


def parted(sentence: str, part: str) -> tuple[str, str, str]:
    """Return a sentence as what comes before `part`, that part and what comes after it."""
    before, found, after = sentence.partition(part) if part else (sentence, "", "")
    return before, found, after


def unbroken(text: str) -> str:
    """Return a text in which no figure is parted from its unit at the end of a line."""
    return _BEFORE_UNIT.sub("\u00a0", text)


def has_latin_letters(text: str) -> bool:
    """Return whether a text is at least partly written in Latin letters."""
    return any(unicodedata.name(letter, "").startswith("LATIN") for letter in text)

"""What each glyph of a PDF says when its text is copied, searched or read aloud.

WeasyPrint notes the letters of a glyph where it first meets it. Where a letter and its marks are
drawn by several glyphs, as in Yoruba, that note is empty for some and too long for others, and a
name is copied wrongly. The face itself knows better for every glyph that stands for one letter or mark,
so its word is taken for those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from fontTools import agl
from fontTools.ttLib import TTFont

_NOTE = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def letters_of_glyphs(path: Path) -> dict[int, frozenset[str]]:
    """Return, for each glyph of a face whose meaning is sure, the text that it may stand for."""
    texts: dict[int, set[str]] = {}
    with TTFont(path) as face:
        for code, name in face.getBestCmap().items():
            texts.setdefault(face.getGlyphID(name), set()).add(chr(code))
        for glyph, name in enumerate(face.getGlyphOrder()):
            if glyph not in texts and _is_marks(marks := agl.toUnicode(name)):
                texts[glyph] = {marks}
    return {glyph: frozenset(some) for glyph, some in texts.items()}


def _is_marks(text: str) -> bool:
    """Return whether a text is only marks above and below letters, as one drawn pair of them is."""
    return bool(text) and all(unicodedata.combining(letter) for letter in text)


def corrected(notes: Iterable[bytes], letters: Mapping[int, frozenset[str]]) -> list[bytes]:
    """Return the lines of a glyph map, each glyph of one letter saying that letter."""
    return [_NOTE.sub(lambda note: _corrected_note(note, letters), line) for line in notes]


def _corrected_note(note: re.Match[bytes], letters: Mapping[int, frozenset[str]]) -> bytes:
    """Return one line of a glyph map: left alone where it is right or the face does not know."""
    glyph, text = int(note[1], 16), bytes.fromhex(note[2].decode()).decode("utf-16-be")
    known = letters.get(glyph)
    if known is None or text in known:
        return note[0]
    # Of several letters with one glyph the plainest is meant: an o, not a Cyrillic о.
    letter = min(known, key=lambda one: (unicodedata.normalize("NFKC", one) != one, one))
    return b"<%04x> <%s>" % (glyph, letter.encode("utf-16-be").hex().encode())

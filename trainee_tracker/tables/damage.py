"""Telling a name whose letters were damaged on the way from a name that is only unusual. Pure.

A list that was saved in one encoding and opened in another shows "ZoÃ«" for "Zoë"; one saved in an
encoding that lacks a letter shows "Zo?". Neither may become somebody's name.
"""

from __future__ import annotations

import re
import unicodedata

from trainee_tracker.tables.rules import UNREADABLE

_ENCODINGS = ("cp1252", "mac_roman")
"""In which spreadsheets of Windows and of a Mac open text that is not said to be UTF-8."""

_LOST = re.compile(f"[?¿{UNREADABLE}]")
_USUAL_LATIN = re.compile(
    "[\u00a0-\u017f\u0181\u0186\u0189\u018a\u0190\u0192\u0198\u0199\u01b3\u01b4\u0218-\u021b"
    "\u0253\u0254\u0256\u0257\u025b\u0300-\u0331\u1e00-\u1eff]"
)
"""The Latin letters and marks that names of Europe, Africa and Vietnam are written with."""


def damaged_part(text: str) -> str:
    """Return the first word of a name whose letters were damaged, or "" where none was."""
    # Words are split at the plain space only, since a damaged letter can hold one of another kind.
    words = [word for word in text.split(" ") if word]
    return next((word for word in words if _LOST.search(word) or _is_read_twice(word)), "")


def _is_read_twice(word: str) -> bool:
    """Return whether a word is UTF-8 that was read as if it were in an older encoding."""
    return any(_is_a_word(_read_right(word, encoding)) for encoding in _ENCODINGS)


def _read_right(word: str, encoding: str) -> str:
    """Return what a word was before it was read in `encoding`; "" if it was nothing else."""
    try:
        found = b"".join(_byte_of(letter, encoding) for letter in word).decode("utf-8")
    except UnicodeError:
        return ""
    return "" if found == word else found


def _byte_of(letter: str, encoding: str) -> bytes:
    """Return the byte that is read as `letter`; a byte that means nothing is kept as it is."""
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _is_a_word(found: str) -> bool:
    """Return whether a text can be what somebody wrote: usual letters and signs, of one script.

    By chance a real name reads as UTF-8 too, as does "KNÍŽEK", but what it then says is none.
    """
    letters = [each for each in found if unicodedata.category(each) in ("Lu", "Ll", "Lo")]
    latin = sum(_is_latin(each) for each in letters)
    return bool(found) and latin in (0, len(letters)) and all(map(_is_usual, found))


def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")


def _is_usual(letter: str) -> bool:
    if letter.isascii() or _USUAL_LATIN.fullmatch(letter):
        return True
    if _is_latin(letter) or unicodedata.name(letter, "").startswith("COMBINING"):
        return False
    return unicodedata.category(letter)[0] in "LMNP"

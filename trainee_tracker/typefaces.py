"""Which letters a certificate can be printed with: those of our faces and of the machine's fonts.

This is the only file that decides it. What somebody types is asked of it, and so is the drawing of
a certificate, so that a name that was taken can be printed. It reads the fonts themselves and
needs none of the libraries that draw.
"""

from __future__ import annotations

import logging
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import fontpkg
from fontTools.ttLib import TTFont

_log = logging.getLogger(__name__)


class FontFile(NamedTuple):
    """Where a package of fonts keeps one face: its family, its weight and how it leans."""

    family: str
    weight: int
    style: Literal["normal", "italic"] = "normal"


FONT_FILES: Final[Mapping[str, FontFile]] = {
    "garamond": FontFile("EB Garamond", 400),
    "garamond-medium": FontFile("EB Garamond", 500),
    "garamond-semibold": FontFile("EB Garamond", 600),
    "garamond-italic": FontFile("EB Garamond", 400, "italic"),
    "stacked": FontFile("Noto Serif", 400),
    "stacked-italic": FontFile("Noto Serif", 400, "italic"),
    "hyperlegible": FontFile("Atkinson Hyperlegible", 400),
    "hyperlegible-bold": FontFile("Atkinson Hyperlegible", 700),
    "naskh": FontFile("Amiri", 400),
    "naskh-bold": FontFile("Amiri", 700),
    "mono": FontFile("IBM Plex Mono", 500),
}
"""The font files of a paper, by the names that its style sheets use."""

OF_TEXT: Final = ("garamond", "stacked", "naskh")
"""The faces that whole texts are set in."""

UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that show nothing, as ranges inside the brackets of a regular expression.

Source: Unicode, Default_Ignorable_Code_Point, with the blank pattern of Braille and the marks of
annotations beside them.
"""

_NEEDS_NO_FACE: Final = re.compile(f"[\\s{UNSEEN}]")
# Only these formats can be drawn; pictures in colour are no letters.
_LIST_OF_FONTS: Final = (
    "fc-list",
    ":scalable=true",
    "--format=%{fontformat} %{color} %{charset}\n",
)
_LISTED_FONT: Final = re.compile(r"(?:TrueType|CFF) False (.+)")
_LONGEST_LISTING_SECONDS: Final = 20


def font_path(face: str) -> Path:
    """Return where the installed font package keeps one of our faces."""
    wanted = FONT_FILES[face]
    return Path(fontpkg.path(wanted.family, weight=wanted.weight, style=wanted.style))


@cache
def faces() -> dict[str, frozenset[int]]:
    """Return the code points that each face of text has."""
    return {face: codes_of(face) for face in OF_TEXT}


@cache
def codes_of(face: str) -> frozenset[int]:
    """Return the code points of one of our faces."""
    with TTFont(font_path(face), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def letters_of_the_machine() -> frozenset[int]:
    """Return the code points of the fonts that are installed beside ours.

    They are asked of fontconfig, which also chooses among them when a certificate is drawn. Where
    it does not answer, only our own faces count, so that nothing is promised.
    """
    try:
        listed = subprocess.run(  # noqa: S603  (a fixed command, with nothing that anybody typed)
            _LIST_OF_FONTS,
            capture_output=True,
            check=True,
            text=True,
            timeout=_LONGEST_LISTING_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError) as fault:
        _log.warning("The machine's fonts could not be listed: %s", type(fault).__name__)
        return frozenset()
    found = map(_LISTED_FONT.fullmatch, listed.splitlines())
    charsets = {font[1] for font in found if font}
    return frozenset(code for charset in charsets for code in codes_of_charset(charset))


def codes_of_charset(charset: str) -> Iterator[int]:
    """Yield the code points of a set as fontconfig writes it: "20-7e a0", in hexadecimal."""
    for part in charset.split():
        first, _dash, last = part.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def is_printable(letter: str) -> bool:
    """Return whether a letter can be printed, or shows nothing anyway.

    Characters for private use are not printed: each font draws something else for them.
    """
    if _NEEDS_NO_FACE.fullmatch(letter):
        return True
    if unicodedata.category(letter) in ("Cc", "Co", "Cs"):
        return False
    code = ord(letter)
    return any(code in codes for codes in faces().values()) or code in letters_of_the_machine()


def unprintable_in(text: str) -> list[str]:
    """Return the letters of a text that nothing here can print, each once, in their order."""
    return [letter for letter in dict.fromkeys(text) if not is_printable(letter)]

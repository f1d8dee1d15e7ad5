"""The faces that papers are set in: their files, cut once, and which of them sets a text rightly.

Some faces come as variable fonts. WeasyPrint would cut one to its weight anew in every drawing,
slowly and with the time in it, so that no two papers were alike; here each is cut once, and
`.ci/setup` keeps the result beside the installed packages. Faces of further scripts are those of
the machine, by their own names.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from fontTools import version as cutter_version
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from trainee_tracker.certificates.paper import letterless
from trainee_tracker.typefaces import FONT_FILES, codes_of, font_path

LETTERLESS: Final = "letterless"
"""The name of the face that is made here, in which texts are repeated unseen."""

NAMES: Final = frozenset({*FONT_FILES, LETTERLESS})
"""Every face of a paper, by the name of its file."""

KEPT: Final = Path(sys.prefix) / "share" / "trainee_tracker" / "typefaces"
"""Where the faces that were cut are kept, beside the packages that they were cut from."""

SCRIPTS: Final[tuple[tuple[str, str], ...]] = (
    ("ARABIC", "naskh"),
    ("HEBREW", "hebrew"),
    ("ETHIOPIC", "ethiopic"),
    ("BENGALI", "bengali"),
    ("DEVANAGARI", "devanagari"),
    ("TAMIL", "tamil"),
    ("GURMUKHI", "gurmukhi"),
    ("THAI", "thai"),
    ("MYANMAR", "myanmar"),
    ("ADLAM", "adlam"),
    ("CJK", "han"),
)
"""How Unicode's names of letters begin, and the class of the face that sets them."""

NASTALIQ: Final = frozenset({"ur", "ks", "pa-Arab", "skr"})
"""Languages that are read in Nastaliq, the sloping hand, and look foreign in Naskh."""


def face_of(text: str, language: str = "") -> str:
    """Return the class of the face in which the whole of a text is set.

    One face for all of it: a name with two letters out of another face looks mended. A Latin name
    in which a mark stands on what no single letter holds (Ẹ̀, Ọ̀, ɔ̀) is set in Noto Serif, which
    alone of the faces tried sets such marks rightly; other Latin, Greek and Cyrillic in Garamond.
    """
    for letter in text:
        script = unicodedata.name(letter, "").partition(" ")[0]
        found = next((face for name, face in SCRIPTS if script == name), None)
        if found == "naskh" and language in NASTALIQ:
            return "nastaliq"
        if found:
            return found
    composed = unicodedata.normalize("NFC", text)
    stacks = any(unicodedata.category(letter) == "Mn" for letter in composed)
    return "stacked" if stacks or needs_serif(composed) else "garamond"


def needs_serif(text: str) -> bool:
    """Return whether Garamond lacks a letter that Noto Serif has."""
    codes = {ord(letter) for letter in text}
    return not codes <= codes_of("garamond") and codes <= codes_of("stacked")


@cache
def face(name: str) -> bytes:
    """Return the file of a face, cut to its weight where it comes as a variable one."""
    kept = _kept(name)
    if kept is None:
        return font_path(name).read_bytes()
    if kept.is_file():
        return kept.read_bytes()
    return _made(name)


def _made(name: str) -> bytes:
    return letterless.made() if name == LETTERLESS else cut(name)


def cut(name: str) -> bytes:
    """Return a variable face cut to its weight: the same bytes whenever and wherever it is done."""
    wanted = FONT_FILES[name]
    with TTFont(font_path(name), recalcTimestamp=False) as font:
        places = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        places["wght"] = wanted.weight
        static = instancer.instantiateVariableFont(font, places, inplace=True)
        own = f"{wanted.family} {name.partition('-')[2].title()}".strip()
        for record in (1, 4, 16):
            static["name"].setName(own, record, 3, 1, 0x409)
        static["name"].setName(own.replace(" ", ""), 6, 3, 1, 0x409)
        written = io.BytesIO()
        static.save(written)
    return written.getvalue()


def keep() -> int:
    """Cut every face that is not kept yet, and keep it; return how many were cut."""
    KEPT.mkdir(parents=True, exist_ok=True)
    count = 0
    for name in sorted(NAMES):
        kept = _kept(name)
        if kept is not None and not kept.is_file():
            # Whoever draws meanwhile finds the whole file or none.
            with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as file:
                file.write(_made(name))
            Path(file.name).chmod(0o644)
            os.replace(file.name, kept)
            count += 1
    return count


@cache
def _kept(name: str) -> Path | None:
    """Return where a face that was cut or made is kept; None for one that comes ready to use."""
    source = Path(letterless.__file__) if name == LETTERLESS else font_path(name)
    if name != LETTERLESS:
        with TTFont(source, lazy=True) as font:
            if "fvar" not in font:
                return None
    # Another version of the package, or of what cuts it, is another file.
    made_from = hashlib.sha256(source.read_bytes() + cutter_version.encode()).hexdigest()[:16]
    return KEPT / f"{name}-{made_from}.ttf"


if __name__ == "__main__":
    keep()

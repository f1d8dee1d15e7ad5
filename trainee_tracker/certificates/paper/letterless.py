"""A face without any shapes, in which a paper repeats unseen what is copied from it.

Programs that read a PDF turn a line that runs right to left round by the places of its glyphs, and
lose marks that float above a letter, the joined letters of Nastaliq, or the order of both. So such
a text is drawn twice: once to be seen, and once in this face, where every letter together with its
marks is one blank glyph of one width. What such a glyph stands for is written backwards, since the
programs turn that round too. Tried with poppler and pdfium; both then copy just what was written.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Final

from fontTools.fontBuilder import FontBuilder
from fontTools.otlLib import builder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables import otTables

FAMILY: Final = "Letterless"
_UNITS_OF_EM: Final = 1000
_WIDTH: Final = 400

SCRIPTS: Final = {"arab": (0x0600, 0x0780), "hebr": (0x05D0, 0x05F5)}
"""The OpenType tag of a script whose letters carry marks, and the range of its letters."""

_ALSO: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2028),
    *range(0x0591, 0x05F5),
    *range(0x0600, 0x0780),
    *range(0x1E900, 0x1E960),
)
"""The characters that have a glyph of their own."""

ENDS_IN_MARK: Final = "\u07ff"
"""Stands in a copy for the mark that says "from the right", after a text that ends in a vowel.

poppler leaves a vowel at the end of a line outside of it, unless a letter follows. The mark itself is
never drawn, so an unassigned character takes its place: one that runs from the right.
"""

_FROM_THE_RIGHT: Final = b"<200f>"

_VOWELS_OF_ARABIC: Final = (*range(0x064B, 0x0660), 0x0670)
_SHADDA: Final = 0x0651
_VOWELS_OF_HEBREW: Final = (*range(0x05B0, 0x05BC), 0x05BF, 0x05C7)
_DAGESH: Final = 0x05BC
_DOTS_OF_SHIN: Final = (0x05C1, 0x05C2)
_SHIN: Final = 0x05E9

_NOTE: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]{8,})>")


def marks_of(letter: int) -> Iterator[tuple[int, ...]]:
    """Yield the marks that may stand with a letter, one set after the other."""
    if 0x0600 <= letter < 0x0780:
        for vowel in _VOWELS_OF_ARABIC:
            yield (vowel,)
            if vowel != _SHADDA:
                yield (_SHADDA, vowel)
        return
    for vowel in _VOWELS_OF_HEBREW:
        yield (vowel,)
        yield (_DAGESH, vowel)
    yield (_DAGESH,)
    if letter == _SHIN:
        for dot in _DOTS_OF_SHIN:
            yield (dot,)
            yield (dot, _DAGESH)
            for vowel in _VOWELS_OF_HEBREW:
                yield (dot, vowel)
                yield (dot, _DAGESH, vowel)


def made() -> bytes:
    """Return the face: the same bytes whenever it is made."""
    known = (code for code in _ALSO if unicodedata.category(chr(code)) != "Cn")
    own = {code: f"u{code:05X}" for code in (*known, ord(ENDS_IN_MARK))}
    together = dict(_ligatures(own))
    names = [".notdef", *own.values(), *dict.fromkeys(together.values())]
    fonts = FontBuilder(_UNITS_OF_EM, isTTF=True)
    fonts.setupGlyphOrder(names)
    fonts.setupCharacterMap(own)
    blank = TTGlyphPen(None).glyph()
    fonts.setupGlyf(dict.fromkeys(names, blank))
    fonts.setupHorizontalMetrics(dict.fromkeys(names, (_WIDTH, 0)))
    fonts.setupHorizontalHeader(ascent=800, descent=-200)
    fonts.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": FAMILY})
    fonts.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    fonts.setupPost()
    fonts.setupHead(unitsPerEm=_UNITS_OF_EM, created=0, modified=0)
    fonts.font["GSUB"] = _substitutions(together)
    fonts.font["GDEF"] = _all_are_letters(names)
    fonts.font.recalcTimestamp = False
    written = io.BytesIO()
    fonts.save(written)
    return written.getvalue()


def _ligatures(own: dict[int, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the glyphs of a letter and its marks, in every order, and the one in their place."""
    for start, end in SCRIPTS.values():
        letters = (code for code in range(start, end) if unicodedata.category(chr(code)) == "Lo")
        for letter in letters:
            for marks in marks_of(letter):
                name = "_".join(own[code] for code in (letter, *marks))
                for order in permutations(marks):
                    yield tuple(own[code] for code in (letter, *order)), name


def _substitutions(together: dict[tuple[str, ...], str]) -> object:
    """Return the table by which a letter and its marks become one glyph."""
    subtable = builder.buildLigatureSubstSubtable(together)
    lookup = builder.buildLookup([subtable])
    feature = otTables.FeatureRecord()
    feature.FeatureTag = "ccmp"
    feature.Feature = otTables.Feature()
    feature.Feature.FeatureParams = None
    feature.Feature.LookupListIndex = [0]
    feature.Feature.LookupCount = 1
    table = newTable("GSUB")
    table.table = otTables.GSUB()
    table.table.Version = 0x00010000
    table.table.ScriptList = otTables.ScriptList()
    table.table.ScriptList.ScriptRecord = [_script(tag) for tag in ("DFLT", *sorted(SCRIPTS))]
    table.table.FeatureList = otTables.FeatureList()
    table.table.FeatureList.FeatureRecord = [feature]
    table.table.LookupList = otTables.LookupList()
    table.table.LookupList.Lookup = [lookup]
    return table


def _script(tag: str) -> otTables.ScriptRecord:
    """Return the entry of a script that has the one feature."""
    record = otTables.ScriptRecord()
    record.ScriptTag = tag
    record.Script = otTables.Script()
    record.Script.LangSysRecord = []
    usual = otTables.LangSys()
    usual.LookupOrder = None
    usual.ReqFeatureIndex = 0xFFFF
    usual.FeatureIndex = [0]
    record.Script.DefaultLangSys = usual
    return record


def _all_are_letters(names: Iterable[str]) -> object:
    """Return the table that calls every glyph a letter, so that none is given no width as a mark."""
    table = newTable("GDEF")
    table.table = otTables.GDEF()
    table.table.Version = 0x00010000
    table.table.GlyphClassDef = otTables.GlyphClassDef()
    table.table.GlyphClassDef.classDefs = dict.fromkeys(names, 1)
    table.table.AttachList = table.table.LigCaretList = table.table.MarkAttachClassDef = None
    return table


def written_backwards(glyph_map: Iterable[bytes]) -> list[bytes]:
    """Return the glyph map of this face in a PDF, with what several letters stand for turned round."""

    def turned(note: re.Match[bytes]) -> bytes:
        said = bytes.fromhex(note[2].decode()).decode("utf-16-be")
        return b"<%s> <%s>" % (note[1], said[::-1].encode("utf-16-be").hex().encode())

    return [
        _NOTE.sub(turned, part).replace(b"<%04x>" % ord(ENDS_IN_MARK), _FROM_THE_RIGHT)
        for part in glyph_map
    ]


_NOT_OF_TEXT: Final = str.maketrans("", "", f"\u202d\u202c{ENDS_IN_MARK}")


def text_of(copy: str) -> str:
    """Return the text of which something drawn is the copy."""
    return copy.translate(_NOT_OF_TEXT)


def copy_of(text: str) -> str:
    """Return what is drawn in this face for a text that runs from the right.

    Programs do not know yet that Adlam does, so its copy is laid out from the left, as it is written.
    """
    if any(unicodedata.name(letter, "").startswith("ADLAM") for letter in text):
        return f"\u202d{text}\u202c"
    ends_in_mark = text and unicodedata.category(text[-1]) == "Mn"
    return f"{text}{ENDS_IN_MARK}" if ends_in_mark else text

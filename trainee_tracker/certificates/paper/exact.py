"""What is copied, searched or read aloud from a paper is what was written, in every script.

WeasyPrint guesses the letters of a glyph where it first meets it, and is wrong wherever a script
stacks, takes apart or reorders. The box of a text knows its words, so nothing has to be guessed:

- A line that runs left to right says its words in the content of the page (/ActualText), which is
  what programs copy.
- One that runs right to left is drawn so that nothing of it is copied, and repeated unseen in the
  face of `letterless`, which is.

Both say their words once more in the structure, for those who listen, with their language where it
is another one than the paper's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

from trainee_tracker.certificates.paper import letterless

SEEN, COPIED = "seen", "copied"
"""The classes of the two drawings of a text that runs right to left."""

_BLANK: Final = " "
"""What is copied of a drawing that is only seen; where nothing at all stands, poppler copies it."""

_FONT_OF_COPIES: Final = re.compile(rb"\+" + letterless.FAMILY.encode())


class ExactStream(Stream):  # type: ignore[misc]
    """The content of a page in which every text says its words and its language."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Begin with nothing said."""
        super().__init__(*given, **named)
        self.said: dict[int, tuple[str, str]] = {}
        self._is_copied = False

    @contextmanager
    def marked(self, box: boxes.Box, tag: str) -> Iterator[None]:
        """Mark what is drawn within as one text, and note its language and its words."""
        if self._tags is None or not isinstance(box, boxes.TextBox):
            with super().marked(box, tag):
                yield
            return
        number = len(self._tags)
        self._tags[box] = {"tag": tag, "mcid": number}
        role = role_of(box)
        properties = pydyf.Dictionary({"MCID": number})
        words = "" if role == SEEN else letterless.text_of(box.text)
        if role == SEEN:
            properties["ActualText"] = pydyf.String(_BLANK)
        elif role != COPIED and needs_words(box):
            properties["ActualText"] = pydyf.String(words)
        self.said[number] = (box.style["lang"] or "", words if needs_words(box) else "")
        self._is_copied = role == COPIED
        self.begin_marked_content(tag, properties)
        try:
            yield
        finally:
            self._is_copied = False
            self.end_marked_content()

    def set_text_rise(self, rise: float) -> None:
        """Leave the marks of an unseen copy on the line: raised ones would be lines of their own."""
        super().set_text_rise(0 if self._is_copied else rise)


weasyprint.pdf.Stream = ExactStream


def role_of(box: boxes.Box) -> str:
    """Return whether a text is only seen, only copied, or both ("")."""
    classes = () if box.element is None else (box.element.get("class") or "").split()
    return next((each for each in (SEEN, COPIED) if each in classes), "")


def needs_words(box: boxes.TextBox) -> bool:
    """Return whether programs would copy a text wrongly, or with its letters spaced out."""
    # pdfium drops an /ActualText with letters beyond the first plane; Han has a glyph for each.
    is_plain = box.text.isascii() or any(ord(letter) > 0xFFFF for letter in box.text)
    return not is_plain or box.style["letter_spacing"] not in ("normal", 0)


def runs_right_to_left(text: str) -> bool:
    """Return whether any letter of a text is of a script that is written from the right."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def objects_of(pdf: pydyf.PDF, kind: str) -> list[pydyf.Dictionary]:
    """Return the objects of a PDF of one type, in their order."""
    return [
        each
        for each in pdf.objects
        if isinstance(each, pydyf.Dictionary) and each.get("Type") == f"/{kind}"
    ]


def object_at(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Return the object that a reference of WeasyPrint's points to."""
    return pdf.objects[int(reference.split()[0])]


def say_in_structure(pdf: pydyf.PDF, language: str) -> None:
    """Give the elements of the structure the words and languages of the texts that they hold."""
    said: dict[tuple[bytes, int], tuple[str, str]] = {}
    for page in objects_of(pdf, "Page"):
        content = object_at(pdf, page["Contents"])
        said |= {(page.reference, number): each for number, each in content.said.items()}
    for element in objects_of(pdf, "StructElem"):
        kids = element.get("K") or []
        if len(kids) != 1 or not isinstance(kids[0], int):
            continue
        own_language, words = said.get((element["Pg"], kids[0]), ("", ""))
        if own_language and own_language != language:
            element["Lang"] = pydyf.String(own_language)
        if words:
            element["ActualText"] = pydyf.String(words)


def turn_copies_round(pdf: pydyf.PDF) -> None:
    """Write backwards what the glyphs of the unseen face stand for."""
    for font in (each for each in pdf.objects if isinstance(each, pydyf.Dictionary)):
        if "ToUnicode" in font and _FONT_OF_COPIES.search(bytes(font["BaseFont"])):
            glyph_map = object_at(pdf, font["ToUnicode"])
            glyph_map.stream = letterless.written_backwards(glyph_map.stream)

"""What is copied from a certificate is what is written on it, also where marks stand on letters."""

from __future__ import annotations

import pytest

from trainee_tracker.certificates.paper import glyphs
from trainee_tracker.typefaces import font_path

LETTERS = {0x10: frozenset("o"), 0x11: frozenset("\u0300"), 0x12: frozenset("\u00a0 ")}


@pytest.mark.parametrize(
    ("noted", "right"),
    [
        (b"<0010> <006f>", b"<0010> <006f>"),
        (b"<0010> <006f1ecd>", b"<0010> <006f>"),
        (b"<0011> <>", b"<0011> <0300>"),
        (b"<0012> <00a0>", b"<0012> <00a0>"),
        (b"<0012> <0041>", b"<0012> <0020>"),
        (b"<0099> <00660069>", b"<0099> <00660069>"),
        (b"<0000> <ffff>", b"<0000> <ffff>"),
        (b"endbfchar", b"endbfchar"),
    ],
)
def test_a_glyph_of_one_letter_says_that_letter(noted: bytes, right: bytes) -> None:
    assert glyphs.corrected([noted], LETTERS) == [right]


def test_the_faces_letters_are_read_from_the_face_itself() -> None:
    letters = glyphs.letters_of_glyphs(font_path("wide"))
    known = {letter for some in letters.values() for letter in some}
    assert set("ọẹṣɛɔƐƆ\u0300\u0301") <= known

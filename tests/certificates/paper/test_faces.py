"""The faces of papers: each text out of one, and each face cut the same way everywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from trainee_tracker import typefaces
from trainee_tracker.certificates.paper import faces


@pytest.mark.parametrize(
    ("text", "language", "face"),
    [
        ("Ruth Adeyemi", "", "garamond"),
        ("Nguyễn Thị Hường", "", "garamond"),
        ("Ọlátúnjí", "", "garamond"),
        ("Adébáyọ̀", "", "stacked"),
        ("Ẹ̀bùnolúwa Ọ̀ṣọ́", "", "stacked"),
        ("Олександра", "uk", "garamond"),
        ("خديجة", "ar", "naskh"),
        ("خديجة", "", "naskh"),
        ("بشریٰ قریشی", "ur", "nastaliq"),
        ("מרים", "he", "hebrew"),
        ("አበበች", "am", "ethiopic"),
        ("李小龍", "zh", "han"),
        ("12", "", "garamond"),
        ("", "", "garamond"),
    ],
)
def test_a_text_is_set_in_one_face_that_sets_it_rightly(
    text: str, language: str, face: str
) -> None:
    assert faces.face_of(text, language) == face


def test_a_letter_that_garamond_lacks_takes_the_whole_text_to_noto_serif() -> None:
    lacking = next(
        chr(code)
        for code in sorted(typefaces.codes_of("stacked") - typefaces.codes_of("garamond"))
        if code > 0x250
    )
    assert faces.face_of(f"Ruth {lacking}") == "stacked"


def test_a_face_that_was_cut_is_the_same_whenever_it_is_cut() -> None:
    first, second = faces.cut("garamond-italic"), faces.cut("garamond-italic")
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert faces.face("garamond-italic") == first


def test_faces_are_cut_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "KEPT", tmp_path / "typefaces")
    monkeypatch.setattr(faces, "NAMES", frozenset({"garamond-italic", "naskh", "letterless"}))
    faces._kept.cache_clear()
    try:
        assert faces.keep() == 2
        assert faces.keep() == 0
        kept = sorted(each.name.partition("-")[0] for each in (tmp_path / "typefaces").iterdir())
        assert kept == ["garamond", "letterless"]
    finally:
        faces._kept.cache_clear()

"""Which letters a certificate can be printed with is known before anything is drawn."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.certificates.paper.facts_of import award
from trainee_tracker import typefaces
from trainee_tracker.certificates.paper import pdf

SEED = 20261128
AT_ONCE = 40
"""Letters of one drawing, few enough for a name."""


def test_the_machines_fonts_stand_in_where_ours_have_no_letter() -> None:
    assert not any(ord("李") in codes for codes in typefaces.faces().values())
    assert typefaces.unprintable_in("李小龍 আয়েশা রহমান ሰላም ገብሬ प्रिया") == []


def test_each_letter_without_a_face_is_told_once_in_its_order() -> None:
    assert typefaces.unprintable_in("b\U000f5a5a a\ue000\U000f5a5a\ud800\x07") == [
        "\U000f5a5a",
        "\ue000",
        "\ud800",
        "\x07",
    ]


@pytest.mark.parametrize("letter", [" ", "\u00a0", "\u200c", "\u200d", "\u00ad", "\U000e0100"])
def test_what_shows_nothing_needs_no_face(letter: str) -> None:
    assert typefaces.is_printable(letter)


def test_a_set_of_letters_is_read_as_fontconfig_writes_it() -> None:
    assert list(typefaces.codes_of_charset("20-22 a0 1f600")) == [0x20, 0x21, 0x22, 0xA0, 0x1F600]


def test_without_a_list_of_the_machines_fonts_nothing_is_promised() -> None:
    script = (
        "from trainee_tracker import typefaces;"
        "print(len(typefaces.letters_of_the_machine()), typefaces.unprintable_in('Ruth \u674e'))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PATH": "/nowhere", "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.split() == ["0", "['李']"]


def test_drawing_libraries_are_not_needed_to_know_what_can_be_printed() -> None:
    script = "import sys; from trainee_tracker import spelling; print('weasyprint' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == "False"


def test_whatever_letter_is_accepted_can_be_printed() -> None:
    chance = random.Random(SEED)
    accepted = [chr(code) for code in range(0x21, 0x30000) if typefaces.is_printable(chr(code))]
    chosen = chance.sample(accepted, 8 * AT_ONCE)
    for start in range(0, len(chosen), AT_ONCE):
        name = " ".join(chosen[start : start + AT_ONCE])
        assert pdf.render(award(holder_name=f"Ruth {name}")).startswith(b"%PDF")

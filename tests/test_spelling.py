"""What is printed or signed with: read, or refused with the letter shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker import typefaces
from trainee_tracker.reading import Unreadable
from trainee_tracker.scripts import mixed_word
from trainee_tracker.spelling import (
    MOST_SHOWN,
    read_printed,
    unseen_fault,
    without_unseen,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Ruth Аbena",
            (
                "“Аbena” mixes letters of two scripts: “А” (letter 1) is Cyrillic, and the rest is "
                "Latin. Type the word again on one keyboard."
            ),
        ),
        (
            "А. Osei",
            (
                "“А” is written in Cyrillic letters that look like Latin ones, beside words in Latin "
                "letters. Type the word again on the keyboard of the others."
            ),
        ),
        (
            "U\u0342na",
            (
                "“U\u0342na” mixes letters of two scripts: “◌\u0342” (letter 1) is Greek, and the rest "
                "is Latin. Type the word again on one keyboard."
            ),
        ),
        (
            "Ann \U000f5a5a",
            (
                "No certificate of this site can print U+F5A5A. Write this with other letters, or ask "
                "your administrator to add a typeface that has them."
            ),
        ),
        (
            "Ru\u00adth",
            (
                "Something after “Ru” cannot be seen: soft hyphen, U+00AD. "
                "We took it out: check the text and press the button again."
            ),
        ),
        (
            "\U000e0041Ruth",
            (
                "Something in this cannot be seen: tag latin capital letter a, U+E0041. "
                "We took it out: check the text and press the button again."
            ),
        ),
    ],
)
def test_the_refusal_shows_the_letter_and_says_what_to_do(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_printed(text)
    assert str(refusal.value) == said


def test_a_letter_without_a_face_is_shown_with_its_name() -> None:
    # A process that finds no fonts but ours, since which others a machine has differs.
    script = (
        "import sys\n"
        "from trainee_tracker.spelling import Unreadable, read_printed\n"
        "for name in sys.argv[1:]:\n"
        "    try: print(read_printed(name))\n"
        "    except Unreadable as refusal: print(refusal)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, "Ruth", "𓀀 Ruth", "안녕하세요 반갑습니다"],
        env={**os.environ, "PATH": "/nowhere", "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout.splitlines()
    assert said[0] == "Ruth"
    assert "can print “𓀀” (egyptian hieroglyph a001, U+13000). Write this with" in said[1]
    assert said[2].count("“") == MOST_SHOWN


@pytest.mark.parametrize(
    "unseen",
    list(
        "\u00ad\u034f\u115f\u180e\u200b\u200e\u2060\u2064\u2800\u3164\ufe0f\ufeff\uffa0\ufffc"
        "\U0001d173\U000e0041\U000e0100"
    ),
)
def test_what_cannot_be_seen_is_refused_inside_a_name_and_named(unseen: str) -> None:
    with pytest.raises(Unreadable, match=rf"after “Ru” cannot be seen: .*U\+{ord(unseen):04X}"):
        read_printed(f"Ama Ru{unseen}th")
    assert without_unseen(f"Ru{unseen}th") == "Ruth"


def test_marks_that_a_phone_puts_round_a_name_go_without_a_word() -> None:
    assert read_printed("\u200e\u00a0Ruth Adeyemi\u200f \ufeff") == "Ruth Adeyemi"
    assert read_printed("خديجة\u200f") == "خديجة"


def test_two_names_that_look_alike_are_one() -> None:
    assert read_printed("Ruth\u00a0Ade\u200dyemi") == read_printed("Ruth Adeyemi")
    assert read_printed("Ruth\u3000Adeyemi") == "Ruth Adeyemi"
    assert read_printed("O\u0323la") == read_printed("\u1ecdla".capitalize())


def test_a_name_is_read_as_a_line_is() -> None:
    assert read_printed("  می\u200cخواهم ") == "می\u200cخواهم"
    assert read_printed(" \u200b ") == ""
    with pytest.raises(Unreadable, match="hidden character"):
        read_printed("Ru\u202eth")
    with pytest.raises(Unreadable, match="too long"):
        read_printed("x" * 31, longest=30)


def test_scripts_are_named_in_the_language_of_the_page() -> None:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("fr"), pytest.raises(Unreadable, match="cyrill"):
        read_printed("Аbena")


@given(st.text())
def test_what_is_accepted_can_be_printed_seen_and_read_in_one_script(text: str) -> None:
    try:
        accepted = read_printed(text, longest=500)
    except Unreadable:
        return
    assert typefaces.unprintable_in(accepted) == []
    assert mixed_word(accepted) is None
    assert unseen_fault(accepted) is None
    assert without_unseen(accepted) == accepted
    assert read_printed(accepted, longest=500) == accepted

"""Names are set as large as they fit, in their own direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.certificates.paper import lettering


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Ruth", "ltr"),
        ("خديجة", "rtl"),
        ("12 خديجة Ruth", "rtl"),
        ("דוד", "rtl"),
        ("12", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_first_letter_with_a_direction_decides_it(text: str, direction: str) -> None:
    assert lettering.direction_of(text) == direction


@pytest.mark.parametrize(
    ("text", "breadth"),
    [("abc", 3), ("ABC", 3.75), ("il", 1), ("o\u0323\u0300", 1), ("中", 1.9), ("خد\u200c", 2)],
)
def test_breadth_counts_what_takes_room(text: str, breadth: float) -> None:
    assert lettering.breadth(text) == breadth


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Ruth Adeyemi", "whole"),
        ("Muhammad Zubair Chaudhry Khan", "broad"),
        ("Oluwaseun Temitope Adebayo-Olaniyan", "broader"),
        ("Oluwaseun Temitope Adebayo-Olaniyan O’Shaughnessy", "broken"),
        ("Esperanza " * 10, "longest"),
    ],
)
def test_a_longer_name_is_set_smaller(name: str, size: str) -> None:
    assert lettering.name_size(name) == size


def test_a_short_name_keeps_one_line_and_loses_double_spaces() -> None:
    assert lettering.name_lines("Ruth  Adeyemi") == ("Ruth Adeyemi",)


def test_a_long_name_is_broken_near_its_middle() -> None:
    lines = lettering.name_lines("Oluwaseun Temitope Adébáyọ̀-Ọláníyan O’Shaughnessy-Fitzgerald")
    assert lines == ("Oluwaseun Temitope Adébáyọ̀-Ọláníyan", "O’Shaughnessy-Fitzgerald")


@given(st.text(max_size=200))
def test_the_lines_of_a_name_are_few_and_lose_nothing(name: str) -> None:
    lines = lettering.name_lines(name)
    assert " ".join(lines).split() == name.split()
    assert len(lines) <= 8


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=15))
def test_an_ordinary_name_has_at_most_four_lines(words: list[str]) -> None:
    assert len(lettering.name_lines(" ".join(words)[:200])) <= 4


def test_figures_stay_with_their_units() -> None:
    text = "41 h 30 min of 60 h, 80 % of 6 modules"
    assert (
        lettering.unbroken(text)
        == "41\u00a0h\u00a030\u00a0min of 60\u00a0h, 80\u00a0% of 6\u00a0modules"
    )


def test_a_day_stays_with_its_month_and_its_year() -> None:
    assert lettering.unbroken("on 11 March 2026 at 14:02") == "on 11\u00a0March\u00a02026 at 14:02"


@pytest.mark.parametrize(("name", "has"), [("Ɔsɛe", True), ("خديجة", False), ("", False)])
def test_latin_letters_are_recognised(name: str, has: bool) -> None:
    assert lettering.has_latin_letters(name) is has

"""How single words and numbers read inside a sentence."""

import pytest

from trainee_tracker.accreditation.words import in_sentence, months


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1 month"),
        (6, "6 months"),
        (12, "1 year"),
        (13, "13 months"),
        (18, "18 months"),
        (72, "6 years"),
    ],
)
def test_months_are_told_in_years_where_they_come_out_even(number: int, words: str) -> None:
    assert str(months(number)) == words


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("BSc reading", "BSc reading"),
        ("DBS check", "DBS check"),
        ("Enhanced DBS check", "enhanced DBS check"),
        ("", ""),
        ("Family clinic", "family clinic"),
        ("A course", "a course"),
        ("É", "é"),
    ],
)
def test_only_an_abbreviation_keeps_its_capitals_in_a_sentence(title: str, words: str) -> None:
    assert in_sentence(title) == words

"""The turns of phrase in the engine's sentences."""

from datetime import date

import pytest

from trainee_tracker.accreditation.words import (
    duration,
    in_sentence,
    listing,
    longdate,
)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (180000, "3,000 h"),
        (180001, "3,000 h 1 min"),
    ],
)
def test_minutes_read_as_people_say_them(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_dates_are_written_out() -> None:
    assert longdate(date(2026, 3, 3)) == "3 March 2026"
    assert longdate(date(2026, 12, 31)) == "31 December 2026"


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_listed(names: list[str], words: str) -> None:
    assert listing(names) == words


def test_titles_lose_their_capital_inside_a_sentence_and_abbreviations_do_not() -> None:
    assert in_sentence("Enhanced DBS check") == "enhanced DBS check"
    assert in_sentence("DBS check") == "DBS check"
    assert in_sentence("") == ""

"""What a note may not hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.identifiers import identifier_fault, is_nhs_number

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "seen", "kind"),
    [
        ("write to jo.k+1@mail.example.org", "jo.k+1@mail.example.org", "an e-mail address"),
        ("ring 07700 900123 tonight", "07700 900123", "a phone number"),
        ("+44 7700 900123", "+44 7700 900123", "a phone number"),
        ("0044 (0)20 7946 0958", "0044 (0)20 7946 0958", "a phone number"),
        ("(020) 7946 0958", "(020) 7946 0958", "a phone number"),
        ("020-7946-0958", "020-7946-0958", "a phone number"),
        ("No. 943 476 5919.", "943 476 5919", "an NHS number"),
        ("9434765919", "9434765919", "an NHS number"),
        ("９４３４７６５９１９", "9434765919", "an NHS number"),
        ("they live at SW17 0QT now", "SW17 0QT", "a postcode"),
        ("sw1a1aa", "sw1a1aa", "a postcode"),
        ("mother, DOB 3", "DOB 3", "a date of birth"),
        ("she was born on 4", "born on 4", "a date of birth"),
        ("12/05/1987", "12/05/1987", "a date of birth"),
        ("12.5.87", "12.5.87", "a date of birth"),
        ("1987-05-12", "1987-05-12", "a date of birth"),
        ("the 12th of May 1987", "12th of May 1987", "a date of birth"),
        ("1 Sept 2014", "1 Sept 2014", "a date of birth"),
    ],
)
def test_what_could_point_to_a_client_is_named_in_the_sentence(
    text: str, seen: str, kind: str
) -> None:
    sentence = identifier_fault(text, DAY)
    assert sentence is not None
    assert f"“{seen}” looks like {kind}. Leave it out" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Genogram; mother and two sons",
        "Case F-7K2Q, second session, 50 min",
        "3 of 4 came, at 18:30, for 1 h 30",
        "Last met on 26/10/2026, next on 16 November 2026",
        "Figures 45.50.60 and 31/02/1999 are no days",
        "943 476 5918 is no NHS number",
        "The sons were born far apart",
        "Room A1, floor 2",
        "Psalm 23, verses 1-6",
        "مع العائلة",
    ],
)
def test_an_ordinary_note_stands(text: str) -> None:
    assert identifier_fault(text, DAY) is None


def test_two_figures_of_a_year_are_never_in_the_future() -> None:
    assert identifier_fault("26.10.26", DAY) is None
    assert identifier_fault("26.10.27", DAY) is not None


def test_a_date_a_year_before_the_session_reads_as_a_birth() -> None:
    assert identifier_fault("2/11/2025", DAY) is not None
    assert identifier_fault("3/11/2025", DAY) is None


@given(st.text(alphabet="0123456789", min_size=10, max_size=10))
def test_an_nhs_number_is_one_in_eleven_and_its_last_digit_is_the_check(digits: str) -> None:
    same_start = [digits[:9] + last for last in "0123456789"]
    assert sum(is_nhs_number(each) for each in same_start) in {0, 1}


@given(st.text())
def test_no_text_breaks_the_search(text: str) -> None:
    sentence = identifier_fault(text, DAY)
    assert sentence is None or "looks like" in sentence


def test_a_note_that_may_cite_papers_may_bear_their_dates() -> None:
    assert identifier_fault("Certificate of 12 May 2014", DAY) is not None
    assert identifier_fault("Certificate of 12 May 2014", None) is None
    named = identifier_fault("born on 12 May 2014", None)
    assert named is not None
    assert "a date of birth" in named

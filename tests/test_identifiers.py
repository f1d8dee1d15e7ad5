"""What a note may not hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.hours.sessions.rules import CODE_LENGTH, CODE_LETTERS
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
        ("a CHI number, 010170 0000", "010170 0000", "a phone number"),
        ("ring ٠٧٧٠٠ ٩٠٠١٢٣", "٠٧٧٠٠ ٩٠٠١٢٣", "a phone number"),
        ("mother, +92 300 1234567.", "+92 300 1234567", "a phone number"),
        ("mother, 0092 300 1234567", "0092 300 1234567", "a phone number"),
        ("+٩٢ ٣٠٠ ١٢٣٤٥٦٧", "+٩٢ ٣٠٠ ١٢٣٤٥٦٧", "a phone number"),
        ("uncle +353871234567 or else", "+353871234567", "a phone number"),
        ("00353 87 123 4567", "00353 87 123 4567", "a phone number"),
        ("(+33) 6 12 34 56 78", "(+33) 6 12 34 56 78", "a phone number"),
        ("+1 212-555-0123", "+1 212-555-0123", "a phone number"),
        ("tel. +234 803 123 4567;", "+234 803 123 4567", "a phone number"),
        ("+880 1712-345678", "+880 1712-345678", "a phone number"),
        ("+252 61 2345678", "+252 61 2345678", "a phone number"),
        ("087 123 4567", "087 123 4567", "a phone number"),
        ("NI AB 12 34 56 C", "AB 12 34 56 C", "a National Insurance number"),
        ("ni ab123456c", "ab123456c", "a National Insurance number"),
        ("school has B801200005001", "B801200005001", "a pupil’s number"),
        ("PPS 6433435F", "6433435F", "an Irish PPS number"),
        ("34201-0891231-8", "34201-0891231-8", "a Pakistani identity number"),
        ("5764 1234 5677", "5764 1234 5677", "an Indian Aadhaar number"),
        ("44051401359", "44051401359", "a Polish PESEL number"),
        ("17291716060", "17291716060", "a Turkish identity number"),
        ("1630615123457", "1630615123457", "a Romanian personal number"),
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
    assert f"“{seen}” looks like {kind}. Leave it out" in str(sentence)


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
        "+15 min for travel, +30 for notes",
        "Came at 18:30-20:00, and 09.00 to 10.30",
        "From 0900 to 1000, 1015-1115 and 1400 to 1530",
        "The years 2023 2024 2025 and 2026-2027-2028",
        "Minutes 60 50 50 45 90 120 60 30, 600 in all",
        "50 + 60 + 60 = 170; 1 000 of 600000 min",
        "Sessions 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 of twelve",
        "At 18:05 - 2026-11-16, not at 18.05 - 2026-11-16",
        "2026-11-03 - 2026-11-05 (03-11-2026 05-11-2026)",
        "GAD-7 12, PHQ-9 14, CORE-10: 12, 14, 9, 11",
        "Met by 12 10 26 a second time",
        "Psalm 119:105-112; Sura 2:153",
        "Gave the leaflet of Childline, 0800 1111",
        "943 476 5918 and 44051401350 are nobody’s",
        "Call 999 or 111; room 0118",
        "ISBN 9780143127741",
        "Serial K7Q2 93HD VX4M 2PRT 88WC",
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
    assert sentence is None or "looks like" in str(sentence)


def test_a_note_that_may_cite_papers_may_bear_their_dates() -> None:
    assert identifier_fault("Certificate of 12 May 2014", DAY) is not None
    assert identifier_fault("Certificate of 12 May 2014", None) is None
    named = identifier_fault("born on 12 May 2014", None)
    assert named is not None
    assert "a date of birth" in str(named)


codes = st.text(alphabet=CODE_LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
near_days = st.dates(DAY - timedelta(days=364), DAY + timedelta(days=364))
ordinary = st.one_of(
    st.builds("Case {}-{}".format, st.sampled_from("ICFG"), codes),
    st.builds("{} h {} min".format, st.integers(1, 40), st.integers(0, 59)),
    st.builds("{} hours".format, st.integers(1, 600)),
    st.builds("{} min".format, st.integers(0, 600_000)),
    st.builds("at {:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    st.builds("{} of {} came".format, st.integers(0, 30), st.integers(0, 30)),
    st.builds("week {}".format, st.integers(1, 53)),
    near_days.map(lambda day: f"{day:%d/%m/%Y}"),
    near_days.map(lambda day: f"{day:%Y-%m-%d}"),
    near_days.map(lambda day: f"{day.day} {day:%B %Y}"),
)


@given(st.lists(ordinary, max_size=6), st.sampled_from([", ", "; ", ". ", "\n", " - "]))
def test_codes_times_minutes_and_days_are_nobodys_number(parts: list[str], between: str) -> None:
    assert identifier_fault(between.join(parts), DAY) is None


@given(st.integers(1_000_000_000, 9_999_999_999), st.sampled_from(["", " ", "-"]))
def test_an_nhs_number_is_found_however_it_is_written(number: int, between: str) -> None:
    digits = str(number)
    written = between.join([digits[:3], digits[3:6], digits[6:]])
    sentence = identifier_fault(f"see {written}.", DAY)
    assert is_nhs_number(digits) == (sentence is not None and "an NHS number" in str(sentence))


@given(st.integers(1900, 2199))
def test_three_years_in_a_row_are_no_number_of_a_person(year: int) -> None:
    for between in (" ", "-"):
        years = between.join(str(each) for each in (year, year + 1, year + 2))
        assert identifier_fault(f"in {years}", None) is None

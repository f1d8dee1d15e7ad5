"""What is read of a table, cell by cell, whatever its columns are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from trainee_tracker.accreditation.vocabulary import ACTIVITIES
from trainee_tracker.languages import ACCENTS
from trainee_tracker.reading import read_date
from trainee_tracker.spoken import speak, speaking
from trainee_tracker.tables.headings import Columns
from trainee_tracker.tables.reading import NO, YES, Row, Table, read_table

ANY = Columns(("one", "two"), called={"uno": "one"})
KNOWN = {"home-visits": "Home visits", "ward": "Clinic", "surgery": "Clinic"}


def read(text: str, reader: Callable[[Row], object], columns: Columns = ANY) -> list[object]:
    """Return what a reader makes of each row, then what was told of the whole table."""
    found: list[object] = []

    def take(row: Row) -> None:
        found.append(reader(row))

    table = read_table(text, columns, take=take)
    found += [(fault.number, fault.column, str(fault.message)) for fault in table.faults]
    return found


@pytest.mark.parametrize("cell", ["home-visits", "HOME VISITS", "Home visits", "home_visits"])
def test_a_word_may_be_written_as_its_title(app: Flask, cell: str) -> None:
    assert read(f"one\n{cell}", lambda row: row.word("one", KNOWN)) == ["home-visits"]


def test_a_title_of_several_things_is_no_answer(app: Flask) -> None:
    said = read("Uno\nClinic\nward", lambda row: row.word("one", KNOWN))
    message = "“Clinic” is the name of several. Write one of: ward or surgery."
    assert said == [None, "ward", (2, "Uno", message)]


def test_a_word_that_there_is_not_is_answered_with_the_titles_that_there_are(app: Flask) -> None:
    said = read("one\ngardening", lambda row: row.word("one", KNOWN))
    assert said == [None, (2, "one", "“gardening” is not one of: Home visits, ward or surgery.")]


def test_a_fault_names_the_column_as_the_table_does(app: Flask) -> None:
    (nothing, fault) = read(" UNO \nmany", lambda row: row.whole("one", least=1, most=2))
    assert nothing is None
    assert fault == (2, "UNO", "“many” is not a whole number from 1 to 2.")


def test_damaged_letters_are_no_text_of_any_cell(app: Flask) -> None:
    (nothing, fault) = read("one\nHa\ufffdl", lambda row: row.text("one"))
    assert nothing is None
    assert "Letters were damaged on the way: “Ha\ufffdl”" in str(fault)


def test_a_question_mark_is_damage_only_in_what_is_printed(app: Flask) -> None:
    text = "one,two\nJos?,really?"
    found = read(text, lambda row: (row.printed("one"), row.text("two")))
    assert found[0] == (None, "really?")
    assert "“Jos?”" in str(found[1])
    assert len(found) == 2


def test_days_are_taken_in_other_ways_only_where_that_is_asked_for(app: Flask) -> None:
    (nothing, fault) = read("one\n3/4/2026", lambda row: row.day("one"))
    assert nothing is None
    assert "as in 2026-11-22" in str(fault)
    april = read("one\n3/4/2026", lambda row: row.day("one", reader=read_date))
    assert april == [date(2026, 4, 3)]


def test_an_empty_cell_of_a_column_that_is_not_there_is_no_fault_of_its_row(app: Flask) -> None:
    assert read("one\nx", lambda row: row.needs("one", "two")) == [None]
    said = read("one,two\n,x", lambda row: row.needs("one", "two"))
    assert said == [None, (2, "one", "This is empty, and every row needs it.")]


def test_rows_beyond_the_most_are_counted_and_not_read(app: Flask) -> None:
    taken: list[int] = []
    table = read_table(
        "one\n\nx\ny\nz\n", ANY, take=lambda row: taken.append(row.number), most_rows=2
    )
    assert isinstance(table, Table)
    assert taken == [3, 4]
    assert table.rows == 3
    assert [str(fault.message) for fault in table.faults] == [
        "This list has 3 rows; send at most 2 at once."
    ]


@pytest.mark.parametrize("start", "=+-@")
def test_a_formula_is_words_unless_the_table_goes_out_to_spreadsheets(
    app: Flask, start: str
) -> None:
    cell = f"{start}1"
    assert read(f"one\n{cell}", lambda row: row.text("one")) == [cell]
    strict = Columns(("one",), refuses_formulas=True)
    (nothing, fault) = read(f"one\n{cell}", lambda row: row.text("one"), strict)
    assert nothing is None
    assert f"without “{start}”" in str(fault)


def test_yes_and_no_are_taken_in_the_language_of_the_page_and_in_english(app: Flask) -> None:
    with app.app_context(), speaking(ACCENTS):
        yes, no = speak(YES), speak(NO)
        said = read(f"one\n{yes}\n{no}\nYES\n0\nperhaps", lambda row: row.is_yes("one"))
    assert said[:5] == [True, False, True, False, None]
    assert said[5:] == [(6, "one", "Write yes or no, not “perhaps”.")]


def test_a_title_is_taken_in_the_language_of_the_page_and_in_english(app: Flask) -> None:
    known = {"taught": ACTIVITIES["taught"]}
    with app.app_context(), speaking(ACCENTS):
        spoken = speak(known["taught"])
        assert spoken != "Taught hours"
        said = read(
            f"one\n{spoken}\nTaught hours\ntaught\nknitting", lambda row: row.word("one", known)
        )
    assert said[:4] == ["taught", "taught", "taught", None]
    assert said[4:] == [(5, "one", "“knitting” is not one of: Taught hours.")]

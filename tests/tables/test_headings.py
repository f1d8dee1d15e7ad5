"""What the first row of a table says of its columns."""

from __future__ import annotations

from flask import Flask

from trainee_tracker.exchange.trainee_list import TABLE as TRAINEES
from trainee_tracker.judging.ledger import TABLE as LEDGER
from trainee_tracker.tables.headings import Columns, Heading, quoted, read_heading


def told(heading: Heading) -> list[tuple[int, str, str]]:
    return [(fault.number, fault.column, str(fault.message)) for fault in heading.faults]


def test_headings_are_known_by_many_names(app: Flask) -> None:
    cells = ["Full Name", " E-mail address ", "", "Phone", "Mail", "Enrolled_On"]
    heading = read_heading(1, cells, TRAINEES)
    assert heading.places == {"name": 0, "email": 1, "enrolled_on": 5}
    assert heading.labels["email"] == "E-mail address"
    assert heading.unused == ("Phone",)
    assert told(heading) == [(1, "Mail", "Two columns mean the same. Delete one of them.")]
    assert heading.width == 6
    assert read_heading(1, [], TRAINEES).width == 0


def test_a_heading_that_is_nearly_one_of_ours_is_told_which_it_may_be(app: Flask) -> None:
    heading = read_heading(1, ["Date", "Activty", "minutes"], LEDGER)
    assert told(heading)[:2] == [
        (
            1,
            "Date",
            "Row 1 has “Date”. Name that column “held_on” if that is what it means; else delete it.",
        ),
        (
            1,
            "Activty",
            "Row 1 has “Activty”. Name that column “activity” if that is what it means; else delete it.",
        ),
    ]


def test_no_column_is_guessed_twice_and_hours_are_never_taken_for_minutes(app: Flask) -> None:
    heading = read_heading(4, ["held_on", "activity", "minutes", "Date", "Hours"], LEDGER)
    assert [(number, column) for number, column, _said in told(heading)] == [
        (4, "Date"),
        (4, "Hours"),
    ]
    assert all("delete the column: entry, session, trainee" in said for _, _, said in told(heading))


def test_nothing_hidden_in_a_heading_is_shown(app: Flask) -> None:
    heading = read_heading(1, ["e\u202email", "x\u202e" + "y" * 99], TRAINEES)
    assert heading.labels == {"email": "email"}
    assert heading.unused == ("x" + "y" * 39 + "…",)


def test_a_heading_is_quoted_in_short() -> None:
    assert quoted("  notes ") == "notes"
    assert quoted("n" * 41) == "n" * 40 + "…"


def test_guesses_and_other_names_are_of_columns_that_there_are() -> None:
    for columns in (TRAINEES, LEDGER):
        assert isinstance(columns, Columns)
        assert {*columns.called.values(), *columns.guesses.values()} <= set(columns.names)
        assert set(columns.required) <= set(columns.names)

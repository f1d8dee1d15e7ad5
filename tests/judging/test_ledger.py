"""What a ledger of hours says, row by row."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import terms
from tests.how_often import often
from trainee_tracker.accreditation.ledger import LedgerLine, LineState
from trainee_tracker.judging.ledger import (
    COLUMNS,
    ONE_PERSON,
    LedgerFile,
    read_ledger,
)

COURSE = terms()
FULL = (
    "entry,session,trainee,held_on,activity,role,format,mode,minutes,present,attended,site,"
    "supervisor,case,problem,observed,state\n"
)


def read(text: str) -> LedgerFile:
    return read_ledger(text, COURSE)


def faults(text: str) -> list[tuple[int, str, str]]:
    return [(fault.number, fault.column, str(fault.message)) for fault in read(text).faults]


def test_three_columns_are_enough_and_the_rest_has_its_defaults() -> None:
    found = read("held_on,activity,minutes\n2026-03-03,practice,60\n")
    assert found.faults == ()
    assert found.lines == (LedgerLine("1", "1", ONE_PERSON, date(2026, 3, 3), "practice", 60),)
    assert found.lines[0].state is LineState.SIGNED_OFF
    assert found.lines[0].attended
    assert found.lines[0].present == 1
    assert found.trainees == (ONE_PERSON,)
    assert not found.names_trainees


def test_every_column_is_read() -> None:
    found = read(
        FULL + "a1,clinic,amina,2026-03-03,family-clinic,lead,family,in-room,50,3,no,Hall,Nadia,"
        "F-7K2Q,low mood,live,submitted\n"
    )
    assert found.faults == ()
    assert found.lines == (
        LedgerLine(
            entry="a1",
            session="clinic",
            trainee="amina",
            held_on=date(2026, 3, 3),
            activity="family-clinic",
            minutes=50,
            role="lead",
            format="family",
            mode="in-room",
            present=3,
            attended=False,
            site="Hall",
            supervisor="Nadia",
            case="F-7K2Q",
            problem="low mood",
            observed="live",
            state=LineState.SUBMITTED,
        ),
    )
    assert found.names_trainees
    assert FULL.strip().split(",") == list(COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        "minutes,held_on,activity\n60,2026-03-03,practice\n",
        "held_on;activity;minutes\r\n2026-03-03;practice;60\r\n",
        "held_on\tactivity\tminutes\r2026-03-03\tpractice\t60",
        "\ufeffheld_on,activity,minutes\n2026-03-03,practice,60\n",
        "\n\nHeld on, Activity ,MINUTES,\n\n,,,\n 2026-03-03 ,Practice, 60 ,\n\n",
        '"held_on","activity","minutes"\n"2026-03-03","practice","60"\n',
        "held_on,activity,minutes,state\n٢٠٢٦-٠٣-٠٣,practice,٦٠,Signed off\n",
    ],
    ids=["order", "semicolons", "tabs", "mark", "blanks", "quotes", "arabic digits"],
)
def test_the_ways_in_which_spreadsheets_write_the_same(text: str) -> None:
    found = read(text)
    assert found.faults == ()
    assert found.lines == (LedgerLine("1", "1", ONE_PERSON, date(2026, 3, 3), "practice", 60),)


@pytest.mark.parametrize("said", ["yes", "YES", "y", "true", "True", "1", ""])
@pytest.mark.parametrize("unsaid", ["no", "No", "n", "FALSE", "0"])
def test_attendance_is_said_in_the_usual_words(said: str, unsaid: str) -> None:
    found = read(
        "held_on,activity,minutes,attended\n"
        f"2026-03-03,practice,60,{said}\n2026-03-03,practice,60,{unsaid}\n"
    )
    assert [line.attended for line in found.lines] == [True, False]


def test_lines_without_a_name_get_their_position_and_one_that_nothing_else_has() -> None:
    found = read(
        "held_on,activity,minutes,entry,session\n"
        "2026-03-03,practice,60,,\n"
        "\n"
        "2026-03-04,practice,60,1,row-1\n"
        "2026-03-05,practice,60,,\n"
        "2026-03-06,practice,60,entry-row-1,\n"
    )
    assert [line.entry for line in found.lines] == ["row-1", "1", "3", "entry-row-1"]
    sessions = [line.session for line in found.lines]
    assert len(set(sessions)) == 4
    assert sessions[1] == "row-1"


def test_the_lines_of_one_session_may_contradict_each_other_in_date() -> None:
    found = read(
        "held_on,activity,minutes,session,trainee\n"
        "2026-03-03,practice,60,s,amina\n2026-03-04,practice,60,s,bola\n"
    )
    assert found.faults == ()
    assert found.trainees == ("amina", "bola")


def test_an_activity_of_another_course_is_no_fault() -> None:
    assert read("held_on,activity,minutes\n2026-03-03,outreach,60").faults == ()


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("held_on", "", "every row needs it"),
        ("held_on", "03/04/2026", "as in 2026-11-22"),
        ("held_on", "2026-02-29", "no day “2026-02-29”"),
        ("held_on", "0000-01-01", "The year of “0000-01-01” cannot be"),
        ("held_on", "2026-11-22T10:00", "as in 2026-11-22"),
        ("activity", "", "every row needs it"),
        (
            "activity",
            "therapy",
            "Taught hours, Independent study, Practice with families, Supervision, ",
        ),
        ("activity", "therapy", "Indirect work or Family clinic."),
        ("minutes", "", "every row needs it"),
        ("minutes", "-5", "from 0 to 600000"),
        ("minutes", "1.5", "from 0 to 600000"),
        ("minutes", "600001", "from 0 to 600000"),
        ("minutes", "1000000000", "from 0 to 600000"),
        ("minutes", "9" * 5000, "too long"),
        ("minutes", "=1+1", "from 0 to 600000"),
        ("minutes", "²", "from 0 to 600000"),
        ("present", "0", "from 1 to 1000"),
        ("attended", "maybe", "Write yes or no"),
        ("role", "boss", "lead, co-therapist, reflecting team or observer"),
        ("format", "crowd", "one person, a couple, a family or a group"),
        ("mode", "letter", "in the room, live online or not live"),
        ("observed", "seen", "seen live, seen on a recording or only reported"),
        ("state", "approved", "signed_off, declined, withdrawn, superseded or reversed"),
        ("site", "Ha\x00ll", "hidden character"),
        ("site", "Hall\u202e", "hidden character"),
        ("trainee", "\u200b", "hidden character"),
        ("case", '"F-7\nK2Q"', "several lines"),
        ("problem", "x" * 201, "too long"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_the_words_that_can(
    column: str, cell: str, message: str
) -> None:
    cells = {"held_on": "2026-03-03", "activity": "practice", "minutes": "60"} | {column: cell}
    good = {"held_on": "2026-03-03", "activity": "practice", "minutes": "60"}
    rows = [",".join(one.get(name, "") for name in COLUMNS) for one in (good, cells)]
    found = read(FULL + "\n".join(rows))
    assert len(found.faults) == 1
    fault = found.faults[0]
    assert (fault.number, fault.column) == (3, column)
    assert message in str(fault.message)
    assert len(str(fault.message)) < 250
    assert len(found.lines) == 1


def test_every_fault_of_every_row_is_told_in_order() -> None:
    found = faults(
        "held_on,activity,minutes,notes,role,minutes\n"
        "soon,nothing,many,,boss,,left over\n"
        "\n"
        "2026-03-03,practice,60\n"
        "2026-03-03,,-1\n"
    )
    assert [(number, column) for number, column, _ in found] == [
        (1, "notes"),
        (1, "minutes"),
        (2, ""),
        (2, "held_on"),
        (2, "activity"),
        (2, "role"),
        (2, "minutes"),
        (5, "activity"),
        (5, "minutes"),
    ]
    assert "delete the column: entry, session, trainee, held_on" in found[0][2]


def test_an_entry_that_is_there_twice_is_named_with_both_rows() -> None:
    found = faults(
        "entry,held_on,activity,minutes\n"
        "a,2026-03-03,practice,60\nb,2026-03-03,practice,60\na,2026-03-04,practice,60\n"
    )
    assert found == [(4, "entry", "This entry is in row 2 too. Delete one of them.")]


def test_hours_of_nobody_among_those_of_somebody_are_a_fault() -> None:
    found = faults(
        "trainee,held_on,activity,minutes\namina,2026-03-03,practice,60\n,2026-03-03,practice,60\n"
    )
    assert found == [(3, "trainee", "This row does not say whose it is, and others do.")]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("", (0, ""), "The list is empty"),
        ("\n ,, \n", (0, ""), "The list is empty"),
        ("held_on,minutes\n2026-03-03,60\n", (1, "activity"), "no column with this heading"),
        (
            "2026-03-03,practice,60\n",
            (1, "practice"),
            "Row 1 has “practice”, which means nothing here",
        ),
        ("PK\x03\x04\x00\x00", (1, "PK"), "Row 1 has “PK”, which means nothing here"),
    ],
)
def test_a_table_without_its_heading_says_so(
    text: str, place: tuple[int, str], message: str
) -> None:
    found = read(text)
    assert found.lines == ()
    assert any(
        (fault.number, fault.column) == place and message in str(fault.message)
        for fault in found.faults
    )


def test_a_heading_with_nothing_below_it_is_an_empty_ledger() -> None:
    assert read("held_on,activity,minutes\n") == LedgerFile((), ())


def test_a_quotation_mark_that_is_never_closed_is_named_with_its_row() -> None:
    row = "2026-03-03,practice,60,Hall\n"
    some = "held_on,activity,minutes,site\n" + row + '2026-03-03,practice,60,"Hall\n' + row
    assert faults(some)[0][:2] == (3, "site")
    assert faults(some + row * 20_000) == [
        (3, "", "From here on no cell can be told. Is a quotation mark missing?")
    ]


def test_a_hundred_thousand_rows_are_read() -> None:
    found = read("held_on,activity,minutes\n" + "2026-03-03,practice,60\n" * 100_000)
    assert found.faults == ()
    assert len(found.lines) == 100_000
    assert found.lines[-1].entry == "100000"


cells = st.text(max_size=12) | st.sampled_from(
    [
        "held_on",
        "activity",
        "minutes",
        "practice",
        "60",
        "2026-03-03",
        '"',
        "=1",
        "\x00",
        "٦٠",
        "1e9",
    ]
)


@given(
    st.text(max_size=200)
    | st.lists(st.lists(cells, max_size=6).map(",".join), max_size=8).map("\n".join)
    | st.lists(st.lists(cells, max_size=6).map(";".join), max_size=8).map(
        lambda rows: "held_on;activity;minutes;entry;site\n" + "\r\n".join(rows)
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=often(50, thorough=1000),
)
def test_no_text_at_all_breaks_the_reading(app: Flask, text: str) -> None:
    found = read(text)
    assert len({line.entry for line in found.lines}) == len(found.lines) or found.faults
    assert all(fault.message for fault in found.faults)
    for line in found.lines:
        assert 0 <= line.minutes <= 600_000
        assert "\x00" not in f"{line.entry}{line.session}{line.site}"

"""What a table of checks says of the trainees of a ledger."""

from __future__ import annotations

from datetime import date

import pytest

from tests.accreditation.builders import CONTRACT, DBS, terms
from trainee_tracker.accreditation.ledger import Clearance
from trainee_tracker.judging.clearances import ClearanceFile, read_clearances
from trainee_tracker.judging.ledger import ONE_PERSON, read_ledger

COURSE = terms(governance=(DBS, CONTRACT))
BOTH = read_ledger(
    "trainee,held_on,activity,minutes\namina,2026-03-03,practice,60\nbola,2026-03-03,practice,60",
    COURSE,
)
NOBODY = read_ledger("held_on,activity,minutes\n2026-03-03,practice,60", COURSE)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def test_a_row_without_a_name_holds_for_everyone_and_one_without_an_end_for_good() -> None:
    found = read_clearances(
        "item,valid_from,valid_to,trainee\n"
        "enhanced-dbs,2026-01-01,2026-12-31,\nsupervision-contract,2026-01-01,,bola\n",
        COURSE,
        BOTH,
    )
    assert found == ClearanceFile(
        (
            Clearance("amina", "enhanced-dbs", FIRST, LAST),
            Clearance("bola", "enhanced-dbs", FIRST, LAST),
            Clearance("bola", "supervision-contract", FIRST, None),
        ),
        (),
    )


def test_a_ledger_that_names_nobody_is_of_one_person() -> None:
    found = read_clearances("item;valid_from\nenhanced-dbs;2026-01-01", COURSE, NOBODY)
    assert found.clearances == (Clearance(ONE_PERSON, "enhanced-dbs", FIRST, None),)


def test_a_heading_alone_says_that_there_are_no_checks() -> None:
    assert read_clearances("item,valid_from,valid_to\n", COURSE, BOTH) == ClearanceFile((), ())


def test_whom_the_ledger_does_not_name_is_left_out_by_name() -> None:
    found = read_clearances(
        "item,valid_from,trainee\n"
        + "enhanced-dbs,2026-01-01,cara\n" * 2
        + "enhanced-dbs,2026-01-01,amina\n",
        COURSE,
        BOTH,
    )
    assert found.faults == ()
    assert found.strangers == ("cara",)
    assert [one.trainee for one in found.clearances] == ["amina"]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("cooking,2026-01-01,,", "item", "not one of: Enhanced DBS check or Supervision contract"),
        (",2026-01-01,,", "item", "every row needs it"),
        ("enhanced-dbs,,,", "valid_from", "every row needs it"),
        ("enhanced-dbs,1/1/2026,,", "valid_from", "as in 2026-11-22"),
        ("enhanced-dbs,2026-01-01,2025-12-31,", "valid_to", "before valid_from"),
        ("enhanced-dbs,2026-01-01,2026-13-01,", "valid_to", "no day"),
    ],
)
def test_a_bad_row_is_named_with_its_column(row: str, column: str, message: str) -> None:
    found = read_clearances(
        f"item,valid_from,valid_to,trainee\nenhanced-dbs,2026-01-01,,\n{row}\n", COURSE, BOTH
    )
    assert [(fault.number, fault.column) for fault in found.faults] == [(3, column)]
    assert message in str(found.faults[0].message)


def test_a_name_is_a_fault_where_the_ledger_names_nobody() -> None:
    found = read_clearances(
        "item,valid_from,trainee\nenhanced-dbs,2026-01-01,amina", COURSE, NOBODY
    )
    assert [(fault.number, fault.column) for fault in found.faults] == [(2, "trainee")]


def test_an_item_of_a_course_without_any_is_a_fault() -> None:
    found = read_clearances("item,valid_from\nenhanced-dbs,2026-01-01", terms(), NOBODY)
    assert [str(fault.message) for fault in found.faults] == [
        "This course has nothing of this kind. Leave this empty."
    ]

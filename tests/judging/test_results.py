"""What a table of results says of the trainees of a ledger."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import MODULES, terms
from tests.how_often import often
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    ModuleOutcome,
)
from trainee_tracker.accreditation.unchecked_terms import Competence, EvidenceKind
from trainee_tracker.judging.ledger import read_ledger
from trainee_tracker.judging.results import COLUMNS, ResultsFile, read_results

COURSE = terms(
    modules=MODULES,
    competences=(Competence("listening", "Listening"),),
    evidence=(EvidenceKind("case-study", "Case study"),),
)
LEDGER = read_ledger(
    "entry,trainee,held_on,activity,minutes\n"
    "prior-1,amina,2026-03-03,practice,60\n2,bola,2026-03-03,practice,60",
    COURSE,
)
DAY = date(2026, 5, 1)


def read(text: str) -> ResultsFile:
    return read_results(text, COURSE, LEDGER)


def row(**cells: str) -> str:
    """Return one row of a table with every column."""
    return ",".join(cells.get(column, "") for column in COLUMNS)


def table(*rows: str) -> str:
    return "\n".join([",".join(COLUMNS), *rows, ""])


def test_one_row_may_say_everything() -> None:
    found = read(
        table(
            row(
                trainee="amina",
                module="genograms",
                passed_on="2026-05-01",
                attendance_percent="92",
                evidence="case-study",
                count="2",
                accepted_on="2026-05-01",
                competence="listening",
                level="3",
                harmful="yes",
                rated_on="2026-05-01",
                prior_activity="taught",
                prior_minutes="6000",
                granted_on="2026-05-01",
            )
        )
    )
    assert found.faults == ()
    assert found.outcomes == (
        ModuleOutcome("amina", "genograms", DAY),
        EvidenceAccepted("amina", "case-study", 2, DAY),
        CompetenceRating("amina", "listening", 3, DAY, is_harmful=True),
        AttendanceFigure("amina", 92, "genograms"),
    )
    assert found.prior_lines == (
        LedgerLine(
            "results-prior-1",
            "results-prior-1",
            "amina",
            DAY,
            "taught",
            6000,
            is_prior_learning=True,
        ),
    )


def test_a_row_without_a_name_is_about_everyone_and_the_rest_has_its_defaults() -> None:
    found = read(
        "evidence,competence,level,rated_on,prior_activity,prior_minutes,granted_on\n"
        "case-study,,,,,,\n,listening,4,2026-05-01,,,\n,,,,taught,60,2026-05-01\n"
    )
    assert found.faults == ()
    assert found.outcomes == (
        EvidenceAccepted("amina", "case-study", 1, None),
        EvidenceAccepted("bola", "case-study", 1, None),
        CompetenceRating("amina", "listening", 4, DAY),
        CompetenceRating("bola", "listening", 4, DAY),
    )
    assert [(line.entry, line.trainee) for line in found.prior_lines] == [
        ("results-prior-1", "amina"),
        ("prior-2", "bola"),
    ]


def test_attendance_is_overall_or_of_a_module_and_ones_own_stands_before_everyones() -> None:
    found = read(
        "trainee,module,attendance_percent\n"
        ",,95\namina,,80\n,genograms,90\nbola,case-study,70\ncara,,10\n"
    )
    assert found.faults == ()
    assert found.strangers == ("cara",)
    assert set(found.outcomes) == {
        AttendanceFigure("amina", 80),
        AttendanceFigure("bola", 95),
        AttendanceFigure("amina", 90, "genograms"),
        AttendanceFigure("bola", 90, "genograms"),
        AttendanceFigure("bola", 70, "case-study"),
    }


def test_the_same_figure_twice_is_named_with_both_rows() -> None:
    found = read("attendance_percent,module\n90,\n91,\n90,genograms\n92,genograms\n")
    assert [(fault.number, fault.column, str(fault.message)) for fault in found.faults] == [
        (3, "attendance_percent", "Row 2 gives this figure too. Delete one of them."),
        (5, "attendance_percent", "Row 4 gives this figure too. Delete one of them."),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"trainee": "amina"}, "", "says nothing"),
        ({"module": "genograms"}, "module", "Say in passed_on"),
        ({"module": "cooking", "passed_on": "2026-05-01"}, "module", "Genograms or Case study"),
        ({"module": "cooking", "attendance_percent": "9"}, "module", "Genograms or Case study"),
        ({"passed_on": "2026-05-01"}, "passed_on", "column module is empty"),
        ({"module": "genograms", "passed_on": "soon"}, "passed_on", "as in 2026-11-22"),
        ({"attendance_percent": "101"}, "attendance_percent", "from 0 to 100"),
        ({"attendance_percent": "92.5"}, "attendance_percent", "from 0 to 100"),
        ({"evidence": "essay"}, "evidence", "not one of: Case study"),
        ({"evidence": "case-study", "count": "-1"}, "count", "from 0 to 10000"),
        ({"count": "3"}, "count", "column evidence is empty"),
        ({"accepted_on": "2026-05-01"}, "accepted_on", "column evidence is empty"),
        ({"harmful": "yes"}, "harmful", "column competence is empty"),
        ({"competence": "listening", "rated_on": "2026-05-01"}, "level", "with competence"),
        ({"competence": "listening", "level": "3"}, "rated_on", "with competence"),
        (
            {"competence": "listening", "level": "5", "rated_on": "2026-05-01"},
            "level",
            "from 1 to 4",
        ),
        (
            {"competence": "dancing", "level": "3", "rated_on": "2026-05-01"},
            "competence",
            "not one of: Listening",
        ),
        (
            {
                "competence": "listening",
                "level": "3",
                "rated_on": "2026-05-01",
                "harmful": "a little",
            },
            "harmful",
            "Write yes or no",
        ),
        ({"prior_activity": "taught", "granted_on": "2026-05-01"}, "prior_minutes", "needs it"),
        ({"prior_activity": "taught", "prior_minutes": "60"}, "granted_on", "needs it"),
        ({"prior_minutes": "60"}, "prior_minutes", "column prior_activity is empty"),
        (
            {"prior_activity": "cooking", "prior_minutes": "60", "granted_on": "2026-05-01"},
            "prior_activity",
            "Indirect work or Family clinic.",
        ),
        (
            {"prior_activity": "taught", "prior_minutes": "1e9", "granted_on": "2026-05-01"},
            "prior_minutes",
            "from 1 to 600000",
        ),
    ],
)
def test_a_row_that_leaves_something_open_is_named_with_its_column(
    cells: dict[str, str], column: str, message: str
) -> None:
    found = read(table(row(evidence="case-study"), row(**cells)))
    assert [(fault.number, fault.column) for fault in found.faults] == [(3, column)]
    assert message in str(found.faults[0].message)


cells = st.text(max_size=8) | st.sampled_from(
    ["genograms", "listening", "case-study", "taught", "3", "60", "2026-05-01", "amina", "\x00"]
)


@given(
    st.text(max_size=200)
    | st.lists(st.lists(cells, max_size=15).map(",".join), max_size=6).map(
        lambda rows: table(*rows)
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=often(50, thorough=1000),
)
def test_no_text_at_all_breaks_the_reading(app: Flask, text: str) -> None:
    found = read(text)
    assert all(fault.message for fault in found.faults)
    assert all(line.is_prior_learning for line in found.prior_lines)

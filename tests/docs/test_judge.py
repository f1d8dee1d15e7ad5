"""What the page on judging files says of columns, words and examples is so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from tests.docs.pages import SPAN, page
from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.judging import clearances, ledger, results
from trainee_tracker.judging.clearances import read_clearances
from trainee_tracker.judging.ledger import read_ledger
from trainee_tracker.judging.results import read_results
from trainee_tracker.tables.reading import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    LONGEST_CELL,
    YES_AND_NO,
)

JUDGE = page("docs/judge.md")
ROWS = JUDGE.rows("column", "holds", "empty or missing means")
COLUMNS = (*ledger.COLUMNS, *clearances.COLUMNS, *results.COLUMNS)


def test_the_tables_have_just_the_columns_that_are_read() -> None:
    assert [SPAN.findall(row[0])[0] for row in ROWS] == list(COLUMNS)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("activity", vocabulary.ACTIVITIES),
        ("role", vocabulary.ROLES),
        ("format", vocabulary.FORMATS),
        ("mode", vocabulary.MODES),
        ("observed", vocabulary.OBSERVED),
        ("state", [state.value for state in LineState]),
    ],
)
def test_a_column_takes_just_the_words_that_its_row_names(
    column: str, words: Sequence[str]
) -> None:
    row = next(row for row in ROWS if row[0] == f"`{column}`")
    assert SPAN.findall(row[1]) == list(words)


def test_figures_and_words_of_the_page_are_those_of_the_code() -> None:
    text = " ".join(JUDGE.text.split())
    for sentence in (
        f"from 0 to {ledger.LONGEST_LINE_MINUTES} |",
        f"from 1 to {results.MOST_PRIOR_MINUTES} |",
        f"not a whole number from 0 to {ledger.LONGEST_LINE_MINUTES}.",
        f"at most {LONGEST_CELL} characters",
        f"from {EARLIEST_YEAR} to {LATEST_YEAR}",
    ):
        assert sentence in text
    said = re.search(r"Yes and no are (.+?)\. ", text)
    assert said is not None
    assert set(re.findall(r"\w+", said[1])) - {"and", "or"} == set(YES_AND_NO)


def test_the_examples_of_files_can_be_read() -> None:
    course = load_preset("babcp")
    checked = load_preset("aft-intermediate")
    amina = read_ledger("trainee,held_on,activity,minutes\namina,2026-03-03,practice,60", course)
    examples = [fence.text for fence in JUDGE.fences if fence.language == "csv"]
    readers: list[Callable[[str], object]] = [
        lambda text: read_ledger(text, course).faults,
        lambda text: read_clearances(text, checked, amina).faults,
        lambda text: read_results(text, course, amina).faults,
    ]
    assert len(examples) == len(readers)
    assert [read(text) for read, text in zip(readers, examples, strict=True)] == [()] * 3

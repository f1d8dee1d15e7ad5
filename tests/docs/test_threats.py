"""The page of threats names tests that exist, and says where nothing stops somebody."""

from __future__ import annotations

import re

import pytest

from tests.audit.test_tampering import TABLE, Against
from tests.docs import known
from tests.docs.pages import SPAN, page

THREATS = page("docs/threats.md")
WHAT_STOPS_IT = "what stops it or shows it"
THE_TEST = "the test that shows it"
ROWS = [
    *THREATS.rows("what they would try", WHAT_STOPS_IT, THE_TEST),
    *THREATS.rows("what happens", WHAT_STOPS_IT, THE_TEST),
]
NOTHING = "Nothing stops it"
OF_THE_TABLE = {
    "without the key": Against.MARKS,
    "with the key": Against.NOTHING,
    "with the key, checkpoint taken after": Against.CHECKPOINT,
    "with the key, checkpoint taken before": Against.OLD_CHECKPOINT,
}
"""What the table of tampering says at the head of each column, and which case that is."""


def row_fault(row: list[str]) -> str | None:
    """Return what is wrong with a row of a threat, or None."""
    if len(row) != 3 or not all(row):
        return "a row says what is tried, what stops it, and which test shows it"
    named = SPAN.findall(row[2])
    missing = [name for name in named if name not in known.tests()]
    if missing:
        return f"there is no test {missing[0]}"
    if not named and NOTHING not in row[2]:
        return "it names no test and does not say that nothing stops it"
    return None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_threat_names_a_test_that_exists_or_says_that_nothing_stops_it(row: list[str]) -> None:
    assert row_fault(row) is None


@pytest.mark.parametrize(
    "wrong",
    [
        ["fly", "gravity", "everybody knows"],
        ["fly", "gravity", "`tests/hours/test_rules.py::test_nobody_flies`"],
        ["fly", "gravity", "`tests/test_flight.py::test_nobody_flies`. Birds: Nothing stops it"],
        ["fly", "gravity", "`test_case_codes_begin_with_the_letter_of_their_format`"],
        ["fly", "", NOTHING],
        ["fly", NOTHING],
    ],
)
def test_a_row_that_shows_nothing_is_found(wrong: list[str]) -> None:
    assert row_fault(wrong) is not None


def test_no_row_and_no_test_escapes_this() -> None:
    """A table with other headings, or a test named without its file, would not be looked at."""
    bodies = re.findall(r"^\|.+\|$\n\|[-|]+\|$\n((?:^\|.+\|$\n)+)", THREATS.text, re.MULTILINE)
    assert sum(body.count("\n") for body in bodies) == len(ROWS) + len(TABLE)
    named = re.findall(r"[\w/.]*(?:::)?\btest_\w+(?:\.py)?(?:::\w+)?", THREATS.text)
    assert [name for name in named if name not in known.tests() and not known.is_file(name)] == []


def test_each_section_about_somebody_has_its_table() -> None:
    sections = THREATS.text.split("\n## ")[1:-1]
    assert len(sections) == 11
    assert [each.splitlines()[0] for each in sections if THE_TEST not in each] == []


def test_what_is_seen_of_tampering_is_what_the_table_of_the_tests_has() -> None:
    rows = THREATS.rows("what is done", *OF_THE_TABLE)
    said = {
        what: {
            against: cell == "found"
            for against, cell in zip(OF_THE_TABLE.values(), cells, strict=True)
        }
        for what, *cells in rows
    }
    assert said == {attack.__name__.replace("_", " "): cells for attack, cells in TABLE}
    assert {cell for _what, *cells in rows for cell in cells} == {"found", "not seen"}
    assert set(OF_THE_TABLE.values()) == set(Against)
    assert len(rows) == len(TABLE)


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "docs/architecture.md"])
def test_the_page_is_linked_from(name: str) -> None:
    assert any(link.endswith("threats.md") for link in page(name).links)

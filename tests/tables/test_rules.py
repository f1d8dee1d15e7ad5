"""Reading lists as spreadsheets write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.tables import rules

TEXT = "name,email\nAmira Š. “José”,a@b.example\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big end first", "windows"],
)
def test_every_usual_encoding_is_read(data: bytes) -> None:
    assert rules.decoded(data) == TEXT


def test_a_workbook_is_told_from_a_list() -> None:
    with pytest.raises(rules.NotAList, match="Save as"):
        rules.decoded(b"PK\x03\x04rest")


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reading(data: bytes) -> None:
    with suppress(rules.NotAList, rules.NoCells):
        list(rules.rows_of(rules.decoded(data)))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_follows_from_the_headings(separator: str) -> None:
    text = separator.join(["name", "email"]) + "\r\n" + separator.join(["Amina, A.", "a@b"])
    assert rules.separator_of("\n\n" + text) == separator
    if separator != ",":
        assert list(rules.rows_of(text)) == [(1, ["name", "email"]), (2, ["Amina, A.", "a@b"])]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    rows = list(rules.rows_of('name,email\n\n"Two\nlines",x\n , \n\n'))
    assert rows == [(1, ["name", "email"]), (3, ["Two\nlines", "x"])]
    assert list(rules.rows_of("")) == []
    assert list(rules.rows_of("\ufeffname\rAmina")) == [(1, ["name"]), (2, ["Amina"])]


def test_a_row_that_cannot_be_told_into_cells_is_named() -> None:
    with pytest.raises(rules.NoCells) as refused:
        list(rules.rows_of('name\n\n"' + "x" * 140_000))
    assert refused.value.number == 3


@pytest.mark.parametrize(
    ("cell", "is_formula"),
    [
        ("=1+1", True),
        ("+44", True),
        ("-x", True),
        ("@SUM(A1)", True),
        ("Amina", False),
        ("", False),
    ],
)
def test_what_a_spreadsheet_would_compute_is_seen(cell: str, is_formula: bool) -> None:
    assert rules.looks_like_formula(cell) is is_formula

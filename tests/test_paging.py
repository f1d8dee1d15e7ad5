"""The pages of a long list."""

from __future__ import annotations

import pytest

from trainee_tracker.paging import pages_of


@pytest.mark.parametrize(
    ("rows", "asked", "page", "number", "offset", "previous", "following"),
    [
        (0, 1, 1, 1, 0, None, None),
        (30, 1, 1, 1, 0, None, None),
        (31, 1, 1, 2, 0, None, 2),
        (31, 2, 2, 2, 30, 1, None),
        (31, 99, 2, 2, 30, 1, None),
        (90, 2, 2, 3, 30, 1, 3),
    ],
)
def test_the_page_shown_and_those_beside_it(
    rows: int,
    asked: int,
    page: int,
    number: int,
    offset: int,
    previous: int | None,
    following: int | None,
) -> None:
    pages = pages_of(rows, length=30, asked=asked)
    assert (pages.page, pages.number, pages.offset) == (page, number, offset)
    assert (pages.previous, pages.following) == (previous, following)

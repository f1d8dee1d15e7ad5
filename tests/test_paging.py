"""The pages of a long list."""

from __future__ import annotations

import pytest

from trainee_tracker.paging import pages_of, pages_so_far


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
    assert pages.is_one_of_several is (number > 1)


@pytest.mark.parametrize(
    ("asked", "has_more", "previous", "following", "several"),
    [
        (1, False, None, None, False),
        (1, True, None, 2, True),
        (3, True, 2, 4, True),
        (3, False, 2, None, True),
    ],
)
def test_a_list_that_nobody_counted_leads_on_while_there_is_more(
    asked: int, has_more: bool, previous: int | None, following: int | None, several: bool
) -> None:
    pages = pages_so_far(asked, length=50, has_more=has_more)
    assert (pages.previous, pages.following) == (previous, following)
    assert pages.is_one_of_several is several

"""The pages of a long list: which one is shown, and which stand beside it; pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    """One page of a list that has `number` pages of `length` rows; the first page is 1."""

    page: int
    number: int
    length: int

    @property
    def offset(self) -> int:
        """How many rows stand on the pages before."""
        return (self.page - 1) * self.length

    @property
    def previous(self) -> int | None:
        """The page before, if there is one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def following(self) -> int | None:
        """The page after, if there is one."""
        return self.page + 1 if self.page < self.number else None

    @property
    def is_one_of_several(self) -> bool:
        """Whether there is another page to go to."""
        return self.number > 1


def pages_of(rows: int, *, length: int, asked: int) -> Pages:
    """Return the page that was asked for of a list of so many rows, or the last one there is."""
    number = max(1, -(-rows // length))
    return Pages(min(asked, number), number, length)


def pages_so_far(asked: int, *, length: int, has_more: bool) -> Pages:
    """Return the page that was asked for of a list of which only is known whether more follows.

    Its `number` counts the pages that are known so far.
    """
    return Pages(asked, asked + has_more, length)

"""Why a limit took minutes from a line, in one plain sentence, and what would make them count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.limits import (
    BestWindow,
    Cap,
    Limit,
    PriorLearning,
    RollingLimit,
    SupervisedPeriod,
)
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.vocabulary import FORMATS, MODES, OBSERVED, ROLES
from trainee_tracker.accreditation.words import (
    duration,
    in_sentence,
    listing,
    longdate,
    monthname,
    months,
    more,
)


class Cause(Protocol):
    """Why a limit took minutes away; the sentences are written only when somebody reads them."""

    @property
    def limit(self) -> Limit:
        """The limit that did it."""

    def why(self, terms: Terms) -> str:
        """Return the reason as it follows "Not counted: "."""

    def remedy(self, terms: Terms) -> str:
        """Return what would make the minutes count."""


@dataclass(frozen=True)
class Unsupervised:
    """A period with too little supervision.

    `day` (an ordinal) lies in it; `had` is its supervision and `lost` the practice that does not
    count for it, in minutes.
    """

    limit: SupervisedPeriod
    day: int
    site: str | None
    had: int
    lost: int

    def why(self, terms: Terms) -> str:
        """Return how much supervision the period had and how much it needs."""
        supervision = in_sentence(terms.activity_titles[self.limit.supervision])
        had = f"{duration(self.had)} of" if self.had else "no"
        each = f"every {self.limit.period}" + (" at each site" if self.limit.per_site else "")
        return (
            f"{self._period}{self._site} had {had} {supervision}; this course asks for "
            f"{duration(self.limit.minutes)} in {each} with {self._practice(terms)}."
        )

    def remedy(self, terms: Terms) -> str:
        """Return how much more supervision would count how much practice."""
        supervision = in_sentence(terms.activity_titles[self.limit.supervision])
        return (
            f"{more(self.limit.minutes - self.had)} of {supervision} in "
            f"{self._period}{self._site} would count these {duration(self.lost)}."
        )

    def _practice(self, terms: Terms) -> str:
        names = (self.limit.activity, *self.limit.also)
        return listing([in_sentence(terms.activity_titles[name]) for name in names], "or")

    @property
    def _site(self) -> str:
        return f" at {self.site}" if self.site else ""

    @property
    def _period(self) -> str:
        if self.limit.period == "month":
            return monthname(days.month_number(self.day))
        monday = self.day - (self.day - 1) % 7
        return f"the week of {longdate(date.fromordinal(monday))}"


@dataclass(frozen=True)
class OutsideWindow:
    """Outside the best window, from the ordinal `first` to `last`."""

    limit: BestWindow
    first: int
    last: int

    def why(self, _terms: Terms) -> str:
        """Return which window counts."""
        return (
            f"this course counts what was done within {months(self.limit.months)}; most was done "
            f"from {longdate(date.fromordinal(self.first))} "
            f"to {longdate(date.fromordinal(self.last))}."
        )

    def remedy(self, _terms: Terms) -> str:
        """Return when another window would be counted."""
        return "It would count if more were done in another such stretch that takes it in."


@dataclass(frozen=True)
class OverRollingLimit:
    """More than fits into the days up to the ordinal `day`."""

    limit: RollingLimit
    day: int

    def why(self, terms: Terms) -> str:
        """Return which days were full."""
        first = date.fromordinal(max(days.FIRST_DAY, self.day - self.limit.days + 1))
        return (
            f"the {self.limit.days} days from {longdate(first)} to "
            f"{longdate(date.fromordinal(self.day))} had more than {duration(self.limit.minutes)} "
            f"of {_names(self.limit, terms)}; this course counts at most "
            f"{duration(self.limit.minutes)} in any {self.limit.days} days in a row."
        )

    def remedy(self, _terms: Terms) -> str:
        """Return that only a wrong entry can be mended."""
        return "Nothing can make it count, unless a date or the minutes were entered wrongly."


@dataclass(frozen=True)
class OverCap:
    """More than a cap of `most` minutes."""

    limit: Cap
    most: int

    def why(self, terms: Terms) -> str:
        """Return what the cap is, in the course's own words."""
        subject = f"{_names(self.limit, terms)}{narrowed(self.limit)}"
        if not self.most:
            return f"this course counts no {subject}."
        share = (
            f", {self.limit.percent} % of what it asks for"
            if self.limit.percent is not None
            else ""
        )
        return f"this course counts at most {duration(self.most)} of {subject}{share}."

    def remedy(self, _terms: Terms) -> str:
        """Return that only a wrong entry can be mended."""
        if not self.most:
            return "If it was something else, correct the entry."
        return "What was held earlier fills this already. If it was something else, correct it."


@dataclass(frozen=True)
class OverPriorLearning:
    """More prior learning than the `most` minutes that the course takes."""

    limit: PriorLearning
    most: int

    def why(self, terms: Terms) -> str:
        """Return how much the course takes."""
        name = in_sentence(terms.activity_titles[self.limit.activity])
        return f"this course takes at most {duration(self.most)} of prior learning for {name}."

    def remedy(self, _terms: Terms) -> str:
        """Return that the rest is to be done."""
        return "The rest has to be done on the course."


def _names(limit: RollingLimit | Cap, terms: Terms) -> str:
    return listing(
        [in_sentence(terms.activity_titles[name]) for name in (limit.activity, *limit.also)]
    )


def narrowed(part: object) -> str:
    """Return the words for the roles, formats, modes and observation that alone are meant."""
    words = ""
    for attribute, known, pattern in (
        ("roles", ROLES, " as {}"),
        ("formats", FORMATS, " in {} sessions"),
        ("modes", MODES, ", {}"),
        ("observed", OBSERVED, ", {}"),
    ):
        named: tuple[str, ...] = getattr(part, attribute, ())
        if named:
            words += pattern.format(listing([known[name] for name in named], "or"))
    return words

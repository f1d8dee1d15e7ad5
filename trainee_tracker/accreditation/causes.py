"""Why a limit took minutes from a line, in one plain sentence, and what would make them count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from trainee_tracker.accreditation import days
from trainee_tracker.accreditation.kinds import Period
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

PERIODS: dict[Period, days.Numbers] = {"month": days.MONTHS, "week": days.WEEKS}
"""For each word for a period the number that its days (as ordinals) share."""


def period_words(period: Period, number: int) -> str:
    """Return a period by its number as "March 2026" or "the week of 2 March 2026"."""
    if period == "month":
        return monthname(number)
    return f"the week of {longdate(date.fromordinal(days.first_of_week(number)))}"


class Cause(Protocol):
    """Why a limit took minutes away; the sentences are written only when somebody reads them."""

    @property
    def limit(self) -> Limit:
        """The limit that did it."""

    def why(self, terms: Terms, day: int) -> str:
        """Return the reason as it follows "Not counted: ", for a line of the ordinal `day`."""

    def remedy(self, terms: Terms, day: int) -> str:
        """Return what would make the minutes of that day count."""


@dataclass(frozen=True)
class Unsupervised:
    """Too little supervision in the period (at the site) of a line.

    For each period (by its number) `had` is its supervision, and `lost` the practice that does
    not count for want of more, in minutes.
    """

    limit: SupervisedPeriod
    site: str | None
    had: Mapping[int, int]
    lost: Mapping[int, int]

    def why(self, terms: Terms, day: int) -> str:
        """Return how much supervision the period had and how much it needs."""
        supervision = in_sentence(terms.activity_titles[self.limit.supervision])
        minutes = self._had(day)
        had = f"{duration(minutes)} of" if minutes else "no"
        each = f"every {self.limit.period}" + (" at each site" if self.limit.per_site else "")
        practice = listing(
            [
                in_sentence(terms.activity_titles[name])
                for name in (self.limit.activity, *self.limit.also)
            ],
            "or",
        )
        return (
            f"{self._period(day)} had {had} {supervision}; this course asks for "
            f"{duration(self.limit.minutes)} in {each} with {practice}."
        )

    def remedy(self, terms: Terms, day: int) -> str:
        """Return how much more supervision would count how much practice."""
        supervision = in_sentence(terms.activity_titles[self.limit.supervision])
        lost = self.lost[PERIODS[self.limit.period][day]]
        return (
            f"{more(self.limit.minutes - self._had(day))} of {supervision} in "
            f"{self._period(day)} would count these {duration(lost)}."
        )

    def _had(self, day: int) -> int:
        return self.had.get(PERIODS[self.limit.period][day], 0)

    def _period(self, day: int) -> str:
        at_site = f" at {self.site}" if self.site else ""
        return f"{period_words(self.limit.period, PERIODS[self.limit.period][day])}{at_site}"


@dataclass(frozen=True)
class OutsideWindow:
    """Outside the best window, from the ordinal `first` to `last`."""

    limit: BestWindow
    first: int
    last: int

    def why(self, _terms: Terms, _day: int) -> str:
        """Return which window counts."""
        return (
            f"this course counts what was done within {months(self.limit.months)}; most was done "
            f"from {longdate(date.fromordinal(self.first))} "
            f"to {longdate(date.fromordinal(self.last))}."
        )

    def remedy(self, _terms: Terms, _day: int) -> str:
        """Return when another window would be counted."""
        return "It would count if more were done in another such stretch that takes it in."


@dataclass(frozen=True)
class OverRollingLimit:
    """More than fits into the days up to that of a line."""

    limit: RollingLimit

    def why(self, terms: Terms, day: int) -> str:
        """Return which days were full."""
        first = date.fromordinal(max(days.FIRST_DAY, day - self.limit.days + 1))
        return (
            f"the {self.limit.days} days from {longdate(first)} to "
            f"{longdate(date.fromordinal(day))} had more than {duration(self.limit.minutes)} "
            f"of {_names(self.limit, terms)}; this course counts at most "
            f"{duration(self.limit.minutes)} in any {self.limit.days} days in a row."
        )

    def remedy(self, _terms: Terms, _day: int) -> str:
        """Return that only a wrong entry can be mended."""
        return "Nothing can make it count, unless a date or the minutes were entered wrongly."


@dataclass(frozen=True)
class OverCap:
    """More than a cap of `most` minutes."""

    limit: Cap
    most: int

    def why(self, terms: Terms, _day: int) -> str:
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

    def remedy(self, _terms: Terms, _day: int) -> str:
        """Return that only a wrong entry can be mended."""
        if not self.most:
            return "If it was something else, correct the entry."
        return "What was held earlier fills this already. If it was something else, correct it."


@dataclass(frozen=True)
class OverPriorLearning:
    """More prior learning than the `most` minutes that the course takes."""

    limit: PriorLearning
    most: int

    def why(self, terms: Terms, _day: int) -> str:
        """Return how much the course takes."""
        name = in_sentence(terms.activity_titles[self.limit.activity])
        return f"this course takes at most {duration(self.most)} of prior learning for {name}."

    def remedy(self, _terms: Terms, _day: int) -> str:
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
        ("formats", FORMATS, " in sessions with {}"),
        ("modes", MODES, ", {}"),
        ("observed", OBSERVED, ", {}"),
    ):
        named: tuple[str, ...] = getattr(part, attribute)
        if named:
            words += pattern.format(listing([str(known[name]) for name in named], "or"))
    return words

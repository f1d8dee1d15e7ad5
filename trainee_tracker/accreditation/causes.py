"""Why a limit took minutes from a line, in one plain sentence, and what would make them count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

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
from trainee_tracker.accreditation.titles import title_of, titles_of
from trainee_tracker.accreditation.words import calendar_month, months, narrowed
from trainee_tracker.messages import (
    All,
    AnyOf,
    Message,
    Minutes,
    Month,
    Own,
    Percent,
    Value,
    say,
    say_again,
    say_many,
)

PERIODS: dict[Period, days.Numbers] = {"month": days.MONTHS, "week": days.WEEKS}
"""For each kind of period the number of the period in which a day (an ordinal) lies."""


def period_named(period: Period, number: int) -> Month | date:
    """Return a period by its number: a month, or the Monday of a week."""
    if period == "month":
        return calendar_month(number)
    return date.fromordinal(days.first_of_week(number))


class Cause(Protocol):
    """Why a limit took minutes away; the sentences are written only when somebody reads them."""

    @property
    def limit(self) -> Limit:
        """The limit that did it."""

    def why(self, terms: Terms, day: int) -> Message:
        """Return the reason for a line of the ordinal `day`: a whole clause, which follows the colon
        of "Not counted: "."""

    def remedy(self, terms: Terms, day: int) -> Message:
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

    def why(self, terms: Terms, day: int) -> Message:
        """Return how much supervision the period had and how much it needs."""
        minutes = self._had(day)
        had = say_again(
            HAD[self.limit.period, bool(self.site), bool(minutes)],
            time=Minutes(minutes),
            supervision=title_of(terms, self.limit.supervision),
            **self._place(day),
        )
        asked = say_again(
            ASKED[self.limit.period, self.limit.per_site],
            time=Minutes(self.limit.minutes),
            practice=AnyOf(titles_of(terms, self.limit.activity, *self.limit.also)),
        )
        return say("{had}; {asked}.", had=had, asked=asked)

    def remedy(self, terms: Terms, day: int) -> Message:
        """Return how much more supervision would count how much practice."""
        return say_again(
            WOULD_COUNT[self.limit.period, bool(self.site)],
            more=Minutes(self.limit.minutes - self._had(day)),
            supervision=title_of(terms, self.limit.supervision),
            practice=Minutes(self.lost[PERIODS[self.limit.period][day]]),
            **self._place(day),
        )

    def _had(self, day: int) -> int:
        return self.had.get(PERIODS[self.limit.period][day], 0)

    def _place(self, day: int) -> dict[str, Value]:
        """Return which period, and at which site, where the limit is about one."""
        period = period_named(self.limit.period, PERIODS[self.limit.period][day])
        return {"period": period, "site": Own(self.site)} if self.site else {"period": period}


HAD: Final[Mapping[tuple[Period, bool, bool], Message]] = {
    ("month", False, False): say("{period} had no {supervision}"),
    ("month", False, True): say("{period} had {time} of {supervision}"),
    ("month", True, False): say("{period} at {site} had no {supervision}"),
    ("month", True, True): say("{period} at {site} had {time} of {supervision}"),
    ("week", False, False): say("the week of {period} had no {supervision}"),
    ("week", False, True): say("the week of {period} had {time} of {supervision}"),
    ("week", True, False): say("the week of {period} at {site} had no {supervision}"),
    ("week", True, True): say("the week of {period} at {site} had {time} of {supervision}"),
}
"""How much supervision a period had, by the period, whether a site is meant, whether there was any."""

ASKED: Final[Mapping[tuple[Period, bool], Message]] = {
    ("month", False): say("this course asks for {time} in every month with {practice}"),
    ("month", True): say("this course asks for {time} in every month at each site with {practice}"),
    ("week", False): say("this course asks for {time} in every week with {practice}"),
    ("week", True): say("this course asks for {time} in every week at each site with {practice}"),
}
"""How much supervision a period needs, by the period, and whether each site needs it."""

WOULD_COUNT: Final[Mapping[tuple[Period, bool], Message]] = {
    ("month", False): say("{more} more of {supervision} in {period} would count these {practice}."),
    ("month", True): say(
        "{more} more of {supervision} in {period} at {site} would count these {practice}."
    ),
    ("week", False): say(
        "{more} more of {supervision} in the week of {period} would count these {practice}."
    ),
    ("week", True): say(
        "{more} more of {supervision} in the week of {period} at {site} would count these"
        " {practice}."
    ),
}
"""What more supervision would do, by the period, and whether a site is meant."""


@dataclass(frozen=True)
class OutsideWindow:
    """Outside the best window, from the ordinal `first` to `last`."""

    limit: BestWindow
    first: int
    last: int

    def why(self, _terms: Terms, _day: int) -> Message:
        """Return which window counts."""
        return say(
            "this course counts what was done within {months}; most was done from {first} to {last}.",
            months=months(self.limit.months),
            first=date.fromordinal(self.first),
            last=date.fromordinal(self.last),
        )

    def remedy(self, _terms: Terms, _day: int) -> Message:
        """Return when another window would be counted."""
        return say(
            "It would count if most of the work fell into a stretch of {months} that includes this"
            " day.",
            months=months(self.limit.months),
        )


@dataclass(frozen=True)
class OverRollingLimit:
    """More than fits into the days up to that of a line."""

    limit: RollingLimit

    def why(self, terms: Terms, day: int) -> Message:
        """Return which days were full."""
        return say_many(
            "the {n} day from {first} to {last} had more than {most} of {activities}; this course"
            " counts at most {most} in any {n} day.",
            "the {n} days from {first} to {last} had more than {most} of {activities}; this course"
            " counts at most {most} in any {n} days in a row.",
            n=self.limit.days,
            first=date.fromordinal(max(days.FIRST_DAY, day - self.limit.days + 1)),
            last=date.fromordinal(day),
            most=Minutes(self.limit.minutes),
            activities=All(titles_of(terms, self.limit.activity, *self.limit.also)),
        )

    def remedy(self, _terms: Terms, _day: int) -> Message:
        """Return that only a wrong entry can be mended."""
        return say_many(
            "More than {most} in {n} day never counts. Check the dates and minutes; if they are"
            " right, leave it.",
            "More than {most} in {n} days never counts. Check the dates and minutes; if they are"
            " right, leave it.",
            n=self.limit.days,
            most=Minutes(self.limit.minutes),
        )


@dataclass(frozen=True)
class OverCap:
    """More than a cap of `most` minutes."""

    limit: Cap
    most: int

    def why(self, terms: Terms, _day: int) -> Message:
        """Return what the cap is, in the course's own words."""
        named = All(titles_of(terms, self.limit.activity, *self.limit.also))
        subject = narrowed(named, self.limit)
        most = Minutes(self.most)
        if not self.most:
            return say("this course counts no {subject}.", subject=subject)
        if self.limit.percent is None:
            return say(
                "this course counts at most {most} of {subject}.", most=most, subject=subject
            )
        return say(
            "this course counts at most {most} of {subject}, {share} of what it asks for.",
            most=most,
            subject=subject,
            share=Percent(self.limit.percent),
        )

    def remedy(self, _terms: Terms, _day: int) -> Message:
        """Return that only a wrong entry can be mended."""
        if not self.most:
            return say("If it was something else, correct the entry.")
        return say(
            "What was held earlier fills this already. If it was something else, correct it."
        )


@dataclass(frozen=True)
class OverPriorLearning:
    """More prior learning than the `most` minutes that the course takes."""

    limit: PriorLearning
    most: int

    def why(self, terms: Terms, _day: int) -> Message:
        """Return how much the course takes."""
        return say(
            "this course takes at most {most} of prior learning for {activity}.",
            most=Minutes(self.most),
            activity=title_of(terms, self.limit.activity),
        )

    def remedy(self, _terms: Terms, _day: int) -> Message:
        """Return that the rest is to be done."""
        return say("The rest has to be done on the course.")

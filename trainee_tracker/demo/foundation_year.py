"""A first year: an evening a week, two to catch up, six modules. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random

from trainee_tracker.cohorts.rules import Repeat
from trainee_tracker.demo.classes import (
    CATCH_UP,
    FOUNDATION_EVENINGS,
    attendance,
    dates_of,
    module_days,
    registers,
    results,
)
from trainee_tracker.demo.cohort_opening import opening
from trainee_tracker.demo.days import DAY, WEEK, moment, monday_of, next_open, which_days
from trainee_tracker.demo.partnership import CLINIC, FOUNDATION
from trainee_tracker.demo.steps import Character, PlanClasses, Step

MODULES = (
    "families-as-systems",
    "life-cycle",
    "genograms",
    "culture-faith-power",
    "questions",
    "safe-practice",
)
EVENING_MINUTES, TAUGHT_MINUTES = 150, 3600
MOST_MISSED = 3
"""Evenings, of 28: with one more missed or some lateness everybody still reaches 60 hours."""


@dataclass(frozen=True)
class FoundationYear:
    """The first year of a network; `first_on` is its first evening, at `site` from `starts_at`."""

    cohort: str
    network: str
    name: str
    first_on: date
    starts_at: str
    site: str
    lead: Character
    trainees: Sequence[Character]
    is_closed: Callable[[date], bool]

    @cached_property
    def evenings(self) -> PlanClasses:
        """The weekly evenings."""
        return self._planned(self.first_on, FOUNDATION_EVENINGS, MODULES, self.first_on - 15 * DAY)

    @cached_property
    def catch_up(self) -> PlanClasses:
        """Two evenings more, for who missed some."""
        held = dates_of(self.evenings)
        return self._planned(held[-1] + WEEK, (CATCH_UP, CATCH_UP), (), held[-3] + DAY)

    @property
    def last_on(self) -> date:
        """The day of the last class."""
        return dates_of(self.catch_up)[-1]

    def _planned(
        self, first_on: date, titles: tuple[str, ...], modules: tuple[str, ...], planned_on: date
    ) -> PlanClasses:
        return PlanClasses(
            at=moment(planned_on, "15:00"),
            actor=self.lead.key,
            cohort=self.cohort,
            first_on=first_on,
            count=len(titles),
            repeat=Repeat.WEEKLY,
            starts_at=self.starts_at,
            minutes=EVENING_MINUTES,
            site=self.site,
            titles=titles,
            modules=modules,
            skipping=which_days(self.is_closed, first_on, 52),
        )

    def steps(
        self, rng: Random, *, not_yet: Mapping[str, frozenset[str]], retaken: Mapping[str, str]
    ) -> Iterator[Step]:
        """Yield the whole year; `not_yet` names who did not pass a module at first, `retaken` (by
        trainee) the module that somebody passed later."""
        yield from opening(
            self.cohort,
            course=FOUNDATION,
            network=self.network,
            name=self.name,
            starts_on=monday_of(self.first_on),
            ends_on=self.last_on + 2 * WEEK,
            sites=(self.site, CLINIC),
            lead=self.lead,
            trainees=self.trainees,
            are_new=True,
        )
        yield self.evenings
        yield self.catch_up
        everyone = [each.key for each in self.trainees]
        count = len(FOUNDATION_EVENINGS) + 2
        yield from registers(
            (self.evenings, self.catch_up),
            {
                each: attendance(rng, count, EVENING_MINUTES, TAUGHT_MINUTES, MOST_MISSED)
                for each in everyone
            },
            lead=self.lead.key,
            until=date.max,
            rng=rng,
        )
        yield from results(
            self.cohort,
            module_days(MODULES, dates_of(self.evenings)),
            everyone,
            not_yet=not_yet,
            lead=self.lead.key,
        )
        for trainee, module in retaken.items():
            day = next_open(self.last_on + 8 * DAY)
            yield from results(
                self.cohort,
                [(module, day)],
                [trainee],
                not_yet={},
                lead=self.lead.key,
                reason="Taken again a week after the last class, and passed.",
            )

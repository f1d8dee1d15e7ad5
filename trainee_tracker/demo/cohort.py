"""A cohort as the story tells it, and how any cohort begins. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any

from trainee_tracker.demo.days import DAY, Calendar, moment, next_open
from trainee_tracker.demo.reader import Told, told
from trainee_tracker.demo.steps import Step, step


@dataclass(frozen=True)
class Cohort:
    """What is told of a cohort, the days that have a name in it, and the story's chance."""

    told: Told
    calendar: Calendar
    rng: Random

    @property
    def teaching(self) -> Told:
        """What is taught in its course: the modules, and the titles of the classes."""
        its: Told = told("partnership")["teaching"][self.told["course"]]
        return its

    def step(self, at: datetime, actor: str, do: str, **facts: Any) -> Step:
        """Return the step in which somebody does something in this cohort."""
        return step(at, actor, do, cohort=self.told["key"], **facts)

    def opening(self) -> Iterator[Step]:
        """Yield how it begins in the weeks before its start; new trainees join as invited."""
        story, lead = self.told, self.told["lead"]
        starts_on, ends_on = self.calendar.named["start"], self.calendar.day(story["ends"])
        opened = next_open(starts_on - 24 * DAY)
        named = ("course", "organisation", "partner", "name", "sites")
        facts = {each: story[each] for each in named} | {"starts_on": starts_on, "ends_on": ends_on}
        yield self.step(moment(opened, "14:00"), story["opened_by"], "open_cohort", **facts)
        days = {"approved_from": starts_on, "approved_until": ends_on}
        for minute, person in enumerate(story.get("supervisors", ()), start=30):
            at = moment(opened, f"14:{minute}")
            yield self.step(at, story["opened_by"], "approve", person=person, **days)
            yield joins(person, opened)
            vouched = moment(opened + 2 * DAY, f"09:{minute}")
            yield step(vouched, lead, "confirm_name", person=person)
        enrolled = next_open(opened + DAY)
        for minute, person in enumerate(story["trainees"], start=10):
            at = moment(enrolled, f"10:{minute}")
            yield self.step(at, lead, "enrol", person=person, enrolled_on=starts_on)
            if story.get("is_first"):
                yield joins(person, enrolled)


def joins(person: str, invited_on: date) -> Step:
    """Return the step in which somebody accepts their invitation, the evening after."""
    return step(moment(invited_on + DAY, "19:10"), person, "join", person=person)

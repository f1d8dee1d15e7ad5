"""Everything that happens in the demonstration, in order of time, from a fixed seed. Pure.

The same day gives the same plan: nothing in it is later than that day, so that the networks'
history is always a recent one. The story is told in `story/`; `programme.py` carries the plan out.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import attrgetter
from random import Random

from trainee_tracker.demo.checks import checks
from trainee_tracker.demo.classes import registers, results, timetable
from trainee_tracker.demo.cohort import Cohort, joins
from trainee_tracker.demo.days import DAY, Calendar, monday_of
from trainee_tracker.demo.logbook import practice
from trainee_tracker.demo.reader import Told, told
from trainee_tracker.demo.steps import Step, step

SEED = 1
"""Any number would do; another one is another history."""


def plan_for(today: date) -> tuple[Step, ...]:
    """Return every step up to the day before `today`, in order of time."""
    # Chance here makes a story and guards nothing.
    rng = Random(SEED)  # noqa: S311
    parts = ("partnership", "black_pastors", "muslim_network")
    steps = [each for part in parts for each in _part(told(part), today, rng)]
    return tuple(sorted(steps, key=attrgetter("at")))


def _part(part: Told, today: date, rng: Random) -> Iterator[Step]:
    """Yield what one file of the story tells."""
    named = {"today": today, "week": monday_of(today)}
    closed = frozenset(eid + offset * DAY for eid in part.get("eids", ()) for offset in range(3))
    for organisation in part["organisation"]:
        yield from _organisation(organisation, Calendar(named))
    for story in part.get("cohort", ()):
        yield from _cohort(Cohort(story, Calendar(dict(named), closed), rng))
    for act in part["act"]:
        yield _act(act, Calendar(named))


def _act(act: Told, calendar: Calendar, **more: str) -> Step:
    """Return an act as it is told; a fact that is a day (`..._on`) is told like any day."""
    facts = {
        name: calendar.day(fact) if name.endswith("_on") else fact
        for name, fact in act.items()
        if name not in ("do", "by", "when")
    }
    return step(calendar.moment(act["when"]), act["by"], act["do"], **facts, **more)


def _organisation(story: Told, calendar: Calendar) -> Iterator[Step]:
    """Yield how an organisation joins the partnership, with its places and those who lead in it."""
    at, by, key = calendar.moment(story["when"]), story["by"], story["key"]
    looks = {each: story[each] for each in ("name", "side", "brand", "accent", "issuer_line")}
    yield step(at, by, "add_organisation", key=key, **looks)
    for minute, (site, name) in enumerate(story["sites"].items(), start=10):
        when = at + timedelta(minutes=minute)
        yield step(when, by, "add_site", key=site, name=name, organisation=key)
    for minute, (person, role) in enumerate(story["leads"].items(), start=20):
        when = at + timedelta(minutes=minute)
        yield step(when, by, "invite", person=person, role=role, organisation=key)
        yield joins(person, at.date())


def _cohort(cohort: Cohort) -> Iterator[Step]:
    """Yield everything that happens in a cohort, and name its days."""
    story, named = cohort.told, cohort.calendar.named
    named["start"] = cohort.calendar.day(story["starts"])
    plans = timetable(cohort)
    yield from cohort.opening()
    yield from plans
    yield from registers(cohort, plans)
    yield from results(cohort, plans)
    if "practice" in story:
        named["practice"] = cohort.calendar.day(story["practice"]["begins"])
        yield from checks(cohort)
        yield from practice(cohort, plans)
    for act in story["act"]:
        yield _act(act, cohort.calendar, cohort=story["key"])

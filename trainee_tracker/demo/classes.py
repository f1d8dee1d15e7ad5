"""Teaching: timetables, who came to which class, and how the modules went. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.cohorts.teaching.rules import Repeat, class_dates
from trainee_tracker.demo.cohort import Cohort
from trainee_tracker.demo.days import DAY, WEEK, days_between, moment, next_open
from trainee_tracker.demo.reader import Told, told
from trainee_tracker.demo.steps import Step

MINUTES_NEEDED = 3600
"""The minutes of classes that everybody reaches in either course."""


def timetable(cohort: Cohort) -> list[Step]:
    """Return how the classes are planned; the cohort learns the day of the last one."""
    plans: list[Step] = []
    for block in cohort.told["classes"]:
        first = cohort.calendar.day(block["first"])
        titles = block.get("titles", cohort.teaching["classes"])
        modules = [] if "titles" in block else cohort.teaching["modules"]
        if "count" in block:
            # Each class is planned for itself, with the module that is taught then.
            for place, title in enumerate(titles[: block["count"]]):
                day = first + place * block["weeks_apart"] * WEEK
                while cohort.calendar.is_closed(day):
                    day -= WEEK
                module = modules[place * len(modules) // block["count"]]
                plans.append(_planned(cohort, block, day, [title], [module]))
        else:
            plans.append(_planned(cohort, block, first, titles, modules))
        cohort.calendar.named["last class"] = dates_of(plans[-1])[-1]
    return plans


def _planned(
    cohort: Cohort, block: Told, first: date, titles: Sequence[str], modules: Sequence[str]
) -> Step:
    days = days_between(first, first + 80 * WEEK)
    return cohort.step(
        cohort.calendar.moment(block["planned"]),
        cohort.told["teacher"],
        "plan_classes",
        first_on=first,
        repeat=Repeat(block["repeat"]),
        skipping=frozenset(filter(cohort.calendar.is_closed, days)),
        titles=titles,
        modules=modules,
        **{each: block[each] for each in ("starts_at", "minutes", "site")},
    )


def dates_of(plan: Step) -> list[date]:
    """Return the dates of the classes that a step plans."""
    its = plan.facts
    return class_dates(its["first_on"], len(its["titles"]), its["repeat"], its["skipping"])


def attendance(rng: Random, classes: int, minutes: int, most: int) -> list[tuple[Mark, int]]:
    """Return how somebody came to each of `classes` of `minutes`, with the minutes late.

    They missed at most `most` of them, and were there for as long as is needed.
    """
    spare = classes * minutes - MINUTES_NEEDED
    count = min(rng.randint(0, most), spare // minutes)
    marks = [(Mark.PRESENT, 0)] * classes
    for index in rng.sample(range(1, classes), count):
        marks[index] = (Mark.APOLOGIES, 0)
    spare -= count * minutes
    for index in rng.sample(range(classes), 3):
        late = rng.choice((10, 15, 20))
        if marks[index][0] is Mark.PRESENT and late <= spare and rng.random() < 0.6:
            marks[index] = (Mark.LATE, late)
            spare -= late
    return marks


def registers(cohort: Cohort, plans: Sequence[Step]) -> Iterator[Step]:
    """Yield the register of each class so far, taken when it ended.

    Those of the latest ones are left out where the story leaves `open_registers`.
    """
    story, rng = cohort.told, cohort.rng
    held = [(day, plan.facts) for plan in plans for day in dates_of(plan)]
    marks = {
        each: attendance(rng, len(held), held[0][1]["minutes"], story["missed_at_most"])
        for each in story["trainees"]
    }
    count = sum(day < cohort.calendar.named["today"] for day, _ in held)
    for index, (day, its) in enumerate(held[: count - story.get("open_registers", 0)]):
        # On one day in five those who are missing have not sent word.
        absent = Mark.ABSENT if rng.random() < 0.2 else Mark.APOLOGIES
        shown = {
            each: (absent, 0) if its_marks[index][0] is Mark.APOLOGIES else its_marks[index]
            for each, its_marks in marks.items()
        }
        at = moment(day, its["starts_at"]) + timedelta(minutes=its["minutes"] + 8)
        yield cohort.step(at, story["teacher"], "take_register", held_on=day, marks=shown)


def results(cohort: Cohort, plans: Sequence[Step]) -> Iterator[Step]:
    """Yield how each module went, decided after its last class, and what somebody took again.

    The modules are spread evenly over the classes, without those that catch up.
    """
    held = [day for plan in plans if plan.facts["modules"] for day in dates_of(plan)]
    modules, story = cohort.teaching["modules"], cohort.told["results"]
    decided: list[tuple[date, dict[str, Any]]] = []
    passed = dict.fromkeys(cohort.told["trainees"], ModuleOutcome.PASSED)
    for place, module in enumerate(modules[: story.get("modules")], start=1):
        day = next_open(held[place * len(held) // len(modules) - 1] + 9 * DAY)
        not_yet = dict.fromkeys(story["not_yet"].get(module, ()), ModuleOutcome.NOT_YET)
        decided.append((day, {"module": module, "outcomes": passed | not_yet, "reason": ""}))
    day = next_open(cohort.calendar.named["last class"] + 8 * DAY)
    for trainee, module in story.get("retaken", {}).items():
        outcomes, reason = {trainee: ModuleOutcome.PASSED}, told("words")["said"]["retaken"]
        decided.append((day, {"module": module, "outcomes": outcomes, "reason": reason}))
    for day, facts in decided:
        yield cohort.step(moment(day, "16:20"), cohort.told["teacher"], "record_results", **facts)

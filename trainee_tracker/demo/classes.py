"""Teaching: timetables, who came to which class, and how the modules went. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from trainee_tracker.cohorts.rules import Mark, ModuleOutcome, class_dates
from trainee_tracker.demo.days import DAY, moment, next_open
from trainee_tracker.demo.steps import PlanClasses, RecordResults, Step, TakeRegister

FOUNDATION_EVENINGS = (
    "What is a family?",
    "Thinking in circles",
    "Patterns, rules and roles",
    "Boundaries and belonging",
    "Leaving home, joining lives",
    "Becoming parents",
    "Families with teenagers",
    "Growing old together",
    "Drawing a genogram",
    "My own genogram",
    "Stories that families tell",
    "Migration in three generations",
    "What culture gives us",
    "Faith as a resource",
    "Power in the room",
    "Race, racism and family life",
    "The craft of a question",
    "Circular questions",
    "Staying curious",
    "Hypothesising together",
    "Listening to children",
    "When someone is not safe",
    "Safeguarding adults and children",
    "Confidentiality in a community",
    "Looking after ourselves",
    "Presentations and celebration",
)
"""One evening a week, in the order of the preset's modules."""

PRACTICE_DAYS = (
    "The first meeting",
    "Agreeing how we work",
    "Interviewing a family",
    "Questions that open doors",
    "The reflecting team",
    "Speaking in front of a family",
    "Couples in conflict",
    "Parents and children",
    "Culture in the session",
    "The self of the therapist",
    "Preparing a case study",
    "Case studies, first group",
    "Case studies, second group",
)
"""One day a month, in the order of the preset's modules."""

CATCH_UP = "Catch-up evening"


@dataclass(frozen=True)
class Attendance:
    """How one person came: which classes they missed, and how late they were for others."""

    missed: frozenset[int]
    late: Mapping[int, int]

    def mark(self, index: int, *, without_word: frozenset[int]) -> tuple[Mark, int]:
        """Return the mark of the class of this index, with the minutes late."""
        if index in self.missed:
            return (Mark.ABSENT if index in without_word else Mark.APOLOGIES), 0
        if index in self.late:
            return Mark.LATE, self.late[index]
        return Mark.PRESENT, 0


def attendance(rng: Random, classes: int, minutes: int, needed: int, most: int) -> Attendance:
    """Return how somebody came to `classes` of `minutes` who is there for at least `needed`.

    They miss at most `most` of them.
    """
    spare = classes * minutes - needed
    count = min(rng.randint(0, most), spare // minutes)
    missed = frozenset(rng.sample(range(1, classes), count))
    spare -= count * minutes
    late: dict[int, int] = {}
    for index in rng.sample(range(classes), 3):
        minutes_late = rng.choice((10, 15, 20))
        if index not in missed and minutes_late <= spare and rng.random() < 0.6:
            late[index] = minutes_late
            spare -= minutes_late
    return Attendance(missed, late)


def dates_of(plan: PlanClasses) -> list[date]:
    """Return the dates of the classes that a step plans."""
    return class_dates(plan.first_on, plan.count, plan.repeat, plan.skipping)


def module_days(modules: Sequence[str], held: Sequence[date]) -> list[tuple[str, date]]:
    """Return for each module the day on which its results are decided, after its last class.

    The modules are spread evenly over the classes that were held.
    """
    return [
        (module, next_open(held[(place + 1) * len(held) // len(modules) - 1] + 9 * DAY))
        for place, module in enumerate(modules)
    ]


def registers(
    plans: Sequence[PlanClasses],
    attendances: Mapping[str, Attendance],
    *,
    lead: str,
    until: date,
    rng: Random,
) -> Iterator[Step]:
    """Yield the register of each class held before `until`, taken when it ended."""
    index = 0
    for plan in plans:
        for held_on in dates_of(plan):
            if held_on < until:
                without_word = frozenset({index} if rng.random() < 0.2 else ())
                yield TakeRegister(
                    at=moment(held_on, plan.starts_at) + timedelta(minutes=plan.minutes + 8),
                    actor=lead,
                    cohort=plan.cohort,
                    held_on=held_on,
                    marks={
                        trainee: each.mark(index, without_word=without_word)
                        for trainee, each in attendances.items()
                    },
                )
            index += 1


def results(
    cohort: str,
    decided: Iterable[tuple[str, date]],
    trainees: Iterable[str],
    *,
    not_yet: Mapping[str, frozenset[str]],
    lead: str,
    reason: str = "",
) -> Iterator[Step]:
    """Yield the results of each module on its day; `not_yet` names who did not pass it then.

    `reason` says why a result changes that was recorded before.
    """
    everyone = tuple(trainees)
    for module, day in decided:
        behind = not_yet.get(module, frozenset())
        yield RecordResults(
            at=moment(day, "16:20"),
            actor=lead,
            cohort=cohort,
            module=module,
            outcomes={
                each: ModuleOutcome.NOT_YET if each in behind else ModuleOutcome.PASSED
                for each in everyone
            },
            reason=reason,
        )

"""What judging a ledger costs, as ratios of one run.

    .venv/bin/python benchmarks/judging.py

The unit is a plain Python loop over the same lines that sums their minutes and builds a total for
each activity. Shown are how often that fits into judging 1,000 lines against each preset, with
and without reading every reason; how the cost of a line grows from 1,000 to 100,000 lines; and a
cohort of 30 trainees with 500 lines each, judged in one call.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from trainee_tracker.accreditation.judging import judge, judge_cohort
from trainee_tracker.accreditation.ledger import (
    Clearance,
    CompetenceRating,
    LedgerLine,
    LineState,
    ModuleOutcome,
    Outcome,
)
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.preset_files import load_preset, preset_keys

TODAY = date(2026, 11, 22)
ROUNDS = 25


def plain_loop(lines: Sequence[LedgerLine]) -> tuple[int, dict[str, int]]:
    """Sum the minutes of lines, and the minutes of each activity."""
    total = 0
    by_activity: dict[str, int] = {}
    for line in lines:
        total += line.minutes
        by_activity[line.activity] = by_activity.get(line.activity, 0) + line.minutes
    return total, by_activity


def ledger(terms: Terms, count: int, trainee: str = "amina", *, seed: int = 1) -> list[LedgerLine]:
    """Return a ledger as somebody in training keeps it over six years.

    Week by week there is supervision, alone or in a group of four, at the clinic and, less often,
    at the hall; everything else is sessions with a number of cases, each of one format, place and
    problem, and what else the course counts. Some were missed, wait for sign-off or were declined.
    The more lines there are, the more of them in each week.
    """
    chance = random.Random(seed)
    others = [key for key in (one.key for one in terms.activities) if not _below(terms, key)]
    practice = [key for key in terms.lineages if terms.covers("practice", key)] or others
    supervision = [key for key in terms.lineages if terms.covers("supervision", key)] or others
    cases = [
        {
            "format": chance.choice(("individual", "couple", "family", "family")),
            "site": chance.choice(("clinic", "clinic", "hall")),
            "mode": chance.choice(("in-room", "in-room", "in-room", "online")),
            "problem": chance.choice(("grief", "conflict", "fear")),
            "case": f"F-{number}",
        }
        for number in range(40)
    ]
    lines = []
    for number in range(count):
        kind = chance.choices(("practice", "supervision", "other"), (60, 30, 10))[0]
        part: dict[str, Any] = {"mode": "in-room", "site": "clinic"}
        if kind == "practice":
            activity = chance.choice(practice)
            part = dict(chance.choice(cases))
            part["role"] = chance.choice(("lead", "lead", "lead", "co-therapist"))
            part["attended"] = chance.random() > 0.05
            part["observed"] = chance.choice((None,) * 9 + ("live",))
        elif kind == "supervision":
            activity = chance.choice(supervision)
            part |= {"case": f"F-{chance.randrange(40)}", "present": chance.choice((1, 4))}
            part["site"] = chance.choice(("clinic", "clinic", "hall"))
            part["observed"] = chance.choice((None, None, None, "recorded"))
        else:
            activity = chance.choice(others or practice)
        lines.append(
            LedgerLine(
                entry=f"{trainee}-{number:06}",
                session=f"{trainee}-s{number:06}",
                trainee=trainee,
                held_on=TODAY - timedelta(days=2100 - 2100 * number // count),
                activity=activity,
                minutes=chance.choice((50, 60, 60, 90, 120)),
                state=chance.choices(
                    (LineState.SIGNED_OFF, LineState.SUBMITTED, LineState.DECLINED), (96, 3, 1)
                )[0],
                **part,
            )
        )
    return lines


def _below(terms: Terms, key: str) -> bool:
    return terms.covers("practice", key) or terms.covers("supervision", key)


def decided(terms: Terms, trainee: str) -> tuple[list[Clearance], list[Outcome]]:
    """Return checks in date and passed modules, so that lines get past the gates."""
    began = date(2020, 1, 1)
    clearances = [Clearance(trainee, need.item, began) for need in terms.governance]
    outcomes: list[Outcome] = [ModuleOutcome(trainee, one.key, began) for one in terms.modules]
    outcomes += [CompetenceRating(trainee, one.key, 4, began) for one in terms.competences]
    return clearances, outcomes


def ratios(unit: Callable[[], object], *calls: Callable[[], object]) -> list[float]:
    """Return how often `unit` fits into each call: the median over rounds.

    In each round they are timed right after each other, since the machine may be busy meanwhile.
    """
    found: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        one = _seconds(unit)
        for call, times in zip(calls, found, strict=True):
            times.append(_seconds(call) / one)
    return [median(times) for times in found]


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def judging(terms: Terms, lines: list[LedgerLine]) -> Callable[[], object]:
    """Return a call that judges one trainee's lines."""
    clearances, outcomes = decided(terms, "amina")
    return lambda: judge(terms, lines, clearances, outcomes, TODAY, "amina")


def reading(terms: Terms, lines: list[LedgerLine]) -> Callable[[], object]:
    """Return a call that also writes every line's reason."""
    clearances, outcomes = decided(terms, "amina")
    return lambda: list(judge(terms, lines, clearances, outcomes, TODAY, "amina").lines)


def main() -> None:
    """Print the ratios."""
    print("Judging 1,000 lines, as a multiple of the plain loop over them:")
    heaviest = (0.0, "")
    for key in preset_keys():
        terms = load_preset(key)
        lines = ledger(terms, 1000)
        judged, read = ratios(
            lambda lines=lines: plain_loop(lines),  # type: ignore[misc]
            judging(terms, lines),
            reading(terms, lines),
        )
        heaviest = max(heaviest, (judged, key))
        print(f"  {key:26} {judged:5.1f}   with every reason written {read:6.1f}")
    print(f"The heaviest preset is {heaviest[1]}: {heaviest[0]:.1f} times the plain loop.\n")

    terms = load_preset(heaviest[1])
    few, many = ledger(terms, 1000), ledger(terms, 100_000)
    (growth,) = ratios(judging(terms, few), judging(terms, many))
    print(f"A line of 100,000 costs {growth / 100:.2f} times a line of 1,000 ({heaviest[1]}).")

    names = [f"trainee-{number}" for number in range(30)]
    cohort = [
        line for number, name in enumerate(names) for line in ledger(terms, 500, name, seed=number)
    ]
    clearances, outcomes = [], []
    for name in names:
        checks, results = decided(terms, name)
        clearances += checks
        outcomes += results
    (together,) = ratios(
        lambda: plain_loop(cohort),
        lambda: judge_cohort(terms, cohort, clearances, outcomes, TODAY, names),
    )
    print(f"30 trainees of 500 lines in one call: {together:.1f} times the plain loop.")


if __name__ == "__main__":
    main()

"""Everything that happens in the demonstration, in order of time, from a fixed seed. Pure.

The same day gives the same plan: nothing in it is later than that day, so that the networks'
history is always a recent one. `programme.py` carries it out.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from random import Random

from trainee_tracker.demo import black_pastors, muslim_network, partnership
from trainee_tracker.demo.days import WEEK, monday_of
from trainee_tracker.demo.steps import Step

SEED = 1
"""Any number would do; another one is another history."""


def plan_for(today: date) -> tuple[Step, ...]:
    """Return every step up to the day before `today`, in order of time."""
    # Chance here makes a story and guards nothing.
    rng = Random(SEED)  # noqa: S311
    steps = [
        *partnership.steps(monday_of(today) - 128 * WEEK, today),
        *black_pastors.steps(today, rng),
        *muslim_network.steps(today, rng),
    ]
    return tuple(sorted(steps, key=attrgetter("at")))

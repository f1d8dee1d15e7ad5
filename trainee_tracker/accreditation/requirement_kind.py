"""What every kind of requirement has to provide; nothing of it is left to a default."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trainee_tracker.accreditation.evidence import Evidence
from trainee_tracker.accreditation.outlooks import Pace, RequirementForecast
from trainee_tracker.accreditation.provisions import HoldsUntil
from trainee_tracker.accreditation.standing import RequirementStanding


@dataclass(frozen=True)
class RequirementKind:
    """What the engine has to know of a kind of requirement.

    `judge` says how far somebody is, `forecast` how it will come to be met, `holds_until` when time
    alone changes the answer. `is_kept_by_nobody` is True for a rule that somebody without any
    practice keeps: alone it would make everybody eligible.
    """

    judge: Callable[[Any, Evidence], RequirementStanding]
    forecast: Callable[[Any, RequirementStanding, Pace], RequirementForecast]
    holds_until: HoldsUntil
    is_kept_by_nobody: bool

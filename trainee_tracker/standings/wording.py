"""The heads of the columns in a cohort's grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trainee_tracker.accreditation.standing import RequirementStanding, figure
from trainee_tracker.messages import Message, say


@dataclass(frozen=True)
class Column:
    """The head of a column: its label, and what stands below that; `number` is for figures."""

    label: Message | str
    below: Message | None = None
    number: bool = False


def grid_columns(requirements: Iterable[RequirementStanding]) -> list[Column]:
    """Return the heads of a cohort's grid: the trainee, each requirement, and the award."""
    asked = [
        Column(each.title, say("Needed: {need}", need=figure(each.need, each.unit)), number=True)
        for each in requirements
    ]
    return [Column(say("Trainee")), *asked, Column(say("Award"))]

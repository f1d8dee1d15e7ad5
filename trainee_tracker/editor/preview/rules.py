"""What a draft would change for everybody together; knows no database."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_tracker.progress.comparison.rules import Effect, TraineeChange

LINES_SHOWN = 20
"""The most changed lines of one trainee on a page."""


@dataclass(frozen=True)
class Preview:
    """What the draft would change for everybody in a cohort or a file."""

    trainees: tuple[TraineeChange, ...]

    def count(self, effect: Effect | str) -> int:
        """Return for how many people the draft has this effect."""
        return sum(each.effect == effect for each in self.trainees)

    @property
    def changed(self) -> tuple[TraineeChange, ...]:
        """Return those for whom anything differs."""
        return tuple(each for each in self.trainees if each.is_changed)

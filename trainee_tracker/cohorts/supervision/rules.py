"""An approval of a supervisor, and the days on which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Approval:
    """The days on which a supervisor may sign for a cohort, both ends included.

    Without `approved_until` no end is set.
    """

    supervisor_id: int
    name: str
    approved_from: date
    approved_until: date | None = None
    registration: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the approval holds on `day`."""
        return self.approved_from <= day and (
            self.approved_until is None or day <= self.approved_until
        )

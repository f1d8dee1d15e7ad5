"""Clinical governance: what was found for each trainee, and when each side signed it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from trainee_tracker.accreditation.words import longdate
from trainee_tracker.demo.days import DAY, moment, next_open
from trainee_tracker.demo.steps import ProposeRecord, SignRecord, Step

OUTCOMES = {
    "enhanced-dbs": ("cleared", "Enhanced check, issued {day}. Seen, not copied."),
    "supervision-contract": ("in-place", "Signed by trainee and supervisor on {day}."),
    "safeguarding": ("completed", "Children and adults, one day, held on {day}."),
}
"""What is usually found on each item, and the evidence that is kept."""


@dataclass(frozen=True)
class Panel:
    """Who checks the trainees of a cohort: who writes down, and who signs for each side."""

    cohort: str
    proposer: str
    seen_by: str
    community: str
    statutory: str

    def record(
        self,
        subject: str,
        item: str,
        valid_from: date,
        *,
        valid_to: date | None = None,
        outcome: str | None = None,
        proposed_on: date | None = None,
        statutory_signs: bool = True,
        turn: int = 0,
    ) -> Iterator[Step]:
        """Yield a record and its signatures, the community's first; `turn` spreads the minutes."""
        usual, evidence = OUTCOMES[item]
        key = f"{self.cohort} {subject} {item} {valid_from}"
        at = moment(next_open(proposed_on or valid_from), "10:05") + timedelta(minutes=turn)
        yield ProposeRecord(
            at=at,
            actor=self.proposer,
            key=key,
            cohort=self.cohort,
            subject=subject,
            item=item,
            outcome=outcome or usual,
            evidence=evidence.format(day=longdate(valid_from)),
            seen_by=self.seen_by,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        yield SignRecord(at=_after(at, 1, "12:40", turn), actor=self.community, record=key)
        if statutory_signs:
            yield SignRecord(at=_after(at, 3, "09:20", turn), actor=self.statutory, record=key)


def _after(at: datetime, days: int, clock: str, turn: int) -> datetime:
    return moment(next_open(at.date() + days * DAY), clock) + timedelta(minutes=turn)

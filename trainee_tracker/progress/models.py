"""The table of stored standings: a projection that can be rebuilt from the ledgers at any time."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.extensions import Base


class StoredStanding(Base):
    """One row per enrolment: the standing as last computed, as JSON of `accreditation.standing`.

    The line-by-line part is left out of `standing`. `practice_minutes_by_session` is JSON of
    session -> counted minutes, from which a cohort counts each session once. The standing holds
    until `holds_until` (inclusive; None: until the next event): after that day a governance
    record begins or ends, and it has to be judged again. `version` counts how often it was stored,
    so that an act notices when what it judged upon has changed.
    """

    __tablename__ = "stored_standings"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    version: Mapped[int]
    as_of: Mapped[date]
    holds_until: Mapped[date | None]
    is_met: Mapped[bool]
    waiting_entries: Mapped[int]
    waiting_minutes: Mapped[int]
    declined_entries: Mapped[int]
    not_counted_minutes: Mapped[int]
    oldest_waiting_on: Mapped[date | None]
    practice_minutes_by_session: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(Text)

"""The tables of background work. They change, and decide nothing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.extensions import Base, UtcDateTime, choice
from trainee_tracker.jobs.rules import JobState, fault_read, percent, remarks_read
from trainee_tracker.messages import Message


class Job(Base):
    """One piece of work: what it is, whose, how far it is and what came of it.

    `subject` says on what it works, by ids. `content` is what it needs besides, such as the text of
    a letter: emptied once it is done, and never with a token in it. `remarks` are messages for the
    person who asked for it, and `fault` is the one that says why the last try failed, "" after none.
    All of these are JSON.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "begins_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[JobState] = mapped_column(choice(JobState))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """It is begun, or tried again, at this instant or later."""
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """It belongs to `worker` until then, or longer if that says meanwhile that it goes on."""
    worker: Mapped[str] = mapped_column(String(80))
    tries: Mapped[int]
    done: Mapped[int]
    of: Mapped[int]
    remarks: Mapped[str] = mapped_column(Text)
    fault: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def about(self) -> dict[str, Any]:
        """Return on what it works, by ids."""
        return dict(json.loads(self.subject))

    @property
    def holds(self) -> dict[str, Any]:
        """Return what it needs besides; empty once it is done."""
        return dict(json.loads(self.content))

    @property
    def said(self) -> list[Message]:
        """Return what there is to say to whoever asked for it."""
        return remarks_read(self.remarks)

    @property
    def why(self) -> Message | None:
        """Return why the last try failed; None where none did."""
        return fault_read(self.fault)

    @property
    def has_ended(self) -> bool:
        """Return whether nothing more happens by itself."""
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def succeeded(self) -> int:
        """Return how many steps are done without a remark."""
        return self.done - len(self.said)

    @property
    def percent(self) -> int:
        """Return how much is done, in whole per cent."""
        return percent(self.done, self.of)


class Worker(Base):
    """A process that does jobs, and when it last said that it is there."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""The table of what came of forms that were sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.extensions import Base, UtcDateTime


class LandedAct(Base):
    """That a form with this id was acted upon, and what its sender was then shown.

    It decides nothing: a second press of the button is answered from it. `digest` tells the same
    form from another with its id; `said` has the messages that the page said, as JSON, since a page
    speaks the language of whoever asks; `location` is where it led.
    """

    __tablename__ = "landed_acts"

    request_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    landed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

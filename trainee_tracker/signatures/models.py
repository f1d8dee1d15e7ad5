"""The table of signatures."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice
from trainee_tracker.signatures.rules import Meaning, Method


class Signature(LedgerRow, ClientMade, Base):
    """One act of signing; names, registration and capacity stand as they were then.

    `shown` is the canonical JSON of what the signer saw, `shown_digest` its SHA-256.
    """

    __tablename__ = "signatures"

    id: Mapped[int] = mapped_column(primary_key=True)
    signer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    signer_name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    signer_registration: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    capacity: Mapped[str] = mapped_column(String(120))
    on_behalf_of: Mapped[str] = mapped_column(String(200))
    meaning: Mapped[Meaning] = mapped_column(choice(Meaning))
    method: Mapped[Method] = mapped_column(choice(Method))
    shown: Mapped[str] = mapped_column(Text, info=PERSONAL)
    shown_digest: Mapped[str] = mapped_column(String(64), info=PERSONAL)

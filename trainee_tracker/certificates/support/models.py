"""What certificates rested on, which of them both sides keep, and what the last recount found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.support.rules import Verdict
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, UtcDateTime, choice
from trainee_tracker.people.rules import Side
from trainee_tracker.signatures.models import Signature


class CertificateGrounds(LedgerRow, Base):
    """What a certificate rested on at its issue: the version, and canonical JSON of `Grounds`.

    `is_pooled` says that the hours of others bore on it too, so that their corrections do.
    """

    __tablename__ = "certificate_grounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_versions.id"))
    is_pooled: Mapped[bool]
    grounds: Mapped[str] = mapped_column(Text)


class CertificateKeeping(LedgerRow, ClientMade, Base):
    """One side's signature that an award stays although something is no longer met.

    `finding` is canonical JSON of the `Finding` that was shown. It holds for that and for anything
    less bad; when it gets worse, both sides are asked anew.
    """

    __tablename__ = "certificate_keepings"
    __table_args__ = (
        UniqueConstraint("certificate_id", "finding_digest", "side"),
        # Two sides are two people.
        UniqueConstraint("certificate_id", "finding_digest", "recorded_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    finding: Mapped[str] = mapped_column(Text)
    finding_digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signatures.id"))

    certificate: Mapped[Certificate] = relationship(lazy="raise_on_sql")
    signature: Mapped[Signature] = relationship(lazy="joined")


class StoredSupport(Base):
    """What the last recount found of a certificate: a projection that can be made again.

    There is a row for every valid award and for the newest progress certificate of an enrolment.
    `finding` is canonical JSON of `Finding`, `worst` its largest missing part in thousandths,
    `is_kept` whether both sides keep the award all the same. `found_at` (UTC) is when an act first
    led to this finding; it alone cannot be told from the ledgers as they stand.
    """

    __tablename__ = "stored_supports"
    __table_args__ = (Index("ix_stored_supports_verdict", "verdict"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    worst: Mapped[int]
    finding: Mapped[str] = mapped_column(Text)
    is_kept: Mapped[bool]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)

"""The tables of issued certificates and their revocations."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from trainee_tracker.append_only import ClientMade, LedgerRow
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.commitments import PERSONAL
from trainee_tracker.extensions import Base, choice
from trainee_tracker.signatures.models import Signature


class CertificateKind(StrEnum):
    """An award is issued once; a progress certificate says where somebody stood on a day."""

    AWARD = "award"
    PROGRESS = "progress"


class Certificate(LedgerRow, ClientMade, Base):
    """One issued certificate: its frozen facts (canonical JSON) and the very bytes of its PDF.

    `sha256` is of `pdf`. Nothing here is ever rendered again.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        # One first award and one first progress certificate an enrolment. Each further one has to
        # supersede the one before, and only one can: so there is always one that is the newest.
        Index(
            "uq_certificates_first_of_its_kind",
            "enrolment_id",
            "kind",
            unique=True,
            sqlite_where=text("supersedes_id IS NULL"),
            postgresql_where=text("supersedes_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    kind: Mapped[CertificateKind] = mapped_column(choice(CertificateKind))
    serial: Mapped[str] = mapped_column(String(24), unique=True)
    issued_on: Mapped[date]
    facts: Mapped[str] = mapped_column(Text, info=PERSONAL)
    template_version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary, info=PERSONAL))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), unique=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"))

    enrolment: Mapped[Enrolment] = relationship(lazy="joined")
    signature: Mapped[Signature | None] = relationship(lazy="joined")
    revocation: Mapped[CertificateRevocation | None] = relationship(
        back_populates="certificate", lazy="selectin"
    )


class CertificateRevocation(LedgerRow, Base):
    """The end of a certificate's validity; the reason is for the training leads of the cohort alone."""

    __tablename__ = "certificate_revocations"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text, info=PERSONAL)
    signature_id: Mapped[int] = mapped_column(ForeignKey("signatures.id"))

    certificate: Mapped[Certificate] = relationship(back_populates="revocation", lazy="joined")
    signature: Mapped[Signature] = relationship(lazy="joined")

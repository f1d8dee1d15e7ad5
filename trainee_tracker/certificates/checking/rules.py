"""What somebody who checks a certificate is told, in one word; knows no database."""

from __future__ import annotations

from enum import StrEnum

from trainee_tracker.certificates.rules import CertificateStatus


class Answer(StrEnum):
    """Where a certificate stands, to whoever checks it.

    An award whose record was changed is under review until it is decided whether it stays; a
    progress certificate is out of date then, and its holder makes another.
    """

    VALID = "valid"
    UNDER_REVIEW = "under_review"
    OUT_OF_DATE = "out_of_date"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


def answer_from(status: CertificateStatus, *, is_under_review: bool, is_award: bool) -> Answer:
    """Return the answer that follows; what is revoked, replaced or unreadable stays so."""
    if status is CertificateStatus.VALID and is_under_review:
        return Answer.UNDER_REVIEW if is_award else Answer.OUT_OF_DATE
    return Answer(status)

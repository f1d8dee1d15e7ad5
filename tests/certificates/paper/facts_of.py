"""Certificates to test with: one of each kind, and a serial that is well formed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from trainee_tracker.certificates.paper.facts import CertificateFacts, RequirementLine, Signatory
from trainee_tracker.certificates.rules import serial_from

SERIAL = serial_from(bytes(range(100, 115)))

AWARD = CertificateFacts(
    kind="award",
    serial=SERIAL,
    title="Certificate of award",
    holder_name="Ruth Adeyemi-Clarke",
    network_name="Black Pastors Network for Family Care",
    partner_line="with the family-therapy service of the partner trust",
    issuer_line="Issued by the Community Networks Training Partnership",
    course_title="Systemic Practice with Families, second year",
    award_title="Intermediate Certificate in Systemic Practice",
    figures=(
        "60 h of practice with families",
        "10 h of systemic supervision",
        "6 modules passed",
    ),
    issued_on=date(2026, 7, 14),
    signatories=(
        Signatory("Dr Miriam Owusu", "Training lead, for the network"),
        Signatory("Jonathan Price", "Clinical governance, for the trust"),
    ),
    brand="#3d2a5c",
    accent="#e3a72f",
    check_url=f"https://training.example.org/check/{SERIAL}",
    check_host_text="training.example.org/check",
    unverified=False,
)

PROGRESS = replace(
    AWARD,
    kind="progress",
    title="Progress certificate",
    award_title="",
    figures=(),
    issued_on=date(2026, 11, 22),
    as_at=date(2026, 11, 22),
    signatories=(),
    requirements=(
        RequirementLine("Taught hours", "41 h 30 min", "60 h", False, "18 h 30 min", share=691),
        RequirementLine("Supervised practice", "62 h 15 min", "60 h", True, share=1000),
    ),
)


def award(**changes: Any) -> CertificateFacts:
    """Return the award with some facts changed."""
    return replace(AWARD, **changes)


def progress(**changes: Any) -> CertificateFacts:
    """Return the progress certificate with some facts changed."""
    return replace(PROGRESS, **changes)

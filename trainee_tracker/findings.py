"""What the doctor says of one thing: a verdict and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.messages import Message


class Verdict(StrEnum):
    """How a finding bears on running for real."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"
    REFUSED = "refused"
    """Wrong, and so dangerous that `make serve` does not start."""


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at: a verdict and a sentence, which says what to do if need be."""

    verdict: Verdict
    sentence: Message | str

"""How the two ways to check a certificate give their answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainee_tracker.certificates.checking.rules import Answer
from trainee_tracker.messages import Message, say

OF_CERTIFICATE: Final[Mapping[Answer, Message]] = {
    Answer.VALID: say("This certificate is valid"),
    Answer.UNDER_REVIEW: say("This certificate is under review"),
    Answer.OUT_OF_DATE: say("This certificate is out of date"),
    Answer.REVOKED: say("This certificate is revoked"),
    Answer.SUPERSEDED: say("This certificate was replaced"),
    Answer.UNREADABLE: say("This certificate cannot be confirmed"),
    Answer.UNKNOWN: say("We do not know this certificate"),
}

OF_FILE: Final[Mapping[Answer, Message]] = {
    Answer.VALID: say("This file is genuine and valid"),
    Answer.UNDER_REVIEW: say("This file is genuine, and under review"),
    Answer.OUT_OF_DATE: say("This file is genuine, but out of date"),
    Answer.REVOKED: say("This file is genuine, but revoked"),
    Answer.SUPERSEDED: say("This file is genuine, but was replaced"),
    Answer.UNREADABLE: say("This file cannot be confirmed"),
    Answer.UNKNOWN: say("This is not a file we issued"),
}

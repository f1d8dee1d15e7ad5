"""The words that terms are made of, as they stand in a sentence or a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainee_tracker.accreditation.vocabulary import FORMATS, MODES, OBSERVED, ROLES
from trainee_tracker.messages import Message, say

COURSE_WORDS: Final[Mapping[str, Message]] = {
    **ROLES,
    **FORMATS,
    **MODES,
    **OBSERVED,
    "full": say("everyone is credited the whole time"),
    "half": say("everyone is credited half of the time"),
    "share": say("the time is shared out between those present"),
    "double-share": say("twice the time is shared out, up to the whole for each"),
    "bacp": say("up to four people are credited half of the time; more share it out"),
    "units": say("two hours in a group count as much as one hour alone"),
}
"""The words of terms (`accreditation.vocabulary`, kinds of group credit) in a sentence."""

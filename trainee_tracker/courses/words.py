"""The words that terms are made of, as they stand in a sentence or a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainee_tracker.accreditation.credit import CREDITED
from trainee_tracker.accreditation.vocabulary import FORMATS, MODES, OBSERVED, ROLES
from trainee_tracker.messages import Message

COURSE_WORDS: Final[Mapping[str, Message]] = {
    **ROLES,
    **FORMATS,
    **MODES,
    **OBSERVED,
    **{kind.value: words for kind, words in CREDITED.items()},
}
"""The words of terms (`accreditation.vocabulary`, kinds of group credit) in a sentence."""

"""How a page says in what an award would differ if it were issued again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from trainee_tracker.certificates.ending.reissuing import Reissue
from trainee_tracker.messages import Message, say

PARTS: Final[Mapping[str, Message]] = {
    "name": say("Name"),
    "other_name": say("Name in another script"),
    "language": say("Its language"),
    "titles": say("Titles in that language"),
    "says": say("It says"),
    "signed": say("Signed by"),
    "design": say("Design"),
}


def reissue_lines(again: Reissue) -> list[tuple[Message, Message | str, Message | str]]:
    """Return (what, as it is printed, as it would be) for each part that would change."""
    shown = again.shown()
    was, becomes = shown["was"], shown["becomes"]
    return [
        (label, _plain(key, was), _plain(key, becomes))
        for key, label in PARTS.items()
        if was[key] != becomes[key]
    ]


def _plain(key: str, said: dict[str, Any]) -> Message | str:
    """Return a part as the paper has it; what it says itself is in the language of papers."""
    value = said[key]
    if key == "says":
        return " · ".join(value) or say("no figures")
    if key == "design":
        return say("number {number}", number=value)
    if key == "signed":
        return " · ".join(", ".join(filter(None, each)) for each in value)
    if key == "titles":
        return " · ".join(each for each in value if each) or say("none")
    return value or say("none")

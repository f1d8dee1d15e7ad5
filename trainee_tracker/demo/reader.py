"""Reading the story: who is in it, and what its files in `story/` tell."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PASSWORD = "seven gold lamps at dusk"  # noqa: S105  (everybody's in the demonstration, and printed)

STORY = Path(__file__).parent / "story"

Told = Mapping[str, Any]
"""A table of the story, by the names that its file gives."""


@dataclass(frozen=True)
class Character:
    """Somebody of the demonstration; `other_name` is in another script."""

    full_name: str
    email: str
    other_name: str = ""
    other_language: str = ""
    registration: str = ""


@cache
def people() -> Mapping[str, Character]:
    """Return everybody of the story by their key."""
    return {key: Character(**facts) for key, facts in told("people").items()}


@cache
def told(part: str) -> Told:
    """Return what a file of the story tells, by its name without the ending."""
    return tomllib.loads((STORY / f"{part}.toml").read_text(encoding="utf-8"))

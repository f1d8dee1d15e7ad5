"""What partners usually check of a trainee, and for how long a finding holds; knows no database.

These defaults are policy that a partnership may change; none of them is law. What a lapse does to
logged hours is said by the course version, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a lapse usually does: stops client work, warns, or only informs."""

    BLOCKER = "blocker"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Outcome:
    """What can be found; only an outcome that `clears` ever puts an item in date."""

    key: str
    title: str
    clears: bool


@dataclass(frozen=True)
class ItemDefinition:
    """One item: the usual review period in months, and the least evidence that is kept of it."""

    key: str
    title: str
    level: Level
    months_valid: int
    evidence: str
    outcomes: tuple[Outcome, ...]

    def outcome(self, key: str) -> Outcome | None:
        """Return the outcome of that key, or None when this item has no such outcome."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


IN_PLACE = Outcome("in-place", "In place", clears=True)
NOT_IN_PLACE = Outcome("not-in-place", "Not in place", clears=False)
COMPLETED = Outcome("completed", "Completed", clears=True)
NOT_COMPLETED = Outcome("not-completed", "Not completed", clears=False)
CLEARED = Outcome("cleared", "Cleared", clears=True)
NOT_CLEARED = Outcome("not-cleared", "Not cleared", clears=False)

_DEFINITIONS = (
    ItemDefinition(
        "enhanced-dbs",
        "Enhanced DBS check",
        Level.BLOCKER,
        36,
        "The level of the check, and nothing else about it.",
        (
            CLEARED,
            Outcome("cleared-after-review", "Cleared after a joint review", clears=True),
            NOT_CLEARED,
        ),
    ),
    ItemDefinition(
        "dbs-update-service",
        "DBS update service check",
        Level.WARNING,
        12,
        "The date of the check and who made it.",
        (
            Outcome("no-change", "No change", clears=True),
            Outcome("changed", "Changed: a new check is needed", clears=False),
        ),
    ),
    ItemDefinition(
        "safeguarding",
        "Safeguarding children and adults",
        Level.WARNING,
        36,
        "The course, its date and its hours.",
        (COMPLETED, NOT_COMPLETED),
    ),
    ItemDefinition(
        "data-security",
        "Data-security training",
        Level.WARNING,
        12,
        "The course and its date.",
        (COMPLETED, NOT_COMPLETED),
    ),
    ItemDefinition(
        "supervision-contract",
        "Supervision contract",
        Level.BLOCKER,
        12,
        "The supervisor and the date on which both signed it.",
        (IN_PLACE, NOT_IN_PLACE),
    ),
    ItemDefinition(
        "indemnity",
        "Indemnity or honorary contract",
        Level.WARNING,
        12,
        "Who covers the work and the end date of the cover.",
        (IN_PLACE, NOT_IN_PLACE),
    ),
    ItemDefinition(
        "code-of-ethics",
        "Code of ethics",
        Level.WARNING,
        12,
        "The version of the code that was accepted.",
        (
            Outcome("accepted", "Accepted", clears=True),
            Outcome("not-accepted", "Not accepted", clears=False),
        ),
    ),
    ItemDefinition(
        "readiness-to-practise",
        "Readiness to practise",
        Level.WARNING,
        12,
        "Who observed the trainee, when, and the decision.",
        (
            Outcome("ready", "Ready", clears=True),
            Outcome("not-yet-ready", "Not yet ready", clears=False),
        ),
    ),
    ItemDefinition(
        "fitness-to-practise",
        "Fitness-to-practise report",
        Level.WARNING,
        6,
        "Who wrote the report, when, and the decision.",
        (
            Outcome("no-concern", "No concern", clears=True),
            Outcome("concern", "A concern is open", clears=False),
        ),
    ),
    ItemDefinition(
        "dual-relationship",
        "Dual-relationship declaration",
        Level.WARNING,
        12,
        "The date of the declaration. Never whom it names.",
        (
            Outcome("declared", "Declared and agreed", clears=True),
            Outcome("not-agreed", "Not agreed", clears=False),
        ),
    ),
)

DEFAULT_ITEMS: dict[str, ItemDefinition] = {each.key: each for each in _DEFINITIONS}
"""The usual items by key, in the order in which pages show them. Source: DOMAIN of the programme,
clinical governance, common practice of NHS and community partners; policy, not law."""

_PLACES = {key: place for place, key in enumerate(DEFAULT_ITEMS)}


def definition_of(key: str, title: str) -> ItemDefinition:
    """Return the definition of an item, made up plainly where a course asks for one of its own."""
    usual = DEFAULT_ITEMS.get(key)
    if usual is not None:
        return usual
    return ItemDefinition(
        key,
        title,
        Level.BLOCKER,
        12,
        "The date, who saw it and the decision.",
        (IN_PLACE, NOT_IN_PLACE),
    )


def place_of(key: str) -> tuple[int, str]:
    """Return where an item stands in a list: the usual ones first, the others by their key."""
    return _PLACES.get(key, len(_PLACES)), key

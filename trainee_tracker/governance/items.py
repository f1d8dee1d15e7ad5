"""What partners usually check of a trainee, and for how long a finding holds; knows no database.

These defaults are policy that a partnership may change; none of them is law. What a lapse does to
logged hours is said by the course version, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.messages import Message, say


class Level(StrEnum):
    """What a lapse usually does: stops client work, warns, or only informs."""

    BLOCKER = "blocker"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Outcome:
    """What can be found; only an outcome that `clears` ever puts an item in date."""

    key: str
    title: Message
    clears: bool


@dataclass(frozen=True)
class ItemDefinition:
    """One item: the usual review period in months, and the least evidence that is kept of it.

    A `title` that is a text stands in a course, in the words of those who wrote it.
    """

    key: str
    title: Message | str
    level: Level
    months_valid: int
    evidence: Message
    outcomes: tuple[Outcome, ...]

    def outcome(self, key: str) -> Outcome | None:
        """Return the outcome of that key, or None when this item has no such outcome."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


IN_PLACE = Outcome("in-place", say("In place"), clears=True)
NOT_IN_PLACE = Outcome("not-in-place", say("Not in place"), clears=False)
COMPLETED = Outcome("completed", say("Completed"), clears=True)
NOT_COMPLETED = Outcome("not-completed", say("Not completed"), clears=False)
CLEARED = Outcome("cleared", say("Cleared"), clears=True)
NOT_CLEARED = Outcome("not-cleared", say("Not cleared"), clears=False)

_DEFINITIONS = (
    ItemDefinition(
        "enhanced-dbs",
        say("Enhanced DBS check"),
        Level.BLOCKER,
        36,
        say("The level of the check, and nothing else about it."),
        (
            CLEARED,
            Outcome("cleared-after-review", say("Cleared after a joint review"), clears=True),
            NOT_CLEARED,
        ),
    ),
    ItemDefinition(
        "dbs-update-service",
        say("DBS update service check"),
        Level.WARNING,
        12,
        say("The date of the check and who made it."),
        (
            Outcome("no-change", say("No change"), clears=True),
            Outcome("changed", say("Changed: a new check is needed"), clears=False),
        ),
    ),
    ItemDefinition(
        "safeguarding",
        say("Safeguarding children and adults"),
        Level.WARNING,
        36,
        say("The course, its date and its hours."),
        (COMPLETED, NOT_COMPLETED),
    ),
    ItemDefinition(
        "data-security",
        say("Data-security training"),
        Level.WARNING,
        12,
        say("The course and its date."),
        (COMPLETED, NOT_COMPLETED),
    ),
    ItemDefinition(
        "supervision-contract",
        say("Supervision contract"),
        Level.BLOCKER,
        12,
        say("The supervisor and the date on which both signed it."),
        (IN_PLACE, NOT_IN_PLACE),
    ),
    ItemDefinition(
        "indemnity",
        say("Indemnity or honorary contract"),
        Level.WARNING,
        12,
        say("Who covers the work and the end date of the cover."),
        (IN_PLACE, NOT_IN_PLACE),
    ),
    ItemDefinition(
        "code-of-ethics",
        say("Code of ethics"),
        Level.WARNING,
        12,
        say("The version of the code that was accepted."),
        (
            Outcome("accepted", say("Accepted"), clears=True),
            Outcome("not-accepted", say("Not accepted"), clears=False),
        ),
    ),
    ItemDefinition(
        "readiness-to-practise",
        say("Readiness to practise"),
        Level.WARNING,
        12,
        say("Who observed the trainee, when, and the decision."),
        (
            Outcome("ready", say("Ready"), clears=True),
            Outcome("not-yet-ready", say("Not yet ready"), clears=False),
        ),
    ),
    ItemDefinition(
        "fitness-to-practise",
        say("Fitness-to-practise report"),
        Level.WARNING,
        6,
        say("Who wrote the report, when, and the decision."),
        (
            Outcome("no-concern", say("No concern"), clears=True),
            Outcome("concern", say("A concern is open"), clears=False),
        ),
    ),
    ItemDefinition(
        "dual-relationship",
        say("Dual-relationship declaration"),
        Level.WARNING,
        12,
        say("The date of the declaration. Never whom it names."),
        (
            Outcome("declared", say("Declared and agreed"), clears=True),
            Outcome("not-agreed", say("Not agreed"), clears=False),
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
        say("The date, who saw it and the decision."),
        (IN_PLACE, NOT_IN_PLACE),
    )


def title_of(key: str, kept: str) -> Message | str:
    """Return what an item is called, from the title that a course or the ledger keeps of it.

    The ledger keeps our own words in English; a page says them in its language.
    """
    usual = DEFAULT_ITEMS.get(key)
    return usual.title if usual is not None and str(usual.title) == kept else kept


def place_of(key: str) -> tuple[int, str]:
    """Return where an item stands in a list: the usual ones first, the others by their key."""
    return _PLACES.get(key, len(_PLACES)), key

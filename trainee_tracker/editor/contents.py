"""What a course consists of: its lists, what can stand in each, and what it says once. Pure.

A part is anything of which a course has a list: an activity, a module, a requirement. Each part
has a name within its list (its key, or what `NAMED_BY` says), which is made once and never
changes, because ledgers and records name it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.kinds import KINDS
from trainee_tracker.accreditation.limits import LIMITS
from trainee_tracker.accreditation.term_faults import NAMED_BY
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
    Module,
    Source,
    Translation,
)

PARTS: dict[str, tuple[type, ...]] = {
    "activities": (Activity,),
    "modules": (Module,),
    "competences": (Competence,),
    "evidence": (EvidenceKind,),
    "governance": (GovernanceNeed,),
    "requirements": tuple(KINDS.values()),
    "limits": tuple(LIMITS.values()),
    "credits": (GroupCredit,),
    "translations": (Translation,),
}
"""Every list of a course, and what can stand in it."""

NAMES: dict[str, str] = {
    "activity": "activities",
    "activities": "activities",
    "also": "activities",
    "without": "activities",
    "supervision": "activities",
    "parent": "activities",
    "modules": "modules",
    "after_module": "modules",
    "items": "governance",
    "competences": "competences",
    "evidence": "evidence",
    "of": "requirements",
}
"""Which list a field names something of, by the name of the field."""


@dataclass(frozen=True)
class Basics:
    """What a course says once. Minutes are whole; an hour of the course has `hour_minutes`."""

    title: str
    award: str
    award_wording: str = ""
    weeks: int | None = None
    session_minutes: int | None = None
    hour_minutes: int = 60


SINGLE: dict[str, type] = {"basics": Basics, "source": Source}
"""What a course says just once."""


def single_of(terms: Terms, section: str) -> Any:
    """Return what the terms say in one of the sections of `SINGLE`."""
    if section == "source":
        return terms.source
    return Basics(**{each.name: getattr(terms, each.name) for each in fields(Basics)})


def name_of(section: str, part: Any) -> str:
    """Return by which word a part is told from the others of its list."""
    return str(getattr(part, NAMED_BY.get(section, "key")))


def parts_of(terms: Terms, section: str) -> tuple[Any, ...]:
    """Return the list called `section`."""
    return tuple(getattr(terms, section))


def place_of(terms: Terms, section: str, name: str) -> int | None:
    """Return where in its list the part of that name stands, or None when there is none."""
    names = [name_of(section, part) for part in parts_of(terms, section)]
    return names.index(name) if name in names else None


def title_of(terms: Terms, section: str, part: Any) -> str:
    """Return how a person calls a part; group credit is called after its activity."""
    if section == "credits":
        return terms.activity_titles[part.activity]
    return str(part.title)

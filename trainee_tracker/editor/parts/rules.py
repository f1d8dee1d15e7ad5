"""Changing the terms of a course one part at a time; knows no database and no request.

A part is anything of which a course has a list: an activity, a module, a requirement. Each part
has a name within its list (its key, or what `NAMED_BY` says), which is made once and never
changes, because ledgers and records name it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.kinds import KINDS
from trainee_tracker.accreditation.limits import LIMITS
from trainee_tracker.accreditation.term_faults import NAMED_BY
from trainee_tracker.accreditation.terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
    Module,
    Source,
    Terms,
    Translation,
)
from trainee_tracker.accreditation.words import listing
from trainee_tracker.refusals import Impossible

LONGEST_KEY = 40
"""The most characters of a key that is made from a title; the tables hold more."""

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


def with_single(terms: Terms, section: str, said: Any) -> Terms:
    """Return the terms with one of the sections of `SINGLE` saying something else."""
    if section == "source":
        return replace(terms, source=said)
    return replace(terms, **{each.name: getattr(said, each.name) for each in fields(Basics)})


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


def with_part(terms: Terms, section: str, part: Any) -> Terms:
    """Return the terms with one part more, at the end of its list. Raises TermsError."""
    return _with_list(terms, section, (*parts_of(terms, section), part))


def with_changed(terms: Terms, section: str, name: str, part: Any) -> Terms:
    """Return the terms with `part` in the place of the one called `name`. Raises TermsError."""
    parts = list(parts_of(terms, section))
    parts[_place(terms, section, name)] = part
    return _with_list(terms, section, tuple(parts))


def with_moved(terms: Terms, section: str, name: str, steps: int) -> Terms:
    """Return the terms with a part so many places further down; it stops at either end."""
    parts = list(parts_of(terms, section))
    place = _place(terms, section, name)
    part = parts.pop(place)
    parts.insert(max(0, place + steps), part)
    return _with_list(terms, section, tuple(parts))


def without_part(terms: Terms, section: str, name: str) -> Terms:
    """Return the terms without the part called `name`.

    Raises Impossible: something else names it, or it is the last thing that the course asks for.
    """
    parts = list(parts_of(terms, section))
    part = parts.pop(_place(terms, section, name))
    users = users_of(terms, section, name)
    if users:
        named = listing([f"“{title}”" for title in users])
        verb = "names" if len(users) == 1 else "name"
        raise Impossible(
            f"“{title_of(terms, section, part)}” cannot be removed: {named} {verb} it. "
            "Change or remove that first."
        )
    if section == "requirements" and not parts:
        raise Impossible(
            "A course asks for at least one thing. Add another requirement before you remove this."
        )
    return _with_list(terms, section, tuple(parts))


def users_of(terms: Terms, section: str, name: str) -> list[str]:
    """Return the titles of all parts that name the part called `name`, each once."""
    found = [
        title_of(terms, other, part)
        for other, part in _all_parts(terms)
        if any(
            NAMES.get(each.name) == section and name in _names_in(getattr(part, each.name))
            for each in fields(part)
        )
    ]
    return list(dict.fromkeys(found))


def key_for(terms: Terms, section: str, title: str) -> str:
    """Return a key for a new part, made from its title and free within its list.

    The shared activities keep their keys for themselves. A title without Latin letters gets a
    key that says only what list it is of.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", ""))[:LONGEST_KEY].strip("-")
    stem = words or section
    taken = {name_of(section, part) for part in parts_of(terms, section)}
    if section == "activities":
        taken |= set(vocabulary.ACTIVITIES)
    return next(key for key in _numbered(stem) if key not in taken)


def activities_below(terms: Terms, key: str) -> frozenset[str]:
    """Return an activity and all that lie below it, none of which it can itself lie below."""
    return frozenset(each for each, lineage in terms.lineages.items() if key in lineage)


def is_same_figure(before: Any, after: Any) -> bool:
    """Say whether two parts of a kind demand the same, whatever they are called."""
    return bool(replace(before, **_uncounted(after)) == after)


def _uncounted(part: Any) -> dict[str, Any]:
    return {
        each.name: getattr(part, each.name)
        for each in fields(part)
        if each.name in {"title", "verified"}
    }


def _place(terms: Terms, section: str, name: str) -> int:
    place = place_of(terms, section, name)
    if place is None:
        raise Impossible("This part is not in the draft any more. Look at the list again.")
    return place


def _with_list(terms: Terms, section: str, parts: tuple[Any, ...]) -> Terms:
    changes: dict[str, Any] = {section: parts}
    return replace(terms, **changes)


def _all_parts(terms: Terms) -> Iterator[tuple[str, Any]]:
    for section in PARTS:
        for part in parts_of(terms, section):
            yield section, part


def _names_in(value: str | tuple[str, ...] | None) -> Collection[str]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _numbered(stem: str) -> Iterator[str]:
    """Yield the stem, then the stem with 2, 3 and so on behind it."""
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1

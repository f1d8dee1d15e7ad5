"""Changing the terms of a course one part at a time; knows no database and no request.

Terms that would contradict themselves are refused beside the field that is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.terms import Terms, TermsError
from trainee_tracker.editor.contents import (
    NAMES,
    PARTS,
    Basics,
    name_of,
    parts_of,
    place_of,
    title_of,
)
from trainee_tracker.messages import All, Message, Own, say, say_many
from trainee_tracker.refusals import Impossible

LONGEST_KEY = 40
"""The most characters of a key that is made from a title; the tables hold more."""


PLACE = re.compile(r"(\w+)\[(\d+)\]\.?(.*)")
"""How a fault names a field of a part: the list, the number in it, and the field, if any."""


def with_single(terms: Terms, section: str, said: Any) -> Terms:
    """Return the terms with one of the sections of `SINGLE` saying something else."""
    if section == "source":
        return _changed(terms, "source.", source=said)
    return _changed(terms, "", **{each.name: getattr(said, each.name) for each in fields(Basics)})


def with_part(terms: Terms, section: str, part: Any) -> Terms:
    """Return the terms with one part more, at the end of its list."""
    parts = parts_of(terms, section)
    return _with_list(terms, section, (*parts, part), changed=len(parts))


def with_changed(terms: Terms, section: str, name: str, part: Any) -> Terms:
    """Return the terms with `part` in the place of the one called `name`."""
    parts, place = list(parts_of(terms, section)), _place(terms, section, name)
    parts[place] = part
    return _with_list(terms, section, tuple(parts), changed=place)


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
        raise Impossible(_still_named(title_of(terms, section, part), users))
    if section == "requirements" and not parts:
        raise Impossible(
            say(
                "A course asks for at least one thing. Add another requirement before you remove"
                " “{title}”.",
                title=Own(title_of(terms, section, part)),
            )
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
        raise Impossible(say("This part is not in the draft any more. Look at the list again."))
    return place


def _still_named(title: str, users: list[str]) -> Message:
    """Say what names a part and keeps it from being removed."""
    named = tuple(say("“{title}”", title=Own(each)) for each in users)
    return say_many(
        "“{title}” cannot be removed: {users} names it. Change or remove that first.",
        "“{title}” cannot be removed: {n} others name it: {users}. Change or remove them first.",
        n=len(users),
        title=Own(title),
        users=All(named),
    )


def _with_list(
    terms: Terms, section: str, parts: tuple[Any, ...], *, changed: int | None = None
) -> Terms:
    """Return the terms with another list; `changed` is the place of the part that was asked for."""
    return _changed(terms, f"{section}[{changed}].", **{section: parts})


def _changed(terms: Terms, place: str, **changes: Any) -> Terms:
    """Return the terms with changes; `place` is the beginning of what names a field of the form.

    Raises Impossible, beside that field, where the terms would contradict themselves.
    """
    try:
        return replace(terms, **changes)
    except TermsError as error:
        raise contradicting(error, place, terms, changes) from error


def contradicting(
    error: TermsError, place: str, terms: Terms, changes: Mapping[str, Any]
) -> Impossible:
    """Return the refusal of terms that contradict themselves once they are changed.

    It names the field where it is one of the place that was changed, or else the part.
    """
    if error.path.startswith(place):
        return Impossible(error.message, field=error.path.removeprefix(place))
    found = PLACE.fullmatch(error.path)
    if found is None:
        return Impossible(error.message)
    section, number = found[1], int(found[2])
    part = changes.get(section, getattr(terms, section))[number]
    title = Own(title_of(terms, section, part))
    return Impossible(say("“{title}”: {fault}", title=title, fault=error.message))


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

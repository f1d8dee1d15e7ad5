"""What differs between two versions of a course, part by part, each as one plain sentence.

Parts are told apart by their keys. The order of parts says nothing, but for modules (they are
taught in that order) and for limits of one kind (they act in that order). How a field is put into
words follows from its name (`FIELD_WORDS` in `difference_words.py`), as its check does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from trainee_tracker.accreditation import difference_words as words
from trainee_tracker.accreditation.limits import STAGES
from trainee_tracker.accreditation.term_faults import NAMED_BY, PARTS
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.messages import Message, Value

COURSE = "course"
"""The part that stands for what is said of the course as a whole."""


class Change(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True)
class Difference:
    """One thing that differs, and the sentence that tells it.

    `part` is a field of Terms, or "course"; `key` names the part within it ("" for all of them).
    A change also says which `field`, and what it was `before` and is `after`, in words.
    """

    part: str
    key: str
    change: Change
    sentence: Message
    field: str = ""
    before: Value | None = None
    after: Value | None = None


def differences(before: Terms, after: Terms) -> tuple[Difference, ...]:
    """Return everything in which `after` differs from `before`; nothing where they ask the same."""
    return tuple(_all(before, after))


def _all(before: Terms, after: Terms) -> Iterator[Difference]:
    for name in words.OF_THE_COURSE:
        yield from _changed(before, after, COURSE, "", before, after, name)
    for field in fields(before.source):
        yield from _changed(
            before, after, COURSE, "source", before.source, after.source, field.name
        )
    for part in (*FIRST_TOLD, *(each for each in PARTS if each not in FIRST_TOLD)):
        yield from _of_part(before, after, part)


FIRST_TOLD = ("requirements", "limits")
"""What is asked of people is told before the words it is asked in."""


def _of_part(before: Terms, after: Terms, part: str) -> Iterator[Difference]:
    """Yield what was added, changed, removed and put into another order in one field of Terms."""
    attribute = NAMED_BY.get(part, "key")
    was = {getattr(each, attribute): each for each in getattr(before, part)}
    now = {getattr(each, attribute): each for each in getattr(after, part)}
    for key, each in now.items():
        if key not in was:
            said = words.described(after, each)
            yield Difference(part, key, Change.ADDED, words.added(part, said), after=said)
        elif type(was[key]) is not type(each):
            yield _of_another_kind(before, after, part, key, was[key], each)
        else:
            for field in fields(each):
                yield from _changed(before, after, part, key, was[key], each, field.name)
    for key, each in was.items():
        if key not in now:
            said = words.name_of(before, each)
            yield Difference(part, key, Change.REMOVED, words.removed(part, said), before=said)
    if part == "modules":
        yield from _reordered(after, part, list(was), now)
    elif part == "limits":
        for kind in STAGES:
            same = [key for key, each in was.items() if type(each) is kind]
            kept = {key: each for key, each in now.items() if type(each) is kind}
            yield from _reordered(after, part, same, kept)


def _changed(
    before: Terms, after: Terms, part: str, key: str, was: Any, now: Any, field: str
) -> Iterator[Difference]:
    """Yield the change of one field, if it changed."""
    old, new = getattr(was, field), getattr(now, field)
    if _same(old, new):
        return
    old_said, new_said = words.in_words(before, was, field), words.in_words(after, now, field)
    if old_said == new_said:
        # Two things of one name, such as an activity and another that was made to replace it.
        old_said, new_said = words.told_apart(old_said, old), words.told_apart(new_said, new)
    if field == "title" and part != COURSE:
        sentence = words.renamed(part, was, before, new_said)
    else:
        what = words.COURSE_LABELS[key, field] if part == COURSE else words.name_of(after, now)
        sentence = words.changed(what, now=new_said, before=old_said)
    yield Difference(part, key, Change.CHANGED, sentence, field, old_said, new_said)


def _same(old: object, new: object) -> bool:
    """Say whether two values ask the same: lists of words and keys have no order."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return set(old) == set(new)
    return old == new


def _of_another_kind(
    before: Terms, after: Terms, part: str, key: str, was: Any, now: Any
) -> Difference:
    old_said, new_said = words.described(before, was), words.described(after, now)
    sentence = words.of_another_kind(part, now=new_said, before=old_said)
    return Difference(part, key, Change.CHANGED, sentence, "kind", old_said, new_said)


def _reordered(
    after: Terms, part: str, was: Sequence[str], now: dict[str, Any]
) -> Iterator[Difference]:
    """Yield that parts which stayed now come in another order."""
    stayed = set(was) & set(now)
    old, new = [key for key in was if key in stayed], [key for key in now if key in stayed]
    if old != new:
        names = [words.name_of(after, now[key]) for key in new]
        yield Difference(
            part,
            "",
            Change.REORDERED,
            words.reordered(part, names),
            after=words.order_of(names),
        )

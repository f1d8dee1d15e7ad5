"""The terms of a course version: everything that a ledger is judged against.

Terms are plain frozen data. Terms that contradict themselves cannot be made: building them
raises TermsError with the place and a sentence.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import (
    KINDS,
    AttendancePercent,
    GovernanceInDate,
    MinimumMinutes,
    ModulesPassed,
    Requirement,
)
from trainee_tracker.accreditation.plain_json import PlainDataError, from_plain, to_plain

__all__ = [
    "KINDS",
    "Activity",
    "AttendancePercent",
    "CreditKind",
    "GovernanceInDate",
    "GovernanceNeed",
    "GroupCredit",
    "MinimumMinutes",
    "Module",
    "ModulesPassed",
    "Requirement",
    "Source",
    "Terms",
    "TermsError",
    "terms_from_dict",
    "terms_to_dict",
]

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class TermsError(PlainDataError):
    """Terms that cannot be used: `path` says where, `message` what is wrong."""


@dataclass(frozen=True)
class Activity:
    """Something a trainee spends time on, in the course's own words.

    Where `roles` are named, time in any other role does not count (source: COAMFTE, where the
    team behind the mirror earns nothing). An activity below inherits them unless it names its own.
    """

    key: str
    title: str
    parent: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A part of the course that is passed or not."""

    key: str
    title: str


@dataclass(frozen=True)
class GovernanceNeed:
    """A governance item without which no line of these activities counts on that day.

    An item with no activities blocks nothing by itself; a GovernanceInDate may still ask for it.
    """

    item: str
    title: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Whose rules these are, where they were read and when; unverified where nobody could."""

    body: str
    where: str
    read_on: date
    verified: bool


@dataclass(frozen=True)
class Terms:
    """What one version of a course asks for.

    `weeks` and `session_minutes` only suggest a timetable of teaching.
    """

    key: str
    title: str
    award: str
    source: Source
    activities: tuple[Activity, ...]
    requirements: tuple[Requirement, ...]
    modules: tuple[Module, ...] = ()
    governance: tuple[GovernanceNeed, ...] = ()
    credits: tuple[GroupCredit, ...] = ()
    weeks: int | None = None
    session_minutes: int | None = None

    def __post_init__(self) -> None:
        """Refuse terms that contradict themselves, so that nobody is ever judged by them."""
        for path, message in _faults(self):
            raise TermsError(path, message)

    @property
    def is_verified(self) -> bool:
        """Say whether every figure was read in a named source; else pages say "unverified"."""
        return self.source.verified and all(
            figure.verified for figure in (*self.requirements, *self.credits)
        )

    @cached_property
    def lineages(self) -> dict[str, tuple[str, ...]]:
        """Return for each activity itself, its parent and so on up to the root."""
        parents = {activity.key: activity.parent for activity in self.activities}
        return {key: tuple(_upwards(key, parents)) for key in parents}

    @cached_property
    def activity_titles(self) -> dict[str, str]:
        """Return the course's own word for each activity."""
        return {activity.key: activity.title for activity in self.activities}

    @cached_property
    def roles_counted(self) -> dict[str, tuple[str, ...]]:
        """Return for each activity the roles that count in it; an empty tuple means all."""
        own = {activity.key: activity.roles for activity in self.activities}
        return {
            key: next((own[step] for step in lineage if own[step]), ())
            for key, lineage in self.lineages.items()
        }

    @cached_property
    def credit_of(self) -> dict[str, GroupCredit | None]:
        """Return for each activity the nearest group credit formula, upwards from itself."""
        own = {credit.activity: credit for credit in self.credits}
        return {
            key: next((own[step] for step in lineage if step in own), None)
            for key, lineage in self.lineages.items()
        }

    @cached_property
    def needs_of(self) -> dict[str, tuple[GovernanceNeed, ...]]:
        """Return for each activity the governance items without which it does not count."""
        return {
            key: tuple(need for need in self.governance if set(need.activities) & set(lineage))
            for key, lineage in self.lineages.items()
        }

    def covers(self, activity: str, line_activity: str) -> bool:
        """Say whether `line_activity` is `activity` or lies below it in the tree."""
        return activity in self.lineages.get(line_activity, ())


def terms_to_dict(terms: Terms) -> dict[str, Any]:
    """Return the terms as plain JSON values; `terms_from_dict` gives back exactly these terms."""
    plain: dict[str, Any] = to_plain(terms)
    return plain


def terms_from_dict(data: object) -> Terms:
    """Return the terms that plain values (of JSON or TOML) say, or raise TermsError."""
    try:
        return from_plain(Terms, data)
    except TermsError:
        raise
    except PlainDataError as error:
        raise TermsError(error.path, error.message) from error


Fault = tuple[str, str]

PARTS = ("activities", "modules", "governance", "requirements", "credits")


def _faults(terms: Terms) -> Iterator[Fault]:
    """Yield every place where the terms contradict themselves, and what is wrong there."""
    if not KEY.fullmatch(terms.key):
        yield "key", f"“{terms.key}” is not a key such as aft-foundation."
    for name in ("title", "award"):
        if message := _if_blank(terms, getattr(terms, name)):
            yield name, message
    yield from _faults_of_fields(terms, "source", terms.source)
    for name in PARTS:
        yield from _faults_of_keys(name, getattr(terms, name))
    yield from _faults_of_tree(terms)
    if not terms.requirements:
        # Without this, everybody would at once be eligible for the award.
        yield "requirements", "is empty: a course asks for at least one thing."
    for name in PARTS:
        for number, part in enumerate(getattr(terms, name)):
            yield from _faults_of_fields(terms, f"{name}[{number}]", part)
    for name in ("weeks", "session_minutes"):
        if (value := getattr(terms, name)) is not None and value < 1:
            yield name, "is less than 1."


def _faults_of_keys(name: str, parts: Iterable[Any]) -> Iterator[Fault]:
    """Every part has a key of its own: it would otherwise be unclear which one is meant."""
    attribute = {"governance": "item", "credits": "activity"}.get(name, "key")
    seen: set[str] = set()
    for number, part in enumerate(parts):
        key = getattr(part, attribute)
        if not KEY.fullmatch(key):
            yield f"{name}[{number}].{attribute}", f"“{key}” is not a key such as family-clinic."
        if key in seen:
            yield f"{name}[{number}].{attribute}", f"“{key}” is there twice."
        seen.add(key)


def _faults_of_tree(terms: Terms) -> Iterator[Fault]:
    """Every activity hangs below one of the shared ones, and never below itself."""
    parents = {activity.key: activity.parent for activity in terms.activities}
    for number, activity in enumerate(terms.activities):
        path = f"activities[{number}]"
        if activity.parent is None:
            if activity.key not in vocabulary.ACTIVITIES:
                shared = ", ".join(vocabulary.ACTIVITIES)
                yield path, f"“{activity.key}” needs a parent; only these have none: {shared}."
        elif activity.parent not in parents:
            yield f"{path}.parent", f"“{activity.parent}” is not an activity of this course."
        elif None not in [parents.get(key) for key in _upwards(activity.key, parents)]:
            yield f"{path}.parent", f"“{activity.key}” lies below itself."


def _upwards(key: str, parents: dict[str, str | None]) -> list[str]:
    """Return the key, its parent and so on, stopping where a circle closes."""
    steps: list[str] = []
    step: str | None = key
    while step is not None and step not in steps:
        steps.append(step)
        step = parents.get(step)
    return steps


def _faults_of_fields(terms: Terms, path: str, part: Any) -> Iterator[Fault]:
    for field in fields(part):
        check = FIELD_CHECKS.get(field.name)
        if check is None:
            continue
        value = getattr(part, field.name)
        for single in value if isinstance(value, tuple) else [value]:
            if message := check(terms, single):
                yield f"{path}.{field.name}", message


def _if_blank(_terms: Terms, value: str) -> str | None:
    return None if value.strip() else "is empty."


def _unless_activity(terms: Terms, value: str) -> str | None:
    is_known = value in {activity.key for activity in terms.activities}
    return None if is_known else f"“{value}” is not an activity of this course."


def _unless_module(terms: Terms, value: str) -> str | None:
    is_known = value in {module.key for module in terms.modules}
    return None if is_known else f"“{value}” is not a module of this course."


def _unless_item(terms: Terms, value: str) -> str | None:
    is_known = value in {need.item for need in terms.governance}
    return None if is_known else f"“{value}” is not a governance item of this course."


def _unless_one_of(words: Iterable[str]) -> Callable[[Terms, str], str | None]:
    known = tuple(words)
    sentence = f"is not one of: {', '.join(known)}."
    return lambda _terms, value: None if value in known else f"“{value}” {sentence}"


def _unless_between(
    least: int, most: int | None = None
) -> Callable[[Terms, int | None], str | None]:
    def check(_terms: Terms, value: int | None) -> str | None:
        if value is None or (least <= value and (most is None or value <= most)):
            return None
        return f"{value} is not {least} or more" + (f", up to {most}." if most else ".")

    return check


FIELD_CHECKS: dict[str, Callable[[Terms, Any], str | None]] = {
    "title": _if_blank,
    "body": _if_blank,
    "where": _if_blank,
    "activity": _unless_activity,
    "activities": _unless_activity,
    "modules": _unless_module,
    "items": _unless_item,
    "roles": _unless_one_of(vocabulary.ROLES),
    "formats": _unless_one_of(vocabulary.FORMATS),
    "modes": _unless_one_of(vocabulary.MODES),
    "minutes": _unless_between(1),
    "percent": _unless_between(1, 100),
    "largest_group": _unless_between(1),
}
"""What a field of any part must hold, by its name; a sentence where it does not."""

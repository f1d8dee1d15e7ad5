"""What is wrong with terms: every place where they contradict themselves, with a sentence.

Which check a field gets follows from its name, so that a new kind of requirement or limit is
checked as soon as its dataclass exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, Final

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.unchecked_terms import UncheckedTerms
from trainee_tracker.messages import Message, Own, say, say_again, verbatim

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Fault = tuple[str, Message]
"""Where in the terms, and what is wrong there."""

PARTS = (
    "activities",
    "modules",
    "competences",
    "evidence",
    "governance",
    "requirements",
    "limits",
    "credits",
    "translations",
)
NAMED_BY = {"governance": "item", "credits": "activity", "translations": "language"}
"""By which field a part is told from the others of its kind, where that is not its key."""

_OF_NONE: Final = {
    "competences": say("This is about competences, and the course names none."),
    "modules": say("This is about modules, and the course names none."),
    "governance": say("This is about checks, and the course names none."),
}
_NOT_THERE: Final = {
    "activities": say("“{key}” is not an activity of this course."),
    "modules": say("“{key}” is not a module of this course."),
    "governance": say("“{key}” is not a governance item of this course."),
    "competences": say("“{key}” is not a competence of this course."),
    "evidence": say("“{key}” is not a kind of evidence of this course."),
}


def faults_of(terms: UncheckedTerms) -> Iterator[Fault]:
    """Yield every place where the terms contradict themselves, and what is wrong there."""
    if not KEY.fullmatch(terms.key):
        yield "key", _no_key(terms.key, "aft-foundation")
    for name in ("title", "award"):
        if message := _if_blank(terms, getattr(terms, name)):
            yield name, message
    yield from _faults_of_fields(terms, "source", terms.source)
    for name in PARTS:
        yield from _faults_of_keys(name, getattr(terms, name))
    yield from _faults_of_tree(terms)
    yield from _faults_of_nothing(terms)
    for name in PARTS:
        for number, part in enumerate(getattr(terms, name)):
            path = f"{name}[{number}]"
            yield from _faults_of_fields(terms, path, part)
            yield from _faults_of_amounts(path, part)
            yield from _faults_of_branches(terms, path, part)
    for name in ("weeks", "session_minutes"):
        if (value := getattr(terms, name)) is not None and value < 1:
            yield name, _beyond(value, 1, None)
    if not 1 <= terms.hour_minutes <= 60:
        yield "hour_minutes", _beyond(terms.hour_minutes, 1, 60)


def _faults_of_nothing(terms: UncheckedTerms) -> Iterator[Fault]:
    """Say where something is asked of nothing: everybody would at once be eligible for it."""
    if not terms.requirements:
        yield "requirements", say("This is empty: a course asks for at least one thing.")
    for name in ("requirements", "limits"):
        for number, part in enumerate(getattr(terms, name)):
            for thing in ("competences", "modules", "governance"):
                if not getattr(terms, thing) and _is_about_all(part, thing):
                    yield f"{name}[{number}]", _OF_NONE[thing]


def _is_about_all(part: Any, thing: str) -> bool:
    """Say whether a part may be about all competences, modules or checks of the course."""
    if thing == "modules" and getattr(part, "each_module", False):
        return True
    name = "items" if thing == "governance" else thing
    return hasattr(part, name) and name not in getattr(part, "never_empty", ())


def _faults_of_branches(terms: UncheckedTerms, path: str, part: Any) -> Iterator[Fault]:
    """Say where a part of the tree stands against itself: an hour would be both, or neither."""
    parents = {activity.key: activity.parent for activity in terms.activities}
    own = [getattr(part, "activity", None), *getattr(part, "also", ())]
    for name in ("supervision", "without"):
        value = getattr(part, name, ())
        for other in [value] if isinstance(value, str) else value:
            above = upwards(other, parents)
            for activity in own:
                if other in upwards(activity, parents) or (
                    name == "supervision" and activity in above
                ):
                    yield f"{path}.{name}", _overlap(terms, activity, other)


def _overlap(terms: UncheckedTerms, one: str, other: str) -> Message:
    """Say that two activities that have to be apart are the same, or one within the other."""
    titles = {activity.key: Own(activity.title) for activity in terms.activities}
    first, second = titles[one], titles[other]
    if one == other:
        return say(
            "“{activity}” is chosen twice. Choose another activity in one of the two places.",
            activity=first,
        )
    parents = {activity.key: activity.parent for activity in terms.activities}
    lower, upper = (first, second) if other in upwards(one, parents) else (second, first)
    return say(
        "“{lower}” is a part of “{upper}”, so its time would be both. Choose another activity in one"
        " of the two places.",
        lower=lower,
        upper=upper,
    )


def _faults_of_keys(name: str, parts: Iterable[Any]) -> Iterator[Fault]:
    """Every part has a key of its own: it would otherwise be unclear which one is meant."""
    attribute = NAMED_BY.get(name, "key")
    shape, example = (LANGUAGE, "ar") if attribute == "language" else (KEY, "family-clinic")
    seen: set[str] = set()
    for number, part in enumerate(parts):
        key = getattr(part, attribute)
        if not shape.fullmatch(key):
            yield f"{name}[{number}].{attribute}", _no_key(key, example)
        if key in seen:
            yield f"{name}[{number}].{attribute}", say("“{key}” is there twice.", key=verbatim(key))
        seen.add(key)


def _faults_of_tree(terms: UncheckedTerms) -> Iterator[Fault]:
    """Every activity hangs below one of the shared ones, and never below itself."""
    parents = {activity.key: activity.parent for activity in terms.activities}
    for number, activity in enumerate(terms.activities):
        path = f"activities[{number}]"
        if activity.parent is None:
            if activity.key not in vocabulary.ACTIVITIES:
                yield (
                    path,
                    say(
                        "“{key}” needs a parent; only these have none: {shared}.",
                        key=verbatim(activity.key),
                        shared=verbatim(", ".join(vocabulary.ACTIVITIES)),
                    ),
                )
        elif activity.parent not in parents:
            yield f"{path}.parent", _not_there("activities", activity.parent)
        elif None not in [parents.get(key) for key in upwards(activity.key, parents)]:
            yield f"{path}.parent", say("“{key}” lies below itself.", key=verbatim(activity.key))


def upwards(key: str, parents: dict[str, str | None]) -> list[str]:
    """Return the key, its parent and so on, stopping where a circle closes."""
    steps: list[str] = []
    step: str | None = key
    while step is not None and step not in steps:
        steps.append(step)
        step = parents.get(step)
    return steps


def _faults_of_fields(terms: UncheckedTerms, path: str, part: Any) -> Iterator[Fault]:
    for field in fields(part):
        least = getattr(part, "least", {}).get(field.name)
        check = FIELD_CHECKS.get(field.name) if least is None else _unless_between(least)
        if check is None:
            continue
        value = getattr(part, field.name)
        for single in value if isinstance(value, tuple) else [value]:
            if message := check(terms, single):
                yield f"{path}.{field.name}", message


def _faults_of_amounts(path: str, part: Any) -> Iterator[Fault]:
    """Say where a part leaves open how much it means, or of what."""
    for name in getattr(part, "never_empty", ()):
        if not getattr(part, name):
            yield f"{path}.{name}", say("This is empty: name at least one.")
    names: tuple[str, str] | None = getattr(part, "one_of", None)
    if names is None:
        return
    if len([name for name in names if getattr(part, name) is not None]) != 1:
        yield (
            path,
            say(
                "This gives either {one} or {other}.",
                one=verbatim(names[0]),
                other=verbatim(names[1]),
            ),
        )
    if hasattr(part, "of") and (part.of is None) != (part.percent is None):
        yield (
            f"{path}.of",
            say("This goes with percent: of which requirement the percentage is."),
        )


def _no_key(key: str, example: str) -> Message:
    return say(
        "“{key}” is not a key such as {example}.", key=verbatim(key), example=verbatim(example)
    )


def _not_there(name: str, key: str) -> Message:
    """Say that a key names nothing in a list of the course."""
    return say_again(_NOT_THERE[name], key=verbatim(key))


def _if_blank(_terms: UncheckedTerms, value: str) -> Message | None:
    return None if value.strip() else say("This is empty.")


def _unless_part(name: str) -> Callable[[UncheckedTerms, str | None], Message | None]:
    """Return a check that a key is that of an existing part of the course."""
    attribute = NAMED_BY.get(name, "key")

    def check(terms: UncheckedTerms, value: str | None) -> Message | None:
        if value is None or value in {getattr(part, attribute) for part in getattr(terms, name)}:
            return None
        return _not_there(name, value)

    return check


def _unless_minimum(terms: UncheckedTerms, value: str | None) -> Message | None:
    minimums = {part.key: part for part in terms.requirements if isinstance(part, MinimumMinutes)}
    if value is None:
        return None
    if value not in minimums:
        return say("“{key}” is not a requirement of minutes of this course.", key=verbatim(value))
    if minimums[value].pooled:
        return say(
            "“{title}” is asked of the whole group: nobody has a share of it alone.",
            title=Own(minimums[value].title),
        )
    return None


def _unless_one_of(words: Iterable[str]) -> Callable[[UncheckedTerms, str], Message | None]:
    known = tuple(words)

    def check(_terms: UncheckedTerms, value: str) -> Message | None:
        if value in known:
            return None
        return say(
            "“{value}” is not one of: {known}.",
            value=verbatim(value),
            known=verbatim(", ".join(known)),
        )

    return check


def _unless_between(
    least: int, most: int | None = None
) -> Callable[[UncheckedTerms, int | None], Message | None]:
    def check(_terms: UncheckedTerms, value: int | None) -> Message | None:
        if value is None or (least <= value and (most is None or value <= most)):
            return None
        return _beyond(value, least, most)

    return check


def _beyond(value: int, least: int, most: int | None) -> Message:
    """Say between what a number has to be."""
    if most is None:
        return say("{value} is not {least} or more.", value=value, least=least)
    return say("{value} is not {least} or more, up to {most}.", value=value, least=least, most=most)


_activity = _unless_part("activities")
_module = _unless_part("modules")

FIELD_CHECKS: dict[str, Callable[[UncheckedTerms, Any], Message | None]] = {
    "title": _if_blank,
    "award": _if_blank,
    "body": _if_blank,
    "where": _if_blank,
    "activity": _activity,
    "activities": _activity,
    "also": _activity,
    "without": _activity,
    "supervision": _activity,
    "modules": _module,
    "after_module": _module,
    "items": _unless_part("governance"),
    "competences": _unless_part("competences"),
    "evidence": _unless_part("evidence"),
    "of": _unless_minimum,
    "roles": _unless_one_of(vocabulary.ROLES),
    "formats": _unless_one_of(vocabulary.FORMATS),
    "modes": _unless_one_of(vocabulary.MODES),
    "observed": _unless_one_of(vocabulary.OBSERVED),
    "level": _unless_between(1, 4),
    "percent": _unless_between(1, 100),
    **dict.fromkeys(
        (
            "minutes",
            "practice_minutes",
            "days",
            "weeks",
            "months",
            "cases",
            "sessions",
            "types",
            "count",
            "largest_group",
        ),
        _unless_between(1),
    ),
    "supervision_minutes": _unless_between(0),
}
"""What a field of any part must hold, by its name; a sentence where it does not."""

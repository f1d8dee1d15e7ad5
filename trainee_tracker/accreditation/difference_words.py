"""How a difference between two versions of a course is put into words.

A difference is a sentence: of what, what it says now and what it said before. Every field of every
kind has here how its value reads in it, by its name, so that a new kind of requirement is told as
soon as its fields are named like those there are; a test finds one that is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.credit import CREDITED, GroupCredit
from trainee_tracker.accreditation.kinds import CompletedCases, ProblemTypes
from trainee_tracker.accreditation.limits import Cap, NotOlderThan, PriorLearning
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import GovernanceNeed, Translation
from trainee_tracker.messages import (
    All,
    AnyOf,
    Message,
    Minutes,
    Own,
    Percent,
    Value,
    say,
    say_again,
    say_many,
    verbatim,
)

Words = Callable[[Terms, Any], Value]
"""How the value of a field reads, given the terms that it is of."""

_ADDED: Final[Mapping[str, Message]] = {
    "activities": say("New activity: {part}"),
    "modules": say("New module: {part}"),
    "competences": say("New competence: {part}"),
    "evidence": say("New kind of evidence: {part}"),
    "governance": say("New check: {part}"),
    "requirements": say("New: {part}"),
    "limits": say("New limit: {part}"),
    "credits": say("New rule for time in a group: {part}"),
    "translations": say("New translation: {part}"),
}
_REMOVED: Final[Mapping[str, Message]] = {
    "activities": say("No longer an activity: {part}"),
    "modules": say("No longer a module: {part}"),
    "competences": say("No longer a competence: {part}"),
    "evidence": say("No longer a kind of evidence: {part}"),
    "governance": say("No longer a check: {part}"),
    "requirements": say("No longer asked for: {part}"),
    "limits": say("No longer a limit: {part}"),
    "credits": say("No longer a rule for time in a group: {part}"),
    "translations": say("No longer a translation: {part}"),
}
_ANOTHER_KIND: Final[Mapping[str, Message]] = {
    "requirements": say("Asked for in another way: {now}; before: {before}"),
    "limits": say("Limited in another way: {now}; before: {before}"),
}
_REORDERED: Final[Mapping[str, Message]] = {
    "modules": say("The modules come in another order: {order}"),
    "limits": say("These limits act in another order: {order}"),
}
"""The sentence about a part, by the field of Terms."""

OF_THE_COURSE = (
    "title",
    "award",
    "award_wording",
    "hour_minutes",
    "weeks",
    "session_minutes",
    "key",
)
COURSE_LABELS: Final[Mapping[tuple[str, str], Message]] = {
    ("", "title"): say("Title of the course"),
    ("", "award"): say("Title of the award"),
    ("", "award_wording"): say("Sentence on the certificate"),
    ("", "hour_minutes"): say("Length of an hour"),
    ("", "weeks"): say("Weeks of teaching"),
    ("", "session_minutes"): say("Length of a class"),
    ("", "key"): say("Short name of the rules"),
    ("source", "body"): say("Modelled on"),
    ("source", "where"): say("Where the rules were read"),
    ("source", "read_on"): say("When the rules were read"),
    ("source", "verified"): say("The rules as a whole"),
}
"""What a sentence about the course as a whole is about, by part ("source" or none) and field."""


def added(part: str, described: Value) -> Message:
    """Say that a part is new; `part` is the field of Terms."""
    return say_again(_ADDED[part], part=described)


def removed(part: str, name: Value) -> Message:
    """Say that a part is gone."""
    return say_again(_REMOVED[part], part=name)


def of_another_kind(part: str, *, now: Value, before: Value) -> Message:
    """Say that a part asks for something in another way."""
    return say_again(_ANOTHER_KIND[part], now=now, before=before)


def reordered(part: str, names: Sequence[Value]) -> Message:
    """Say in which order parts come now."""
    return say_again(_REORDERED[part], order=order_of(names))


def order_of(names: Sequence[Value]) -> Value:
    """Return things in their order: "a, then b, then c"."""
    found = names[0]
    for each in names[1:]:
        found = say("{first}, then {then}", first=found, then=each)
    return found


def changed(what: Value, *, now: Value, before: Value) -> Message:
    """Say what a field says now and said before."""
    return say("{what}: {now}, was {before}", what=what, now=now, before=before)


def renamed(part: str, was: Any, terms: Terms, now: Value) -> Message:
    """Say that a part has another title; `terms` are those that it was of."""
    if part == "translations":
        language = verbatim(was.language)
        return say("The translation ({language}) is now called {now}", language=language, now=now)
    return say("“{before}” is now called {now}", before=name_of(terms, was), now=now)


def told_apart(words: Value, value: object) -> Message:
    """Return the words for a value with what it is in a file, where two read the same."""
    plain = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return say("{words} ({keys})", words=words, keys=verbatim(plain))


def name_of(terms: Terms, part: Any) -> Value:
    """Return what a part is called on pages."""
    if isinstance(part, GroupCredit):
        return Own(terms.activity_titles[part.activity])
    if isinstance(part, Translation):
        language = verbatim(part.language)
        return say("{title} ({language})", title=Own(part.title), language=language)
    return Own(part.title)


def described(terms: Terms, part: Any) -> Value:
    """Return a part's name and how much it asks for: "Reflective logs, 10"."""
    own = {field.name for field in fields(part)}
    found = name_of(terms, part)
    for field in AMOUNTS:
        if field in own and _says_how_much(field, getattr(part, field)):
            amount = in_words(terms, part, field)
            found = say("{part}, {amount}", part=found, amount=amount)
    return found


def _says_how_much(field: str, value: object) -> bool:
    """Say whether an amount is worth telling: 0 minutes are a limit, any other 0 is none."""
    return value is not None and (field == "minutes" or value != 0)


def in_words(terms: Terms, part: Any, field: str) -> Value:
    """Return how the value of a field of a part reads."""
    words = OWN_WORDS.get((type(part), field)) or FIELD_WORDS[field]
    return words(terms, getattr(part, field))


def _unless_none(words: Callable[[int], Value], none: Message) -> Words:
    """Return the words for a number; `none` where there is none."""
    return lambda _terms, value: none if value is None else words(value)


def _titled(part: str, some: Message, none: Message | None = None, attribute: str = "key") -> Words:
    """Return the words for one or several parts of the course, by their titles: in `some`, {parts}."""

    def words(terms: Terms, value: str | Sequence[str] | None) -> Value:
        keys = [value] if isinstance(value, str) else list(value or ())
        if not keys and none is not None:
            return none
        titles = {getattr(each, attribute): Own(each.title) for each in getattr(terms, part)}
        return say_again(some, parts=All(tuple(titles[key] for key in keys)))

    return words


def _one_of(known: Mapping[str, Message], some: Message, none: Message) -> Words:
    """Return the words for a choice out of a shared vocabulary: in `some`, {words}."""

    def words(_terms: Terms, value: Iterable[str]) -> Value:
        chosen = tuple(known[key] for key in value)
        return say_again(some, words=AnyOf(chosen)) if chosen else none

    return words


def _by_value(known: Mapping[Any, Message]) -> Words:
    """Return the words for one of a few values."""
    return lambda _terms, value: known[value]


def _requirement(terms: Terms, key: str | None) -> Message:
    if key is None:
        return say("of no requirement")
    titles = {each.key: each.title for each in terms.requirements}
    return say("of what “{requirement}” asks for", requirement=Own(titles[key]))


def _written(_terms: Terms, value: str) -> Message:
    return say("“{text}”", text=Own(value)) if value else say("none")


_NOT_SET: Final = say("not set")
_NOT_IN_TIME: Final = say("not set in time")
_NO_SHARE: Final = say("no share")
_FOR: Final = say("for {parts}")

FIELD_WORDS: dict[str, Words] = {
    "key": _written,
    "item": _written,
    "language": _written,
    "title": _written,
    "award": _written,
    "award_wording": _written,
    "body": _written,
    "where": _written,
    "read_on": lambda _terms, value: value,
    "verified": _by_value({True: say("verified"), False: say("unverified")}),
    "hour_minutes": lambda _terms, value: say_many("{n} minute", "{n} minutes", n=value),
    "session_minutes": _unless_none(Minutes, _NOT_IN_TIME),
    "minutes": _unless_none(Minutes, _NOT_IN_TIME),
    "percent": _unless_none(Percent, _NO_SHARE),
    "count": lambda _terms, value: value,
    "level": lambda _terms, value: say(
        "level {level} ({words})", level=value, words=vocabulary.LEVELS[value]
    ),
    "days": _unless_none(lambda days: say_many("{n} day", "{n} days", n=days), _NOT_SET),
    "weeks": _unless_none(lambda weeks: say_many("{n} week", "{n} weeks", n=weeks), _NOT_SET),
    "months": _unless_none(lambda months: say_many("{n} month", "{n} months", n=months), _NOT_SET),
    "cases": lambda _terms, value: say_many("{n} case", "{n} cases", n=value),
    "types": lambda _terms, value: say_many("{n} type of problem", "{n} types of problem", n=value),
    "sessions": lambda _terms, value: say_many("{n} session", "{n} sessions", n=value),
    "supervision_minutes": lambda _terms, value: say("{time} of supervision", time=Minutes(value)),
    "practice_minutes": lambda _terms, value: say("for every {time}", time=Minutes(value)),
    "largest_group": _unless_none(
        lambda most: say("a group of at most {most}", most=most), say("a group of any size")
    ),
    "activity": _titled("activities", say("time in {parts}")),
    "activities": _titled("activities", _FOR, say("for every activity")),
    "also": _titled("activities", say("together with {parts}"), say("nothing beside it")),
    "without": _titled("activities", say("without {parts}"), say("leaving nothing out")),
    "supervision": _titled("activities", say("supervised in {parts}")),
    "parent": _titled("activities", say("part of {parts}"), say("part of nothing else")),
    "modules": _titled("modules", _FOR, say("for every module")),
    "after_module": _titled("modules", say("once passed: {parts}"), say("from the first day")),
    "items": _titled("governance", _FOR, say("for every check"), "item"),
    "competences": _titled("competences", _FOR, say("for every competence")),
    "evidence": _titled("evidence", say("counting {parts}")),
    "of": _requirement,
    "roles": _one_of(vocabulary.ROLES, say("only as {words}"), say("in any part taken")),
    "formats": _one_of(vocabulary.FORMATS, say("only with {words}"), say("with anyone")),
    "modes": _one_of(vocabulary.MODES, say("only {words}"), say("held in any way")),
    "observed": _one_of(vocabulary.OBSERVED, say("only if {words}"), say("observed or not")),
    "kind": lambda _terms, value: CREDITED[value],
    "pooled": _by_value(
        {
            None: say("by each trainee"),
            "person": say("by everyone together"),
            "session": say("by everyone together, each session once"),
        }
    ),
    "period": _by_value({"month": say("in every month"), "week": say("in every week")}),
    "per": _by_value(
        {
            "course": say("over the whole course"),
            "month": say("in every month"),
            "week-and-site": say("in every week at each site"),
        }
    ),
    "each_module": _by_value({True: say("in each module"), False: say("over the whole course")}),
    "per_site": _by_value({True: say("at each site"), False: say("at any site")}),
}
"""How the value of a field reads in a sentence, by the name of the field.

Each is a phrase that stands by itself, after the colon of "{what}: {now}, was {before}": nothing
around it inflects it.
"""

_AT_MOST_TIME: Final = _unless_none(
    lambda most: say("at most {most}", most=Minutes(most)), _NOT_IN_TIME
)
_AT_MOST_SHARE: Final = _unless_none(
    lambda most: say("at most {most}", most=Percent(most)), _NO_SHARE
)


def _sessions_each(_terms: Terms, sessions: int) -> Message:
    return say_many("{n} session each", "{n} sessions each", n=sessions)


def _supervision_each(_terms: Terms, minutes: int) -> Message:
    return say("{time} of supervision each", time=Minutes(minutes))


OWN_WORDS: dict[tuple[type, str], Words] = {
    (Cap, "minutes"): _AT_MOST_TIME,
    (PriorLearning, "minutes"): _AT_MOST_TIME,
    (Cap, "percent"): _AT_MOST_SHARE,
    (PriorLearning, "percent"): _AT_MOST_SHARE,
    (NotOlderThan, "months"): lambda _terms, value: say_many(
        "{n} month at most", "{n} months at most", n=value
    ),
    (CompletedCases, "sessions"): _sessions_each,
    (ProblemTypes, "sessions"): _sessions_each,
    (CompletedCases, "supervision_minutes"): _supervision_each,
    (ProblemTypes, "supervision_minutes"): _supervision_each,
    (GovernanceNeed, "activities"): _titled(
        "activities", say("needed for {parts}"), say("needed for no activity")
    ),
    (GroupCredit, "activity"): _written,
}
"""Where a kind means a field otherwise than the others do."""

AMOUNTS = (
    "kind",
    "minutes",
    "percent",
    "of",
    "count",
    "level",
    "cases",
    "types",
    "sessions",
    "supervision_minutes",
    "practice_minutes",
    "days",
    "weeks",
    "months",
)
"""The fields that say how much, in the order in which a sentence says them."""

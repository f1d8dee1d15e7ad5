"""How a difference between two versions of a course is put into words.

Every field of every kind has its phrase here, by its name, so that a new kind of requirement is
told in words as soon as its fields are named like those there are; a test finds one that is not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from trainee_tracker.accreditation import vocabulary
from trainee_tracker.accreditation.credit import FORMULAS, GroupCredit
from trainee_tracker.accreditation.kinds import CompletedCases, ProblemTypes
from trainee_tracker.accreditation.limits import Cap, NotOlderThan, PriorLearning
from trainee_tracker.accreditation.terms import GovernanceNeed, Terms, Translation
from trainee_tracker.accreditation.words import duration, listing, longdate
from trainee_tracker.messages import Message

Phrase = Callable[[Terms, Any], str]

ADDED = {
    "activities": "New activity",
    "modules": "New module",
    "competences": "New competence",
    "evidence": "New kind of evidence",
    "governance": "New check",
    "requirements": "New",
    "limits": "New limit",
    "credits": "New rule for time in a group",
    "translations": "New translation",
}
REMOVED = {
    "activities": "No longer an activity",
    "modules": "No longer a module",
    "competences": "No longer a competence",
    "evidence": "No longer a kind of evidence",
    "governance": "No longer a check",
    "requirements": "No longer asked for",
    "limits": "No longer a limit",
    "credits": "No longer a rule for time in a group",
    "translations": "No longer a translation",
}
ANOTHER_KIND = {
    "requirements": "Asked for in another way",
    "limits": "Limited in another way",
}
REORDERED = {
    "modules": "The modules come in another order",
    "limits": "These limits act in another order",
}
"""How a sentence about a part begins, by the field of Terms."""

OF_THE_COURSE = (
    "title",
    "award",
    "award_wording",
    "hour_minutes",
    "weeks",
    "session_minutes",
    "key",
)
COURSE_LABELS = {
    ("", "title"): "Title of the course",
    ("", "award"): "Title of the award",
    ("", "award_wording"): "Sentence on the certificate",
    ("", "hour_minutes"): "Length of an hour",
    ("", "weeks"): "Weeks of teaching",
    ("", "session_minutes"): "Length of a class",
    ("", "key"): "Short name of the rules",
    ("source", "body"): "Modelled on",
    ("source", "where"): "Where the rules were read",
    ("source", "read_on"): "When the rules were read",
    ("source", "verified"): "The rules as a whole",
}
"""How a sentence about the course as a whole begins, by part ("source" or none) and field."""


def quoted(text: str) -> str:
    """Return a text that somebody wrote, in quotation marks; "none" for no text."""
    return f"“{text}”" if text else "none"


def name_of(terms: Terms, part: Any) -> str:
    """Return what a part is called on pages."""
    if isinstance(part, GroupCredit):
        return terms.activity_titles[part.activity]
    if isinstance(part, Translation):
        return f"{part.title} ({part.language})"
    return str(part.title)


def a_name_for(part: str, terms: Terms, value: Any) -> str:
    """Return how a sentence names a part that has another title now."""
    return (
        f"The translation ({value.language})"
        if part == "translations"
        else quoted(name_of(terms, value))
    )


def described(terms: Terms, part: Any) -> str:
    """Return a part's name and how much it asks for: "Reflective logs, 10"."""
    own = {field.name for field in fields(part)}
    said = [
        in_words(terms, part, field)
        for field in AMOUNTS
        if field in own and _says_how_much(field, getattr(part, field))
    ]
    return ", ".join([name_of(terms, part), *said])


def _says_how_much(field: str, value: object) -> bool:
    """Say whether an amount is worth telling: no minutes are a limit, no supervision is nothing."""
    return value is not None and (field == "minutes" or value != 0)


def in_words(terms: Terms, part: Any, field: str) -> str:
    """Return the value of a field of a part as a phrase."""
    phrase = OWN_WORDS.get((type(part), field)) or FIELD_WORDS[field]
    return phrase(terms, getattr(part, field))


def _counted(one: str, many: str, before: str = "", after: str = "") -> Phrase:
    """Return the phrase for a number of things."""

    def phrase(_terms: Terms, value: int | None) -> str:
        if value is None:
            return "not set"
        return f"{before}{value:,} {one if value == 1 else many}{after}"

    return phrase


def _lasting(before: str = "", after: str = "") -> Phrase:
    """Return the phrase for minutes."""

    def phrase(_terms: Terms, value: int | None) -> str:
        return "not set in time" if value is None else f"{before}{duration(value)}{after}"

    return phrase


def _titled(part: str, before: str, none: str, attribute: str = "key") -> Phrase:
    """Return the phrase for one or several parts of the course, by their titles."""

    def phrase(terms: Terms, value: str | Sequence[str] | None) -> str:
        keys = [value] if isinstance(value, str) else list(value or ())
        if not keys:
            return none
        titles = {getattr(each, attribute): each.title for each in getattr(terms, part)}
        return f"{before}{listing([titles[key] for key in keys])}"

    return phrase


def _one_of(words: Mapping[str, Message], before: str, none: str) -> Phrase:
    """Return the phrase for a choice out of a shared vocabulary."""

    def phrase(_terms: Terms, value: Sequence[str]) -> str:
        return f"{before}{listing([str(words[key]) for key in value], 'or')}" if value else none

    return phrase


def _by_value(words: Mapping[Any, str]) -> Phrase:
    """Return the phrase for one of a few values."""
    return lambda _terms, value: words[value]


def _requirement(terms: Terms, key: str | None) -> str:
    titles = {each.key: each.title for each in terms.requirements}
    return "of no requirement" if key is None else f"of what “{titles[key]}” asks for"


def _written(_terms: Terms, value: str) -> str:
    return quoted(value)


def _percent(before: str = "") -> Phrase:
    return lambda _terms, value: "no share" if value is None else f"{before}{value} %"


FIELD_WORDS: dict[str, Phrase] = {
    "key": _written,
    "item": _written,
    "language": _written,
    "title": _written,
    "award": _written,
    "award_wording": _written,
    "body": _written,
    "where": _written,
    "read_on": lambda _terms, value: longdate(value),
    "verified": _by_value({True: "verified", False: "unverified"}),
    "hour_minutes": _counted("minute", "minutes"),
    "session_minutes": _lasting(),
    "minutes": _lasting(),
    "percent": _percent(),
    "count": lambda _terms, value: f"{value:,}",
    "level": lambda _terms, value: f"level {value} ({vocabulary.LEVELS[value]!s})",
    "days": _counted("day", "days"),
    "weeks": _counted("week", "weeks"),
    "months": _counted("month", "months"),
    "cases": _counted("case", "cases"),
    "types": _counted("type of problem", "types of problem"),
    "sessions": _counted("session", "sessions"),
    "supervision_minutes": _lasting(after=" of supervision"),
    "practice_minutes": _lasting("for every "),
    "largest_group": lambda _terms, value: (
        "a group of any size" if value is None else f"a group of at most {value}"
    ),
    "activity": _titled("activities", "time in ", ""),
    "activities": _titled("activities", "for ", "for every activity"),
    "also": _titled("activities", "together with ", "nothing beside it"),
    "without": _titled("activities", "without ", "leaving nothing out"),
    "supervision": _titled("activities", "supervised in ", ""),
    "parent": _titled("activities", "part of ", "part of nothing else"),
    "modules": _titled("modules", "for ", "for every module"),
    "after_module": _titled("modules", "once passed: ", "from the first day"),
    "items": _titled("governance", "for ", "for every check", "item"),
    "competences": _titled("competences", "for ", "for every competence"),
    "evidence": _titled("evidence", "counting ", ""),
    "of": _requirement,
    "roles": _one_of(vocabulary.ROLES, "only as ", "in any part taken"),
    "formats": _one_of(vocabulary.FORMATS, "only with ", "with anyone"),
    "modes": _one_of(vocabulary.MODES, "only ", "held in any way"),
    "observed": _one_of(vocabulary.OBSERVED, "only ", "observed or not"),
    "kind": lambda _terms, value: FORMULAS[value][1],
    "pooled": _by_value(
        {
            None: "by each trainee",
            "person": "by everyone together",
            "session": "by everyone together, each session once",
        }
    ),
    "period": _by_value({"month": "in every month", "week": "in every week"}),
    "per": _by_value(
        {
            "course": "over the whole course",
            "month": "in every month",
            "week-and-site": "in every week at each site",
        }
    ),
    "each_module": _by_value({True: "in each module", False: "over the whole course"}),
    "per_site": _by_value({True: "at each site", False: "at any site"}),
}
"""How the value of a field reads in a sentence, by the name of the field."""

OWN_WORDS: dict[tuple[type, str], Phrase] = {
    (Cap, "minutes"): _lasting("at most "),
    (PriorLearning, "minutes"): _lasting("at most "),
    (Cap, "percent"): _percent("at most "),
    (PriorLearning, "percent"): _percent("at most "),
    (NotOlderThan, "months"): _counted("month", "months", after=" at most"),
    (CompletedCases, "sessions"): _counted("session", "sessions", after=" each"),
    (ProblemTypes, "sessions"): _counted("session", "sessions", after=" each"),
    (CompletedCases, "supervision_minutes"): _lasting(after=" of supervision each"),
    (ProblemTypes, "supervision_minutes"): _lasting(after=" of supervision each"),
    (GovernanceNeed, "activities"): _titled("activities", "needed for ", "needed for no activity"),
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

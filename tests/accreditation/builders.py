"""Short ways to write a course and a ledger in a test."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, Outcome
from trainee_tracker.accreditation.limits import Limit
from trainee_tracker.accreditation.standing import JudgedLine, RequirementStanding, Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity, GovernanceNeed, Module, Source
from trainee_tracker.messages import Message

TODAY = date(2026, 11, 22)
MARCH_3 = date(2026, 3, 3)
MONDAY = date(2026, 3, 2)
SOURCE = Source("A body", "its handbook", TODAY, verified=True)
ACTIVITIES = (
    Activity("taught", "Taught hours"),
    Activity("practice", "Practice with families"),
    Activity("family-clinic", "Family clinic", parent="practice"),
    Activity("supervision", "Supervision"),
)
MODULES = (Module("genograms", "Genograms"), Module("case-study", "Case study"))
PRACTICE_HOUR = MinimumMinutes("hours", "Practice hours", "practice", 60, verified=True)
DBS = GovernanceNeed("enhanced-dbs", "Enhanced DBS check", ("practice",))
CONTRACT = GovernanceNeed("supervision-contract", "Supervision contract", ("practice",))

_numbers = count(1)


def terms(**changes: Any) -> Terms:
    """Return a small course with the given changes."""
    parts: dict[str, Any] = {
        "key": "a-course",
        "title": "A course",
        "award": "An award",
        "source": SOURCE,
        "activities": ACTIVITIES,
        "requirements": (PRACTICE_HOUR,),
    }
    return Terms(**(parts | changes))


def line(activity: str = "practice", minutes: int = 60, **changes: Any) -> LedgerLine:
    """Return a signed-off line of Amina's on 3 March 2026 with the given changes."""
    number = next(_numbers)
    parts: dict[str, Any] = {
        "entry": f"e{number}",
        "session": f"s{number}",
        "trainee": "amina",
        "held_on": MARCH_3,
        "activity": activity,
        "minutes": minutes,
    }
    return LedgerLine(**(parts | changes))


def standing(
    course: Terms,
    *lines: LedgerLine,
    clearances: Iterable[Clearance] = (),
    outcomes: Iterable[Outcome] = (),
    as_of: date = TODAY,
    trainee: str = "amina",
) -> Standing:
    """Judge Amina."""
    return judge(course, lines, clearances, outcomes, as_of, trainee)


def judged(course: Terms, one: LedgerLine, **given: Any) -> JudgedLine:
    """Return what became of a single line."""
    return standing(course, one, **given).lines[0]


def only_requirement(course: Terms, *lines: LedgerLine, **given: Any) -> RequirementStanding:
    """Return the standing of a course's only requirement."""
    return standing(course, *lines, **given).requirements[0]


def texts(messages: Iterable[Message]) -> tuple[str, ...]:
    """Return messages as English reads."""
    return tuple(str(message) for message in messages)


def day(number: int) -> date:
    """Return the day so many days after Monday, 2 March 2026."""
    return MONDAY + timedelta(days=number)


def limited(*limits: Limit, **changes: Any) -> Terms:
    """Return a small course with these limits."""
    return terms(limits=limits, modules=MODULES, **changes)


def left(course: Terms, *lines: LedgerLine, **given: Any) -> list[int]:
    """Return the counted minutes of the lines in the order in which they are given."""
    counted = {one.entry: one.counted_minutes for one in standing(course, *lines, **given).lines}
    return [counted[one.entry] for one in lines]


def said(course: Terms, *lines: LedgerLine, of: LedgerLine, **given: Any) -> JudgedLine:
    """Return what became of one of the lines."""
    return next(one for one in standing(course, *lines, **given).lines if one.entry == of.entry)


def prior(activity: str, minutes: int, **changes: Any) -> LedgerLine:
    """Return a line of prior learning of Amina's."""
    return line(activity, minutes, is_prior_learning=True, **changes)

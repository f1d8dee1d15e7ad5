"""Random courses and ledgers: few days, few sites and few minutes, so that rules bite."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.accreditation.builders import CONTRACT, DBS, MODULES, terms
from tests.accreditation.recount_lines import Case
from trainee_tracker.accreditation import kinds, limits
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    Clearance,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    LineState,
    ModuleOutcome,
    Outcome,
)
from trainee_tracker.accreditation.standing import CohortStanding
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    GovernanceNeed,
)
from trainee_tracker.accreditation.vocabulary import FORMATS, MODES, OBSERVED, ROLES

AS_OF = date(2028, 3, 10)
TRAINEES = ("amina", "benedict")
DAYS = [
    *(date(2027, 2, 28), date(2027, 3, 9), date(2027, 3, 10)),
    *(date(2028, 1, 31), date(2028, 2, 1), date(2028, 2, 5), date(2028, 2, 6)),
    *(date(2028, 2, 7), date(2028, 2, 8), date(2028, 2, 13), date(2028, 2, 14)),
    *(date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), AS_OF, date(2028, 3, 11)),
]
"""The ends of a month and of weeks, a leap day, a year before the standing and the day after it."""

ON_DAYS = st.sampled_from(DAYS)
MODULE_KEYS = [module.key for module in MODULES]
COMPETENCES = (Competence("empathy", "Empathy"), Competence("harm", "No harm done"))
ITEMS = [DBS.item, CONTRACT.item]
BRANCHES = st.sampled_from(["practice", "practice", "family-clinic", "taught"])


def some(words: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw none of some words as often as one or two of them."""
    few = st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True).map(tuple)
    return st.just(()) | few


NARROWED = {
    "roles": some(list(ROLES)),
    "formats": some(list(FORMATS)),
    "modes": some(list(MODES)),
    "without": some(["family-clinic"]),
}
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **NARROWED,
    "key": st.just("to-be-numbered"),
    "title": st.just("A rule"),
    "verified": st.booleans(),
    "activity": BRANCHES,
    "activities": some(["practice", "family-clinic", "taught"]),
    "also": some(["taught", "supervision"]),
    "supervision": st.just("supervision"),
    "observed": some(list(OBSERVED)),
    "minutes": st.integers(1, 150),
    "supervision_minutes": st.integers(1, 60),
    "practice_minutes": st.integers(1, 240),
    "percent": st.integers(1, 100),
    "each_module": st.booleans(),
    "modules": some(MODULE_KEYS),
    "after_module": st.none() | st.sampled_from(MODULE_KEYS),
    "items": some(ITEMS),
    "competences": some([one.key for one in COMPETENCES]),
    "evidence": st.just("studies"),
    "pooled": st.sampled_from([None, None, "person", "session"]),
    "per": st.sampled_from(["course", "month", "week-and-site"]),
    "period": st.sampled_from(["month", "week"]),
    "per_site": st.booleans(),
    "days": st.integers(1, 15),
    "months": st.integers(1, 12),
    "weeks": st.none(),
    "level": st.integers(1, 4),
    **dict.fromkeys(("cases", "sessions", "types", "count"), st.integers(1, 2)),
}
"""What a field of a kind may hold, by its name."""


def of_kind(kind: type, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a requirement or a limit of a kind."""
    names = [field.name for field in fields(kind)]
    parts = {name: FIELDS[name] for name in names if name not in fixed} | fixed
    return st.builds(kind, **parts).map(without_overlaps)


def without_overlaps(part: Any) -> Any:
    """Return a part in which nothing is both supervision and practice, or both in and out."""
    if hasattr(part, "supervision") and "supervision" in part.activity:
        part = replace(part, activity="practice")
    if hasattr(part, "supervision") and hasattr(part, "also"):
        part = replace(part, also=tuple(each for each in part.also if each != "supervision"))
    if getattr(part, "activity", None) in getattr(part, "without", ()):
        part = replace(part, without=())
    return part


GATED = some(["practice", "family-clinic"]).filter(bool)
NO_LIMITS: st.SearchStrategy[list[Any]] = st.just([])
NONE, SHARE = st.none(), st.just("hours")
REQUIREMENTS: dict[type, st.SearchStrategy[Any]] = {
    kind: of_kind(kind) for kind in kinds.KINDS.values()
} | {
    kinds.CompletedCases: of_kind(kinds.CompletedCases, supervision_minutes=st.integers(0, 30)),
    kinds.ProblemTypes: of_kind(kinds.ProblemTypes, supervision_minutes=st.integers(0, 30)),
    kinds.ObservedSessions: of_kind(
        kinds.ObservedSessions, observed=FIELDS["observed"].filter(bool)
    ),
    kinds.LeastElapsed: of_kind(kinds.LeastElapsed)
    | of_kind(kinds.LeastElapsed, weeks=st.integers(1, 5), months=NONE),
}
LIMITS: dict[type, st.SearchStrategy[Any]] = {
    limits.NotOlderThan: of_kind(limits.NotOlderThan),
    limits.AfterModules: of_kind(
        limits.AfterModules, activities=GATED, modules=FIELDS["modules"].filter(bool)
    ),
    limits.AfterCompetence: of_kind(
        limits.AfterCompetence, activities=GATED, level=st.integers(1, 3)
    ),
    limits.SupervisedPeriod: of_kind(limits.SupervisedPeriod),
    limits.BestWindow: of_kind(limits.BestWindow, months=st.sampled_from([1, 1, 2, 12])),
    limits.RollingLimit: of_kind(limits.RollingLimit),
    limits.PriorLearning: of_kind(limits.PriorLearning, percent=NONE, of=NONE)
    | of_kind(limits.PriorLearning, minutes=NONE, of=SHARE),
    limits.Cap: of_kind(limits.Cap, percent=NONE, of=NONE, minutes=st.integers(0, 150))
    | of_kind(limits.Cap, minutes=NONE, of=SHARE),
}
CREDITS = st.lists(
    st.builds(
        GroupCredit,
        activity=st.sampled_from(["supervision", "practice", "family-clinic"]),
        kind=st.sampled_from(CreditKind),
        largest_group=st.none() | st.integers(1, 6),
    ),
    max_size=2,
    unique_by=lambda credit: credit.activity,
)
TREES = st.sampled_from([(), (), ("lead", "co-therapist")]).map(
    lambda roles: (
        Activity("taught", "Taught hours"),
        Activity("practice", "Practice", roles=roles),
        Activity("family-clinic", "Family clinic", parent="practice"),
        Activity("supervision", "Supervision"),
        Activity("live-supervision", "Live supervision", parent="supervision"),
    )
)


def numbered(parts: Sequence[Any], name: str) -> tuple[Any, ...]:
    """Give each part a key of its own."""
    return tuple(replace(part, key=f"{name}-{number}") for number, part in enumerate(parts))


HOURS = kinds.MinimumMinutes("hours", "Hours", "practice", 240)
"""What limits by share are a share of."""


SOME_LIMITS = st.lists(st.one_of(*LIMITS.values()), max_size=4)
SOME_REQUIREMENTS = st.lists(st.one_of(*REQUIREMENTS.values()), max_size=5)


WITHOUT_NEEDS = st.just((replace(DBS, activities=()), replace(CONTRACT, activities=())))
NEEDS = WITHOUT_NEEDS | st.sampled_from(
    [(DBS, CONTRACT), (replace(DBS, activities=("family-clinic",)), CONTRACT)]
)
"""Governance items that are asked for, and those without which nothing counts."""


def courses(
    limited: st.SearchStrategy[list[Any]] = SOME_LIMITS,
    required: st.SearchStrategy[list[Any]] = SOME_REQUIREMENTS,
    needs: st.SearchStrategy[tuple[GovernanceNeed, ...]] = NEEDS,
) -> st.SearchStrategy[Terms]:
    """Draw a course with some requirements and some limits, in any order."""
    return st.builds(
        lambda activities, required, limited, credits, governance: terms(
            activities=activities,
            modules=MODULES,
            competences=COMPETENCES,
            evidence=(EvidenceKind("studies", "Case studies"),),
            governance=governance,
            credits=tuple(credits),
            requirements=(HOURS, *numbered(required, "requirement")),
            limits=numbered(limited, "limit"),
        ),
        TREES,
        required,
        limited,
        CREDITS,
        needs,
    )


def maybe(words: Sequence[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *words])


LINE: dict[str, st.SearchStrategy[Any]] = {
    "entry": st.just("to-be-numbered"),
    "session": st.sampled_from(["one", "two", "three", "four", "five"]),
    "trainee": st.sampled_from(TRAINEES),
    "held_on": ON_DAYS,
    "activity": st.sampled_from(
        [
            "practice",
            "practice",
            "family-clinic",
            "supervision",
            "live-supervision",
            "taught",
            "study",
        ]
    ),
    "minutes": st.integers(0, 90),
    "role": st.sampled_from(["lead", "lead", "lead", None, "observer", "co-therapist"]),
    "format": maybe(["family", "individual"]),
    "mode": maybe(["in-room", "online"]),
    "present": st.sampled_from([1, 1, 2, 3, 4, 5, 6]),
    "attended": st.sampled_from([True] * 6 + [False]),
    "site": maybe(["Hall", "Mosque"]),
    "case": maybe(["F-1", "F-2"]),
    "state": st.sampled_from([LineState.SIGNED_OFF] * 12 + list(LineState)),
    "planned_minutes": st.none() | st.integers(30, 90),
    "problem": maybe(["grief", "worry"]),
    "observed": maybe(list(OBSERVED)),
    "module": maybe(MODULE_KEYS),
    "is_prior_learning": st.sampled_from([False] * 6 + [True]),
}
LINES = st.builds(LedgerLine, **LINE)
BUSY_DAYS = st.sampled_from(DAYS[3:-1])
SIMPLE_LINES = st.builds(
    LedgerLine,
    **LINE
    | {
        "trainee": st.sampled_from(["amina"] * 5 + ["benedict"]),
        "held_on": st.sampled_from(DAYS[7:11]) | BUSY_DAYS,
        "minutes": st.integers(30, 90),
        "state": st.sampled_from([LineState.SIGNED_OFF] * 8 + [LineState.SUBMITTED]),
        "attended": st.just(True),
        "role": st.just("lead"),
        "present": st.just(1),
        "format": st.just("family"),
        "mode": st.sampled_from(["in-room", "in-room", "online"]),
        "site": st.sampled_from(["Hall", "Hall", "Mosque"]),
        "case": st.sampled_from(["F-1", "F-1", "F-2"]),
        "activity": st.sampled_from(
            ["practice"] * 5 + ["family-clinic", "supervision", "supervision", "taught"]
        ),
    },
)
"""Lines of which most count, so that what acts on many of them has enough to act on."""


def ledgers(
    lines: st.SearchStrategy[LedgerLine] = LINES, least: int = 0, most: int = 12
) -> st.SearchStrategy[list[LedgerLine]]:
    """Draw some lines, each with an entry of its own in no order of their days."""
    return st.lists(lines, min_size=least, max_size=most).map(
        lambda drawn: [replace(one, entry=f"e{number:02}") for number, one in enumerate(drawn)]
    )


WHO = st.sampled_from(TRAINEES)
EARLY = st.sampled_from(DAYS[:8])
CLEARANCES = st.lists(
    st.builds(Clearance, WHO, st.sampled_from(ITEMS), EARLY, st.none() | st.sampled_from(DAYS[6:])),
    max_size=6,
)
OUTCOME: dict[str, st.SearchStrategy[Outcome]] = {
    "modules": st.builds(ModuleOutcome, WHO, st.sampled_from(MODULE_KEYS), ON_DAYS),
    "attendance": st.builds(AttendanceFigure, WHO, st.integers(0, 100), maybe(MODULE_KEYS)),
    "evidence": st.builds(
        EvidenceAccepted, WHO, st.just("studies"), st.integers(0, 3), st.none() | ON_DAYS
    ),
    "competences": st.builds(
        CompetenceRating,
        WHO,
        st.sampled_from([one.key for one in COMPETENCES]),
        st.integers(1, 4),
        ON_DAYS,
        st.sampled_from([False, False, False, True]),
    ),
}
OUTCOMES = st.lists(st.one_of(*OUTCOME.values()), max_size=8)


def cases(
    course: st.SearchStrategy[Terms] | None = None,
    ledger: st.SearchStrategy[list[LedgerLine]] | None = None,
) -> st.SearchStrategy[Case]:
    """Draw a course, a ledger and everything that was decided beside it."""
    return st.builds(
        Case,
        courses() if course is None else course,
        ledgers() if ledger is None else ledger,
        CLEARANCES,
        OUTCOMES,
        st.just(AS_OF),
    )


def busy_cases(**parts: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[Case]:
    """Draw a course with these limits or requirements, and a ledger of which most lines count."""
    return cases(courses(**parts, needs=WITHOUT_NEEDS), ledgers(SIMPLE_LINES, 6, 14))


def judged(case: Case) -> CohortStanding:
    """Let the engine judge everyone."""
    return judge_cohort(
        case.terms, case.lines, case.clearances, case.outcomes, case.as_of, TRAINEES
    )

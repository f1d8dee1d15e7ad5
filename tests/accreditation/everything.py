"""A course that makes every kind of demand, so that nothing of terms goes untested."""

from dataclasses import replace
from typing import Any

from tests.accreditation.builders import CONTRACT, DBS, MODULES, terms
from tests.accreditation.whole_course import WHOLE
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    CompletedCases,
    EvidenceCounted,
    GovernanceInDate,
    LeastElapsed,
    MinimumMinutes,
    ModulesPassed,
    ObservedCompetence,
    ObservedSessions,
    ProblemTypes,
    RegularSupervision,
    SupervisionCadence,
    SupervisionRatio,
)
from trainee_tracker.accreditation.limits import (
    AfterCompetence,
    AfterModules,
    BestWindow,
    Cap,
    NotOlderThan,
    PriorLearning,
    RollingLimit,
    SupervisedPeriod,
)
from trainee_tracker.accreditation.unchecked_terms import Competence, EvidenceKind, Translation

REQUIREMENTS = (
    MinimumMinutes(
        "m",
        "Minutes",
        "practice",
        60,
        roles=("lead",),
        formats=("family",),
        modes=("in-room",),
        pooled="session",
        verified=True,
        also=("taught",),
        without=("family-clinic",),
        observed=("live",),
        after_module="genograms",
    ),
    AttendancePercent("a", "Attendance", "taught", 80, verified=True, each_module=True),
    ModulesPassed("p", "Modules", ("genograms",), verified=True),
    GovernanceInDate("g", "Governance", ("enhanced-dbs",), verified=True),
    SupervisionRatio("r", "Ratio", "practice", "supervision", 60, 480, "month", verified=True),
    RegularSupervision("rs", "Every week", "practice", "supervision", 60, "week", verified=True),
    SupervisionCadence("c", "Cadence", "practice", "supervision", 14, verified=True),
    LeastElapsed("e", "Weeks", "practice", weeks=104, also=("supervision",), verified=True),
    CompletedCases("cc", "Cases", "practice", "supervision", 8, 5, 300, ("live",), verified=True),
    ProblemTypes("pt", "Problems", "practice", "supervision", 3, 5, 300, verified=True),
    ObservedSessions("o", "Observed", "practice", 3, ("recorded",), verified=True),
    EvidenceCounted("ev", "Case studies", "case-study", 4, verified=True),
    ObservedCompetence("oc", "Competence", 3, ("empathy",), verified=True),
    MinimumMinutes("own", "Of each person", "practice", 60, verified=True),
)
LIMITS = (
    NotOlderThan("old", "Six years", 72, ("practice",), verified=True),
    AfterModules("gate", "After", ("practice",), ("genograms",), verified=True),
    AfterCompetence("safe", "Safe", ("practice",), 2, ("empathy",), verified=True),
    SupervisedPeriod(
        "sp", "Supervised", "practice", "supervision", 90, "week", True, ("taught",), verified=True
    ),
    BestWindow("bw", "Window", "practice", 72, ("taught",), verified=True),
    RollingLimit("rl", "Rolling", "practice", 2400, 7, ("taught",), verified=True),
    PriorLearning("apel", "Prior learning", "taught", minutes=600, verified=True),
    Cap(
        "cap",
        "Online",
        "practice",
        percent=30,
        of="own",
        roles=("lead",),
        formats=("family",),
        modes=("online",),
        observed=("live",),
        also=("taught",),
        without=("family-clinic",),
        verified=True,
    ),
)


def with_other_kinds(own: tuple[Any, ...], whole: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return parts, and of each kind that is not among them those of the whole course."""
    kinds = {type(part) for part in own}
    return (*own, *(replace(part, verified=True) for part in whole if type(part) not in kinds))


EVERYTHING = terms(
    modules=MODULES,
    governance=(DBS, CONTRACT),
    competences=(Competence("empathy", "Empathy"), Competence("harm", "No harm done")),
    evidence=(EvidenceKind("case-study", "Case studies"),),
    credits=(GroupCredit("supervision", CreditKind.BACP, 8, verified=True),),
    requirements=with_other_kinds(REQUIREMENTS, WHOLE.requirements),
    limits=with_other_kinds(LIMITS, WHOLE.limits),
    weeks=26,
    session_minutes=150,
    hour_minutes=50,
    award_wording="has completed the course",
    translations=(Translation("ar", "الدورة", "الشهادة"),),
)

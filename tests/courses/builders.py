"""Terms with one of everything that a course can say, for the tests of the pages that say it."""

from __future__ import annotations

from dataclasses import replace

from tests.cast import NOW
from trainee_tracker.accreditation import kinds, limits
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    Translation,
)
from trainee_tracker.canonical import canonical
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person

REQUIREMENTS: tuple[kinds.Requirement, ...] = (
    kinds.MinimumMinutes(
        "clinic-hours",
        "Clinic hours",
        "practice",
        6000,
        also=("outreach",),
        without=("clinic",),
        observed=("live",),
        after_module="case-study",
    ),
    kinds.AttendancePercent("attendance-each", "Attendance", "taught", 90, each_module=True),
    kinds.ModulesPassed("modules-again", "Modules"),
    kinds.GovernanceInDate("checks", "Checks"),
    kinds.SupervisionRatio("ratio", "Ratio", "practice", "supervision", 60, 480),
    kinds.SupervisionRatio("ratio-month", "Ratio", "practice", "supervision", 60, 480, "month"),
    kinds.SupervisionRatio(
        "ratio-site", "Ratio", "practice", "supervision", 60, 480, "week-and-site"
    ),
    kinds.RegularSupervision("monthly", "Monthly", "practice", "supervision", 90),
    kinds.RegularSupervision("weekly", "Weekly", "practice", "supervision", 45, "week"),
    kinds.SupervisionCadence("cadence", "Cadence", "practice", "supervision", 14),
    kinds.LeastElapsed("weeks", "Weeks", "practice", weeks=104),
    kinds.LeastElapsed("months", "Months", "practice", months=12, also=("outreach",)),
    kinds.CompletedCases(
        "cases", "Cases", "practice", "supervision", 8, 5, 300, observed=("recorded",)
    ),
    kinds.ProblemTypes("types", "Types", "practice", "supervision", 3, 5),
    kinds.ObservedSessions("seen", "Seen", "practice", 3),
    kinds.EvidenceCounted("studies", "Studies", "case-studies", 4),
    kinds.ObservedCompetence("competence", "Competence", 3, ("listening",)),
    kinds.ObservedCompetence("competence-all", "All competence", 2),
)

LIMITS: tuple[limits.Limit, ...] = (
    limits.NotOlderThan("six-years", "Six years", 72, ("practice",)),
    limits.NotOlderThan("recent", "Recent", 18),
    limits.AfterModules("gate", "Gate", ("practice",), ("case-study",)),
    limits.AfterCompetence("clear", "Clear", ("practice",), 3),
    limits.AfterCompetence("safe", "Safe", ("practice",), 4, ("listening",)),
    limits.SupervisedPeriod("month-with", "Month", "practice", "supervision", 90),
    limits.SupervisedPeriod(
        "week-with", "Week", "practice", "supervision", 60, "week", per_site=True
    ),
    limits.BestWindow("best", "Best", "practice", 36),
    limits.RollingLimit("rolling", "Rolling", "practice", 2400),
    limits.PriorLearning("prior", "Prior", "taught", percent=20, of="taught-hours"),
    limits.Cap("online", "Online", "practice", minutes=600, modes=("online",)),
    limits.Cap("none", "Not at all", "practice", minutes=0, roles=("observer",)),
)


def with_one_of_everything(terms: Terms) -> Terms:
    """Return the terms of the preset aft-intermediate with each kind of part in each shape."""
    return replace(
        terms,
        activities=(
            *terms.activities,
            Activity("outreach", "Outreach"),
            Activity("clinic", "Family clinic", "practice", ("lead", "co-therapist")),
        ),
        competences=(Competence("listening", "Listening well"),),
        evidence=(EvidenceKind("case-studies", "Case studies"),),
        requirements=(*terms.requirements, *REQUIREMENTS),
        limits=LIMITS,
        credits=(GroupCredit("supervision", CreditKind.UNITS, largest_group=8),),
        translations=(Translation("ar", "العمل مع الأسر", "ممارس"),),
    )


def set_draft(course: Course, terms: Terms) -> None:
    """Let the draft of `course` say `terms`, and commit."""
    course.draft.terms = canonical(terms_to_dict(terms))
    db.session.commit()


def rename(course: Course, *, title: str, award: str, actor: Person) -> None:
    """Let the draft of a course have another title and award, as the editor does."""
    terms = replace(queries.draft_terms_of(course), title=title, award=award)
    revise_draft(course, terms, actor=actor, at=NOW)


def only_practice(terms: Terms, minutes: int, *, cap: int | None = None) -> Terms:
    """Return the terms asking for practice alone, perhaps with a cap, and without checks."""
    return replace(
        terms,
        requirements=(
            kinds.MinimumMinutes("practice-hours", "Practice hours", "practice", minutes),
        ),
        governance=(),
        limits=() if cap is None else (limits.Cap("cap", "Cap", "practice", minutes=cap),),
    )

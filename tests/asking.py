"""A cohort whose course asks for everything that only some courses ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.cast import BEGAN, Cast, request_id
from tests.moving.agreeing import agree_both
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    CompletedCases,
    EvidenceCounted,
    MinimumMinutes,
    ObservedCompetence,
    ProblemTypes,
)
from trainee_tracker.accreditation.limits import PriorLearning
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import (
    Activity,
    Competence,
    EvidenceKind,
    Module,
    Source,
)
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db

ASKING = Terms(
    key="asking",
    title="A course that asks",
    award="An award",
    source=Source("A body", "its handbook", date(2026, 11, 22), verified=True),
    activities=(
        Activity("taught", "Taught hours"),
        Activity("study", "Independent study"),
        Activity("practice", "Practice"),
        Activity("supervision", "Supervision"),
    ),
    modules=(Module("first", "First meetings"), Module("second", "Endings")),
    competences=(
        Competence("warmth", "Warmth and trust"),
        Competence("asking-about-harm", "Asking about harm"),
    ),
    evidence=(EvidenceKind("case-study", "Case study"),),
    requirements=(
        MinimumMinutes("hours", "Practice hours", "practice", 60),
        MinimumMinutes("teaching", "Teaching", "taught", 600),
        MinimumMinutes(
            "seen", "Supervision of what was seen", "supervision", 60, observed=("live",)
        ),
        AttendancePercent("attendance", "Attendance", "taught", 90),
        AttendancePercent("by-module", "Attendance of modules", "taught", 80, each_module=True),
        CompletedCases("cases", "Cases", "practice", "supervision", 1, 1, supervision_minutes=30),
        ProblemTypes("problems", "Types of problem", "practice", "supervision", 1, 1),
        EvidenceCounted("studies", "Case studies", "case-study", 2),
        ObservedCompetence("competence", "Competences", 3),
    ),
    limits=(PriorLearning("apel", "Prior learning", "taught", minutes=300),),
)


def asking_enrolment(cast: Cast, terms: Terms = ASKING) -> Enrolment:
    """Enrol Kofi in a new cohort of Grace on a course with these terms, supervised by Sam."""
    course = open_course(
        cast.network,
        "aft-foundation",
        title=terms.title,
        actor=cast.training_lead,
        at=BEGAN,
        request_id=request_id(f"course {terms.key}"),
    )
    revise_draft(course, terms, actor=cast.training_lead, at=BEGAN)
    version = publish_version(course, actor=cast.training_lead, at=BEGAN)
    # The cast's other course asks for checks of practice, which this one does not.
    agree_both(cast, version, at=BEGAN)
    cohort = cohorts.open_cohort(
        version,
        cast.network,
        cast.trust,
        name="Asking 2026",
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 7, 16),
        sites=[],
        actor=cast.training_lead,
        at=BEGAN,
        request_id=request_id(f"cohort {terms.key}"),
    )
    cohorts.approve_supervisor(
        cohort,
        cast.supervisor,
        approved_from=date(2026, 9, 7),
        approved_until=None,
        actor=cast.training_lead,
        at=BEGAN,
    )
    enrolment = cohorts.enrol_trainee(
        cohort,
        cast.colleague,
        enrolled_on=date(2026, 9, 7),
        actor=cast.training_lead,
        at=BEGAN,
    )
    db.session.commit()
    return enrolment


def with_requirements(key: str, *kinds: type) -> Terms:
    """Return the asking course under another key, with these kinds of requirements, without limits."""
    kept = tuple(part for part in ASKING.requirements if isinstance(part, kinds))
    return replace(ASKING, key=key, requirements=kept, limits=())

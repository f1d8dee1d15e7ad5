"""How each kind of requirement is judged: a function for each, in a table by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trainee_tracker.accreditation.casework import (
    judge_completed_cases,
    judge_observed_sessions,
    judge_problem_types,
)
from trainee_tracker.accreditation.evidence import Evidence, stands
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
    Requirement,
    SupervisionCadence,
    SupervisionRatio,
)
from trainee_tracker.accreditation.minutes import (
    judge_attendance_percent,
    judge_least_elapsed,
    judge_minimum_minutes,
)
from trainee_tracker.accreditation.standing import Report, RequirementStanding
from trainee_tracker.accreditation.supervision import (
    judge_regular_supervision,
    judge_supervision_cadence,
    judge_supervision_ratio,
)
from trainee_tracker.accreditation.words import in_sentence, longdate


def judge_modules_passed(requirement: ModulesPassed, evidence: Evidence) -> RequirementStanding:
    """Judge how many of the modules are passed by the day of the standing."""
    modules = [
        module
        for module in evidence.terms.modules
        if not requirement.modules or module.key in requirement.modules
    ]
    missing = tuple(
        module.title
        for module in modules
        if not evidence.outcomes.has_passed(module.key, evidence.as_of)
    )
    return stands(
        requirement,
        have=len(modules) - len(missing),
        need=len(modules),
        unit="count",
        missing=missing,
    )


def judge_governance_in_date(
    requirement: GovernanceInDate, evidence: Evidence
) -> RequirementStanding:
    """Judge how many of the governance items are in date on the day of the standing."""
    needs = [
        need
        for need in evidence.terms.governance
        if not requirement.items or need.item in requirement.items
    ]
    book = evidence.record.clearances
    missing = tuple(
        f"{need.title}: {_lapse(need.item, evidence)}"
        for need in needs
        if not book.is_in_date(evidence.trainee, need.item, evidence.as_of)
    )
    return stands(
        requirement, have=len(needs) - len(missing), need=len(needs), unit="count", missing=missing
    )


def _lapse(item: str, evidence: Evidence) -> str:
    """Say since when or until when an item is not in date."""
    stretches = evidence.record.clearances.of(evidence.trainee, item)
    coming = [part.valid_from for part in stretches if part.valid_from > evidence.as_of]
    if coming:
        return f"in date only from {longdate(min(coming))}"
    past = [part.valid_to for part in stretches if part.valid_to is not None]
    return f"in date only until {longdate(max(past))}" if past else "not in place yet"


def judge_evidence_counted(requirement: EvidenceCounted, evidence: Evidence) -> RequirementStanding:
    """Judge how many pieces of a kind of evidence were accepted by the day of the standing."""
    have = evidence.outcomes.pieces(requirement.evidence, evidence.as_of)
    # Nothing here holds the pieces themselves: somebody says how many there are.
    report = Report(have) if have else None
    title = next(one.title for one in evidence.terms.evidence if one.key == requirement.evidence)
    missing = f"{requirement.count - have} more of {in_sentence(title)}"
    return stands(
        requirement,
        have=have,
        need=requirement.count,
        unit="count",
        missing=(missing,),
        report=report,
    )


def judge_observed_competence(
    requirement: ObservedCompetence, evidence: Evidence
) -> RequirementStanding:
    """Judge how many competences were last seen at the level or above, and without harm."""
    wanted = evidence.terms.competences_of(requirement.competences)
    missing = []
    for competence in wanted:
        seen = evidence.outcomes.last_seen(competence.key, evidence.as_of)
        if seen is None:
            missing.append(f"{competence.title}: not observed yet")
        elif not seen[1].is_clear(requirement.level):
            how = "seen to be harmful" if seen[1].is_harmful else f"level {seen[1].level}"
            missing.append(
                f"{competence.title}: {how} on {longdate(seen[0])}, level {requirement.level} "
                "without harm is asked for"
            )
    return stands(
        requirement,
        have=len(wanted) - len(missing),
        need=len(wanted),
        unit="count",
        missing=tuple(missing),
    )


JUDGES: dict[str, Callable[[Any, Evidence], RequirementStanding]] = {
    MinimumMinutes.kind: judge_minimum_minutes,
    AttendancePercent.kind: judge_attendance_percent,
    ModulesPassed.kind: judge_modules_passed,
    GovernanceInDate.kind: judge_governance_in_date,
    SupervisionRatio.kind: judge_supervision_ratio,
    RegularSupervision.kind: judge_regular_supervision,
    SupervisionCadence.kind: judge_supervision_cadence,
    LeastElapsed.kind: judge_least_elapsed,
    CompletedCases.kind: judge_completed_cases,
    ProblemTypes.kind: judge_problem_types,
    ObservedSessions.kind: judge_observed_sessions,
    EvidenceCounted.kind: judge_evidence_counted,
    ObservedCompetence.kind: judge_observed_competence,
}
"""The function for every kind of requirement."""


def judge_requirement(requirement: Requirement, evidence: Evidence) -> RequirementStanding:
    """Judge one requirement, whichever kind it is."""
    return JUDGES[requirement.kind](requirement, evidence)

"""How requirements are judged that somebody decides: modules, checks, handed-in work, competence."""

from __future__ import annotations

from trainee_tracker.accreditation.evidence import Evidence, stands
from trainee_tracker.accreditation.kinds import (
    EvidenceCounted,
    GovernanceInDate,
    ModulesPassed,
    ObservedCompetence,
    Requirement,
)
from trainee_tracker.accreditation.outlooks import by_decision
from trainee_tracker.accreditation.provisions import until_something_happens
from trainee_tracker.accreditation.requirement_kind import RequirementKind
from trainee_tracker.accreditation.standing import Report, RequirementStanding
from trainee_tracker.accreditation.unchecked_terms import GovernanceNeed
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.messages import Message, Own, say


def judge_modules_passed(requirement: ModulesPassed, evidence: Evidence) -> RequirementStanding:
    """Judge how many of the modules are passed by the day of the standing."""
    modules = [
        module
        for module in evidence.terms.modules
        if not requirement.modules or module.key in requirement.modules
    ]
    missing = tuple(
        say("{module}: not passed yet", module=Own(module.title))
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
        _lapse(need, evidence)
        for need in needs
        if not book.is_in_date(evidence.trainee, need.item, evidence.as_of)
    )
    return stands(
        requirement, have=len(needs) - len(missing), need=len(needs), unit="count", missing=missing
    )


def _lapse(need: GovernanceNeed, evidence: Evidence) -> Message:
    """Say since when or until when an item is not in date."""
    check = Own(need.title)
    stretches = evidence.record.clearances.of(evidence.trainee, need.item)
    coming = [part.valid_from for part in stretches if part.valid_from > evidence.as_of]
    if coming:
        return say("{check}: in date only from {day}", check=check, day=min(coming))
    past = [part.valid_to for part in stretches if part.valid_to is not None]
    if past:
        return say("{check}: in date only until {day}", check=check, day=max(past))
    return say("{check}: not in place yet", check=check)


def judge_evidence_counted(requirement: EvidenceCounted, evidence: Evidence) -> RequirementStanding:
    """Judge how many pieces of a kind of evidence were accepted by the day of the standing."""
    have = evidence.outcomes.pieces(requirement.evidence, evidence.as_of)
    # Nothing here holds the pieces themselves: somebody says how many there are.
    report = Report(have) if have else None
    title = next(one.title for one in evidence.terms.evidence if one.key == requirement.evidence)
    missing = say(
        "{count} more of {kind}", count=requirement.count - have, kind=Own(in_sentence(title))
    )
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
        named = Own(competence.title)
        if seen is None:
            missing.append(say("{competence}: not observed yet", competence=named))
        elif seen[1].is_harmful:
            missing.append(
                say(
                    "{competence}: seen to be harmful on {day}, level {asked} without harm is asked"
                    " for",
                    competence=named,
                    day=seen[0],
                    asked=requirement.level,
                )
            )
        elif not seen[1].is_clear(requirement.level):
            missing.append(
                say(
                    "{competence}: level {level} on {day}, level {asked} without harm is asked for",
                    competence=named,
                    level=seen[1].level,
                    day=seen[0],
                    asked=requirement.level,
                )
            )
    return stands(
        requirement,
        have=len(wanted) - len(missing),
        need=len(wanted),
        unit="count",
        missing=tuple(missing),
    )


OF_DECISIONS: dict[type[Requirement], RequirementKind] = {
    ModulesPassed: RequirementKind(
        judge=judge_modules_passed,
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    GovernanceInDate: RequirementKind(
        judge=judge_governance_in_date,
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    EvidenceCounted: RequirementKind(
        judge=judge_evidence_counted,
        # What is accepted does not come with the hours: no ledger that goes on would bring it.
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
    ObservedCompetence: RequirementKind(
        judge=judge_observed_competence,
        forecast=by_decision,
        holds_until=until_something_happens,
        is_kept_by_nobody=False,
    ),
}
"""The requirements that are met by what somebody decides or accepts."""

"""Requirements of what somebody decides in words: modules, checks, handed-in work, competence."""

from __future__ import annotations

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.kinds.phrases import how_many, level_words, titled
from trainee_tracker.courses.kinds.shape import FieldWords, RequirementWords
from trainee_tracker.messages import All, Message, Own, say, say_many


def _modules(requirement: kinds.ModulesPassed, terms: Terms) -> Message:
    if requirement.modules:
        return say("these: {modules}", modules=titled(terms.modules, requirement.modules))
    return say_many("the one module", "all {n} modules", n=len(terms.modules))


def _modules_figure(requirement: kinds.ModulesPassed, terms: Terms, have: int) -> Message:
    return say_many("{n} module passed", "{n} modules passed", n=have)


def _checks(requirement: kinds.GovernanceInDate, terms: Terms) -> Message:
    if not requirement.items:
        return say("every check, on the day of the award")
    asked = [need.title for need in terms.governance if need.item in requirement.items]
    items = All(tuple(map(Own, asked)))
    return say("in date on the day of the award: {items}", items=items)


def _kind_of(requirement: kinds.EvidenceCounted, terms: Terms) -> str:
    return next(each.title for each in terms.evidence if each.key == requirement.evidence)


def _evidence(requirement: kinds.EvidenceCounted, terms: Terms) -> Message:
    kind = Own(_kind_of(requirement, terms))
    return say("{count} accepted · {kind}", count=requirement.count, kind=kind)


def _evidence_figure(requirement: kinds.EvidenceCounted, terms: Terms, have: int) -> Message:
    # Titles of requirements speak of many; that of the kind of work, of one.
    return how_many(have, _kind_of(requirement, terms) if have == 1 else requirement.title)


def _competence(requirement: kinds.ObservedCompetence, terms: Terms) -> Message:
    level = level_words(requirement.level)
    if not requirement.competences:
        return say("{level}, and nothing harmful, in every competence", level=level)
    competences = titled(terms.competences, requirement.competences)
    return say("{level}, and nothing harmful: {competences}", level=level, competences=competences)


def _competence_figure(requirement: kinds.ObservedCompetence, terms: Terms, have: int) -> Message:
    return say_many("{n} observed competence", "{n} observed competences", n=have)


DECISIONS: dict[type[kinds.Requirement], RequirementWords] = {
    kinds.ModulesPassed: RequirementWords(
        say("Modules passed"),
        say("The modules that you tick are passed, each signed by whoever decides it."),
        say("Every module of a qualifying course."),
        sentence=_modules,
        figure=_modules_figure,
    ),
    kinds.GovernanceInDate: RequirementWords(
        say("Checks in date"),
        say("The checks that you tick are in date on the day of the award."),
        say("A supervision contract that is still in force (policy of a partnership)."),
        {
            "items": FieldWords(
                say("Which checks?"), say("Tick none and every check of the course is meant.")
            ),
        },
        sentence=_checks,
        figure=None,
    ),
    kinds.EvidenceCounted: RequirementWords(
        say("Work that is handed in"),
        say("At least so many accepted pieces of one kind of work."),
        say("BABCP: 4 case studies (babcp.com)."),
        {
            "evidence": FieldWords(say("Which kind of work?")),
            "count": FieldWords(say("How many?")),
        },
        sentence=_evidence,
        figure=_evidence_figure,
    ),
    kinds.ObservedCompetence: RequirementWords(
        say("Observed competence"),
        say(
            "Each competence was last seen at this level or above, with nothing potentially harmful."
        ),
        say("WHO EQUIP: role plays on a scale of four levels."),
        sentence=_competence,
        figure=_competence_figure,
    ),
}
"""The requirements that are met by what somebody decides or accepts."""

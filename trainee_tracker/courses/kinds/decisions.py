"""Requirements of what somebody decides in words: modules, checks, handed-in work, competence."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from trainee_tracker.accreditation import kinds
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.words import in_sentence
from trainee_tracker.courses.kinds.phrases import how_many, level_words, titled
from trainee_tracker.courses.kinds.shape import FieldWords, RequirementWords


def _modules(requirement: kinds.ModulesPassed, terms: Terms) -> str:
    if requirement.modules:
        modules = titled(terms.modules, requirement.modules, joint=" · ")
        return str(_("these: %(modules)s", modules=modules))
    return str(ngettext("the one module", "all %(num)s modules", len(terms.modules)))


def _modules_figure(requirement: kinds.ModulesPassed, terms: Terms, have: int) -> str:
    return str(ngettext("%(num)s module passed", "%(num)s modules passed", have))


def _checks(requirement: kinds.GovernanceInDate, terms: Terms) -> str:
    if not requirement.items:
        return str(_("every check, on the day of the award"))
    items = " · ".join(need.title for need in terms.governance if need.item in requirement.items)
    return str(_("in date on the day of the award: %(items)s", items=items))


def _evidence(requirement: kinds.EvidenceCounted, terms: Terms) -> str:
    return str(
        ngettext(
            "%(num)s accepted · %(kind)s",
            "%(num)s accepted · %(kind)s",
            requirement.count,
            kind=titled(terms.evidence, (requirement.evidence,)),
        )
    )


def _evidence_figure(requirement: kinds.EvidenceCounted, terms: Terms, have: int) -> str:
    kind = titled(terms.evidence, (requirement.evidence,))
    return how_many(have, requirement.title, one=in_sentence(kind))


def _competence(requirement: kinds.ObservedCompetence, terms: Terms) -> str:
    level = level_words(requirement.level)
    if not requirement.competences:
        return str(_("%(level)s, and nothing harmful, in every competence", level=level))
    competences = titled(terms.competences, requirement.competences)
    return str(
        _("%(level)s, and nothing harmful: %(competences)s", level=level, competences=competences)
    )


def _competence_figure(requirement: kinds.ObservedCompetence, terms: Terms, have: int) -> str:
    return str(ngettext("%(num)s observed competence", "%(num)s observed competences", have))


DECISIONS: dict[type[kinds.Requirement], RequirementWords] = {
    kinds.ModulesPassed: RequirementWords(
        _l("Modules passed"),
        _l("The modules that you tick are passed, each signed by whoever decides it."),
        _l("Every module of a qualifying course."),
        sentence=_modules,
        figure=_modules_figure,
    ),
    kinds.GovernanceInDate: RequirementWords(
        _l("Checks in date"),
        _l("The checks that you tick are in date on the day of the award."),
        _l("A supervision contract that is still in force (policy of a partnership)."),
        {
            "items": FieldWords(
                _l("Which checks?"), _l("Tick none and every check of the course is meant.")
            ),
        },
        sentence=_checks,
        figure=None,
    ),
    kinds.EvidenceCounted: RequirementWords(
        _l("Work that is handed in"),
        _l("At least so many accepted pieces of one kind of work."),
        _l("BABCP: 4 case studies (babcp.com)."),
        {
            "evidence": FieldWords(_l("Which kind of work?")),
            "count": FieldWords(_l("How many?")),
        },
        sentence=_evidence,
        figure=_evidence_figure,
    ),
    kinds.ObservedCompetence: RequirementWords(
        _l("Observed competence"),
        _l(
            "Each competence was last seen at this level or above, with nothing potentially harmful."
        ),
        _l("WHO EQUIP: role plays on a scale of four levels."),
        sentence=_competence,
        figure=_competence_figure,
    ),
}
"""The requirements that are met by what somebody decides or accepts."""

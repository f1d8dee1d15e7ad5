"""What an award would say if it were issued again: the recount's figures, the present name and design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from trainee_tracker.certificates.issuing.drawing import Earned, present_design
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.facts import CertificateFacts, Signatory
from trainee_tracker.certificates.paper.wording import (
    CheckAddress,
    award_figures,
    own_wording,
    translation_for,
)
from trainee_tracker.certificates.parties import holder_of, supervisor_of
from trainee_tracker.certificates.support.recounting import Recount, keepings_of, recount_of
from trainee_tracker.certificates.support.rules import (
    Figure,
    Grounds,
    SignedFor,
    Verdict,
    is_kept,
)
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Impossible

ONLY_AN_AWARD: Final = say(
    "Only an award is issued again. The trainee makes a new progress certificate in its place."
)


@dataclass(frozen=True)
class Reissue:
    """An award beside what it would be, with the design that it has and would have.

    `becomes` still bears the serial of the award; `under` gives it one of its own.
    """

    was: CertificateFacts
    becomes: Earned
    design_was: int
    design_becomes: int
    is_supported: bool

    @property
    def changes(self) -> bool:
        """Whether name, figures, language or design would be others."""
        return self.design_was != self.design_becomes or any(
            self._said(self.was)[part] != now
            for part, now in self._said(self.becomes.facts).items()
        )

    def shown(self) -> dict[str, Any]:
        """Return what a training lead signs, as plain values: each part before and after."""
        return {
            "serial": self.was.serial,
            "award": self.was.award_title,
            "was": {**self._said(self.was), "design": self.design_was},
            "becomes": {**self._said(self.becomes.facts), "design": self.design_becomes},
        }

    def under(self, serial: str, address: CheckAddress) -> Earned:
        """Return what the award would be under a serial of its own."""
        facts = replace(
            self.becomes.facts,
            serial=serial,
            check_url=address.of(serial),
            check_host_text=address.as_text,
        )
        return replace(self.becomes, facts=facts)

    @property
    def why_not(self) -> Message | None:
        """Why it is not issued again, or None where it can be."""
        if self.was.kind != "award":
            return ONLY_AN_AWARD
        if not self.is_supported:
            return say(
                "The record no longer supports this award, so it is not issued again. Revoke it; or "
                "a governance lead of each side signs that it is kept, and then it can be issued "
                "with the figures as they are."
            )
        if not self.changes:
            return say(
                "Nothing would change: name, figures, language and design are those that are "
                "printed. Correct first what is wrong, then issue the award again."
            )
        return None

    def ensure_possible(self) -> None:
        """Raise Impossible where it is not issued again."""
        if self.why_not is not None:
            raise Impossible(self.why_not)

    @staticmethod
    def _said(facts: CertificateFacts) -> dict[str, Any]:
        return {
            "name": facts.holder_name,
            "other_name": facts.holder_name_other or "",
            "language": facts.holder_other_lang or "",
            "titles": [facts.course_title_other or "", facts.award_title_other or ""],
            "says": list(facts.achieved),
            "signed": [list(each) for each in facts.signatories],
        }


def reissue_of(certificate: Certificate) -> Reissue:
    """Return what `certificate`, an award, would be if it were issued again.

    Version and day stay those of its issue. Who signed for it stays as it was frozen; the minutes
    that its supervisor signed off are counted again.
    """
    recount = recount_of(certificate)
    was = CertificateFacts.from_json(certificate.facts)
    holder = holder_of(certificate.enrolment.person)
    translation = translation_for(recount.terms, holder)
    grounds, are_same = _grounds_now(recount)
    facts = replace(
        was,
        holder_name=holder.name,
        holder_name_other=holder.other_name or None,
        holder_other_lang=(holder.other_language or "und") if holder.other_name else None,
        course_title_other=translation.title if translation else None,
        award_title_other=translation.award if translation else None,
        # The same figures keep the words in which they were said.
        wording=was.wording if are_same else own_wording(recount.terms),
        figures=was.figures if are_same else award_figures(recount.terms, recount.standing),
        signatories=_signatories(was, recount, certificate.enrolment.cohort),
    )
    finding = recount.finding
    kept = keepings_of([certificate.id])[certificate.id]
    return Reissue(
        was=was,
        becomes=Earned(facts, recount.compared.version_id, grounds),
        design_was=certificate.template_version,
        design_becomes=present_design(),
        is_supported=finding.verdict is not Verdict.UNSUPPORTED or is_kept(kept, finding),
    )


def _grounds_now(recount: Recount) -> tuple[Grounds, bool]:
    """Return the same grounds with the figures as they are, and whether those are as they were."""
    before = recount.compared.grounds
    was = {each.key: each for each in before.figures}
    figures = tuple(
        Figure(each.key, each.have, each.need, each.met, was[each.key].printed)
        for each in recount.standing.requirements
    )
    signed = None
    for each in recount.signers()[:1]:
        signed = SignedFor(each.signer_id, each.minutes)
    printed = [each for each in figures if each.printed]
    are_same = printed == [each for each in before.figures if each.printed]
    return replace(before, figures=figures, signed=signed), are_same


def _signatories(was: CertificateFacts, recount: Recount, cohort: Cohort) -> tuple[Signatory, ...]:
    """Return who answers for the award: whoever issued it, and the supervisor of most hours now."""
    signed = recount.compared.grounds.signed
    signers = recount.signers()
    issuers = was.signatories if signed is None else was.signatories[:-1]
    if not signers:
        return issuers
    most = signers[0]
    if signed is not None and (most.signer_id, most.minutes) == (signed.signer_id, signed.minutes):
        return was.signatories
    return (*issuers, supervisor_of(cohort, most))

"""What a certificate says, gathered from a standing and frozen as facts; knows no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from trainee_tracker.accreditation.kinds import GovernanceInDate
from trainee_tracker.accreditation.standing import RequirementStanding, Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.certificates.paper.facts import (
    LONGEST_TEXT,
    CertificateFacts,
    RequirementLine,
    Signatory,
)
from trainee_tracker.certificates.paper.figures import figure_of, figures_of, listed
from trainee_tracker.certificates.rules import grouped
from trainee_tracker.filters import amount
from trainee_tracker.languages import ENGLISH
from trainee_tracker.spoken import speak, speaking

OF_PAPERS = ENGLISH
"""The language of papers: what is signed and printed is the same whoever looks at it."""


@dataclass(frozen=True)
class Issuer:
    """Who issues, as printed: `name` is the network's own or its neutral issuer line.

    Colours are `#rrggbb`; `partner_line` names who teaches.
    """

    name: str
    partner_line: str
    brand: str
    accent: str


@dataclass(frozen=True)
class Holder:
    """Whose certificate it is, with the name in another script where they have one."""

    name: str
    other_name: str
    other_language: str


@dataclass(frozen=True)
class CheckAddress:
    """Where the certificate can be checked: the web address of the check page, without slash."""

    public_url: str

    def of(self, serial: str) -> str:
        """Return the address that the QR code of `serial` opens."""
        return f"{self.public_url}/check/{grouped(serial)}"

    @property
    def as_text(self) -> str:
        """Return the address of the check page as people read it, without the protocol."""
        return f"{self.public_url.partition('://')[2]}/check"


@speaking(OF_PAPERS)
def award_facts(
    terms: Terms,
    standing: Standing,
    *,
    serial: str,
    holder: Holder,
    issuer: Issuer,
    signatories: Sequence[Signatory],
    issued_on: date,
    address: CheckAddress,
) -> CertificateFacts:
    """Return the facts of an award for a trainee whose `standing` meets everything."""
    translation = translation_for(terms, holder)
    return CertificateFacts(
        kind="award",
        serial=serial,
        title=_("Certificate of award"),
        holder_name=holder.name,
        holder_name_other=holder.other_name or None,
        holder_other_lang=(holder.other_language or "und") if holder.other_name else None,
        network_name=issuer.name,
        partner_line=issuer.partner_line,
        issuer_line=_("Issued by %(issuer)s", issuer=issuer.name),
        course_title=terms.title,
        award_title=terms.award,
        course_title_other=translation.title if translation else None,
        award_title_other=translation.award if translation else None,
        statement=award_statement(terms, standing),
        issued_on=issued_on,
        requirements=(),
        signatories=tuple(signatories),
        brand=issuer.brand,
        accent=issuer.accent,
        check_url=address.of(serial),
        check_host_text=address.as_text,
        unverified=not terms.is_verified,
    )


@speaking(OF_PAPERS)
def progress_facts(
    terms: Terms,
    standing: Standing,
    *,
    serial: str,
    holder: Holder,
    issuer: Issuer,
    issued_on: date,
    address: CheckAddress,
) -> CertificateFacts:
    """Return the facts of a progress certificate as at the day of `standing`."""
    return CertificateFacts(
        kind="progress",
        serial=serial,
        title=_("Progress certificate"),
        holder_name=holder.name,
        holder_name_other=holder.other_name or None,
        holder_other_lang=(holder.other_language or "und") if holder.other_name else None,
        network_name=issuer.name,
        partner_line=issuer.partner_line,
        issuer_line=_("Issued by %(issuer)s", issuer=issuer.name),
        course_title=terms.title,
        award_title=terms.award,
        statement=_(
            "is in training on %(course)s and has reached what is listed here.", course=terms.title
        ),
        issued_on=issued_on,
        as_at=standing.as_of,
        requirements=tuple(
            RequirementLine(
                titled(each), amount(each.have, each.unit), amount(each.need, each.unit), each.met
            )
            for each in shown_requirements(terms, standing)
        ),
        signatories=(),
        brand=issuer.brand,
        accent=issuer.accent,
        check_url=address.of(serial),
        check_host_text=address.as_text,
        unverified=not terms.is_verified,
    )


def translation_for(terms: Terms, holder: Holder) -> Translation | None:
    """Return the course's titles in the language of the holder's other name, if it has them.

    One in the same language of another region stands in: pt-BR where the name is in pt.
    """
    if not holder.other_name:
        return None
    by_language = {each.language: each for each in terms.translations}
    root = holder.other_language.partition("-")[0]
    alike = (each for tag, each in by_language.items() if root and tag.partition("-")[0] == root)
    return by_language.get(holder.other_language) or next(alike, None)


def shown_requirements(terms: Terms, standing: Standing) -> list[RequirementStanding]:
    """Return the requirements that a certificate may show: all but results of governance checks.

    A certificate is shown to strangers, and whether somebody holds a check is not their business.
    """
    hidden = {each.key for each in terms.requirements if isinstance(each, GovernanceInDate)}
    return [each for each in standing.requirements if each.key not in hidden]


def titled(standing: RequirementStanding) -> str:
    """Return the title of a requirement, with what of its figure was reported."""
    if standing.as_reported is None:
        return standing.title
    reported = speak(standing.as_reported)
    return str(_("%(title)s (%(reported)s)", title=standing.title, reported=reported))


@speaking(OF_PAPERS)
def award_statement(terms: Terms, standing: Standing) -> str:
    """Return the sentence of what was achieved: the course's own, or the usual one with figures.

    Where all figures together are longer than a certificate prints, the course alone is named.
    Either way it says which figures were reported.
    """
    if terms.award_wording.strip():
        return _with_reports(ended(" ".join(terms.award_wording.split())), terms, standing)
    plain = str(_("has completed %(course)s.", course=terms.title))
    figures = figures_of(terms, standing)
    if not figures:
        return plain
    whole = str(
        _("has completed %(course)s: %(figures)s.", course=terms.title, figures=listed(figures))
    )
    return whole if len(whole) <= LONGEST_TEXT else _with_reports(plain, terms, standing)


def _with_reports(sentence: str, terms: Terms, standing: Standing) -> str:
    """Return a sentence that names no figures, followed by those that were reported.

    Where that is longer than a certificate prints, it says only that there are some.
    """
    reported = [figure_of(terms, each) for each in standing.requirements if each.report]
    figures = [each for each in reported if each]
    if not figures:
        return sentence
    for added in (
        _("Among what was achieved: %(figures)s.", figures=listed(figures)),
        _("Some figures are as reported."),
    ):
        whole = f"{sentence} {added}"
        if len(whole) <= LONGEST_TEXT:
            return whole
    return str(_("has completed %(course)s. Some figures are as reported.", course=terms.title))


@speaking(OF_PAPERS)
def figures_printed(terms: Terms, standing: Standing, facts: CertificateFacts) -> frozenset[str]:
    """Return the keys of the requirements whose figures a certificate prints."""
    if facts.kind == "progress":
        return frozenset(each.key for each in shown_requirements(terms, standing))
    if terms.award_wording.strip():
        return frozenset()
    plain = _("has completed %(course)s.", course=terms.title)
    if facts.statement == str(plain):
        return frozenset()
    return frozenset(each.key for each in standing.requirements if figure_of(terms, each))


def ended(sentence: str) -> str:
    """Return a sentence with its full stop, which is easily forgotten in a form.

    One that ends already, also inside quotation marks or brackets, stays as it is.
    """
    inside = sentence.rstrip(CLOSING)
    return sentence if inside.endswith(ENDINGS) else f"{sentence}."


CLOSING = "\"'”’»›)]}"
"""What may stand after the mark with which a sentence ends."""
ENDINGS = (".", "!", "?", "…", "‽", "؟", "۔", "।", "።", "。", "！", "？")
"""The marks with which a sentence ends, in the scripts that people here write."""

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
    CertificateFacts,
    RequirementLine,
    Signatory,
)
from trainee_tracker.certificates.paper.figures import figure_of, figures_of
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
        wording=own_wording(terms),
        figures=award_figures(terms, standing),
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
        issued_on=issued_on,
        as_at=standing.as_of,
        requirements=tuple(map(line_of, shown_requirements(terms, standing))),
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


def line_of(standing: RequirementStanding) -> RequirementLine:
    """Return a requirement as a progress certificate lists it: counted, waiting and to go."""
    whole = max(standing.need, 1)
    share = THOUSANDTHS if standing.met else min(standing.have * THOUSANDTHS // whole, 999)
    waiting = 0 if standing.met else standing.waiting
    room = THOUSANDTHS - share
    return RequirementLine(
        titled(standing),
        amount(standing.have, standing.unit),
        amount(standing.need, standing.unit),
        standing.met,
        "" if standing.met else amount(standing.short, standing.unit),
        amount(waiting, standing.unit) if waiting else "",
        share,
        min(waiting * THOUSANDTHS // whole, room),
        standing.unit == "percent",
    )


THOUSANDTHS = 1000
"""A whole bar; rounding down keeps 59 h 59 min of 60 h from looking finished."""


def own_wording(terms: Terms) -> str:
    """Return the course's own sentence of what was achieved, or "" where it has none."""
    return ended(" ".join(terms.award_wording.split())) if terms.award_wording.strip() else ""


@speaking(OF_PAPERS)
def award_figures(terms: Terms, standing: Standing) -> tuple[str, ...]:
    """Return the amounts that an award prints, each for itself.

    A course that says its own sentence has its figures in it, or none; then only those are added
    that were reported, so that nothing reported passes for counted.
    """
    if terms.award_wording.strip():
        reported = (figure_of(terms, each) for each in standing.requirements if each.report)
        return tuple(each for each in reported if each)
    return tuple(figures_of(terms, standing))


def figures_printed(terms: Terms, standing: Standing, facts: CertificateFacts) -> frozenset[str]:
    """Return the keys of the requirements whose figures a certificate prints."""
    if facts.kind == "progress":
        return frozenset(each.key for each in shown_requirements(terms, standing))
    if terms.award_wording.strip():
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

"""Counting again, from the ledgers as they stand, what each certificate rested on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, lazyload

from trainee_tracker.accreditation.judging import judge_cohort
from trainee_tracker.accreditation.ledger import Key, ModuleOutcome, Who
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
    CertificateRevocation,
)
from trainee_tracker.certificates.queries import SignedMinutes
from trainee_tracker.certificates.support.models import CertificateGrounds, CertificateKeeping
from trainee_tracker.certificates.support.results import reported_late, results_as_at
from trainee_tracker.certificates.support.rules import (
    Finding,
    Grounds,
    Keeping,
    as_relied_on,
    compare,
    lower_of,
)
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.results.queries import course_results
from trainee_tracker.cohorts.results.rules import (
    ResultFacts,
    ResultKind,
    outcomes_of,
    prior_learning_lines,
)
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry, HoursEvent, LoggedSession
from trainee_tracker.hours.rows import occasion
from trainee_tracker.hours.rules import HoursAction
from trainee_tracker.progress.gathering import Gathered, gather
from trainee_tracker.signatures.models import Signature


@dataclass(frozen=True)
class Compared:
    """A certificate that is compared with the record, and what it rested on."""

    certificate_id: int
    enrolment_id: int
    kind: CertificateKind
    issued_on: date
    version_id: int
    grounds: Grounds

    @property
    def is_award(self) -> bool:
        """Whether it says that everything is met."""
        return self.kind is CertificateKind.AWARD


@dataclass(frozen=True)
class SignedOff:
    """What one supervisor has signed off of one trainee: of each occasion the minutes, and when."""

    signer_id: int
    signer_name: str
    by_occasion: Mapping[Key, tuple[int, datetime]]

    def of(self, grounds: Grounds, trainee: int) -> SignedMinutes | None:
        """Return what of it a certificate rested on, or None where that is nothing."""
        found = [
            self.by_occasion[line.occasion]
            for line in grounds.lines
            if line.trainee == trainee and line.occasion in self.by_occasion
        ]
        if not found:
            return None
        minutes, last_at = sum(each[0] for each in found), max(each[1] for each in found)
        return SignedMinutes(self.signer_id, self.signer_name, minutes, last_at)


@dataclass(frozen=True)
class Recount:
    """A certificate counted again: what there is now of what it rested on."""

    compared: Compared
    terms: Terms
    standing: Standing
    signed_off: Sequence[SignedOff]
    finding: Finding

    def signers(self) -> list[SignedMinutes]:
        """Return who signed off how many of the minutes that it rested on, the most first."""
        trainee = self.compared.enrolment_id
        found = (each.of(self.compared.grounds, trainee) for each in self.signed_off)
        return sorted(
            (one for one in found if one is not None),
            key=lambda one: (-one.minutes, one.signer_id),
        )


def compared_now(*where: ColumnElement[bool]) -> list[Compared]:
    """Return the certificates of `where` that are compared with the record: one statement.

    Those are the valid awards, and of each enrolment the newest progress certificate, if it is
    valid.
    """
    newer, later = aliased(Certificate), aliased(Certificate)
    is_newest = ~(
        select(later.id)
        .where(
            later.enrolment_id == Certificate.enrolment_id,
            later.kind == CertificateKind.PROGRESS,
            later.id > Certificate.id,
        )
        .exists()
    )
    rows = db.session.execute(
        select(
            Certificate.id,
            Certificate.enrolment_id,
            Certificate.kind,
            Certificate.issued_on,
            CertificateGrounds.course_version_id,
            CertificateGrounds.grounds,
        )
        .join(CertificateGrounds, CertificateGrounds.certificate_id == Certificate.id)
        .where(
            ~select(CertificateRevocation.id)
            .where(CertificateRevocation.certificate_id == Certificate.id)
            .exists(),
            ~select(newer.id).where(newer.supersedes_id == Certificate.id).exists(),
            or_(Certificate.kind == CertificateKind.AWARD, is_newest),
            *where,
        )
        .order_by(Certificate.id)
    )
    return [Compared(*row[:5], Grounds.from_json(row.grounds)) for row in rows]


def bearing_on(enrolment_ids: Collection[int]) -> ColumnElement[bool]:
    """Select the certificates on which what happens to these enrolments may bear."""
    cohorts = select(Enrolment.cohort_id).where(Enrolment.id.in_(enrolment_ids))
    together = select(Enrolment.id).where(Enrolment.cohort_id.in_(cohorts))
    return or_(
        Certificate.enrolment_id.in_(enrolment_ids),
        and_(CertificateGrounds.is_pooled, Certificate.enrolment_id.in_(together)),
    )


def recount_of(certificate: Certificate) -> Recount:
    """Count one certificate again, whether it is valid or not; raises LookupError without grounds."""
    row = db.session.scalars(
        select(CertificateGrounds).where(CertificateGrounds.certificate_id == certificate.id)
    ).one_or_none()
    if row is None:
        raise LookupError(f"Nobody wrote down what certificate {certificate.id} rested on.")
    compared = Compared(
        certificate.id,
        certificate.enrolment_id,
        certificate.kind,
        certificate.issued_on,
        row.course_version_id,
        Grounds.from_json(row.grounds),
    )
    return recounts([compared])[certificate.id]


def recounts(compared: Collection[Compared]) -> dict[int, Recount]:
    """Count certificates again, by their ids, in a fixed number of statements.

    Those of one day, version and grounds are judged once: where a course pools, all of a cohort's.
    """
    if not compared:
        return {}
    members = {int(member) for each in compared for member in each.grounds.members}
    gathered = gather(members)
    results: dict[int, list[ResultFacts]] = defaultdict(list)
    for result in course_results(members):
        results[result.enrolment_id].append(result)
    terms = _terms_of({each.version_id for each in compared})
    signed = _signed_off({each.enrolment_id for each in compared})
    judged: dict[object, Mapping[Who, Standing]] = {}
    found = {}
    for each in compared:
        same = (each.version_id, each.issued_on, each.grounds.members, each.grounds.lines)
        if same not in judged:
            judged[same] = _judged(each, terms[each.version_id], gathered, results)
        standing = judged[same][each.enrolment_id]
        found[each.certificate_id] = _recount(
            each, terms[each.version_id], standing, signed[each.enrolment_id]
        )
    return found


def _recount(
    compared: Compared, terms: Terms, standing: Standing, signed_off: Sequence[SignedOff]
) -> Recount:
    named = compared.grounds.signed
    signed = [
        each.of(compared.grounds, compared.enrolment_id)
        for each in signed_off
        if named is not None and each.signer_id == named.signer_id
    ]
    minutes = sum(each.minutes for each in signed if each is not None)
    finding = compare(compared.grounds, standing, minutes, is_award=compared.is_award)
    return Recount(compared, terms, standing, signed_off, finding)


def _judged(
    compared: Compared,
    terms: Terms,
    gathered: Gathered,
    results: Mapping[int, Sequence[ResultFacts]],
) -> Mapping[Who, Standing]:
    """Judge those who were judged together then, on what they rested on, as it stands now."""
    members = [int(each) for each in compared.grounds.members]
    known = [result for member in members for result in results.get(member, ())]
    by_then = results_as_at(known, compared.issued_on)
    held = [
        line for member in members for line in gathered.lines[member] if not line.is_prior_learning
    ]
    modules = [
        outcome
        for member in members
        for outcome in gathered.outcomes[member]
        if isinstance(outcome, ModuleOutcome)
    ]

    def judged(beside: Sequence[ResultFacts]) -> Mapping[Who, Standing]:
        return judge_cohort(
            terms,
            as_relied_on(compared.grounds, [*held, *prior_learning_lines(by_then)]),
            [clearance for member in members for clearance in gathered.clearances[member]],
            [*modules, *outcomes_of(beside)],
            compared.issued_on,
            compared.grounds.members,
        ).standings

    beside = [each for each in by_then if each.kind is not ResultKind.PRIOR_LEARNING]
    found = judged(beside)
    late = reported_late(known, compared.issued_on)
    if not late:
        return found
    with_late = judged([*beside, *late])
    return {member: lower_of(found[member], with_late[member]) for member in found}


def _terms_of(version_ids: Collection[int]) -> dict[int, Terms]:
    versions = db.session.scalars(
        select(CourseVersion)
        .where(CourseVersion.id.in_(version_ids))
        .options(lazyload(CourseVersion.course))
    )
    return {version.id: terms_of(version) for version in versions}


def _signed_off(enrolment_ids: Collection[int]) -> dict[int, list[SignedOff]]:
    """Return who signed off what of these trainees that still stands signed off; one statement."""
    later = aliased(HoursEvent)
    rows = db.session.execute(
        select(
            HoursEntry.enrolment_id,
            Signature.signer_id,
            Signature.signer_name,
            occasion().label("occasion"),
            func.sum(HoursEntry.minutes).label("minutes"),
            func.max(Signature.recorded_at).label("last_at"),
        )
        .join(LoggedSession, LoggedSession.id == HoursEntry.session_id)
        .join(HoursEvent, HoursEvent.entry_id == HoursEntry.id)
        .join(Signature, Signature.id == HoursEvent.signature_id)
        .where(
            HoursEntry.enrolment_id.in_(enrolment_ids),
            HoursEvent.action == HoursAction.SIGNED_OFF,
            ~select(later.id)
            .where(later.entry_id == HoursEvent.entry_id, later.sequence > HoursEvent.sequence)
            .exists(),
        )
        .group_by(HoursEntry.enrolment_id, Signature.signer_id, Signature.signer_name, occasion())
        .order_by(func.max(Signature.recorded_at), func.max(Signature.id))
    )
    names: dict[tuple[int, int], str] = {}
    signed: dict[tuple[int, int], dict[Key, tuple[int, datetime]]] = defaultdict(dict)
    for row in rows:
        key = (row.enrolment_id, row.signer_id)
        # Somebody who signed under two names is named as in their newest signature, as at issue.
        names[key] = row.signer_name
        signed[key][row.occasion] = (row.minutes, row.last_at)
    found: dict[int, list[SignedOff]] = defaultdict(list)
    for (enrolment_id, signer_id), name in names.items():
        found[enrolment_id].append(SignedOff(signer_id, name, signed[enrolment_id, signer_id]))
    return found


def keepings_of(certificate_ids: Collection[int], *, besides: str = "") -> dict[int, list[Keeping]]:
    """Return what both sides signed to keep these awards: two statements.

    An award issued again is the same award, so what was kept of the one before it holds for it. One
    that was issued anew after a revocation begins without. What the request `besides` signed is
    left out.
    """
    if not certificate_ids:
        return {}
    lines = awards_before(certificate_ids)
    every = {each for line in lines.values() for each in line}
    rows = db.session.execute(
        select(
            CertificateKeeping.certificate_id,
            CertificateKeeping.side,
            CertificateKeeping.recorded_by_id,
            CertificateKeeping.finding,
            CertificateKeeping.recorded_at,
        )
        .where(
            CertificateKeeping.certificate_id.in_(every), CertificateKeeping.request_id != besides
        )
        .order_by(CertificateKeeping.id)
    )
    kept: dict[int, list[Keeping]] = defaultdict(list)
    for row in rows:
        unmet = Finding.from_json(row.finding).unmet
        kept[row.certificate_id].append(
            Keeping(row.side, row.recorded_by_id, unmet, row.recorded_at)
        )
    return {
        each: [keeping for one in reversed(line) for keeping in kept.get(one, ())]
        for each, line in lines.items()
    }


def awards_before(certificate_ids: Collection[int]) -> dict[int, list[int]]:
    """Return each of these certificates with those that it was issued again for, itself first.

    One that was issued anew after a revocation begins without; takes one statement.
    """
    enrolments = select(Certificate.enrolment_id).where(Certificate.id.in_(certificate_ids))
    before = {
        row.id: row.supersedes_id
        for row in db.session.execute(
            select(Certificate.id, Certificate.supersedes_id).where(
                Certificate.enrolment_id.in_(enrolments),
                Certificate.kind == CertificateKind.AWARD,
                ~select(CertificateRevocation.id)
                .where(CertificateRevocation.certificate_id == Certificate.supersedes_id)
                .exists(),
            )
        )
    }
    found = {}
    for certificate_id in certificate_ids:
        line: list[int] = []
        each: int | None = certificate_id
        while each is not None:
            line.append(each)
            each = before.get(each)
        found[certificate_id] = line
    return found

"""Reading which certificates the record no longer supports, through the person who asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, or_, select

from trainee_tracker.certificates.awards import awards_in
from trainee_tracker.certificates.models import Certificate, CertificateKind
from trainee_tracker.certificates.support.models import CertificateKeeping, StoredSupport
from trainee_tracker.certificates.support.recounting import awards_before, keepings_of
from trainee_tracker.certificates.support.rules import (
    Finding,
    Verdict,
    covers,
    is_kept,
    kept_since,
    sides_keeping,
)
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.models import Person, RoleGrant
from trainee_tracker.people.roles.queries import leads_in_office
from trainee_tracker.people.rules import Role, Side

PAGE_LENGTH = 20

RANK = case(
    (StoredSupport.verdict == Verdict.UNSUPPORTED, 0),
    (StoredSupport.verdict == Verdict.LOWER, 1),
    else_=2,
)
"""The worst verdict first."""


@dataclass(frozen=True)
class SupportState:
    """What the last recount found of one certificate, and since when."""

    certificate_id: int
    finding: Finding
    is_kept: bool
    found_at: datetime

    @property
    def verdict(self) -> Verdict:
        """What was found."""
        return self.finding.verdict

    @property
    def found_on(self) -> date:
        """The civil day on which this was found first."""
        return civil_date(self.found_at)

    @property
    def is_under_review(self) -> bool:
        """Whether the record does not support it and nobody has decided yet."""
        return self.finding.verdict is not Verdict.SUPPORTED and not self.is_kept

    @property
    def may_be_reissued(self) -> bool:
        """Whether it may be issued again: the record supports it, or both sides keep it."""
        return self.finding.verdict is not Verdict.UNSUPPORTED or self.is_kept


@dataclass(frozen=True)
class SupportRow:
    """One certificate in the list of those that are no longer supported; `kept` by which sides.

    `has_signed` says whether the reader signed for one of them.
    """

    state: SupportState
    enrolment_id: int
    kind: CertificateKind
    holder: str
    cohort_id: int
    cohort: str
    issued_on: date
    kept: frozenset[Side]
    has_signed: bool

    @property
    def needs_reader(self) -> bool:
        """Whether it waits for a decision to which the reader has something left to say."""
        return self.state.is_under_review and not self.has_signed


@dataclass(frozen=True)
class PublicSupport:
    """What anyone may learn: whether it is under review, since when, or when it was kept.

    `prints_more` says that a figure on it is higher than what the record has.
    Neither what was found nor why it was kept is part of it.
    """

    is_under_review: bool
    found_on: date
    kept_on: date | None
    prints_more: bool


@dataclass(frozen=True)
class KeepingRow:
    """Who signed that an award is kept, for which side, why and when (UTC)."""

    side: Side
    person_id: int
    who: str
    reason: str
    at: datetime
    finding: Finding


@dataclass(frozen=True)
class Deciding:
    """With whom a decision lies: who signed for which side, who could, and who could revoke.

    `could_sign` has for each side that has not signed its governance leads in office who may, by id.
    """

    signed: Mapping[Side, KeepingRow]
    could_sign: Mapping[Side, Mapping[int, str]]
    could_revoke: Mapping[int, str]


def deciding_on(certificate: Certificate, finding: Finding) -> Deciding:
    """Return with whom it lies whether an award stays of which `finding` was found."""
    cohort = certificate.enrolment.cohort
    holder = certificate.enrolment.person_id
    signed: dict[Side, KeepingRow] = {}
    for each in keeping_rows(certificate):
        if covers(each.finding.unmet, finding.unmet):
            signed.setdefault(each.side, each)
    places = {Side.COMMUNITY: cohort.organisation_id, Side.STATUTORY: cohort.partner_id}
    left_out = {holder, *(each.person_id for each in signed.values())}
    leads = leads_in_office()
    return Deciding(
        signed=signed,
        could_sign={
            side: {
                each.person_id: each.name
                for each in leads
                if each.organisation_id == place and each.person_id not in left_out
            }
            for side, place in places.items()
            if side not in signed
        },
        could_revoke={
            row.id: row.full_name
            for row in db.session.execute(
                select(Person.id, Person.full_name)
                .join(RoleGrant, RoleGrant.person_id == Person.id)
                .where(
                    RoleGrant.role == Role.TRAINING_LEAD,
                    RoleGrant.ended_at.is_(None),
                    RoleGrant.organisation_id.in_(places.values()),
                    Person.id != holder,
                )
                .order_by(Person.id)
            )
        },
    )


def certificate_overseen_by(person: Person, certificate_id: int) -> Certificate | None:
    """Return a certificate of a partnership whose training or governance the person leads.

    Never one's own: one sees that on another page, and decides nothing of it.
    """
    return _certificate(person, certificate_id, Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD)


def award_to_keep(person: Person, certificate_id: int) -> Certificate | None:
    """Return a certificate of a partnership for a side of which the person leads governance."""
    return _certificate(person, certificate_id, Role.GOVERNANCE_LEAD)


def _certificate(person: Person, certificate_id: int, *roles: Role) -> Certificate | None:
    return db.session.scalar(
        select(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Certificate.id == certificate_id, *_overseen_by(person, *roles))
    )


def _overseen_by(person: Person, *roles: Role) -> list[ColumnElement[bool]]:
    """Select what belongs to a partnership in which the person holds a role, but for their own."""
    at = organisations_where(person, *roles)
    theirs = or_(Cohort.organisation_id.in_(at), Cohort.partner_id.in_(at))
    return [Enrolment.person_id != person.id, theirs]


def no_longer_supported(
    person: Person, *, page: int = 1, length: int = PAGE_LENGTH
) -> tuple[list[SupportRow], bool]:
    """Return one page of what the person oversees and the record does not support, worst first.

    What nobody has decided comes before what both sides keep. The second value tells whether there
    are more. Takes a fixed number of statements.
    """
    rows = db.session.execute(
        select(
            StoredSupport,
            Certificate.enrolment_id,
            Certificate.kind,
            Person.full_name,
            Cohort.id.label("cohort_id"),
            Cohort.name.label("cohort"),
            Certificate.issued_on,
        )
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            StoredSupport.verdict != Verdict.SUPPORTED,
            *_overseen_by(person, Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD),
        )
        .order_by(
            StoredSupport.is_kept,
            RANK,
            StoredSupport.worst.desc(),
            StoredSupport.found_at,
            StoredSupport.certificate_id,
        )
        .offset((page - 1) * length)
        .limit(length + 1)
    ).all()
    shown = rows[:length]
    kept = keepings_of([row.StoredSupport.certificate_id for row in shown])
    found = []
    for row in shown:
        state = _state(row.StoredSupport)
        sides = sides_keeping(kept[state.certificate_id], state.finding)
        found.append(
            SupportRow(
                state=state,
                enrolment_id=row.enrolment_id,
                kind=row.kind,
                holder=row.full_name,
                cohort_id=row.cohort_id,
                cohort=row.cohort,
                issued_on=row.issued_on,
                kept=frozenset(sides),
                has_signed=person.id in sides.values(),
            )
        )
    return found, len(rows) > length


def told_of(person: Person, certificate_ids: Collection[int]) -> dict[int, tuple[str, Finding]]:
    """Return holder and finding of those of these awards that the person oversees."""
    rows = db.session.execute(
        select(StoredSupport, Person.full_name)
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            StoredSupport.certificate_id.in_(certificate_ids),
            StoredSupport.is_kept.is_(False),
            Certificate.kind == CertificateKind.AWARD,
            *_overseen_by(person, Role.TRAINING_LEAD, Role.GOVERNANCE_LEAD),
        )
        .order_by(Person.full_name, StoredSupport.certificate_id)
    )
    return {row.certificate_id: (name, Finding.from_json(row.finding)) for row, name in rows}


def keeps_now(keeping: CertificateKeeping) -> bool:
    """Return whether an award is kept by both sides, this signature being one of them."""
    kept = keepings_of([keeping.certificate_id])[keeping.certificate_id]
    return is_kept(kept, Finding.from_json(keeping.finding))


def award_holders(cohort: Cohort) -> list[str]:
    """Return by name who holds an award in a cohort."""
    holding = {each for each, award in awards_in(cohort).items() if award.is_held}
    return list(
        db.session.scalars(
            select(Person.full_name)
            .select_from(Enrolment)
            .join(Person, Enrolment.person_id == Person.id)
            .where(Enrolment.id.in_(holding))
            .order_by(Person.full_name)
        )
    )


def support_of(certificate_id: int) -> SupportState | None:
    """Return what was found of one certificate; None where it is not compared any more."""
    return supports_of([certificate_id]).get(certificate_id)


def support_by_serial(serial: str) -> PublicSupport | None:
    """Return what anyone may learn of how the record supports the certificate of a serial."""
    stored = db.session.scalars(
        select(StoredSupport)
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .where(Certificate.serial == serial)
    ).one_or_none()
    if stored is None:
        return None
    state = _state(stored)
    return PublicSupport(
        is_under_review=state.is_under_review,
        found_on=state.found_on,
        kept_on=_kept_on(state.certificate_id, state.finding),
        prints_more=state.finding.prints_more,
    )


def supports_of(certificate_ids: Collection[int]) -> Mapping[int, SupportState]:
    """Return what was found of certificates, by their ids; one statement."""
    return _states(StoredSupport.certificate_id.in_(certificate_ids))


def awards_no_longer_supported_in(cohort_id: int) -> Mapping[int, SupportState]:
    """Return enrolment -> what was found of its award, where the record does not support it."""
    rows = db.session.execute(
        select(Certificate.enrolment_id, StoredSupport)
        .join(Certificate, Certificate.id == StoredSupport.certificate_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Certificate.kind == CertificateKind.AWARD,
            StoredSupport.verdict != Verdict.SUPPORTED,
        )
    )
    return {enrolment_id: _state(stored) for enrolment_id, stored in rows}


def _states(*where: ColumnElement[bool]) -> dict[int, SupportState]:
    rows = db.session.scalars(select(StoredSupport).where(*where))
    return {row.certificate_id: _state(row) for row in rows}


def _state(stored: StoredSupport) -> SupportState:
    return SupportState(
        stored.certificate_id, Finding.from_json(stored.finding), stored.is_kept, stored.found_at
    )


def keeping_rows(certificate: Certificate) -> Sequence[KeepingRow]:
    """Return who signed that this award is kept, or one that it was issued again for; oldest first."""
    rows = db.session.scalars(
        select(CertificateKeeping)
        .where(
            CertificateKeeping.certificate_id.in_(awards_before([certificate.id])[certificate.id])
        )
        .order_by(CertificateKeeping.id)
    )
    return [
        KeepingRow(
            row.side,
            row.recorded_by_id or 0,
            row.signature.signer_name,
            row.reason,
            row.recorded_at,
            Finding.from_json(row.finding),
        )
        for row in rows
    ]


def _kept_on(certificate_id: int, finding: Finding) -> date | None:
    """Return the day since which both sides keep an award in spite of what was found, if they do."""
    since = kept_since(keepings_of([certificate_id])[certificate_id], finding)
    return None if since is None else civil_date(since)

"""Keeping stored supports true: whatever bears on a certificate has it counted again at the commit.

As with standings, the session itself is watched, so that no action of any room can forget to. What
an act touches is counted before the act takes its turn, and once more under the locks where
somebody wrote to the same streams meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from trainee_tracker.audit.actions import before_the_turn
from trainee_tracker.audit.rules import Head
from trainee_tracker.audit.turns import heads_of
from trainee_tracker.certificates.models import Certificate, CertificateRevocation
from trainee_tracker.certificates.support.changes import changes_behind
from trainee_tracker.certificates.support.models import CertificateKeeping, StoredSupport
from trainee_tracker.certificates.support.recounting import (
    bearing_on,
    compared_now,
    keepings_of,
    recounts,
)
from trainee_tracker.certificates.support.rules import Finding, Verdict, is_kept
from trainee_tracker.cohorts.models import Enrolment, ModuleResult, RegisterMark
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.extensions import db
from trainee_tracker.governance.models import GovernanceEvent, GovernanceRecord
from trainee_tracker.hours.models import HoursEntry, HoursEvent
from trainee_tracker.messages import Message, say, verbatim
from trainee_tracker.people.models import SamePerson
from trainee_tracker.people.queries import known_as_all
from trainee_tracker.progress.queries import streams_of
from trainee_tracker.refusals import Stale

BEARING = "support.bearing"
"""The key in `Session.info` of what this transaction touched: (kind, id) -> newest instant."""

BROKEN = "support.broken"
"""The key in `Session.info` of the certificates that its acts left without support, for the page."""


@dataclass(frozen=True)
class Found:
    """What is stored of one certificate."""

    finding: Finding
    is_kept: bool


@event.listens_for(Session, "after_flush")
def note_bearing(session: Session, context: Any) -> None:
    """Note what the flushed rows may bear on."""
    for row in session.new:
        key = _bears_on(row)
        if key is not None:
            touched: dict[tuple[str, int], datetime] = session.info.setdefault(BEARING, {})
            touched[key] = max(row.recorded_at, touched.get(key, row.recorded_at))


def _bears_on(row: Any) -> tuple[str, int] | None:
    match row:
        case RegisterMark() | ModuleResult() | CourseResult() | HoursEntry() | Certificate():
            return "enrolment", row.enrolment_id
        case HoursEvent():
            return "entry", row.entry_id
        case GovernanceEvent():
            return "record", row.record_id
        case CertificateRevocation() | CertificateKeeping():
            return "certificate", row.certificate_id
        case SamePerson():
            # The checks of the person who was entered are theirs from now on.
            return "person", row.same_as_id
        case _:
            return None


@before_the_turn
def count_again(session: Session) -> Supports | None:
    """Count again what the act may bear on, before it takes its turn."""
    touched = session.info.pop(BEARING, None)
    return Supports(touched) if touched else None


@event.listens_for(Session, "after_rollback")
def forget_bearing(session: Session) -> None:
    """Forget what a rolled-back transaction touched; what came before a savepoint still stands."""
    if not session.in_nested_transaction():
        session.info.pop(BEARING, None)
        session.info.pop(BROKEN, None)


def broken_by_this_session() -> frozenset[int]:
    """Return the certificates that the acts of this session left without support, and forget them."""
    return frozenset(db.session().info.pop(BROKEN, ()))


def _enrolments_of(touched: Iterable[tuple[str, int]]) -> frozenset[int]:
    ids: dict[str, set[int]] = {}
    for kind, row_id in touched:
        ids.setdefault(kind, set()).add(row_id)
    subjects = select(GovernanceRecord.subject_id).where(
        GovernanceRecord.id.in_(ids.get("record", ()))
    )
    of_records = select(Enrolment.id).where(Enrolment.entered_id.in_(known_as_all(subjects)))
    of_entries = select(HoursEntry.enrolment_id).where(HoursEntry.id.in_(ids.get("entry", ())))
    of_certificates = select(Certificate.enrolment_id).where(
        Certificate.id.in_(ids.get("certificate", ()))
    )
    people = known_as_all(ids.get("person", ()))
    of_people = select(Enrolment.id).where(Enrolment.entered_id.in_(people))
    found = ids.get("enrolment", set())
    for kind, statement in (
        ("entry", of_entries),
        ("record", of_records),
        ("certificate", of_certificates),
        ("person", of_people),
    ):
        if kind in ids:
            found = found | set(db.session.scalars(statement))
    return frozenset(found)


class Supports:
    """What an act makes of certificates: counted before its turn, compared and stored under it.

    What a certificate rests on changes only by an act in the stream of its cohort, or in those of
    the network and its partner. So what was counted holds as long as those streams have not grown.
    """

    def __init__(self, touched: Mapping[tuple[str, int], datetime]) -> None:
        self.touched = touched
        self.at = max(touched.values())
        self.ids = _enrolments_of(touched)
        streams = streams_of(self.ids)
        self.exclusive: Collection[int] = streams.cohorts
        self.shared: Collection[int] = streams.organisations
        self.heads = heads_of(db.session(), streams.cohorts | streams.organisations)
        self._count()

    def _count(self) -> None:
        """Count again, and find out since when: the slow part, for which nobody waits as a rule."""
        self.found = _found(self.ids)
        self.stored = _stored(self.found, _present(self.ids, self.found), self.at)

    def finish(self, heads: Mapping[int, Head]) -> None:
        """Count again where somebody wrote meanwhile, and store.

        Raises Stale when the act bears on other trainees than before: their locks are not taken.
        """
        if any(heads[each].position != then.position for each, then in self.heads.items()):
            if self.ids != _enrolments_of(self.touched):
                raise Stale(
                    say(
                        "Somebody accepted a place at the same moment. Nothing was saved: try it again."
                    )
                )
            self._count()
        _store(self.stored, _present(self.ids, self.found))


def _found(enrolment_ids: Collection[int] | None) -> dict[int, Found]:
    """Count again the certificates on which these enrolments bear; all there are for None."""
    where = [] if enrolment_ids is None else [bearing_on(enrolment_ids)]
    compared = compared_now(*where)
    keepings = keepings_of([each.certificate_id for each in compared if each.is_award])
    return {
        certificate_id: Found(
            recount.finding, is_kept(keepings.get(certificate_id, ()), recount.finding)
        )
        for certificate_id, recount in recounts(compared).items()
    }


def _present(
    enrolment_ids: Collection[int] | None, found: Collection[int]
) -> dict[int, StoredSupport]:
    """Return what is stored of all certificates of these enrolments, and of those in `found`."""
    statement = select(StoredSupport).execution_options(populate_existing=True)
    if enrolment_ids is not None:
        of_theirs = select(Certificate.id).where(Certificate.enrolment_id.in_(enrolment_ids))
        statement = statement.where(
            StoredSupport.certificate_id.in_(of_theirs)
            | StoredSupport.certificate_id.in_(list(found))
        )
    return {row.certificate_id: row for row in db.session.scalars(statement)}


@dataclass(frozen=True)
class Stored:
    """What is to be stored of one certificate; `found_at` is None where the finding is the same."""

    found: Found
    told: str
    found_at: datetime | None


def _stored(
    found: Mapping[int, Found], present: Mapping[int, StoredSupport], at: datetime
) -> dict[int, Stored]:
    """Return what is to be stored of each certificate, with since when what is new was found."""
    told_now = {each: one.finding.to_json() for each, one in found.items()}
    new = {
        each
        for each, told in told_now.items()
        if each not in present or present[each].finding != told
    }
    since = _since([each for each in sorted(new) if found[each].finding.shortfalls])
    return {
        each: Stored(one, told_now[each], since.get(each, at) if each in new else None)
        for each, one in found.items()
    }


def _store(stored: Mapping[int, Stored], present: Mapping[int, StoredSupport]) -> None:
    for certificate_id, row in present.items():
        if certificate_id not in stored:
            db.session.delete(row)
    for certificate_id, each in stored.items():
        row = present.get(certificate_id) or StoredSupport(certificate_id=certificate_id)
        finding = each.found.finding
        was_open = row.verdict is Verdict.UNSUPPORTED and not row.is_kept
        if finding.verdict is Verdict.UNSUPPORTED and not (each.found.is_kept or was_open):
            db.session().info.setdefault(BROKEN, set()).add(certificate_id)
        if each.found_at is not None:
            row.found_at = each.found_at
        row.verdict, row.worst, row.finding = finding.verdict, finding.worst, each.told
        row.is_kept = each.found.is_kept
        db.session.add(row)


def _since(certificate_ids: Collection[int]) -> dict[int, datetime]:
    """Return when the last change was made of what each of these certificates rests on."""
    changes = changes_behind(certificate_ids) if certificate_ids else {}
    return {each: found[0].at for each, found in changes.items() if found}


def rebuild(at: datetime) -> int:
    """Count every certificate again; returns how many there were.

    The caller holds the ledgers still, has made sure that they are whole, and commits.
    """
    found = _found(None)
    present = _present(None, found)
    _store(_stored(found, present, at), present)
    return len(found)


def support_faults() -> list[Message]:
    """Return one sentence for each certificate of which something else is stored than is found."""
    found = _found(None)
    stored = _present(None, found)
    faults = [
        say(
            "What is stored of certificate {certificate} differs from what its record supports.",
            certificate=verbatim(each),
        )
        for each, now in found.items()
        if each in stored
        and (
            (stored[each].finding, stored[each].is_kept) != (now.finding.to_json(), now.is_kept)
            or (stored[each].verdict, stored[each].worst)
            != (now.finding.verdict, now.finding.worst)
        )
    ]
    faults += [
        say("Certificate {certificate} was never compared.", certificate=verbatim(each))
        for each in found
        if each not in stored
    ]
    return faults + [
        say(
            "Something is stored of certificate {certificate}, which is not compared any more.",
            certificate=verbatim(each),
        )
        for each in stored
        if each not in found
    ]

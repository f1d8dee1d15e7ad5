"""Drawing a certificate, which is slow, and then writing it to the ledger, which is not."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.audit.actions import rely
from trainee_tracker.certificates import queries, told
from trainee_tracker.certificates.models import (
    Certificate,
    CertificateKind,
)
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.rules import SERIAL_BYTES, TEMPLATE_VERSION, serial_from
from trainee_tracker.certificates.support.models import CertificateGrounds
from trainee_tracker.certificates.support.rules import Grounds
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.messages import Own, in_a_row, say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible, Stale
from trainee_tracker.signatures.models import Signature

TO_ONESELF: Final = say(
    "This award is yours. Another training lead of this cohort issues it: nobody issues an award to"
    " themselves."
)


def new_serial() -> str:
    """Return a serial that nobody can guess."""
    return serial_from(secrets.token_bytes(SERIAL_BYTES))


@dataclass(frozen=True)
class Earned:
    """What a certificate will say, and what that rests on: a course version and its grounds."""

    facts: CertificateFacts
    version_id: int
    grounds: Grounds


@dataclass(frozen=True)
class Drawn:
    """A certificate that is drawn and not issued yet: what it says, its bytes and their design."""

    facts: CertificateFacts
    content: bytes
    template_version: int


def draw(facts: CertificateFacts) -> Drawn:
    """Draw a certificate, which takes a second: nobody is kept waiting meanwhile."""
    # WeasyPrint takes a second to import, so only a process that issues pays for it.
    from trainee_tracker.certificates.paper import pdf

    return Drawn(facts, pdf.render(facts), TEMPLATE_VERSION)


def present_design() -> int:
    """Return the number of the design in which certificates are drawn now."""
    return TEMPLATE_VERSION


def write_certificate(
    enrolment: Enrolment,
    drawn: Drawn,
    earned: Earned,
    supersedes: Certificate | None,
    signature: Signature | None,
    body: str,
    *,
    actor: Person,
    at: datetime,
    request_id: str,
) -> Certificate:
    """Write a drawn certificate and what it rests on to the ledger.

    Raises Impossible where one like it came first, saying who issued that and when.
    """
    facts = drawn.facts
    certificate = Certificate(
        request_id=request_id,
        request_digest=body,
        enrolment_id=enrolment.id,
        kind=CertificateKind(facts.kind),
        serial=facts.serial,
        issued_on=facts.issued_on,
        facts=facts.to_json(),
        template_version=drawn.template_version,
        pdf=drawn.content,
        sha256=hashlib.sha256(drawn.content).hexdigest(),
        supersedes_id=supersedes.id if supersedes else None,
        signature_id=signature.id if signature else None,
        stream_id=enrolment.stream_id,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    meanwhile = say(
        "{holder} was given this certificate a moment ago.", holder=Own(enrolment.person.full_name)
    )
    try:
        with refuse_if_taken(Impossible(meanwhile)):
            db.session.add(certificate)
    except Impossible as refusal:
        first = queries.newest_certificate(enrolment.id, CertificateKind(facts.kind))
        if first is None:
            raise
        raise Impossible(in_a_row([meanwhile, told.how_issued(first)])) from refusal
    db.session.add(
        CertificateGrounds(
            certificate_id=certificate.id,
            enrolment_id=enrolment.id,
            course_version_id=earned.version_id,
            is_pooled=len(earned.grounds.members) > 1,
            grounds=earned.grounds.to_json(),
            stream_id=enrolment.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id,
        )
    )
    db.session.flush()
    return certificate


def rely_on_same(stream_ids: Collection[int], earned_now: Callable[[], Earned]) -> Earned:
    """Return what to draw and its grounds; the commit raises Stale if they are others by then."""
    first: list[Earned] = []

    def still() -> Earned:
        found = earned_now()
        if first and found != first[0]:
            raise Stale(say("Something that it says changed while it was drawn. Look again."))
        first.append(found)
        return found

    return rely(stream_ids, still)

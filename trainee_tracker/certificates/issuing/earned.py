"""What a certificate that is issued upon a judgement rests on."""

from __future__ import annotations

from trainee_tracker.certificates import queries
from trainee_tracker.certificates.issuing.drawing import Earned
from trainee_tracker.certificates.paper.facts import CertificateFacts
from trainee_tracker.certificates.paper.wording import figures_printed
from trainee_tracker.certificates.support.rules import SignedFor, grounds_of
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.rules import pools


def earned_by(judgement: Judgement, facts: CertificateFacts) -> Earned:
    """Return what a certificate of `facts` says and what it rests on, all of it from one judgement.

    Where the course pools, everyone's lines are part of it.
    """
    bearing = judgement.members if pools(judgement.terms) else [judgement.enrolment_id]
    enrolment = db.session.get_one(Enrolment, judgement.enrolment_id)
    signed = None
    if facts.kind == "award":
        for each in queries.minutes_signed_off(judgement.enrolment_id)[:1]:
            signed = SignedFor(each.signer_id, each.minutes)
    grounds = grounds_of(
        bearing,
        [line for member in bearing for line in judgement.gathered.lines[member]],
        judgement.standing,
        printed=figures_printed(judgement.terms, judgement.standing, facts),
        signed=signed,
    )
    return Earned(facts, enrolment.cohort.course_version_id, grounds)

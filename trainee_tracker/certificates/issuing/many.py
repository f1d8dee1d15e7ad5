"""Issuing what was signed in the background: one award after the other, each in an act of its own.

Who signs says yes to what a page showed; drawing a hundred certificates takes minutes. So the signature
is given on the page, and the job issues what it covers. An award whose name, figures or course changed
meanwhile is refused with its reason, and the others are issued all the same.
"""

from __future__ import annotations

from trainee_tracker.certificates.issuing.actions import enrolments_signed, issue_award
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.clock import now
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.jobs.kinds import performs
from trainee_tracker.jobs.models import Job
from trainee_tracker.jobs.progress import Progress
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Refused
from trainee_tracker.signatures.models import Signature


def _title(job: Job) -> Message:
    return say("Awards of {cohort}", cohort=Own(job.about["cohort"]))


@performs("awards", _title)
def issue_signed(job: Job, progress: Progress) -> None:
    """Issue the awards that a signature covers, beginning where it stopped before.

    Each is judged and drawn while nobody waits, compared and written in a transaction of its own, and
    counted in the same one. A refusal is told in the job's remarks.
    """
    signature_id, address = job.about["signature"], CheckAddress(progress.settings.public_url)
    signed = enrolments_signed(db.session.get_one(Signature, signature_id))
    for number, enrolment_id in enumerate(signed[progress.done :], start=progress.done + 1):
        try:
            signature = db.session.get_one(Signature, signature_id)
            issue_award(
                db.session.get_one(Enrolment, enrolment_id),
                signature=signature,
                address=address,
                actor=db.session.get_one(Person, signature.signer_id),
                at=now(),
            )
            progress.reach(number)
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            progress.reach(number, remark=refusal.message)
            db.session.commit()

"""Carrying out the steps of governance records and certificates."""

from __future__ import annotations

from trainee_tracker.canonical import digest_of
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.queries import standing_award
from trainee_tracker.certificates.support import actions as keeping
from trainee_tracker.certificates.support.recounting import recount_of
from trainee_tracker.demo import steps as s
from trainee_tracker.demo.stage import Handlers, Stage
from trainee_tracker.governance import actions as governance
from trainee_tracker.governance import queries as records


def propose_record(step: s.ProposeRecord, stage: Stage) -> None:
    """Write down what was found."""
    stage.records[step.key] = governance.propose_record(
        stage.cohorts[step.cohort],
        stage.people[step.subject],
        step.item,
        outcome=step.outcome,
        evidence=step.evidence,
        seen_by=step.seen_by,
        valid_from=step.valid_from,
        valid_to=step.valid_to,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def sign_record(step: s.SignRecord, stage: Stage) -> None:
    """Sign what a page would show."""
    record = stage.records[step.record]
    governance.sign_record(
        record,
        digest_seen=digest_of(records.shown_for_signing(record)),
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def suspend_record(step: s.SuspendRecord, stage: Stage) -> None:
    """Suspend a record."""
    governance.suspend_record(
        stage.records[step.record],
        effective_on=step.effective_on,
        reason=step.reason,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def lift_suspension(step: s.LiftSuspension, stage: Stage) -> None:
    """Agree that a suspension ends."""
    record = stage.records[step.record]
    governance.lift_suspension(
        record,
        effective_on=step.effective_on,
        digest_seen=digest_of(records.shown_for_lifting(record)),
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def issue_awards(step: s.IssueAwards, stage: Stage) -> None:
    """Sign and issue awards."""
    actor = stage.people[step.actor]
    cohort = stage.cohorts[step.cohort]
    enrolments = [stage.enrolments[step.cohort, each] for each in step.trainees]
    signature = certificates.sign_awards(
        cohort,
        enrolments,
        digest_seen=digest_of(certificates.awards_shown(cohort, enrolments, step.at)),
        actor=actor,
        at=step.at,
        request_id=stage.request_id(),
    )
    for enrolment in enrolments:
        certificates.issue_award(
            enrolment, signature=signature, address=stage.address, actor=actor, at=step.at
        )


def revoke_award(step: s.RevokeAward, stage: Stage) -> None:
    """Revoke an award."""
    ending.revoke_certificate(
        _award(step.cohort, step.trainee, stage),
        reason=step.reason,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def reissue_award(step: s.ReissueAward, stage: Stage) -> None:
    """Issue an award again under the present name."""
    award = _award(step.cohort, step.trainee, stage)
    ending.reissue_award(
        award,
        reason="The name is now spelt as the holder writes it.",
        digest_seen=digest_of(ending.reissue_shown(award)),
        address=stage.address,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def keep_award(step: s.KeepAward, stage: Stage) -> None:
    """Keep an award, for what a page would show."""
    award = _award(step.cohort, step.trainee, stage)
    keeping.keep_award(
        award,
        reason=step.reason,
        digest_seen=digest_of(keeping.shown_to_keep(award, recount_of(award).finding)),
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


def _award(cohort: str, trainee: str, stage: Stage) -> Certificate:
    award = standing_award(stage.enrolments[cohort, trainee].id)
    if award is None:
        raise LookupError(f"{trainee} has no award of {cohort} yet.")
    return award


def print_progress(step: s.PrintProgress, stage: Stage) -> None:
    """Make a progress certificate."""
    certificates.issue_progress(
        stage.enrolments[step.cohort, step.actor],
        address=stage.address,
        actor=stage.people[step.actor],
        at=step.at,
        request_id=stage.request_id(),
    )


HANDLERS: Handlers = {
    s.ProposeRecord: propose_record,
    s.SignRecord: sign_record,
    s.SuspendRecord: suspend_record,
    s.LiftSuspension: lift_suspension,
    s.IssueAwards: issue_awards,
    s.RevokeAward: revoke_award,
    s.ReissueAward: reissue_award,
    s.KeepAward: keep_award,
    s.PrintProgress: print_progress,
}

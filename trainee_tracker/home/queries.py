"""What the home page shows: one section for each role, each gathered in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trainee_tracker.accreditation.judging import POOLED_ACTIVITY
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.ledger import LineState
from trainee_tracker.accreditation.standing import RequirementStanding, Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.certificates.awards import AwardState, award_of
from trainee_tracker.certificates.support.changes import Change, changes_behind
from trainee_tracker.certificates.support.queries import SupportRow, no_longer_supported, support_of
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.cohorts.agreements.queries import answered_for, waiting_for
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.governance import queries as governance
from trainee_tracker.hours.signing.queries import Backlog, backlog_of
from trainee_tracker.jobs.queries import count_in_trouble, worker_seen_at
from trainee_tracker.jobs.rules import is_silent
from trainee_tracker.messages import Message
from trainee_tracker.people.access import HeldRole, Permission, held_roles, may
from trainee_tracker.people.models import Person
from trainee_tracker.people.names.models import NameRequest
from trainee_tracker.people.names.queries import last_request, requests_to_confirm, vouchers_for
from trainee_tracker.people.names.rules import NameOutcome
from trainee_tracker.people.roles.oversight import NEW_FOR, count_role_changes
from trainee_tracker.people.roles.queries import (
    WaitingLead,
    own_waiting,
    roles_to_accept,
    without_a_role,
)
from trainee_tracker.people.rules import Role
from trainee_tracker.progress.former import former_activities, titles_with, told_of_moves
from trainee_tracker.progress.queries import (
    CohortOverview,
    RegisterDue,
    cohort_overviews,
    judge_members,
    registers_due,
)
from trainee_tracker.progress.rules import LedgerPage, checks_not_in_date, not_counted

LATEST = 5


@dataclass(frozen=True)
class TraineeSection:
    """A trainee's own: the main enrolment judged as of today, and what needs them."""

    enrolment: Enrolment
    others: Sequence[Enrolment]
    titles: Mapping[str, str]
    main: RequirementStanding | None
    requirements: Sequence[RequirementStanding]
    is_met: bool
    award: AwardState | None
    award_is_under_review: bool
    latest: Sequence[LedgerPage]
    declined: Sequence[LedgerPage]
    unsent: int
    missing_checks: Sequence[str]
    not_counted: Sequence[LedgerPage]


@dataclass(frozen=True)
class NamesToConfirm:
    """The names that have waited longest for somebody to vouch for them, and how many more wait."""

    oldest: Sequence[NameRequest] = ()
    more: int = 0


@dataclass(frozen=True)
class OwnName:
    """What became of the person's own request to be named otherwise, and who can confirm it."""

    waiting: NameRequest | None
    vouchers: Sequence[Person]
    declined: NameRequest | None


@dataclass(frozen=True)
class Sections:
    """What the person sees; a part is None where they do not hold the role."""

    trainee: TraineeSection | None
    waiting_for_sign_off: Backlog | None
    waiting_for_signature: int | None
    names_to_confirm: NamesToConfirm
    terms_to_agree: Sequence[TermsRequest]
    terms_answered: Sequence[TermsRequest]
    cohorts: Sequence[CohortOverview] | None
    registers_due: Sequence[RegisterDue]
    under_review: Sequence[SupportRow]
    more_no_longer_supported: bool
    changes: Mapping[int, Sequence[Change]]
    is_training_lead: bool
    is_administrator: bool
    held: Sequence[HeldRole]
    own_waiting: Sequence[WaitingLead]
    no_role: Message | None
    """Whom somebody without a role can ask for one."""
    own_name: OwnName
    roles_to_accept: Sequence[WaitingLead]
    role_changes: int
    jobs_in_trouble: int
    """How many letters and the like could not be sent or done yet."""
    worker_is_silent: bool
    """Told to administrators."""


def sections_for(person: Person, today: date, *, at: datetime) -> Sections:
    """Gather the home page of a person as of a day; what is new is counted back from `at` (UTC)."""
    held = held_roles(person)
    roles = {each.role for each in held}
    leads = may(person, Permission.VIEW_COHORTS)
    # What nobody has decided comes first; what was kept is quiet here and listed on its own page.
    unsupported, has_more = no_longer_supported(person, length=LATEST) if leads else ([], False)
    under_review = [each for each in unsupported if each.state.is_under_review]
    return Sections(
        trainee=_trainee_section(person, today) if Role.TRAINEE in roles else None,
        waiting_for_sign_off=backlog_of(person) if Role.SUPERVISOR in roles else None,
        waiting_for_signature=(
            len(governance.waiting_signature(person)) if Role.GOVERNANCE_LEAD in roles else None
        ),
        names_to_confirm=_names_to_confirm(person),
        terms_to_agree=waiting_for(person),
        terms_answered=answered_for(person, since=at - NEW_FOR),
        cohorts=cohort_overviews(cohorts.cohorts_for(person), today) if leads else None,
        registers_due=registers_due(cohorts.led_by(person), today, limit=LATEST),
        under_review=under_review,
        more_no_longer_supported=has_more or len(under_review) < len(unsupported),
        changes=changes_behind([each.state.certificate_id for each in under_review]),
        is_training_lead=Role.TRAINING_LEAD in roles,
        is_administrator=Role.ADMINISTRATOR in roles,
        held=sorted(held, key=lambda each: (each.role, each.organisation_id)),
        own_waiting=own_waiting(person),
        no_role=without_a_role(person),
        own_name=_own_name(person, at),
        roles_to_accept=roles_to_accept(person),
        jobs_in_trouble=count_in_trouble(
            person.id, oversees=may(person, Permission.MANAGE_ORGANISATIONS)
        ),
        worker_is_silent=(
            may(person, Permission.MANAGE_ORGANISATIONS) and is_silent(worker_seen_at(), at)
        ),
        role_changes=(
            count_role_changes(person, since=at - NEW_FOR)
            if may(person, Permission.VIEW_ROLE_CHANGES)
            else 0
        ),
    )


def _names_to_confirm(person: Person) -> NamesToConfirm:
    if not may(person, Permission.CONFIRM_NAMES):
        return NamesToConfirm()
    waiting = requests_to_confirm(person)
    return NamesToConfirm(waiting[:LATEST], max(0, len(waiting) - LATEST))


def _own_name(person: Person, at: datetime) -> OwnName:
    """Return the request that waits, or the one declined a short while ago: both ask to be read."""
    last = last_request(person.id)
    made = last.decision if last else None
    if last is not None and made is None:
        return OwnName(last, vouchers_for(person), None)
    if made and made.outcome is NameOutcome.DECLINED and made.recorded_at >= at - NEW_FOR:
        return OwnName(None, (), last)
    return OwnName(None, (), None)


def _trainee_section(person: Person, today: date) -> TraineeSection | None:
    enrolments = sorted(
        cohorts.enrolments_of(person), key=lambda each: each.cohort.starts_on, reverse=True
    )
    if not enrolments:
        return None
    begun = [each for each in enrolments if each.cohort.starts_on <= today]
    enrolment = begun[0] if begun else enrolments[-1]
    judgement = judge_members(enrolment.cohort, [enrolment.id], today)[enrolment.id]
    standing, award = judgement.standing, award_of(enrolment)
    support = support_of(award.certificate_id) if award else None
    former = former_activities(enrolment.cohort, judgement)
    return TraineeSection(
        enrolment=enrolment,
        others=[each for each in enrolments if each is not enrolment],
        titles=titles_with(former, judgement),
        main=main_requirement(judgement.terms, standing),
        requirements=standing.requirements,
        is_met=standing.met,
        award=award,
        award_is_under_review=support is not None and support.is_under_review,
        latest=[page for page in judgement.pages if page.entry_id is not None][:LATEST],
        declined=[page for page in judgement.pages if page.line.state is LineState.DECLINED],
        unsent=sum(line.state is LineState.LOGGED for line in judgement.lines),
        missing_checks=(
            checks_not_in_date(judgement.terms, judgement.clearances, today)
            if enrolment.cohort.ends_on >= today
            else []
        ),
        not_counted=not_counted(told_of_moves(judgement.pages, former)),
    )


def main_requirement(terms: Terms, standing: Standing) -> RequirementStanding | None:
    """Return the requirement for the big picture: client work, else the hours furthest from done."""
    practice = {
        each.key
        for each in terms.requirements
        if isinstance(each, MinimumMinutes) and terms.covers(POOLED_ACTIVITY, each.activity)
    }
    timed = [each for each in standing.requirements if each.unit == "minutes" and each.need]
    if not timed:
        return None
    return max(timed, key=lambda each: (each.key in practice, each.short / each.need, each.need))

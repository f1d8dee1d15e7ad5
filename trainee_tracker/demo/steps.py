"""What can happen in the demonstration: one frozen dataclass for each act, with its instant. Pure.

People, organisations, sites, cohorts and everything else are named by short keys; who acts is
`actor`, a person's key. Instants are aware and in UTC, days are civil dates, minutes whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from trainee_tracker.cohorts.rules import Mark, ModuleOutcome, Repeat
from trainee_tracker.hours.sessions.rules import Mode, RoleInSession, SessionFormat
from trainee_tracker.people.rules import Role, Side


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that somebody did at an instant."""

    at: datetime
    actor: str


@dataclass(frozen=True)
class Character:
    """Somebody of the demonstration; `other_name` is in another script."""

    key: str
    full_name: str
    email: str
    other_name: str = ""
    other_language: str = ""
    registration: str = ""


@dataclass(frozen=True, kw_only=True)
class Found(Step):
    """The first organisation and its administrator appear; nobody was there to act before."""

    organisation: str
    name: str
    administrator: Character


@dataclass(frozen=True, kw_only=True)
class AddOrganisation(Step):
    """An organisation is added with its colours and what its certificates print as issuer."""

    key: str
    name: str
    side: Side
    brand: str
    accent: str
    issuer_line: str = ""


@dataclass(frozen=True, kw_only=True)
class AddSite(Step):
    """A place is added."""

    key: str
    name: str
    organisation: str


@dataclass(frozen=True, kw_only=True)
class Invite(Step):
    """Somebody is invited into a role."""

    person: Character
    role: Role
    organisation: str


@dataclass(frozen=True, kw_only=True)
class AcceptEachOther(Step):
    """The first governance lead of each side takes office, accepted by the other, on the server."""

    leads: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class AcceptLead(Step):
    """A governance lead accepts one of the other side."""

    lead: str


@dataclass(frozen=True, kw_only=True)
class Join(Step):
    """The actor opens their link and chooses the password; a registration is asked for with it."""

    registration: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestName(Step):
    """The actor asks to be named otherwise."""

    full_name: str


@dataclass(frozen=True, kw_only=True)
class ConfirmName(Step):
    """Somebody else confirms the name or the registration that a person asked for."""

    person: str


@dataclass(frozen=True, kw_only=True)
class PublishCourse(Step):
    """A course is opened from a preset and its first version published.

    `left_out` names by their keys the requirements that are taken out of the draft before.
    """

    key: str
    organisation: str
    preset: str
    title: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenCohort(Step):
    """A cohort is opened on a course."""

    key: str
    course: str
    organisation: str
    partner: str
    name: str
    starts_on: date
    ends_on: date
    sites: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Approve(Step):
    """A supervisor is approved for a cohort, and invited where nobody knows them yet."""

    cohort: str
    person: Character
    approved_from: date
    approved_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Enrol(Step):
    """A trainee gets a place, and is invited where nobody knows them yet."""

    cohort: str
    person: Character
    enrolled_on: date


@dataclass(frozen=True, kw_only=True)
class PlanClasses(Step):
    """Classes are added to a timetable."""

    cohort: str
    first_on: date
    count: int
    repeat: Repeat
    starts_at: str
    minutes: int
    site: str
    titles: tuple[str, ...]
    modules: tuple[str, ...] = ()
    skipping: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class TakeRegister(Step):
    """The register of the class of a day is taken: trainee -> (mark, minutes late)."""

    cohort: str
    held_on: date
    marks: Mapping[str, tuple[Mark, int]]


@dataclass(frozen=True, kw_only=True)
class RecordResults(Step):
    """The results of a module are recorded, trainee -> outcome; `reason` says why they change."""

    cohort: str
    module: str
    outcomes: Mapping[str, ModuleOutcome]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenCase(Step):
    """A trainee opens a case under a code made by chance."""

    cohort: str
    key: str
    format: SessionFormat


@dataclass(frozen=True)
class Part:
    """A trainee's part in a session; a supervision group has no roles."""

    trainee: str
    role: RoleInSession | None = None


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A session that took place, or to which a family did not come; the first of `team` logs it."""

    key: str
    cohort: str
    activity: str
    begins: datetime
    held_on: date
    minutes: int
    supervisor: str
    team: tuple[Part, ...]
    mode: Mode = Mode.IN_ROOM
    format: SessionFormat | None = None
    site: str | None = None
    case: str | None = None
    is_attended: bool = True
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LogMeeting(Step):
    """A trainee logs a meeting for all who took part, and sends their own part."""

    meeting: Meeting


EntryKey = tuple[str, str]
"""A meeting's key and a trainee's: the hours entry of the one in the other."""


@dataclass(frozen=True, kw_only=True)
class Send(Step):
    """A trainee sends an entry that somebody else logged for them."""

    entry: EntryKey


@dataclass(frozen=True, kw_only=True)
class Withdraw(Step):
    """A trainee takes an entry back."""

    entry: EntryKey
    reason: str


@dataclass(frozen=True, kw_only=True)
class Correct(Step):
    """A trainee puts a corrected entry in the place of one; `corrected` is known by its key."""

    entry: EntryKey
    corrected: Meeting
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignQueue(Step):
    """A supervisor decides what waits with one signature, but for what they leave for later."""

    declined: Mapping[EntryKey, str]
    left: frozenset[EntryKey]


@dataclass(frozen=True, kw_only=True)
class Reverse(Step):
    """A supervisor takes a sign-off back."""

    entry: EntryKey
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposeRecord(Step):
    """What was found for a trainee on a governance item is written down."""

    key: str
    cohort: str
    subject: str
    item: str
    outcome: str
    evidence: str
    seen_by: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class SignRecord(Step):
    """A governance lead signs a record for their side."""

    record: str


@dataclass(frozen=True, kw_only=True)
class SuspendRecord(Step):
    """A governance lead suspends a record from a day on."""

    record: str
    effective_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class LiftSuspension(Step):
    """A governance lead agrees that a suspension ends."""

    record: str
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class IssueAwards(Step):
    """A training lead signs and issues the awards of these trainees."""

    cohort: str
    trainees: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RevokeAward(Step):
    """A training lead revokes an award."""

    cohort: str
    trainee: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReissueAward(Step):
    """A training lead issues an award again under the holder's present name."""

    cohort: str
    trainee: str


@dataclass(frozen=True, kw_only=True)
class KeepAward(Step):
    """A governance lead signs for their side that an award is kept though something is not met."""

    cohort: str
    trainee: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PrintProgress(Step):
    """A trainee makes a progress certificate of their own."""

    cohort: str

"""The parts of a course's terms, and the terms as they are written down: nothing has checked them yet.

What is wrong with them is found in `term_faults.py`. Nobody is judged by them before they are `Terms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainee_tracker.accreditation.credit import GroupCredit
from trainee_tracker.accreditation.kinds import Requirement
from trainee_tracker.accreditation.limits import Limit


@dataclass(frozen=True)
class Activity:
    """Something a trainee spends time on, in the course's own words.

    Where `roles` are named, time in any other role does not count (source: COAMFTE, where the
    team behind the mirror earns nothing). An activity below inherits them unless it names its own.
    """

    key: str
    title: str
    parent: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A part of the course that is passed or not."""

    key: str
    title: str


@dataclass(frozen=True)
class Competence:
    """Something that a trainee is seen to do, rated on the four levels of `vocabulary.LEVELS`."""

    key: str
    title: str


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of work that is handed in and accepted, such as case studies."""

    key: str
    title: str


@dataclass(frozen=True)
class Translation:
    """The course's titles in another language (a tag such as ar or pt-BR), for certificates."""

    language: str
    title: str
    award: str


@dataclass(frozen=True)
class GovernanceNeed:
    """A governance item without which no line of these activities counts on that day.

    An item with no activities blocks nothing by itself; a GovernanceInDate may still ask for it.
    """

    item: str
    title: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Whose rules these are, where they were read and when; unverified where nobody could."""

    body: str
    where: str
    read_on: date
    verified: bool


@dataclass(frozen=True)
class UncheckedTerms:
    """What one version of a course asks for.

    `weeks` and `session_minutes` only suggest a timetable of teaching. `hour_minutes` is the
    length of what the course calls an hour: some bodies call 50 or 45 minutes so. All minutes of
    the terms are minutes of the clock; forms and pages turn the course's hours into them.
    `award_wording` is the sentence of achievement on the certificate; empty: the usual one.
    """

    key: str
    title: str
    award: str
    source: Source
    activities: tuple[Activity, ...]
    requirements: tuple[Requirement, ...]
    modules: tuple[Module, ...] = ()
    governance: tuple[GovernanceNeed, ...] = ()
    credits: tuple[GroupCredit, ...] = ()
    weeks: int | None = None
    session_minutes: int | None = None
    limits: tuple[Limit, ...] = ()
    competences: tuple[Competence, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()
    hour_minutes: int = 60
    award_wording: str = ""
    translations: tuple[Translation, ...] = ()

"""What exists so far while the plan is carried out, under the plan's own short names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.cohorts.models import Cohort, Enrolment, TeachingSession
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.demo.steps import EntryKey, Step
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.people.models import Organisation, Person, Site

REQUESTS = UUID("6f1d7a52-93c4-5b0e-8f3a-2d1c0b9e4a77")
"""The namespace of the request ids that a browser would have made."""


@dataclass
class Stage:
    """Everything made so far; `address` is where certificates are checked."""

    address: CheckAddress
    organisations: dict[str, Organisation] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    invitations: dict[str, str] = field(default_factory=dict)
    courses: dict[str, CourseVersion] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    enrolments: dict[tuple[str, str], Enrolment] = field(default_factory=dict)
    classes: dict[tuple[str, date], TeachingSession] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    entries: dict[EntryKey, HoursEntry] = field(default_factory=dict)
    keys: dict[int, EntryKey] = field(default_factory=dict)
    records: dict[str, GovernanceRecord] = field(default_factory=dict)
    _requests: int = 0

    def request_id(self) -> str:
        """Return the id of the next request, the same at each loading."""
        self._requests += 1
        return str(uuid5(REQUESTS, str(self._requests)))

    def keep_entry(self, key: EntryKey, entry: HoursEntry) -> None:
        """Know an hours entry by the plan's name, and the name by the entry."""
        self.entries[key] = entry
        self.keys[entry.id] = key


Handlers = Mapping[type[Step], Callable[[Any, Stage], None]]
"""How each kind of step is carried out."""

"""What exists so far while the plan is carried out, under the story's own short names."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from trainee_tracker.certificates.models import Certificate
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
class MadeSoFar:
    """Everything made so far; `address` is where certificates are checked.

    `by` is who acts now and when (UTC), as every action asks for it; `once` adds the id of the
    request, the same at each loading.
    """

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
    records: dict[tuple[str, str, str], GovernanceRecord] = field(default_factory=dict)
    awards: dict[tuple[str, str], Certificate] = field(default_factory=dict)
    _requests: int = 0

    def begin(self, step: Step) -> None:
        """Take the actor and the time of a step; a command on the server has no actor."""
        self._requests += 1
        self.actor: Any = self.people.get(step.actor)
        self.at = step.at
        self.by: dict[str, Any] = {"actor": self.actor, "at": step.at}
        self.once = {**self.by, "request_id": str(uuid5(REQUESTS, str(self._requests)))}

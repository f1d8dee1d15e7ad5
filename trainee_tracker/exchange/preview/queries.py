"""The two states of a course by which a pasted ledger is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course, CourseVersion


@dataclass(frozen=True)
class States:
    """The draft of a course, and its newest version where one is published."""

    draft: Terms
    newest: CourseVersion | None
    published: Terms | None

    @property
    def titles_before(self) -> Mapping[str, str]:
        """What the newest version calls each of its activities."""
        return self.published.activity_titles if self.published else {}

    @property
    def titles(self) -> Mapping[str, str]:
        """What each activity of either is called, in the words of the draft where it has it."""
        return {**self.titles_before, **self.draft.activity_titles}

    @property
    def has_unjudged_checks(self) -> bool:
        """Whether the draft asks for checks, of which a ledger says nothing."""
        return any(need.activities for need in self.draft.governance)


def states_of(course: Course) -> States:
    """Return the draft of a course and its newest version."""
    newest = course.versions[-1] if course.versions else None
    published = courses.terms_of(newest) if newest else None
    return States(courses.draft_terms_of(course), newest, published)

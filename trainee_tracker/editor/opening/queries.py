"""What a course can begin with: a preset, or another course of the same people."""

from __future__ import annotations

from dataclasses import dataclass

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class Beginning:
    """What a course begins with: the preset of that key, or `like`, a course of the person who asks.

    `terms` are those of the preset, or the newest that the course has published, if any.
    """

    terms: Terms
    preset: str = ""
    like: Course | None = None

    @property
    def has_two_states(self) -> bool:
        """Whether the draft of that course says something else than its newest version."""
        like = self.like
        return like is not None and bool(like.versions) and not courses.is_draft_published(like)

    def terms_from(self, *, from_draft: bool) -> Terms:
        """Return the terms with which the course really begins."""
        if self.like is None:
            return self.terms
        return courses.beginning_of(self.like, from_draft=from_draft)


def beginning_for(person: Person, preset: str | None, course_id: int | None) -> Beginning | None:
    """Return what was chosen, a course before a preset; None where there is no such for `person`."""
    if course_id is not None:
        like = courses.course_for(person, course_id)
        if like is None:
            return None
        return Beginning(courses.beginning_of(like, from_draft=False), like=like)
    if preset is None or preset not in preset_keys():
        return None
    return Beginning(load_preset(preset), preset)

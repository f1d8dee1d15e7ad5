"""A course with one of everything in its draft, and what its draft says."""

from __future__ import annotations

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.extensions import db


def part_at(course_id: int, section: str, name: str, act: str = "") -> str:
    """Return the address of a page about one part of a draft."""
    return f"/courses/{course_id}/edit/{section}/parts/{name}{act}"


def draft(course_id: int) -> Terms:
    """Return what the draft of a course says now."""
    return queries.draft_terms_of(db.session.get_one(Course, course_id))

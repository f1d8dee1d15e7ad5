"""Changing one section or one part of a draft.

Each act raises Impossible where the terms would contradict themselves, and what `revise_draft`
raises: NotAllowed, and Stale for a draft that is not the one of `digest_seen`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.courses.models import Course
from trainee_tracker.courses.queries import draft_terms_of
from trainee_tracker.editor.actions import hold_draft, revise_draft
from trainee_tracker.editor.parts import rules
from trainee_tracker.editor.rules import DOWN, REMOVE, UP
from trainee_tracker.people.models import Person


def edit_section(
    course: Course, section: str, said: Any, *, actor: Person, at: datetime, digest_seen: str | None
) -> None:
    """Let a section that says one thing say something else."""
    terms = rules.with_single(_held(course), section, said)
    revise_draft(course, terms, actor=actor, at=at, digest_seen=digest_seen)


def add_part(
    course: Course, section: str, part: Any, *, actor: Person, at: datetime, digest_seen: str | None
) -> None:
    """Add a part at the end of its list."""
    terms = rules.with_part(_held(course), section, part)
    revise_draft(course, terms, actor=actor, at=at, digest_seen=digest_seen)


def change_part(
    course: Course,
    section: str,
    name: str,
    changed: Any,
    *,
    actor: Person,
    at: datetime,
    digest_seen: str | None,
) -> None:
    """Put another part in the place of the one called `name`. Raises Impossible: it is gone."""
    terms = rules.with_changed(_held(course), section, name, changed)
    revise_draft(course, terms, actor=actor, at=at, digest_seen=digest_seen)


def move_part(
    course: Course,
    section: str,
    name: str,
    *,
    steps: int,
    actor: Person,
    at: datetime,
    digest_seen: str | None,
) -> None:
    """Move a part so many places down its list, or up. Raises Impossible: it is gone."""
    terms = rules.with_moved(_held(course), section, name, steps)
    button = UP if steps < 0 else DOWN
    revise_draft(course, terms, actor=actor, at=at, digest_seen=digest_seen, button=button)


def remove_part(
    course: Course, section: str, name: str, *, actor: Person, at: datetime, digest_seen: str | None
) -> None:
    """Take a part out. Raises Impossible: something names it, or nothing would be asked for."""
    terms = rules.without_part(_held(course), section, name)
    revise_draft(course, terms, actor=actor, at=at, digest_seen=digest_seen, button=REMOVE)


def _held(course: Course) -> Terms:
    """Return what the draft says, as nobody else can change it until this transaction ends."""
    hold_draft(course)
    return draft_terms_of(course)

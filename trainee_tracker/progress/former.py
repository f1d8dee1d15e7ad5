"""Lines of activities that a cohort's course no longer has since the cohort moved to a version of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased, lazyload

from trainee_tracker.accreditation.exclusion_words import ENDED
from trainee_tracker.clock import civil_date
from trainee_tracker.cohorts.models import Cohort, VersionMove
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.messages import Own, say, verbatim
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.rules import LedgerPage


@dataclass(frozen=True)
class FormerActivity:
    """An activity of an earlier version: its title there, until when, and the version that left it."""

    title: str
    until: date
    left_by: int


def former_activities(cohort: Cohort, judgement: Judgement) -> dict[str, FormerActivity]:
    """Return, by key, the activities of the trainee's lines that only earlier versions have.

    Reads nothing where every activity is one of the course that the cohort follows.
    """
    unknown = {line.activity for line in judgement.lines} - judgement.terms.lineages.keys()
    if not unknown:
        return {}
    left, joined = aliased(CourseVersion), aliased(CourseVersion)
    rows = db.session.execute(
        select(VersionMove.recorded_at, left, joined.number)
        .join(left, left.id == VersionMove.from_version_id)
        .join(joined, joined.id == VersionMove.to_version_id)
        .where(VersionMove.cohort_id == cohort.id)
        .order_by(VersionMove.sequence.desc())
        .options(lazyload(left.course))
    )
    found: dict[str, FormerActivity] = {}
    for at, version, number in rows:
        titles = courses.terms_of(version).activity_titles
        for key in unknown & titles.keys():
            found.setdefault(key, FormerActivity(titles[key], civil_date(at), number))
    return found


def titles_with(former: Mapping[str, FormerActivity], judgement: Judgement) -> dict[str, str]:
    """Return the titles of the course's activities, and of those that it had before, by key."""
    return {key: each.title for key, each in former.items()} | judgement.terms.activity_titles


def told_of_moves(
    pages: Iterable[LedgerPage], former: Mapping[str, FormerActivity]
) -> list[LedgerPage]:
    """Return lines, of which those of a former activity say when it was left, and by which version.

    Nobody entered anything wrongly there, so nobody is asked to correct it.
    """
    return [
        _told_of_move(page, former[page.line.activity])
        if page.line.activity in former and page.line.state not in ENDED
        else page
        for page in pages
    ]


def _told_of_move(page: LedgerPage, former: FormerActivity) -> LedgerPage:
    judged = replace(
        page.judged,
        reason=say(
            "Not counted: {activity} was part of this course until {day}, when the cohort moved to"
            " version {number}.",
            activity=Own(former.title),
            day=former.until,
            number=verbatim(former.left_by),
        ),
        remedy=say("Nothing needs doing here."),
    )
    return replace(page, judged=judged)

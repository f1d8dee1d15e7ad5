"""Which cohort moved, and whether it could."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import NOW, Cast, request_id
from tests.moving.moves import WHY, move, publish_newer
from trainee_tracker.cohorts.models import VersionMove
from trainee_tracker.cohorts.moves.queries import has_other_version, last_moved_at, moves_of
from trainee_tracker.extensions import db


def test_a_move_is_of_the_cohort_that_made_it(cast: Cast) -> None:
    assert last_moved_at(cast.cohort.id) is None
    first, newer = cast.cohort.version, publish_newer(cast)
    move(cast, newer)
    later = NOW + timedelta(hours=1)
    db.session.add(
        VersionMove(
            request_id=request_id("by nobody"),
            request_digest="",
            cohort_id=cast.cohort.id,
            sequence=2,
            from_version_id=newer.id,
            to_version_id=first.id,
            reason="Moved by the server.",
            stream_id=cast.cohort.stream_id,
            recorded_at=later,
            recorded_by_id=None,
        )
    )
    db.session.flush()
    told = [(e.from_number, e.to_number, e.who, e.reason) for e in moves_of(cast.cohort.id)]
    assert told == [(2, 1, None, "Moved by the server."), (1, 2, "Ruth Mensah", WHY)]
    assert last_moved_at(cast.cohort.id) == later
    assert moves_of(cast.other_cohort.id) == []
    assert last_moved_at(cast.other_cohort.id) is None


def test_a_cohort_can_move_where_its_own_course_has_another_version(cast: Cast) -> None:
    assert not has_other_version(cast.cohort)
    publish_newer(cast)
    assert has_other_version(cast.cohort)
    assert not has_other_version(cast.other_cohort)

"""The course that most tests of the editor change."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.courses.builders import set_draft, with_one_of_everything
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course


@pytest.fixture
def course(cast: Cast) -> Course:
    """The course of the network, with one of everything in its draft."""
    found = cast.cohort.version.course
    set_draft(found, with_one_of_everything(queries.draft_terms_of(found)))
    return found

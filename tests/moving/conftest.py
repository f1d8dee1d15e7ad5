"""A version with fewer checks."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.moving.agreeing import publish_unchecked
from trainee_tracker.courses.models import CourseVersion


@pytest.fixture
def unchecked(cast: Cast) -> CourseVersion:
    """Version 2, which asks for no check at all."""
    return publish_unchecked(cast)

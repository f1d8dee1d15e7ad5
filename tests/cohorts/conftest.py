"""Somebody about whom a lead records all that a course can ask."""

from __future__ import annotations

import pytest

from tests.asking import asking_enrolment
from tests.cast import Cast
from trainee_tracker.cohorts.models import Enrolment


@pytest.fixture
def kofi(cast: Cast) -> Enrolment:
    """Kofi's place in a cohort whose course asks for all of it."""
    return asking_enrolment(cast)

"""A name that somebody has asked for."""

from __future__ import annotations

import pytest

from tests import naming
from tests.cast import Cast
from trainee_tracker.extensions import db
from trainee_tracker.people.names.models import NameRequest


@pytest.fixture
def asked(cast: Cast) -> NameRequest:
    """What Abena has asked for."""
    made = naming.ask(cast.trainee, full_name="Abena Osei-Bonsu", registration="UKCP 7")
    db.session.commit()
    return made

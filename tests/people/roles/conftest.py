"""A governance lead who waits to be accepted."""

from __future__ import annotations

import pytest

from tests.cast import NOW, Cast
from tests.people.roles.builders import newcomer
from trainee_tracker.extensions import db
from trainee_tracker.people.models import (
    RoleGrant,
)
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


@pytest.fixture
def grant(cast: Cast) -> RoleGrant:
    """Eve Park was given the role of governance lead for Grace, and waits."""
    person = newcomer(cast, cast.network)
    made = roles.grant_role(
        person, Role.GOVERNANCE_LEAD, cast.network, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    return made

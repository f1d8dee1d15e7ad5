"""An award to show."""

from __future__ import annotations

import pytest

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.extensions import db


@pytest.fixture
def award(cast: Cast) -> Certificate:
    """The trainee's award."""
    finish(cast, cast.enrolment)
    made = actions.issue_award(
        cast.enrolment,
        signature=sign_award(cast, cast.enrolment, "award", now=NOW),
        address=CheckAddress("https://training.example"),
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    return made

"""Certificates issued through the actions."""

from __future__ import annotations

import pytest

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast, request_id
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.extensions import db

ADDRESS = CheckAddress("https://training.example")


@pytest.fixture
def progress(cast: Cast) -> Certificate:
    """The trainee's progress certificate as at today."""
    made = actions.issue_progress(
        cast.enrolment,
        address=ADDRESS,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id("progress"),
    )
    db.session.commit()
    return made


@pytest.fixture
def award(cast: Cast) -> Certificate:
    """The trainee's award, everything the course asks for being done."""
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    made = actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    return made

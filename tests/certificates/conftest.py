"""Certificates issued through the actions."""

from __future__ import annotations

import pytest

from tests.achievements import finish, sign_award
from tests.cast import NOW, Cast, request_id
from tests.done_once import done_once
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.certificates.paper.wording import CheckAddress

ADDRESS = CheckAddress("https://training.example")


@pytest.fixture
def progress(cast: Cast) -> Certificate:
    """The trainee's progress certificate as at today."""
    return issue_progress(cast)


@pytest.fixture
def award(cast: Cast) -> Certificate:
    """The trainee's award, everything the course asks for being done."""
    return issue_award(cast)


@done_once
def issue_progress(cast: Cast) -> Certificate:
    """Have the trainee make a progress certificate."""
    return actions.issue_progress(
        cast.enrolment,
        address=ADDRESS,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id("progress"),
    )


@done_once
def issue_award(cast: Cast) -> Certificate:
    """Have everything done that the course asks for, and the award issued."""
    finish(cast, cast.enrolment)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    return actions.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )

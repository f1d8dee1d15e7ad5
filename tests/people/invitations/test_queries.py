"""What has become of an invitation, at a moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations.actions import accept_invitation, invite, refuse_invitation
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.invitations.queries import (
    LinkState,
    invitation_by_token,
    invitation_state,
    newest_invitations,
)
from trainee_tracker.people.invitations.rules import INVITATION_VALIDITY
from trainee_tracker.people.models import Person

PASSWORD = "seven slow herons wade"
MOMENT = timedelta(seconds=1)


@pytest.fixture
def esi(cast: Cast) -> Person:
    """Somebody who has not joined yet."""
    return people.add_person(
        "Esi Brown", "esi@grace.example", organisation=cast.network, actor=None, at=NOW
    )


def invited(person: Person) -> tuple[str, Invitation]:
    """Return the token of a link that works, and its invitation as it is loaded now."""
    token = invite(person, actor=None, at=NOW)
    invitation = invitation_by_token(token)
    assert invitation is not None
    assert invitation_state(invitation, at=NOW) is LinkState.OPEN
    return token, invitation


def test_a_link_that_was_used_in_another_window_is_used(esi: Person) -> None:
    token, invitation = invited(esi)
    accept_invitation(token, PASSWORD, at=NOW)
    assert invitation_state(invitation, at=NOW) is LinkState.USED
    assert not newest_invitations([esi.id])[esi.id].is_open(NOW)


def test_a_link_that_was_refused_in_another_window_is_refused(esi: Person) -> None:
    token, invitation = invited(esi)
    refuse_invitation(token, at=NOW)
    assert invitation_state(invitation, at=NOW) is LinkState.REFUSED
    asked = newest_invitations([esi.id])[esi.id]
    assert asked.refused_at == NOW
    assert not asked.is_open(NOW)


def test_a_link_works_until_the_moment_it_runs_out(esi: Person) -> None:
    _token, invitation = invited(esi)
    end = NOW + INVITATION_VALIDITY
    asked = newest_invitations([esi.id])[esi.id]
    for at, state in (
        (end - MOMENT, LinkState.OPEN),
        (end, LinkState.OUT_OF_DATE),
        (end + MOMENT, LinkState.OUT_OF_DATE),
    ):
        assert invitation_state(invitation, at=at) is state
        assert asked.is_open(at) is (state is LinkState.OPEN)


def test_only_the_newest_link_works_and_only_it_is_told_of(cast: Cast, esi: Person) -> None:
    token, first = invited(esi)
    refuse_invitation(token, at=NOW)
    _token, second = invited(esi)
    _token, third = invited(esi)
    _token, others = invited(cast.colleague)
    states = [invitation_state(each, at=NOW) for each in (first, second, third, others)]
    assert states == [LinkState.REFUSED, LinkState.OUT_OF_DATE, LinkState.OPEN, LinkState.OPEN]
    newest = newest_invitations([esi.id])
    assert set(newest) == {esi.id}
    assert newest[esi.id].refused_at is None
    assert set(newest_invitations([esi.id, cast.colleague.id])) == {esi.id, cast.colleague.id}
    assert len(db.session.scalars(select(Invitation.id)).all()) == 4

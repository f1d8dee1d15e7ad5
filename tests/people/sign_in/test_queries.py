"""In which browsers somebody is signed in at a moment."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.cast import NOW, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people.sign_in.browsers import begin
from trainee_tracker.people.sign_in.models import SignIn
from trainee_tracker.people.sign_in.queries import sign_in_by_token, sign_ins_of

MOMENT = timedelta(seconds=1)


def test_a_sign_in_ends_at_the_moment_it_is_too_old(cast: Cast) -> None:
    token = begin(cast.trainee, at=NOW)
    begin(cast.colleague, at=NOW)
    ends = db.session.scalars(
        select(SignIn.expires_at).where(SignIn.person_id == cast.trainee.id)
    ).one()
    for at, is_in in ((NOW, True), (ends - MOMENT, True), (ends, False), (ends + MOMENT, False)):
        assert (sign_in_by_token(token, at=at) is not None) is is_in
        assert [each.person_id for each in sign_ins_of(cast.trainee, at=at)] == (
            [cast.trainee.id] if is_in else []
        )

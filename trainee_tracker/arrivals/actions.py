"""Accepting a place as somebody who has an account already."""

from __future__ import annotations

from datetime import datetime

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.arrivals import queries
from trainee_tracker.audit.actions import record, rely
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people import queries as people
from trainee_tracker.people.invitations.actions import open_invitation, use_up
from trainee_tracker.people.models import Person, SamePerson
from trainee_tracker.people.passwords.actions import confirm_password
from trainee_tracker.people.roles.actions import carry_on_roles
from trainee_tracker.refusals import Impossible, NotAllowed


def accept_as_known(token: str, password: str, *, address: str | None, at: datetime) -> Person:
    """Accept a place as whoever signs in with the address of the invitation; return that person.

    What was entered for the place is theirs from then on: hours, checks, approvals. The roles are
    given to them anew, so that a governance lead is accepted as who they are. Raises Impossible for
    a link that is not open or an address that opens no account, WrongPassword or TooSoon, and
    NotAllowed where they would stand on both sides of something: nobody signs for themselves.
    """
    invitation = open_invitation(token, at=at)
    entered = invitation.person
    person = people.person_by_email(entered.email)
    if entered.has_joined or person is None:
        raise Impossible(say("Open the link again: you can choose a password there."))
    confirm_password(person, password, address=address, at=at)

    def is_one_of_two() -> None:
        conflict = queries.conflict_of(entered.id, person.id)
        if conflict is not None:
            raise NotAllowed(conflict)

    rely(queries.streams_of(entered, person), is_one_of_two)
    taken = Impossible(say("This place was accepted a moment ago. Sign in to see it."))
    with refuse_if_taken(taken):
        db.session.add(
            SamePerson(
                person_id=entered.id,
                same_as_id=person.id,
                stream_id=entered.stream_id,
                recorded_at=at,
                recorded_by_id=person.id,
            )
        )
    # Whoever acts in these cohorts at the same moment asks again whether it is about themselves.
    for cohort_id, stream_id in sorted(queries.cohorts_of(entered.id).items()):
        record(
            "arrivals.place_accepted",
            stream_id=stream_id,
            actor_id=person.id,
            at=at,
            subject_table="cohorts",
            subject_id=cohort_id,
        )
    carry_on_roles(entered, person, at=at)
    use_up(invitation, actor=person, at=at)
    db.session.expire_all()
    return person

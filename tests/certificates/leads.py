"""A second training lead, for tests in which two of them act at once or for another organisation."""

from __future__ import annotations

from tests.cast import BEGAN, PASSWORD, Cast
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.account import actions as account
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def second_lead(cast: Cast, *organisations: Organisation) -> Person:
    """Return Esther Boyd, who leads training at these organisations, else at the cast's network."""
    places = organisations or (cast.network,)
    made = people.add_person(
        "Esther Boyd", "esther@grace.example", organisation=places[0], actor=None, at=BEGAN
    )
    account.set_password(made, PASSWORD, at=BEGAN)
    for each in places:
        roles.grant_role(made, Role.TRAINING_LEAD, each, actor=None, at=BEGAN)
    db.session.commit()
    return made

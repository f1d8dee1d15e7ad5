"""The first administrator, and adding people at all."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.cast import NOW, Cast
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.people import actions, queries
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import queries as role_queries
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible


def test_the_first_administrator_of_a_new_organisation_chooses_a_password(cast: Cast) -> None:
    person, token = invitations.create_administrator(
        "Ngozi Eze", "Ngozi@Care.example", "Care Office", at=NOW
    )
    accepted = invitations.accept_invitation(token, "seven purple kettles sing", at=NOW)
    assert accepted is person
    assert queries.is_administrator(person)
    assert person.grants[0].organisation.name == "Care Office"


def test_somebody_known_becomes_administrator_without_a_second_account(cast: Cast) -> None:
    person, _token = invitations.create_administrator(
        "Ruth Mensah", cast.training_lead.email.upper(), "Grace Network", at=NOW
    )
    assert person is cast.training_lead
    assert (Role.ADMINISTRATOR, cast.network.id) in queries.held_by(person)
    assert not any(role_queries.is_last_administrator(each) for each in person.grants)


def test_nobody_becomes_administrator_under_another_name(cast: Cast) -> None:
    with pytest.raises(Impossible, match="is the address of Ruth Mensah"):
        invitations.create_administrator(
            "Anybody", cast.training_lead.email, "Grace Network", at=NOW
        )


def test_nobody_is_added_without_an_address(cast: Cast) -> None:
    with pytest.raises(Impossible, match="Enter an e-mail address"):
        actions.add_person("Another", "no address", organisation=cast.network, actor=None, at=NOW)


@pytest.mark.parametrize(("brand", "accent"), [("#ffffff", "#e3a72f"), ("#3d2a5c", "gold")])
def test_no_organisation_is_made_with_colours_that_hide_words(
    cast: Cast, brand: str, accent: str
) -> None:
    with pytest.raises(Impossible):
        organisations.add_organisation(
            "New", cast.trust.side, brand=brand, accent=accent, actor=None, at=NOW
        )


def test_what_happens_to_people_stands_in_the_audit_log_without_their_names(cast: Cast) -> None:
    invitations.create_administrator("Ngozi Eze", "ngozi@care.example", "Care Office", at=NOW)
    db.session.commit()
    events = db.session.scalars(select(AuditEvent)).all()
    kinds = {each.kind for each in events}
    assert {"people.written", "role_grants.written", "invitations.written"} <= kinds
    assert not any("ngozi" in each.facts.casefold() for each in events)
    assert list(faults_of_ledger()) == []

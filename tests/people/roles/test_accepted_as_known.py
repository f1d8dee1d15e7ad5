"""Somebody entered as new who accepts as themselves: no way past the rules of roles leads there."""

from __future__ import annotations

import smtplib
from dataclasses import replace

import pytest
from flask import Flask

from config import MailSecurity, MailServer
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.jobs.waiting import letters_waiting
from tests.people.roles.builders import accept
from tests.statements import counted
from trainee_tracker import mail
from trainee_tracker.append_only import hold
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Organisation, Person, RoleGrant
from trainee_tracker.people.queries import held_by
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import queries
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import NotAllowed


def entered(cast: Cast, email: str, where: Organisation, giver: Person) -> tuple[RoleGrant, str]:
    """Enter somebody under an address that opens an account, as governance lead somewhere."""
    person = people.add_person("Somebody New", email, organisation=where, actor=giver, at=NOW)
    grant = roles.grant_role(person, Role.GOVERNANCE_LEAD, where, actor=giver, at=NOW)
    token = invitations.invite(person, actor=giver, at=NOW)
    db.session.commit()
    return grant, token


def carried_on(grant: RoleGrant) -> RoleGrant:
    return db.session.query(RoleGrant).filter_by(carries_on_id=grant.id).one()


def test_nobody_becomes_lead_of_both_sides_by_accepting_as_known(cast: Cast) -> None:
    grant, token = entered(cast, cast.community_lead.email, cast.trust, cast.administrator)
    refused = (
        "You lead governance for Grace Network, on the community side, and one person does so on one"
        " side only. Refuse this invitation, or ask Ruth Mensah or Ada Cole to end that role first,"
    )
    with pytest.raises(NotAllowed, match=refused):
        accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.rollback()
    assert [each.organisation for each in queries.governance_led_by(cast.community_lead.id)] == [
        "Grace Network"
    ]
    assert grant.waits


def test_whoever_accepts_as_known_is_accepted_as_who_they_are(browser: Browser, cast: Cast) -> None:
    grant, token = entered(cast, cast.supervisor.email, cast.network, cast.training_lead)
    # Accepted as they were entered, they wait again as who they are.
    accept(grant, cast.statutory_lead)
    accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    own = carried_on(grant)
    assert own.person_id == cast.supervisor.id
    assert own.waits
    assert (Role.GOVERNANCE_LEAD, cast.network.id) not in held_by(cast.supervisor)
    [waiting] = queries.roles_to_accept(cast.statutory_lead)
    assert (waiting.name, waiting.given_by) == ("Sam Okafor", "Ruth Mensah")
    page = browser.sign_in(cast.community_lead).get("/people/roles")
    assert "Sam Okafor Waits to be accepted Governance lead, Grace Network Ruth Mensah" in page.text
    assert "Ended" not in page.text
    assert "Somebody New" not in page.text


def test_who_gave_the_role_to_them_as_entered_does_not_accept_it(cast: Cast) -> None:
    roles.grant_role(cast.statutory_lead, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    grant, token = entered(cast, cast.supervisor.email, cast.network, cast.statutory_lead)
    accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    with pytest.raises(NotAllowed, match="You gave Sam Okafor this role"):
        accept(carried_on(grant), cast.statutory_lead)


def test_nobody_accepts_a_role_that_they_gave_to_themselves_as_somebody_else(cast: Cast) -> None:
    _grant, token = entered(cast, cast.training_lead.email, cast.network, cast.training_lead)
    with pytest.raises(NotAllowed, match="nobody does that for themselves"):
        accept_as_known(token, PASSWORD, address=None, at=NOW)


def test_a_role_accepted_as_known_is_told_to_both_sides(browser: Browser, cast: Cast) -> None:
    _grant, token = entered(cast, cast.supervisor.email, cast.network, cast.administrator)
    browser.submit(f"/invitation/{token}", {"password": PASSWORD})
    told = {each.to: " ".join(each.paragraphs) for each in mail.newest(20)}
    assert len(told) == 2
    for address in ("clara@grace.example", "tom@trust.example"):
        [said] = [text for to, text in told.items() if address in to]
        assert (
            "Ada Cole has given Somebody New the role: Governance lead. The invitation was accepted"
            " by Sam Okafor, whose account that address opens. It opens no page until"
        ) in said
    assert "You accepted." in browser.get("/").text


def test_letters_that_cannot_be_sent_are_told_to_whoever_accepts(
    browser: Browser, cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    _grant, token = entered(cast, cast.supervisor.email, cast.network, cast.administrator)
    monkeypatch.setattr(smtplib, "SMTP", refuse)
    server = MailServer("mail.example", 587, None, None, MailSecurity.STARTTLS)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=server)
    page = browser.submit(f"/invitation/{token}", {"password": PASSWORD}, follow=True)
    assert "You accepted." in page.text
    assert "could not be sent or done yet" in page.text
    assert {"Clara James", "Tom Reid"} & set(letters_waiting())


def test_two_places_that_one_person_accepts_at_once_come_one_after_the_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would otherwise hold a role that the other waits for, where both give several."""
    held: list[str] = []
    _grant, token = entered(cast, cast.supervisor.email, cast.network, cast.administrator)

    def hold_and_tell(what: str) -> None:
        held.append(what)
        hold(what)

    monkeypatch.setattr(roles, "hold", hold_and_tell)
    accept_as_known(token, PASSWORD, address=None, at=NOW)
    db.session.commit()
    assert held[0] == f"places accepted by person {cast.supervisor.id}"
    assert len(held) > 1


def test_those_who_wait_are_read_in_as_many_statements_however_many(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.statutory_lead)
    accept_as_known(
        entered(cast, cast.supervisor.email, cast.network, cast.administrator)[1],
        PASSWORD,
        address=None,
        at=NOW,
    )
    db.session.commit()
    browser.get("/")
    with counted() as few:
        assert "Sam Okafor" in browser.get("/").text
    for email in (cast.colleague.email, cast.training_lead.email):
        _one, token = entered(cast, email, cast.network, cast.administrator)
        accept_as_known(token, PASSWORD, address=None, at=NOW)
        db.session.commit()
    with counted() as many:
        assert "Kofi Boateng" in browser.get("/").text
    assert len(few) == len(many)

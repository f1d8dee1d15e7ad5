"""Inviting somebody to a role."""

from __future__ import annotations

import smtplib
from dataclasses import replace

import pytest
from flask import Flask

from config import MailSecurity, MailServer
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.jobs.waiting import letters_waiting
from tests.people.letters import newest_link
from trainee_tracker import mail
from trainee_tracker.extensions import db
from trainee_tracker.messages import say
from trainee_tracker.people import queries
from trainee_tracker.people.acquaintances import anybody_by_address
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles.rules import SIGNING_ROLES
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Impossible, NotAllowed


def fields(cast: Cast, **changed: object) -> dict[str, object]:
    return {
        "full_name": "Esi Nkrumah-O'Brien",
        "email": "Esi@Grace.example",
        "role": "trainee",
        "organisation": str(cast.network.id),
        "password": PASSWORD,
        **changed,
    }


def roles_of(email: str) -> set[tuple[Role, int]]:
    known = anybody_by_address(email)
    return set(queries.held_by(db.session.get_one(Person, known.id))) if known else set()


def test_somebody_new_gets_a_link_and_joins(browser: Browser, cast: Cast, app: Flask) -> None:
    browser.sign_in(cast.training_lead)
    assert browser.submit("/people/invite", fields(cast)).response.location == "/people"
    assert "A link is on its way to Esi Nkrumah-O'Brien" in browser.get("/people").text
    assert roles_of("esi@grace.example") == {(Role.TRAINEE, cast.network.id)}
    newcomer = Browser(app)
    newcomer.submit(newest_link(), {"password": "seven purple kettles sing"})
    assert "Trainee, Grace Network" in newcomer.get("/account").text


def test_somebody_known_gets_the_role_and_a_letter_but_no_second_account(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.training_lead)
    sam = fields(cast, full_name="Sam OKAFOR", email="SAM@trust.example", role="governance_lead")
    browser.submit("/people/invite", sam)
    [grant] = [each for each in cast.supervisor.grants if each.role is Role.GOVERNANCE_LEAD]
    assert grant.waits
    assert (Role.GOVERNANCE_LEAD, cast.network.id) not in roles_of("sam@trust.example"), "it waits"
    db.session.refresh(cast.supervisor)
    assert cast.supervisor.full_name == "Sam Okafor"
    told = {each.to.partition("<")[2].strip(">") for each in mail.newest(9)}
    assert told == {"sam@trust.example", cast.community_lead.email, cast.statutory_lead.email}
    [letter] = [each for each in mail.newest(9) if "sam@trust.example" in each.to]
    assert letter.subject == "Your new role in Family Care Training"
    assert letter.links[0].endswith("/sign-in")
    assert "Sam Okafor can sign in already" in browser.get("/people").text


def test_somebody_known_who_never_joined_gets_another_link(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    browser.submit("/people/invite", fields(cast))
    first = newest_link()
    browser.submit("/people/invite", fields(cast, role="supervisor"))
    links = [each.links[0] for each in mail.newest(9) if "esi@grace.example" in each.to]
    assert len(set(links)) == 2
    assert not links[0].endswith(first)
    assert len(roles_of("esi@grace.example")) == 2


@pytest.mark.parametrize("role", SIGNING_ROLES)
def test_a_role_by_which_somebody_signs_is_not_given_with_a_wrong_password(
    browser: Browser, cast: Cast, role: Role
) -> None:
    browser.sign_in(cast.administrator)
    page = browser.submit(
        "/people/invite",
        fields(cast, role=role.value, password="not my password at all"),
        status=403,
    )
    assert "That is not your password" in page.text
    assert roles_of("esi@grace.example") == set()


def test_a_role_by_which_nobody_signs_is_given_without_one(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    browser.submit("/people/invite", fields(cast, password=""))
    assert roles_of("esi@grace.example") == {(Role.TRAINEE, cast.network.id)}


def test_a_button_pressed_twice_invites_once(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.administrator).get("/people/invite")
    for _press in range(2):
        assert browser.submit(page, fields(cast)).response.location == "/people"
    assert len([each for each in mail.newest(9) if "esi@grace.example" in each.to]) == 1


def test_the_one_organisation_of_a_lead_is_chosen_already(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get("/people/invite")
    chosen = page.document.findall(".//select[@name='organisation']/option[@selected]")
    assert [option.text for option in chosen] == ["Grace Network"]
    roles = [each.get("value") for each in page.document.findall(".//input[@name='role']")]
    assert roles == ["governance_lead", "supervisor", "trainee"]


def test_nobody_chooses_for_a_lead_of_several_organisations(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.administrator).get("/people/invite")
    assert page.document.findall(".//select[@name='organisation']/option[@selected]") == []


def test_leads_are_told_of_somebody_new_who_will_sign_and_until_when_the_link_works(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit("/people/invite", fields(cast, role="governance_lead"), follow=True)
    assert "It works once, until 6 December 2026." in page.text
    assert "The role begins once Tom Reid accepts it; it waits on their home page." in page.text
    letters = {each.to.partition("<")[2].strip(">") for each in mail.newest(9)}
    assert letters == {"esi@grace.example", cast.community_lead.email, cast.statutory_lead.email}


def test_an_administrator_may_give_every_role_everywhere(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.administrator).get("/people/invite")
    assert len(page.document.findall(".//input[@name='role']")) == len(Role)
    for role in Role:
        asked = fields(cast, email=f"{role}@x.example", role=role.value)
        browser.submit("/people/invite", asked | {"organisation": str(cast.other_network.id)})
        given = {(role, cast.other_network.id)} if role is not Role.GOVERNANCE_LEAD else set()
        assert roles_of(f"{role}@x.example") == given


@pytest.mark.parametrize("role", ["administrator", "training_lead", "commissioner", "bishop", ""])
def test_a_training_lead_may_not_give_other_roles(browser: Browser, cast: Cast, role: str) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit("/people/invite", fields(cast, role=role), status=200)
    assert "There is a problem" in page.text
    assert page.document.find(".//input[@name='full_name']").get("value") == "Esi Nkrumah-O'Brien"
    assert roles_of("esi@grace.example") == set()


@pytest.mark.parametrize("which", ["other_network", "trust"])
def test_a_training_lead_invites_only_to_their_own_organisation(
    browser: Browser, cast: Cast, which: str
) -> None:
    browser.sign_in(cast.training_lead)
    asked = fields(cast, organisation=str(getattr(cast, which).id))
    assert "There is a problem" in browser.submit("/people/invite", asked, status=200).text
    assert roles_of("esi@grace.example") == set()


def test_a_role_that_belongs_to_one_of_two_organisations_is_refused_at_the_other(
    browser: Browser, cast: Cast
) -> None:
    # She may give roles at two organisations, but not this one at both.
    roles.grant_role(cast.training_lead, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    db.session.commit()
    browser.sign_in(cast.training_lead)
    page = browser.get("/people/invite")
    for grant in cast.training_lead.grants:
        if grant.organisation_id == cast.trust.id:
            roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    asked = fields(cast, organisation=str(cast.trust.id))
    browser.submit(page, asked, status=200)
    with pytest.raises(NotAllowed):
        invitations.invite_person(
            "Esi", "e@x.example", Role.TRAINEE, cast.trust, actor=cast.training_lead, at=NOW
        )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"full_name": ""}, "Enter their full name"),
        ({"full_name": "x" * 10_000}, "too long"),
        ({"full_name": "Esi\u202e"}, "hidden character"),
        ({"email": ""}, "Enter their e-mail address"),
        ({"email": "esi at grace"}, "for example name@example.org"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "hidden character"),
        ({"organisation": ""}, "Choose an organisation"),
        ({"organisation": "x"}, "There is a problem"),
    ],
)
def test_bad_input_is_answered_with_what_to_do(
    browser: Browser, cast: Cast, changed: dict[str, object], said: str
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit("/people/invite", fields(cast, **changed), status=200)
    assert said in page.text
    assert mail.newest(1) == []


def test_a_refusal_keeps_what_was_typed(
    browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise Impossible(say("Somebody with this address was added a moment ago."))

    monkeypatch.setattr(invitations, "invite_person", refuse)
    page = browser.sign_in(cast.training_lead).submit("/people/invite", fields(cast), status=409)
    assert "a moment ago" in page.text
    assert page.document.find(".//input[@name='email']").get("value") == "Esi@Grace.example"


def test_a_mail_server_that_is_down_does_not_lose_the_invitation(
    browser: Browser, cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise ConnectionRefusedError

    settings = app.config["SETTINGS"]
    server = MailServer("mail.example", 587, None, None, MailSecurity.STARTTLS)
    app.config["SETTINGS"] = replace(settings, mail_server=server)
    monkeypatch.setattr(smtplib, "SMTP", refuse)
    browser.sign_in(cast.training_lead)
    browser.submit("/people/invite", fields(cast))
    assert "could not be sent or done yet" in browser.get("/").text
    assert "did not take the e-mail" in letters_waiting()["Esi Nkrumah-O'Brien"]
    assert roles_of("esi@grace.example") == {(Role.TRAINEE, cast.network.id)}
    browser.submit(
        "/people/invite", fields(cast, full_name="Sam Okafor", email=cast.supervisor.email)
    )
    assert "Sam Okafor" in letters_waiting()
    app.config["SETTINGS"] = settings
    known = anybody_by_address("esi@grace.example")
    assert known is not None
    browser.submit("/people", action=f"/people/{known.id}/invite-again")
    browser.get(newest_link())

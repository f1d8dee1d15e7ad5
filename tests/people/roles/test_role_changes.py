"""Granting or ending a signing role: the password, the ledger row, and who is told."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from config import MailSecurity, MailServer
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.jobs.waiting import letters_waiting
from tests.people.roles.builders import accept
from tests.statements import counted
from trainee_tracker import mail
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.commands.people import create_administrator
from trainee_tracker.extensions import db
from trainee_tracker.people.models import RoleEnd, RoleGrant
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import oversight
from trainee_tracker.people.rules import Role

WRONG = "not my password at all"

SIGNING = ["administrator", "training_lead", "governance_lead", "supervisor"]


def invitation(cast: Cast, role: str, **changed: str) -> dict[str, str]:
    return {
        "full_name": "Esi Addo",
        "email": "esi@new.example",
        "role": role,
        "organisation": str(cast.network.id),
        **changed,
    }


def grants_of(email: str) -> list[RoleGrant]:
    db.session.expire_all()
    return [
        each
        for each in db.session.scalars(select(RoleGrant).order_by(RoleGrant.id))
        if each.person.email == email
    ]


def letters() -> dict[str, str]:
    """Return address -> what its newest letter says."""
    return {
        each.to.rpartition("<")[2].rstrip(">"): " ".join(each.paragraphs)
        for each in reversed(mail.newest(20))
    }


@pytest.mark.parametrize("role", SIGNING)
def test_granting_a_signing_role_asks_for_the_password(
    browser: Browser, cast: Cast, role: str
) -> None:
    page = browser.sign_in(cast.administrator).get("/people/invite")
    asked = invitation(cast, role)
    assert "Enter your password to give this role" in browser.submit(page, asked, status=200).text
    wrong = browser.submit(page, {**asked, "password": WRONG}, status=403)
    assert "That is not your password" in wrong.text
    assert grants_of("esi@new.example") == []
    browser.submit(page, {**asked, "password": PASSWORD})
    assert [each.role for each in grants_of("esi@new.example")] == [Role(role)]


@pytest.mark.parametrize("role", ["trainee", "commissioner"])
def test_a_role_by_which_nobody_signs_needs_none(browser: Browser, cast: Cast, role: str) -> None:
    browser.sign_in(cast.administrator).submit("/people/invite", invitation(cast, role))
    assert [each.role for each in grants_of("esi@new.example")] == [Role(role)]
    assert letters().keys() == {"esi@new.example"}, "and nobody else is told"


def test_approving_a_supervisor_asks_for_the_password(browser: Browser, cast: Cast) -> None:
    url = f"/cohorts/{cast.cohort.id}/supervisors/approve"
    page = browser.sign_in(cast.training_lead).get(url)
    who = {"person": str(cast.community_lead.id), "approved_from": "1 October 2026"}
    assert "Enter your password to approve" in browser.submit(page, who, status=200).text
    wrong = browser.submit(page, {**who, "password": WRONG}, status=403)
    assert "That is not your password" in wrong.text
    assert len(cast.community_lead.grants) == 1
    browser.submit(page, {**who, "password": PASSWORD})
    assert len(grants_of(cast.community_lead.email)) == 2
    told = letters()
    assert "Ruth Mensah has given you one more role." in told[cast.community_lead.email]
    assert "Ruth Mensah has given Clara James the role: Supervisor." in told["tom@trust.example"]


def test_ending_a_signing_role_asks_for_the_password(browser: Browser, cast: Cast) -> None:
    [grant] = cast.supervisor.grants
    page = browser.sign_in(cast.training_lead).get(f"/people/roles/{grant.id}/end")
    assert "Enter your password" in browser.submit(page, status=200).text
    wrong = browser.submit(page, {"password": WRONG}, status=403)
    assert "That is not your password" in wrong.text
    db.session.refresh(grant)
    assert grant.ended_at is None
    browser.submit(page, {"password": PASSWORD})
    db.session.refresh(grant)
    assert grant.ended_at is not None


def test_granting_and_ending_a_signing_role_is_a_chained_row(cast: Cast) -> None:
    grant = roles.grant_role(
        cast.colleague, Role.SUPERVISOR, cast.network, actor=cast.training_lead, at=NOW
    )
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    db.session.commit()
    [end] = db.session.scalars(select(RoleEnd).where(RoleEnd.grant_id == grant.id))
    kinds = {
        (each.kind, each.subject_id, each.actor_id)
        for each in db.session.scalars(select(AuditEvent).where(AuditEvent.at == NOW))
    }
    lead = cast.training_lead.id
    assert ("role_grants.written", grant.id, lead) in kinds
    assert ("role_ends.written", end.id, lead) in kinds


@pytest.mark.parametrize("role", SIGNING)
def test_granting_and_ending_a_signing_role_is_told_to_both_sides_and_to_the_person(
    browser: Browser, cast: Cast, role: str
) -> None:
    browser.sign_in(cast.administrator)
    asked = invitation(
        cast,
        role,
        full_name="Layla Haddad",
        email=cast.outsider.email,
        password=PASSWORD,
    )
    browser.submit("/people/invite", asked)
    told = letters()
    assert told.keys() == {"layla@hope.example", "clara@grace.example", "tom@trust.example"}
    for lead in ("clara@grace.example", "tom@trust.example"):
        assert "Ada Cole has given Layla Haddad the role" in told[lead]
        assert ("It opens no page until" in told[lead]) is (role == "governance_lead")
        assert "/people/roles" in told[lead]
    grant = grants_of(cast.outsider.email)[-1]
    browser.submit(f"/people/roles/{grant.id}/end", {"password": PASSWORD})
    told = letters()
    assert "Ada Cole has ended one of your roles." in told["layla@hope.example"]
    assert "Ada Cole has ended a role of Layla Haddad" in told["clara@grace.example"]
    assert "Ada Cole has ended a role of Layla Haddad" in told["tom@trust.example"]


def test_no_letter_about_a_role_names_a_network(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.administrator)
    for role in SIGNING:
        asked = invitation(
            cast,
            role,
            full_name="Layla Haddad",
            email=cast.outsider.email,
            password=PASSWORD,
        )
        browser.submit("/people/invite", asked)
    browser.sign_in(cast.statutory_lead)
    [waiting] = [each for each in grants_of(cast.outsider.email) if each.waits]
    browser.submit(f"/people/roles/{waiting.id}/accept", {"password": PASSWORD})
    assert "You are accepted as governance lead" in letters()["layla@hope.example"]
    assert "Tom Reid has accepted Layla Haddad" in letters()["clara@grace.example"]
    for letter in mail.newest(50):
        said = " ".join((letter.subject, *letter.paragraphs)).casefold()
        for word in ("grace", "hope", "network", "city health"):
            assert word not in said.replace("@grace.example", "").replace("@hope.example", "")


def test_who_is_declined_is_told_and_so_are_both_sides(browser: Browser, cast: Cast) -> None:
    grant = roles.grant_role(
        cast.outsider, Role.GOVERNANCE_LEAD, cast.network, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    browser.sign_in(cast.statutory_lead)
    said = {"password": PASSWORD, "reason": "We do not know this address."}
    browser.submit(f"/people/roles/{grant.id}/decline", said)
    told = letters()
    assert "Tom Reid has not accepted you as governance lead." in told["layla@hope.example"]
    assert "Tom Reid has declined Layla Haddad" in told["clara@grace.example"]


def test_what_is_done_on_the_server_is_told_too(app: Flask, cast: Cast) -> None:
    options = ["--name", "Ada Two", "--email", "two@new.example", "--organisation", "Platform"]
    said = app.test_cli_runner().invoke(create_administrator, options).output
    assert "Open this link" in said
    told = letters()
    assert told.keys() == {"clara@grace.example", "tom@trust.example"}
    assert "Whoever runs the server has given Ada Two the role" in told["tom@trust.example"]


def test_letters_that_cannot_be_sent_undo_nothing_and_are_told(
    browser: Browser, cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib, "SMTP", refuse)
    server = MailServer("mail.example", 587, None, None, MailSecurity.STARTTLS)
    settings = replace(app.config["SETTINGS"], mail_server=server)
    app.config["SETTINGS"] = settings
    [grant] = cast.supervisor.grants
    browser.sign_in(cast.training_lead)
    browser.submit(f"/people/roles/{grant.id}/end", {"password": PASSWORD}, follow=True)
    waiting = letters_waiting()
    assert {"Sam Okafor", "Clara James"} <= set(waiting)
    assert "did not take the e-mail" in waiting["Clara James"]
    assert "could not be sent or done yet" in browser.get("/").text
    db.session.refresh(grant)
    assert grant.ended_at is not None
    runner = app.test_cli_runner()
    options = ["--name", "Ada Two", "--email", "two@new.example", "--organisation", "Platform"]
    assert "Open this link" in runner.invoke(create_administrator, options).output
    assert len(letters_waiting()) >= len(waiting)
    # Nobody asked for those, so administrators see them.
    page = browser.sign_in(cast.administrator).get("/jobs")
    assert "E-mail to Clara James" in page.text


def test_both_sides_read_who_was_given_or_lost_a_signing_role_by_whom_and_when(
    browser: Browser, cast: Cast
) -> None:
    grant = roles.grant_role(
        cast.colleague, Role.TRAINING_LEAD, cast.network, actor=cast.administrator, at=NOW
    )
    later = NOW + timedelta(minutes=5)
    roles.end_role(grant, actor=cast.administrator, at=later)
    db.session.commit()
    for who in (cast.community_lead, cast.statutory_lead, cast.administrator):
        page = browser.sign_in(who).get("/people/roles")
        rows = [" ".join(row.text_content().split()) for row in page.document.xpath("//tbody/tr")]
        assert rows[0].startswith("Kofi Boateng Ended Training lead, Grace Network Ada Cole")
        assert "12:05" in rows[0]
        assert rows[1].startswith("Kofi Boateng Given Training lead, Grace Network Ada Cole")
        assert any(
            row.startswith("Tom Reid Accepted")
            and "On the server; Clara James stands for it" in row
            for row in rows
        )
        assert any(
            row.startswith("Ada Cole Given Administrator, all organisations On the server")
            for row in rows
        )
        assert not any("Trainee" in row for row in rows)
        assert "2 changes by others" in browser.get("/").text or who is cast.administrator
    assert "changes by others" not in browser.sign_in(cast.administrator).get("/").text


def test_a_lead_of_one_network_reads_nothing_of_another(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.community_lead).get("/people/roles")
    assert "Sam Okafor" in page.text
    for name in ("Omar Farouk", "Peter Njoroge", "Hope"):
        assert name not in page.text
    assert "Omar Farouk" in browser.sign_in(cast.statutory_lead).get("/people/roles").text


def test_home_says_for_two_weeks_what_others_changed(cast: Cast) -> None:
    lead = cast.community_lead
    roles.grant_role(
        cast.colleague, Role.SUPERVISOR, cast.network, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    since = NOW - oversight.NEW_FOR
    assert oversight.count_role_changes(lead, since=since) == 1
    assert oversight.count_role_changes(lead, since=NOW) == 0
    assert oversight.count_role_changes(cast.training_lead) == 0


def test_the_list_goes_on_over_pages_in_as_many_statements(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.statutory_lead)
    with counted() as few:
        browser.get("/people/roles")
    for _time in range(30):
        grant = roles.grant_role(
            cast.colleague, Role.SUPERVISOR, cast.network, actor=cast.training_lead, at=NOW
        )
        roles.end_role(grant, actor=cast.training_lead, at=NOW)
    db.session.commit()
    with counted() as many:
        page = browser.get("/people/roles")
    assert len(few) == len(many)
    assert "Page 1 of 2" in page.text
    assert "Page 2 of 2" in browser.get(page.links["Next"]).text
    assert "Page 2 of 2" in browser.get("/people/roles?page=99").text


def test_accepting_is_read_by_both_sides(browser: Browser, cast: Cast) -> None:
    grant = roles.grant_role(
        cast.outsider, Role.GOVERNANCE_LEAD, cast.network, actor=cast.training_lead, at=NOW
    )
    accept(grant, cast.statutory_lead)
    page = browser.sign_in(cast.community_lead).get("/people/roles")
    assert "Layla Haddad Accepted Governance lead, Grace Network Tom Reid" in page.text
    assert "Given by Ruth Mensah on 22 November 2026" in page.text
    assert "Layla Haddad Given" not in page.text, "given and accepted are one row"


def test_a_role_that_waits_is_marked_as_long_as_it_waits(browser: Browser, cast: Cast) -> None:
    grant = roles.grant_role(
        cast.outsider, Role.GOVERNANCE_LEAD, cast.network, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    browser.sign_in(cast.community_lead)
    assert "Layla Haddad Waits to be accepted Governance lead" in browser.get("/people/roles").text
    roles.end_role(grant, actor=cast.training_lead, at=NOW)
    db.session.commit()
    page = browser.get("/people/roles")
    assert "Layla Haddad Given Governance lead" in page.text
    assert "Waits to be accepted" not in page.text


def test_who_gives_a_role_that_waits_reads_when_it_begins_and_so_does_its_holder(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.administrator)
    for name, email, begins in (
        (
            "Layla Haddad",
            cast.outsider.email,
            "a governance lead of the other side has accepted it",
        ),
        ("Esi Addo", "esi@new.example", "a governance lead of the other side has accepted you"),
    ):
        asked = invitation(cast, "governance_lead", full_name=name, email=email, password=PASSWORD)
        page = browser.submit("/people/invite", asked, follow=True)
        assert "The role begins once Tom Reid accepts it; it waits on their home page." in page.text
        assert f"You are in office once {begins}." in letters()[email]
    asked = invitation(cast, "supervisor", full_name="Kofi Boateng", email=cast.colleague.email)
    page = browser.submit("/people/invite", {**asked, "password": PASSWORD}, follow=True)
    assert "was given one more role: Supervisor, Grace Network. We wrote to tell" in page.text
    assert "The role begins" not in page.text
    assert "You are in office once" not in letters()[cast.colleague.email]
    roles.end_role(cast.statutory_lead.grants[0], actor=cast.administrator, at=NOW)
    db.session.commit()
    asked = invitation(cast, "governance_lead", password=PASSWORD, email="una@new.example")
    page = browser.submit("/people/invite", asked, follow=True)
    assert "The role begins once the other side has a lead who can accept it." in page.text

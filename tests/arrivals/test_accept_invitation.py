"""Choosing a password with a link that works once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta

import lxml.html
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests import naming
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast
from tests.meanwhile import meanwhile
from trainee_tracker.extensions import db
from trainee_tracker.people import actions
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.invitations.actions import open_invitation
from trainee_tracker.people.models import Person
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.organisations import queries as organisations
from trainee_tracker.people.passwords.actions import WrongPassword, confirm_password
from trainee_tracker.people.sign_in import queries as sign_in_queries
from trainee_tracker.refusals import Impossible

NEW = "seven purple kettles sing"


def invited(name: str = "Esi O'Brien", email: str = "esi@grace.example") -> tuple[Person, str]:
    network = organisations.organisation_by_name("Grace Network")
    assert network is not None
    person = actions.add_person(name, email, organisation=network, actor=None, at=NOW)
    token = invitations.invite(person, actor=None, at=NOW)
    db.session.commit()
    return person, f"/invitation/{token}"


def test_the_link_sets_the_password_and_signs_in(browser: Browser) -> None:
    person, link = invited()
    page = browser.get(link)
    assert "Welcome, Esi O'Brien" in page.text
    assert page.document.find(".//input[@type='email']").get("value") == "esi@grace.example"
    assert browser.submit(page, {"password": NEW}).response.location == "/"
    assert "you are signed in" in browser.get("/account").text
    confirm_password(person, NEW, address=None, at=NOW)


def test_a_registration_given_at_joining_is_asked_for_and_stands_once_confirmed(
    browser: Browser, cast: Cast
) -> None:
    person, link = invited()
    page = browser.get(link)
    assert "once a lead of your organisation has confirmed it" in page.text
    assert "Is the name misspelt? Accept, then ask for the right name in your account" in page.text
    assert page.document.xpath("//dt[.='Role']")
    assert not page.document.xpath("//dt[.='To do']")
    answer = {"password": NEW, "registration": "UKCP 2011234"}
    page = browser.submit(page, answer, follow=True)
    assert "Your registration waits for a lead to confirm it." in page.text
    db.session.refresh(person)
    assert person.registration == ""
    asked = names.waiting_request(person.id)
    assert asked is not None
    assert (asked.full_name, asked.registration) == ("Esi O'Brien", "UKCP 2011234")
    assert "UKCP 2011234" in browser.get("/account").text
    naming.confirm(asked, cast.training_lead)
    assert person.registration == "UKCP 2011234"


def test_joining_without_a_registration_asks_for_nothing(browser: Browser, cast: Cast) -> None:
    person, link = invited()
    browser.submit(link, {"password": NEW})
    assert names.last_request(person.id) is None


def test_a_registration_that_stands_already_is_not_asked_for_again(cast: Cast) -> None:
    person = actions.add_person(
        "Esi O'Brien",
        "esi@grace.example",
        organisation=cast.network,
        registration="UKCP 2011234",
        actor=cast.training_lead,
        at=NOW,
    )
    token = invitations.invite(person, actor=cast.training_lead, at=NOW)
    invitations.accept_invitation(token, NEW, registration="UKCP 2011234", at=NOW)
    assert names.last_request(person.id) is None
    assert person.registration == "UKCP 2011234"


def test_a_link_for_a_new_password_asks_for_no_registration(browser: Browser, cast: Cast) -> None:
    token = invitations.invite(cast.supervisor, actor=cast.training_lead, at=NOW)
    db.session.commit()
    page = browser.get(f"/invitation/{token}")
    assert not page.document.xpath("//input[@name='registration']")
    browser.submit(page, {"password": NEW, "registration": "UKCP 2011234"})
    assert names.last_request(cast.supervisor.id) is None


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(browser: Browser) -> None:
    _person, link = invited()
    for _ in range(3):
        assert browser.client.get(link).status_code == 200
        assert browser.client.head(link).status_code == 200
        assert browser.client.options(link).status_code == 200
        db.session.rollback()
    browser.submit(link, {"password": NEW})


def test_a_used_link_says_so_and_changes_nothing(browser: Browser, app: Flask) -> None:
    person, link = invited()
    browser.submit(link, {"password": NEW})
    stranger = Browser(app)
    page = stranger.get(link, status=410)
    assert page.h1 == "This link has been used"
    assert page.links["Sign in"] == "/sign-in"
    stranger.post(link, {"password": "eight silver ladders fall"}, status=410)
    confirm_password(person, NEW, address=None, at=NOW)


def test_a_link_runs_out_after_fourteen_days(browser: Browser) -> None:
    _person, link = invited()
    with time_machine.travel(NOW + timedelta(days=13, hours=23)):
        browser.get(link)
    with time_machine.travel(NOW + timedelta(days=14)):
        assert browser.get(link, status=410).h1 == "This link no longer works"


def test_only_the_newest_link_works(browser: Browser) -> None:
    person, first = invited()
    second = f"/invitation/{invitations.invite(person, actor=None, at=NOW + timedelta(seconds=1))}"
    db.session.commit()
    with time_machine.travel(NOW + timedelta(minutes=1)):
        assert browser.get(first, status=410).h1 == "This link no longer works"
        browser.get(second)


@pytest.mark.parametrize("token", ["unknown", "x" * 2_000, "%00", "é"])
def test_an_unknown_link_says_what_to_do(browser: Browser, cast: Cast, token: str) -> None:
    assert "link" in browser.get(f"/invitation/{token}", status=404).text


@pytest.mark.parametrize(
    ("password", "status", "said"),
    [
        ("", 200, "at least 15"),
        ("too short", 409, "at least 15"),
        ("letmeinletmeinletmein", 409, "easy to guess"),
        ("esi@grace.example", 409, "e-mail address"),
    ],
)
def test_a_refused_password_does_not_use_the_link_up(
    browser: Browser, password: str, status: int, said: str
) -> None:
    person, link = invited()
    page = browser.submit(link, {"password": password}, status=status)
    assert said in page.text
    assert page.document.findtext(".//title", "").startswith("Error:")
    assert person.account.password_hash is None
    browser.submit(page, {"password": NEW})


@pytest.mark.parametrize(
    "password", ["ثلاثة انهار هادئة تجري", "cafe\u0301 noir sous la pluie", "🌊 four quiet rivers"]
)
def test_a_password_in_any_script_works_in_either_spelling(
    browser: Browser, cast: Cast, password: str
) -> None:
    person, link = invited()
    browser.submit(link, {"password": password})
    other = password.replace("e\u0301", "\u00e9")
    confirm_password(person, other, address=None, at=NOW)


def test_a_new_link_lets_somebody_who_forgot_their_password_choose_another(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    old = Browser(app).sign_in(cast.trainee)
    token = invitations.invite(cast.trainee, actor=cast.training_lead, at=NOW)
    db.session.commit()
    browser.submit(f"/invitation/{token}", {"password": NEW})
    old.get("/account", status=302)
    with pytest.raises(WrongPassword):
        confirm_password(cast.trainee, PASSWORD, address=None, at=NOW)


def test_opening_a_link_while_somebody_else_is_signed_in_signs_them_out(
    browser: Browser, cast: Cast
) -> None:
    _person, link = invited()
    browser.sign_in(cast.administrator)
    browser.submit(link, {"password": NEW})
    assert "esi@grace.example" in browser.get("/account").text
    assert sign_in_queries.sign_ins_of(cast.administrator, at=NOW) == []


def test_of_two_people_who_press_at_once_only_one_gets_in(app: Flask) -> None:
    person, link = invited()
    db.session.commit()
    passwords = [NEW, "eight silver ladders fall"]
    clients = [FlaskClient(app, app.response_class) for _ in passwords]
    tokens = []
    for client in clients:
        page = lxml.html.fromstring(Context().run(client.get, link).text)
        tokens.append(page.xpath("string(//main//input[@name='csrf_token']/@value)"))

    def press(client: FlaskClient, token: str, password: str) -> int:
        return client.post(link, data={"csrf_token": token, "password": password}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(press, clients, tokens, passwords))
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 409, 410}
    db.session.refresh(person)
    winner = passwords[statuses.index(302)]
    confirm_password(person, winner, address=None, at=NOW)


def test_a_link_used_in_another_window_meanwhile_sets_no_second_password(
    app: Flask,
) -> None:
    person, link = invited()
    token = link.removeprefix("/invitation/")
    assert open_invitation(token, at=NOW)
    meanwhile(app, lambda: invitations.accept_invitation(token, NEW, at=NOW))
    with pytest.raises(Impossible):
        invitations.accept_invitation(token, "eight silver ladders fall", at=NOW)
    db.session.rollback()
    confirm_password(person, NEW, address=None, at=NOW)


def test_nobody_joins_with_a_token_that_was_made_up(app: Flask) -> None:
    with pytest.raises(Impossible):
        invitations.accept_invitation("made up", NEW, at=NOW)

"""Signing in: who is let in, at what pace, and what the cookie is worth."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select, update

from tests.browser import Browser, Page
from tests.cast import NOW, PASSWORD, Cast
from tests.meanwhile import meanwhile
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.people import access, rules
from trainee_tracker.people.account import actions as account
from trainee_tracker.people.account_changes import note_account_change
from trainee_tracker.people.models import Account, Person
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.organisations.queries import sites_of
from trainee_tracker.people.passwords import actions as passwords
from trainee_tracker.people.passwords import rules as password_rules
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.sign_in import actions as sign_in
from trainee_tracker.people.sign_in import browsers
from trainee_tracker.people.sign_in import queries as sign_in_queries
from trainee_tracker.people.sign_in.models import SignIn

WRONG = "not the right password"
DIFFERENT = "do not belong together"


def attempt(
    browser: Browser, email: str, password: str, *, status: int = 302, address: str = "192.0.2.1"
) -> Page:
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser.submit("/sign-in", {"email": email, "password": password}, status=status)


def failures() -> int:
    return db.session.scalar(select(func.count(PasswordFailure.id))) or 0


def test_the_right_password_opens_home_and_shows_who_is_there(browser: Browser, cast: Cast) -> None:
    assert attempt(browser, cast.trainee.email, PASSWORD).response.location == "/"
    assert browser.get("/account").h1 == "Your account"


@pytest.mark.parametrize(
    "email", ["ABENA@Grace.Example", "  abena@grace.example ", "abena@grace.example"]
)
def test_an_address_is_known_however_it_is_spelled(
    browser: Browser, cast: Cast, email: str
) -> None:
    attempt(browser, email, PASSWORD)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("abena@grace.example", WRONG),
        ("abena@grace.example", PASSWORD.upper()),
        ("abena@grace.example", PASSWORD + " "),
        ("abena@grace.example", "x" * 1_000),
        ("nobody@grace.example", PASSWORD),
        ("not an address", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_wrong_words_never_say_which_of_them_was_wrong(
    browser: Browser, cast: Cast, email: str, password: str
) -> None:
    page = attempt(browser, email, password, status=403)
    assert DIFFERENT in page.text
    assert page.document.find(".//input[@name='email']").get("value") == email.strip()
    assert not page.document.find(".//input[@name='password']").get("value")
    browser.get("/account", status=302)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "", "password": ""}, "Enter your e-mail address"),
        ({"email": "a@b.example", "password": ""}, "Enter your password"),
        ({"email": "a" * 10_000, "password": "x"}, "too long"),
        ({"email": "a\u202eb@c.example", "password": "x"}, "hidden character"),
        ({"email": "a@b.example", "password": "x" * 10_000}, "shorter password"),
    ],
)
def test_bad_input_is_answered_with_what_to_do(
    browser: Browser, cast: Cast, fields: dict[str, str], said: str
) -> None:
    assert said in browser.submit("/sign-in", fields, status=200).text
    assert failures() == 0


def test_somebody_invited_but_without_a_password_cannot_sign_in(
    browser: Browser, cast: Cast
) -> None:
    cast.trainee.account.password_hash = None
    db.session.commit()
    assert DIFFERENT in attempt(browser, cast.trainee.email, PASSWORD, status=403).text
    attempt(browser, cast.trainee.email, "", status=200)


def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            hashes.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    counts = []
    for email in (cast.trainee.email, "nobody@grace.example"):
        with pytest.raises(passwords.WrongPassword):
            sign_in.sign_in(email, WRONG, address="192.0.2.1", at=NOW)
        counts.append(len(hashes))
    assert counts == [1, 2]


def test_wrong_passwords_slow_down_only_the_place_they_come_from(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    email = cast.trainee.email
    with time_machine.travel(NOW, tick=False):
        for _ in range(4):
            attempt(browser, email, WRONG, status=403)
        page = attempt(browser, email, PASSWORD, status=429)
        assert "Please wait 2 seconds" in page.text
        assert failures() == 4
        attempt(Browser(app), email, PASSWORD, address="192.0.2.99")
        attempt(Browser(app), cast.colleague.email, PASSWORD)
    with time_machine.travel(NOW + timedelta(seconds=2), tick=False):
        attempt(Browser(app), email, PASSWORD)
    assert failures() == 0


def test_trying_many_accounts_from_one_address_is_slowed_down_too(
    browser: Browser, cast: Cast
) -> None:
    address_hash = rules.token_hash(password_rules.address_key("192.0.2.1"))
    for number in range(21):
        account_hash = rules.token_hash(f"n{number}@grace.example")
        db.session.add(
            PasswordFailure(account_hash=account_hash, address_hash=address_hash, at=NOW)
        )
    db.session.commit()
    with time_machine.travel(NOW, tick=False):
        attempt(browser, cast.trainee.email, PASSWORD, status=429)


def test_old_wrong_passwords_are_forgotten_and_their_traces_deleted(cast: Cast) -> None:
    for minutes in (0, 16):
        with pytest.raises(passwords.WrongPassword):
            sign_in.sign_in(
                cast.trainee.email, WRONG, address="192.0.2.1", at=NOW + timedelta(minutes=minutes)
            )
        db.session.rollback()
        assert failures() == 1


def test_a_wrong_password_is_counted_once_however_the_transaction_ends(cast: Cast) -> None:
    for finish in (db.session.rollback, db.session.commit):
        before = failures()
        with pytest.raises(passwords.WrongPassword):
            passwords.confirm_password(cast.trainee, WRONG, address="192.0.2.1", at=NOW)
        finish()
        assert failures() == before + 1
        finish()
        assert failures() == before + 1


def test_a_refused_confirmation_does_not_keep_what_the_page_had_begun(cast: Cast) -> None:
    organisations.add_site(cast.network, "Half done", actor=None, at=NOW)
    with pytest.raises(passwords.WrongPassword):
        passwords.confirm_password(cast.trainee, WRONG, address="192.0.2.1", at=NOW)
    with db.session.begin_nested():
        pass
    db.session.rollback()
    assert "Half done" not in {each.name for each in sites_of([cast.network.id])}
    assert failures() == 1


def test_a_password_hashed_the_old_way_is_hashed_again(cast: Cast) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    cast.trainee.account.password_hash = old
    note_account_change(cast.trainee, rules.AccountPart.PASSWORD, actor_id=cast.trainee.id, at=NOW)
    passwords.confirm_password(cast.trainee, PASSWORD, address=None, at=NOW)
    assert cast.trainee.account.password_hash == old, "Not before the act itself is saved."
    db.session.commit()
    assert cast.trainee.account.password_hash != old
    passwords.confirm_password(cast.trainee, PASSWORD, address=None, at=NOW)


def test_a_hash_that_cannot_be_read_lets_nobody_in(cast: Cast) -> None:
    cast.trainee.account.password_hash = "nonsense"
    with pytest.raises(passwords.WrongPassword):
        passwords.confirm_password(cast.trainee, PASSWORD, address=None, at=NOW)


@pytest.mark.parametrize(
    ("then", "location"),
    [
        ("/people?page=2", "/people?page=2"),
        ("//evil.example/x", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_only_to_our_own_pages(
    browser: Browser, cast: Cast, then: str, location: str
) -> None:
    page = browser.get("/sign-in")
    fields = {"email": cast.trainee.email, "password": PASSWORD}
    form = page.form()
    answer = browser.client.post(
        "/sign-in", query_string={"then": then}, data={**dict(form.form_values()), **fields}
    )
    assert (answer.status_code, answer.location) == (302, location)
    assert browser.client.get("/sign-in", query_string={"then": then}).location == location


def test_a_page_asked_for_before_signing_in_is_shown_after_it(browser: Browser, cast: Cast) -> None:
    location = browser.get("/account/password", status=302).response.location
    assert location is not None
    page = browser.submit(location, {"email": cast.trainee.email, "password": PASSWORD})
    assert page.response.location == "/account/password"


def test_a_cookie_from_before_signing_in_is_worth_nothing_after_it(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    thief = Browser(app)
    with thief.client.session_transaction() as planted:
        planted["_user_id"] = "chosen by the thief"
        planted["planted"] = "yes"
    planted_cookie = thief.client.get_cookie("session")
    assert planted_cookie is not None
    browser.client.set_cookie("session", planted_cookie.value)
    attempt(browser, cast.trainee.email, PASSWORD)
    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "chosen by the thief"
    thief.get("/account", status=302)


def test_signing_in_as_somebody_else_ends_the_first_sign_in(browser: Browser, cast: Cast) -> None:
    attempt(browser, cast.trainee.email, PASSWORD)
    page = browser.get("/account")
    token = page.document.find(".//input[@name='csrf_token']").get("value")
    fields = {"email": cast.supervisor.email, "password": PASSWORD, "csrf_token": token}
    assert browser.client.post("/sign-in", data=fields).status_code == 302
    assert sign_in_queries.sign_ins_of(cast.trainee, at=NOW) == []
    assert len(sign_in_queries.sign_ins_of(cast.supervisor, at=NOW)) == 1


def test_a_sign_in_ends_by_itself(browser: Browser, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        attempt(browser, cast.trainee.email, PASSWORD)
    with time_machine.travel(NOW + timedelta(hours=11, minutes=59)):
        browser.get("/account")
    with time_machine.travel(NOW + timedelta(hours=12)):
        browser.get("/account", status=302)


def test_the_database_does_not_hold_what_opens_an_account(browser: Browser, cast: Cast) -> None:
    token = sign_in.sign_in(cast.trainee.email, PASSWORD, address=None, at=NOW)
    kept = db.session.scalars(select(SignIn.token_hash)).all()
    assert len(token) >= 40
    assert all(token not in each for each in kept)
    assert cast.trainee.account.password_hash is not None
    assert cast.trainee.account.password_hash.startswith("$argon2id$")


def test_a_role_that_has_ended_opens_nothing_from_then_on(browser: Browser, cast: Cast) -> None:
    attempt(browser, cast.training_lead.email, PASSWORD)
    browser.get("/people")
    grant = cast.training_lead.grants[0]
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    browser.get("/people", status=403)


def test_knowing_who_asks_takes_one_statement(cast: Cast) -> None:
    token = sign_in.begin_sign_in(cast.training_lead, at=NOW)
    db.session.commit()
    db.session.expunge_all()
    with counted_statements() as statements:
        found = sign_in_queries.sign_in_by_token(token, at=NOW)
        assert found is not None
        assert [each.organisation.name for each in found.person.grants] == ["Grace Network"]
    assert len(statements) == 1


def test_no_cookie_is_made_of_a_sign_in_that_is_not_there(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(RuntimeError):
        browsers.remember("made up")


def test_a_page_without_an_access_rule_is_not_served() -> None:
    undeclared = Flask("undeclared")
    undeclared.add_url_rule("/secret", "secret", lambda: "secret")
    with pytest.raises(RuntimeError, match="secret"):
        access.ensure_declared(undeclared)


def test_a_password_that_somebody_put_into_the_database_opens_nothing(
    browser: Browser, cast: Cast
) -> None:
    """Who owns the database could else sign as anybody, and put the old hash back afterwards."""
    known = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    db.session.execute(
        update(Account).where(Account.person_id == cast.supervisor.id).values(password_hash=known)
    )
    db.session.commit()
    assert DIFFERENT in attempt(browser, cast.supervisor.email, PASSWORD, status=403).text
    with pytest.raises(passwords.WrongPassword):
        passwords.confirm_password(cast.supervisor, PASSWORD, address=None, at=NOW)


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(app: Flask, cast: Cast) -> None:
    trainee_id = cast.trainee.id
    db.session.commit()
    passwords.confirm_password(cast.trainee, PASSWORD, address=None, at=NOW)
    meanwhile(
        app,
        lambda: account.set_password(
            db.session.get_one(Person, trainee_id), "seven slow herons wade", at=NOW
        ),
    )
    with pytest.raises(passwords.WrongPassword):
        db.session.commit()
    db.session.rollback()

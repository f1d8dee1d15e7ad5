"""Asking to be named otherwise: nothing changes until somebody else confirms it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import naming
from tests.browser import Browser, Page
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.meanwhile import meanwhile
from trainee_tracker.append_only import hold
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person, PersonName
from trainee_tracker.people.names import actions, queries
from trainee_tracker.people.names.models import NameDecision, NameRequest
from trainee_tracker.people.names.rules import Naming
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.refusals import Conflict, Impossible, Stale

URL = "/account/name"
SOMEBODY_ELSE = "Dr Jonathan Someone-Else, Consultant Psychiatrist"


def ask(browser: Browser, status: int = 302, follow: bool = False, **fields: Any) -> Page:
    """Send the form as the page offers it, with the password and changes."""
    return browser.submit(
        URL, {"password": PASSWORD, **fields}, action=URL, status=status, follow=follow
    )


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(NameRequest)) or 0


def test_the_account_shows_the_name_as_it_was_entered_and_no_form_that_changes_it(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.trainee).get("/account")
    assert "Abena Osei" in page.text
    assert "The name as it stands was entered on the server, on 1 September 2026" in page.text
    assert not page.document.xpath("//main//input[@name='full_name']")
    assert page.links["Ask for a change"] == URL
    assert browser.send("POST", "/account", data={"full_name": "Another"}).status_code == 405


def test_until_it_is_confirmed_the_old_name_is_used_everywhere(
    browser: Browser, cast: Cast, app: Flask
) -> None:
    browser.sign_in(cast.trainee)
    page = ask(browser, full_name=SOMEBODY_ELSE, follow=True)
    assert "Until it is confirmed you are named as before: Abena Osei." in page.text
    db.session.refresh(cast.trainee)
    assert cast.trainee.full_name == "Abena Osei"
    lead = Browser(app).sign_in(cast.training_lead)
    for address in ("/people", f"/cohorts/{cast.cohort.id}", f"/progress/{cast.enrolment.id}"):
        text = lead.get(address).text
        assert "Abena Osei" in text
        assert SOMEBODY_ELSE not in text


def test_what_waits_is_shown_with_since_when_and_with_whom(browser: Browser, cast: Cast) -> None:
    ask(browser.sign_in(cast.trainee), full_name="Abena Osei-Bonsu", registration="UKCP 7")
    page = browser.get("/account")
    assert "You asked for this on 22 November 2026, 12:00" in page.text
    assert "Abena Osei-Bonsu" in page.text
    assert "UKCP 7" in page.text
    assert "It waits for Ada Cole, Clara James or Ruth Mensah to confirm it." in page.text


def test_the_request_is_a_row_with_old_new_who_and_when(cast: Cast) -> None:
    stood = queries.name_in_force(cast.trainee.id)
    asked = naming.ask(cast.trainee, full_name="Abena Osei-Bonsu")
    db.session.commit()
    assert (asked.replaces_id, asked.full_name) == (stood.id, "Abena Osei-Bonsu")
    assert (asked.recorded_by_id, asked.recorded_at) == (cast.trainee.id, NOW)
    assert list(faults_of_ledger()) == []


def test_a_wrong_password_asks_for_nothing_and_slows_down(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    page = ask(browser, full_name="Abena Osei-Bonsu", password="not mine", status=403)
    assert "That is not your password." in page.text
    assert page.document.xpath("string(//input[@name='full_name']/@value)") == "Abena Osei-Bonsu"
    assert page.document.xpath("string(//input[@name='password']/@value)") == ""
    for _ in range(3):
        ask(browser, full_name="Abena Osei-Bonsu", password="not mine", status=403)
    waits = ask(browser, full_name="Abena Osei-Bonsu", status=429)
    assert "Too many wrong passwords" in waits.text
    assert requests() == 0
    assert db.session.scalar(select(func.count()).select_from(PasswordFailure)) == 4


def test_without_a_password_nothing_is_asked_for(browser: Browser, cast: Cast) -> None:
    page = ask(browser.sign_in(cast.trainee), full_name="Another", password="", status=200)
    assert "Enter your password to ask for this change" in page.text
    assert requests() == 0


@pytest.mark.parametrize(
    ("full_name", "other_name", "other_language"),
    [
        ("Siobhán O'Neil-Adéyẹmí", "", ""),
        ("Layla Haddad", "ليلى حداد", "ar"),
        ("李小龍 Ọlá Мария", "ራሄል ተስፋዬ", "am"),
        ('<b>Bold</b> & "quoted"', "", ""),
    ],
)
def test_names_in_any_script_are_kept_as_written(
    browser: Browser, cast: Cast, full_name: str, other_name: str, other_language: str
) -> None:
    browser.sign_in(cast.trainee)
    ask(browser, full_name=full_name, other_name=other_name, other_language=other_language)
    asked = queries.waiting_request(cast.trainee.id)
    assert asked is not None
    assert asked.naming == Naming(full_name, other_name, other_language, "")
    page = browser.get(URL)
    assert page.document.xpath("string(//input[@name='full_name']/@value)") == full_name


@pytest.mark.parametrize(
    ("full_name", "other_name", "other_language", "said"),
    [
        ("", "", "", "Enter your full name"),
        ("x" * 10_000, "", "", "too long"),
        ("Abena \u202eiesO", "", "", "hidden character"),
        ("Abena\x00Osei", "", "", "hidden character"),
        ("Abena Osei", "أبينا", "", "Choose the language"),
        ("Abena Osei", "أبينا", "tlh", "Choose one of the answers"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    browser: Browser, cast: Cast, full_name: str, other_name: str, other_language: str, said: str
) -> None:
    browser.sign_in(cast.trainee)
    page = ask(
        browser,
        full_name=full_name,
        other_name=other_name,
        other_language=other_language,
        status=200,
    )
    assert said in page.text
    assert requests() == 0


def test_a_language_without_a_name_in_it_is_no_change(browser: Browser, cast: Cast) -> None:
    page = ask(browser.sign_in(cast.trainee), other_language="ar", status=409)
    assert "This is how you are named already." in page.text


def test_a_newer_request_takes_the_place_of_an_undecided_one(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.trainee)
    ask(browser, full_name="Abena O.")
    page = browser.get(URL)
    assert "What you send now takes its place." in page.text
    ask(browser, full_name="Abena Osei-Bonsu")
    first, second = db.session.scalars(select(NameRequest).order_by(NameRequest.id)).all()
    with pytest.raises(Impossible, match="asked for something else since"):
        naming.confirm(first, cast.training_lead)
    db.session.rollback()
    naming.confirm(second, cast.training_lead)
    assert cast.trainee.full_name == "Abena Osei-Bonsu"


def test_a_button_pressed_twice_asks_once_and_another_body_is_a_conflict(cast: Cast) -> None:
    stood = queries.name_in_force(cast.trainee.id).id

    def send(name: str) -> NameRequest:
        return actions.request_name(
            cast.trainee, Naming(name), replaces_id=stood, at=NOW, request_id=request_id("once")
        )

    first = send("Abena Osei-Bonsu")
    assert send("Abena Osei-Bonsu") is first
    with pytest.raises(Conflict):
        send("Somebody Else")


def test_what_is_asked_for_already_or_stands_is_not_asked_again(cast: Cast) -> None:
    with pytest.raises(Impossible, match="how you are named already"):
        naming.ask(cast.trainee)
    db.session.rollback()
    naming.ask(cast.trainee, full_name="Abena Osei-Bonsu")
    with pytest.raises(Impossible, match="exactly this already"):
        naming.ask(cast.trainee, full_name="Abena Osei-Bonsu")


def test_a_page_that_showed_another_name_is_refused(browser: Browser, cast: Cast) -> None:
    """Else a registration confirmed meanwhile would be taken back without anybody noticing."""
    browser.sign_in(cast.trainee)
    page = browser.get(URL)
    naming.name_anew(cast.trainee, "Abena Osei-Bonsu")
    db.session.commit()
    stale = browser.submit(
        page, {"full_name": "Abena B.", "password": PASSWORD}, action=URL, status=409
    )
    assert "You are named Abena Osei-Bonsu since a moment ago." in stale.text
    assert queries.waiting_request(cast.trainee.id) is None


@pytest.mark.parametrize("replaces", ["", "999999", "-1", "x"])
def test_nobody_asks_about_another_persons_name(
    browser: Browser, cast: Cast, replaces: str
) -> None:
    browser.sign_in(cast.trainee)
    other = queries.name_in_force(cast.colleague.id).id
    for named in (replaces, str(other)):
        answer = browser.send(
            "POST",
            URL,
            data={
                "csrf_token": browser.csrf_token(),
                "request_id": request_id("forged"),
                "full_name": "Another",
                "replaces": named,
                "password": PASSWORD,
            },
        )
        assert answer.status_code in {200, 409}
    assert requests() == 0


def test_a_request_after_the_sign_in_ran_out_keeps_what_was_typed_but_no_password(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.trainee)
    page = browser.get(URL)
    browser.client.delete_cookie("session")
    kept = browser.submit(
        page, {"full_name": "Abena Osei-Bonsu", "password": PASSWORD}, action=URL, status=401
    )
    assert PASSWORD not in kept.response.text
    assert requests() == 0
    browser.sign_in(cast.trainee)
    again = browser.submit(kept, status=200)
    assert again.document.xpath("string(//input[@name='full_name']/@value)") == "Abena Osei-Bonsu"
    browser.submit(again, {"password": PASSWORD}, action=URL)
    assert requests() == 1


def test_two_requests_of_one_person_at_once_are_numbered_one_after_the_other(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id = cast.trainee.id
    db.session.commit()

    def ask_elsewhere() -> None:
        naming.ask(db.session.get_one(Person, person_id), full_name="Abena B.")

    def hold_after_somebody_else(what: str) -> None:
        monkeypatch.setattr(actions, "hold", hold)
        meanwhile(app, ask_elsewhere)
        hold(what)

    monkeypatch.setattr(actions, "hold", hold_after_somebody_else)
    monkeypatch.setattr(actions, "already_recorded", lambda *_given: None)
    naming.ask(cast.trainee, full_name="Abena C.")
    db.session.commit()
    sent = db.session.scalars(select(NameRequest).order_by(NameRequest.sequence)).all()
    assert [(each.sequence, each.full_name) for each in sent] == [(1, "Abena B."), (2, "Abena C.")]


def test_a_request_whose_name_was_confirmed_meanwhile_is_stale(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_id = naming.ask(cast.trainee, full_name="Abena B.").id
    lead_id = cast.training_lead.id
    db.session.commit()

    def confirm_elsewhere() -> None:
        asked = db.session.get_one(NameRequest, asked_id)
        naming.confirm(asked, db.session.get_one(Person, lead_id))

    def hold_after_somebody_else(what: str) -> None:
        monkeypatch.setattr(actions, "hold", hold)
        meanwhile(app, confirm_elsewhere)
        hold(what)

    monkeypatch.setattr(actions, "hold", hold_after_somebody_else)
    monkeypatch.setattr(actions, "already_recorded", lambda *_given: None)
    with pytest.raises(Stale, match=r"named Abena B\. since a moment ago"):
        naming.ask(cast.trainee, full_name="Abena C.")


def test_nothing_but_adding_a_person_and_a_confirmation_names_anybody(cast: Cast) -> None:
    naming.name_anew(cast.trainee, "Abena Osei-Bonsu")
    naming.name_anew(cast.supervisor, "Samuel Okafor")
    db.session.commit()
    later = db.session.scalars(select(PersonName).where(PersonName.sequence > 1)).all()
    confirmed = db.session.scalars(select(NameDecision.became_id)).all()
    assert {each.id for each in later} == set(confirmed)
    assert len(later) == 2
    assert all(each.recorded_by_id != each.person_id for each in later)

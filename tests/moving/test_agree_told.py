"""Who is named, written to and told about fewer checks."""

from __future__ import annotations

import smtplib
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from config import MailSecurity, MailServer
from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, lead_governance
from tests.jobs.waiting import letters_waiting
from tests.moving.agreeing import (
    ENOUGH,
    another_governance_lead,
    answers,
    ask,
)
from tests.people.roles.builders import newcomer
from trainee_tracker import mail
from trainee_tracker.cohorts.agreements.models import TermsRequest
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role


def test_only_leads_who_can_answer_are_named(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    """Not who waits, has not joined, asks, or trains on the course."""
    waits = newcomer(cast, cast.trust, "una@trust.example")
    roles.grant_role(waits, Role.GOVERNANCE_LEAD, cast.trust, actor=None, at=NOW)
    another_governance_lead(cast)
    lead_governance(cast, cast.training_lead, cast.network)
    lead_governance(cast, cast.colleague, cast.network)
    db.session.commit()
    ask_page = (
        f"/terms/ask?version={unchecked.id}&organisation={cast.network.id}&partner={cast.trust.id}"
    )
    asked = browser.sign_in(cast.training_lead).get(ask_page).text
    assert "Community side Clara James can answer. Statutory side Tom Reid can answer." in asked
    request = ask(cast, unchecked)
    db.session.commit()
    shown = browser.get(f"/terms/{request.id}").text
    assert "Clara James can answer." in shown
    assert "Tom Reid can answer." in shown
    roles.end_role(cast.statutory_lead.grants[0], actor=cast.administrator, at=NOW)
    db.session.commit()
    assert "Nobody there can answer yet" in browser.get(f"/terms/{request.id}").text


def _letters() -> dict[str, str]:
    """Return address -> what its newest letter says."""
    return {
        each.to.rpartition("<")[2].rstrip(">"): " ".join(each.paragraphs)
        for each in reversed(mail.newest(20))
    }


def test_both_sides_are_written_to_and_who_asked_learns_the_answer(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    url = (
        f"/terms/ask?version={unchecked.id}&organisation={cast.network.id}&partner={cast.trust.id}"
    )
    page = browser.sign_in(cast.training_lead).get(url)
    browser.submit(page, {"reason": ENOUGH})
    browser.submit(page, {"reason": ENOUGH})
    told = _letters()
    assert told.keys() == {cast.community_lead.email, cast.statutory_lead.email}
    assert all("Ruth Mensah asks whether fewer checks are enough" in said for said in told.values())
    assert len(mail.newest(20)) == 2, "a button pressed twice writes once"
    [request] = db.session.scalars(select(TermsRequest)).all()
    assert "what was answered" not in browser.get("/").text
    for lead in (cast.community_lead, cast.statutory_lead):
        assert cast.training_lead.email not in _letters()
        browser.sign_in(lead).submit(f"/terms/{request.id}/agree", {"password": PASSWORD})
    assert "Both sides have agreed to fewer checks." in _letters()[cast.training_lead.email]
    home = browser.sign_in(cast.training_lead).get("/")
    assert "version 2 Both sides agreed Open or move the cohort." in home.text
    assert "what was answered" not in browser.sign_in(cast.outsider_lead).get("/").text
    for letter in mail.newest(20):
        said = " ".join((letter.subject, *letter.paragraphs))
        assert not any(word in said for word in ("Grace", "Hope", "City Health", "Intermediate"))


def test_who_asked_reads_why_it_was_declined_until_they_ask_again(
    browser: Browser, cast: Cast, unchecked: CourseVersion
) -> None:
    request = ask(cast, unchecked)
    db.session.commit()
    browser.sign_in(cast.statutory_lead)
    browser.submit(f"/terms/{request.id}/decline", {"reason": "The trust needs the DBS check."})
    assert "Fewer checks were declined." in _letters()[cast.training_lead.email]
    home = browser.sign_in(cast.training_lead).get("/").text
    assert "version 2 Declined The trust needs the DBS check." in home
    ask(cast, unchecked)
    db.session.commit()
    assert "what was answered" not in browser.get("/").text


def test_letters_about_fewer_checks_that_cannot_be_sent_undo_nothing(
    browser: Browser,
    cast: Cast,
    unchecked: CourseVersion,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    request = ask(cast, unchecked)
    db.session.commit()
    monkeypatch.setattr(smtplib, "SMTP", refuse)
    server = MailServer("mail.example", 587, None, None, MailSecurity.STARTTLS)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_server=server)
    browser.sign_in(cast.statutory_lead)
    url = f"/terms/{request.id}/decline"
    page = browser.submit(url, {"reason": "The trust needs it."}, follow=True)
    assert "could not be sent or done yet" in browser.get("/").text
    assert set(letters_waiting()) == {"Ruth Mensah"}
    assert "declined" in page.text
    assert answers() == 1

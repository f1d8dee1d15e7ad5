"""A trainee with a phone: from the letter that invites her to a certificate she can show."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.cast import NOW, PASSWORD, request_id
from tests.governance.builders import in_force
from tests.hours.builders import decided
from tests.journeys.conftest import OpenWindow
from tests.journeys.visitor import Visitor, behind_the_scenes
from trainee_tracker.cohorts.actions import Newcomer, enrol_newcomer
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.people.queries import person_by_email

PHONE = 390
EMAIL = "esi@grace.example"


@pytest.mark.browser
def test_a_trainee_logs_corrects_and_shows_what_she_has_done(open_window: OpenWindow) -> None:
    esi = open_window(width=PHONE)
    accept_invitation(esi)
    sign_in_again(esi)
    log_first_session(esi)
    log_the_same_again(esi)
    correct_what_was_declined(esi)
    see_what_counts(esi)
    make_certificate(esi, open_window(width=PHONE))


def accept_invitation(esi: Visitor) -> None:
    with behind_the_scenes() as cast:
        arrival = enrol_newcomer(
            cast.cohort,
            Newcomer("Esi Owusu", EMAIL),
            enrolled_on=date(2026, 9, 7),
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("Esi"),
        )
        token = arrival.token
    esi.open(f"/invitation/{token}").sees_title("You are invited").sees("Welcome, Esi Owusu.")
    esi.fill("Choose a password", "short")
    esi.button("Show password").click()
    expect(esi.field("Choose a password")).to_have_attribute("type", "text")
    esi.press("Accept and sign in", status=409).sees("There is a problem")
    esi.fill("Choose a password", PASSWORD).press("Accept and sign in")
    esi.sees("Your password is set").sees_title("Your progress").sees("No session yet")


def sign_in_again(esi: Visitor) -> None:
    esi.sign_out()
    esi.sign_in(EMAIL, "four quiet rivers ran", status=403).sees("do not belong together")
    expect(esi.field("E-mail address")).to_have_value(EMAIL)
    esi.fill("Password", PASSWORD).press("Sign in").sees_title("Your progress")
    esi.follow("My log").sees("No sessions yet")


def log_first_session(esi: Visitor) -> None:
    esi.follow("Log your first session").sees_title("Log a session")
    only_what_is_asked_is_shown(esi)
    esi.press("Log and send for sign-off").sees("There is a problem")
    esi.inspect("what is missing")
    esi.button("50").click()
    expect(esi.field("How many minutes?")).to_have_value("50")
    esi.choose("Who was there?", "A family").choose("Part taken", "Lead")
    esi.fill("A short reflection", "We drew the family’s story over three generations.")
    esi.press("Log and send for sign-off").sees_title("Your log")
    esi.sees("Logged: 50 min on 22 November 2026. The case code is F-", "Sam Okafor decides next")
    expect(esi.row("22 November 2026")).to_contain_text("Waiting")


def only_what_is_asked_is_shown(esi: Visitor) -> None:
    """Questions appear and go as the answers before them ask."""
    which_day, supervised = esi.field("Which day?"), esi.field("How many people were supervised?")
    expect(which_day).to_be_hidden()
    esi.choose("When was it?", "Another day")
    expect(which_day).to_be_visible()
    esi.choose("What did you do?", "Systemic supervision")
    expect(supervised).to_be_visible()
    expect(esi.page.get_by_role("radiogroup", name="Who was there?")).to_be_hidden()
    esi.inspect("supervision on another day")
    esi.choose("When was it?", "Today").choose("What did you do?", "Practice with families")
    expect(which_day).to_be_hidden()
    expect(supervised).to_be_hidden()


def log_the_same_again(esi: Visitor) -> None:
    esi.follow("Log a session")
    esi.page.get_by_text("Same as last time").click()
    esi.sees("Filled in as last time")
    expect(esi.field("How many minutes?")).to_have_value("50")
    esi.choose("When was it?", "Yesterday").press("Log and send for sign-off")
    expect(esi.row("21 November 2026")).to_contain_text("Waiting")


def correct_what_was_declined(esi: Visitor) -> None:
    with behind_the_scenes() as cast:
        newest = db.session.scalars(select(HoursEntry).order_by(HoursEntry.id.desc())).first()
        assert newest is not None
        decided(cast, newest, reason="My diary says 45 minutes. Is it the same family?")
    esi.follow("Home").follow("See why and correct it")
    esi.sees("Sam Okafor declined it", "My diary says 45 minutes.").follow("Correct it")
    esi.fill("How many minutes?", "45")
    esi.fill("What do you correct, and why?", "It was 45 minutes, as Sam says.")
    esi.press("Correct and send for sign-off").sees_title("Session of 21 November 2026")
    esi.sees("Waiting", "It was 45 minutes, as Sam says.")


def see_what_counts(esi: Visitor) -> None:
    with behind_the_scenes() as cast:
        decided(cast, *db.session.scalars(select(HoursEntry).order_by(HoursEntry.id)).all()[::2])
    esi.follow("Home").sees("Not counted, and why", "Enhanced DBS check")
    with behind_the_scenes() as cast:
        for item in ("enhanced-dbs", "supervision-contract"):
            in_force(cast, item, subject=person_by_email(EMAIL))
    esi.follow("My checks").sees("In date")
    esi.follow("Home").sees("1 h 35 min of 60 h").does_not_see("Not counted, and why")
    esi.follow("Every line, and what it counts for").sees("58 h 25 min to go")


def make_certificate(esi: Visitor, anyone: Visitor) -> None:
    esi.follow("Certificates").sees("No certificates yet")
    esi.press("Make a progress certificate").sees("This is not an award", "1 h 35 min of 60 h")
    pdf = esi.download("Download")
    assert pdf.startswith(b"%PDF-")
    address = esi.page.get_by_role("link", name="/check/").text_content() or ""
    anyone.open(address).sees_title("This certificate is valid").sees("Esi Owusu")

"""A supervisor: the whole queue decided, read once more, and signed with one password."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests.cast import EMAILS, PASSWORD
from tests.hours.builders import submitted
from tests.journeys.conftest import OpenWindow
from tests.journeys.visitor import Visitor, behind_the_scenes
from trainee_tracker.extensions import db
from trainee_tracker.hours.sessions.rules import RoleInSession
from trainee_tracker.signatures.models import Signature

REASON = "Which family was this? I was not told of a session that day."


@pytest.mark.browser
def test_a_supervisor_signs_the_queue_once_and_the_trainee_sees_it(open_window: OpenWindow) -> None:
    hours_wait()
    sam = open_window()
    sam.sign_in(EMAILS["supervisor"]).sees("5 sessions", "The oldest is from 14 October 2026.")
    sam.follow("Open the queue").sees_title("5 sessions wait for you")
    decide(sam)
    review(sam)
    sign(sam)
    trainee_sees_it(open_window())


def hours_wait() -> None:
    with behind_the_scenes() as cast:
        kofi = cast.colleague_enrolment
        submitted(cast, held_on=date(2026, 11, 2), note="First meeting. We agreed on four more.")
        submitted(cast, held_on=date(2026, 11, 9), minutes=50)
        submitted(cast, held_on=date(2026, 11, 9), minutes=50, role=RoleInSession.OBSERVER)
        submitted(
            cast,
            held_on=date(2026, 10, 14),
            activity="supervision",
            minutes=90,
            role=None,
            format=None,
            present=3,
        )
        submitted(cast, enrolment=kofi, held_on=date(2026, 11, 16), minutes=270)


def decide(sam: Visitor) -> None:
    """Decide row by row; the bar counts along, and a reason is asked for only where it is due."""
    count = sam.page.locator(".sticky-bar")
    expect(count).to_contain_text("0 to sign off, 0 to decline.")
    twice = sam.row("Observer")
    reason = twice.get_by_label("Why do you decline it?")
    expect(reason).to_be_hidden()
    twice.get_by_label("Decline", exact=True).check()
    expect(reason).to_be_visible()
    expect(count).to_contain_text("0 to sign off, 1 to decline.")
    sam.inspect("one declined")
    sam.press("Take all of this page")
    expect(count).to_contain_text("4 to sign off, 1 to decline.")
    sam.press("Review and sign").sees("There is a problem")
    expect(count).to_contain_text("4 to sign off, 1 to decline.")
    reason.fill(REASON)


def review(sam: Visitor) -> None:
    sam.press("Review and sign").sees_title("Review and sign")
    sam.sees("You sign off 4 sessions", "You decline 1 session", REASON)
    sam.press("Change something").sees_title("5 sessions wait for you")
    expect(sam.row("Observer").get_by_label("Why do you decline it?")).to_have_value(REASON)
    sam.press("Review and sign")


def sign(sam: Visitor) -> None:
    """A wrong password loses nothing, and an impatient finger signs once."""
    sam.fill("Your password", "four quiet rivers ran").press("Sign 5 decisions", status=403)
    sam.sees("That is not your password", "You sign off 4 sessions", REASON)
    sam.fill("Your password", PASSWORD).press_twice("Sign 5 decisions", "**/decide")
    sam.sees("You signed off 4 sessions. You declined 1 session", "Nothing waits for you")
    with behind_the_scenes():
        assert db.session.scalar(select(func.count()).select_from(Signature)) == 1


def trainee_sees_it(abena: Visitor) -> None:
    abena.sign_in(EMAILS["trainee"]).sees_title("Your progress")
    abena.follow("See why and correct it").sees("Sam Okafor declined it", REASON)
    abena.follow("My log")
    expect(abena.row("14 October 2026")).to_contain_text("Signed off")

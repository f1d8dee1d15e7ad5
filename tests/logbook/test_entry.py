"""One entry: what it says, what happened to it, what can happen next."""

from __future__ import annotations

import pytest

from tests.browser import SPACE, Browser, Page
from tests.cast import NOW, Cast
from tests.hours.builders import decided, facts, logged, request_id, submitted
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.hours.sessions.rules import RoleInSession
from trainee_tracker.hours.signing.actions import reverse_hours


def corrected(cast: Cast, entry: HoursEntry) -> HoursEntry:
    new = actions.correct_hours(
        entry,
        facts(cast, minutes=45),
        reason="It was 45 minutes.",
        submit=True,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )
    db.session.commit()
    return new


def offered_on(page: Page) -> set[str]:
    """Return what the page offers to do, after everything that it tells."""
    return {
        SPACE.sub(" ", each.text_content()).strip()
        for row in page.document.findall(".//main/div[@class='actions']")
        for each in (*row.findall(".//a"), *row.findall(".//button"))
    }


def test_an_entry_says_everything_that_was_logged(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast, note="<b>A quiet</b> first meeting")
    page = browser.sign_in(cast.trainee).get(f"/hours/{entry.id}")
    assert page.h1 == "Session of 2 November 2026"
    for said in ("Practice with families", "1 h", "A family", "Lead", "Grace Hall", "Sam Okafor"):
        assert said in page.text
    assert "<b>A quiet</b> first meeting" in page.text
    assert "Logged Abena Osei, trainee · 22 November 2026, 12:00" in page.text


@pytest.mark.parametrize(
    ("who", "state", "offered"),
    [
        ("trainee", "logged", {"Send for sign-off", "Correct it", "Withdraw it"}),
        ("trainee", "submitted", {"Correct it", "Withdraw it"}),
        ("trainee", "signed_off", {"Correct it"}),
        ("trainee", "declined", {"Correct it", "Withdraw it"}),
        ("supervisor", "submitted", {"Decide in the queue"}),
        ("supervisor", "signed_off", {"Take the sign-off back"}),
        ("supervisor", "declined", set()),
        ("training_lead", "submitted", set()),
        ("training_lead", "signed_off", set()),
    ],
)
def test_only_what_this_person_can_do_now_is_offered(
    cast: Cast, browser: Browser, who: str, state: str, offered: set[str]
) -> None:
    entry = logged(cast, submit=state != "logged")
    if state in {"signed_off", "declined"}:
        decided(cast, entry, reason="No" if state == "declined" else "")
    page = browser.sign_in(getattr(cast, who)).get(f"/hours/{entry.id}")
    assert offered_on(page) == offered


def test_the_timeline_has_a_name_a_capacity_and_a_time_for_every_event(
    cast: Cast, browser: Browser
) -> None:
    entry = submitted(cast)
    decided(cast, entry, reason="Please say how long.")
    new = corrected(cast, entry)
    decided(cast, new)
    reverse_hours(new, reason="Wrong row", actor=cast.supervisor, at=NOW, request_id=request_id())
    db.session.commit()
    page = browser.sign_in(cast.trainee).get(f"/hours/{new.id}")
    assert [item.findtext(".//strong") for item in page.document.findall(".//li[@class]")][-7:] == [
        "Logged",
        "Sent for sign-off",
        "Declined",
        "Corrected",
        "Sent for sign-off",
        "Signed off",
        "Sign-off taken back",
    ]
    assert "“Please say how long.”" in page.text
    assert "Sam Okafor, supervisor · 22 November 2026, 12:00" in page.text
    assert "Sam Okafor took the sign-off back" in page.text
    before = browser.get(page.links["What it said before"])
    assert "This was corrected" in before.text
    assert before.links["Look at what it says now"] == f"/hours/{new.id}"


def test_a_withdrawn_entry_says_why(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    actions.withdraw_hours(entry, reason="Logged twice", actor=cast.trainee, at=NOW)
    db.session.commit()
    assert "“Logged twice”" in browser.sign_in(cast.trainee).get(f"/hours/{entry.id}").text


def test_an_entry_logged_by_another_says_who_logged_it(cast: Cast, browser: Browser) -> None:
    actions.log_session(
        cast.enrolment,
        facts(cast),
        with_others={cast.colleague_enrolment.id: RoleInSession.OBSERVER},
        submit=True,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )
    db.session.commit()
    page = browser.sign_in(cast.colleague).get("/hours")
    entry_page = browser.get(page.links["2 November 2026"])
    assert "Abena Osei, trainee in the same session" in entry_page.text


@pytest.mark.parametrize(
    "who", ["colleague", "outsider", "outsider_supervisor", "outsider_lead", "community_lead"]
)
def test_somebody_elses_entry_is_not_found(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(cast, who)).get(f"/hours/{submitted(cast).id}", 404)


def test_an_entry_that_is_not_there_is_not_found(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee).get("/hours/999", 404)

"""Telling a session again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import Cast
from tests.hours.builders import decided, logged, steps_of, submitted
from trainee_tracker.acting import attempts
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import HoursEntry


def test_a_declined_session_is_corrected_and_sent(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast, minutes=90, note="Second session")
    decided(cast, entry, reason="Was this one hour?")
    browser.sign_in(cast.trainee)
    page = browser.get(f"/hours/{entry.id}/correct")
    assert "Sam Okafor declined it" in page.text
    assert "“Was this one hour?”" in page.text
    values = dict(page.form().form_values())
    assert (values["minutes"], values["note"].strip()) == ("90", "Second session")
    assert (values["day"], values["other_day"]) == ("other", "2026-11-02")
    done = browser.submit(
        page, {"minutes": "60", "reason": "It was one hour."}, button="then=send", follow=True
    )
    assert "Corrected: it now says 1 h on 2 November 2026." in done.text
    assert "Sam Okafor decides next" in done.text
    assert "other trainee" not in done.text
    assert "Logged: " not in done.text
    new = db.session.scalars(select(HoursEntry).where(HoursEntry.supersedes_id == entry.id)).one()
    assert [step.value for step in steps_of(new)] == ["logged", "submitted"]
    assert done.h1 == "Session of 2 November 2026"


def test_a_correction_can_wait_to_be_sent(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    browser.sign_in(cast.trainee)
    sent = {"reason": "The time", "minutes": "45"}
    browser.submit(f"/hours/{entry.id}/correct", sent, button="then=keep")
    new = db.session.scalars(select(HoursEntry).where(HoursEntry.supersedes_id == entry.id)).one()
    assert [step.value for step in steps_of(new)] == ["logged"]


def test_a_correction_that_changes_nothing_says_so_and_leaves_the_entry(
    cast: Cast, browser: Browser
) -> None:
    entry = submitted(cast, note="Second session")
    browser.sign_in(cast.trainee)
    sent = {"reason": "The time was wrong."}
    page = browser.submit(f"/hours/{entry.id}/correct", sent, button="then=send", status=409)
    assert "Nothing here differs from what you logged before, so nothing was saved." in page.text
    assert "The time was wrong." in page.text
    assert [step.value for step in steps_of(entry)] == ["logged", "submitted"]
    assert len(db.session.scalars(select(HoursEntry)).all()) == 1


def test_what_was_declined_can_be_sent_again_as_it_was_with_an_answer(
    cast: Cast, browser: Browser
) -> None:
    entry = submitted(cast)
    decided(cast, entry, reason="Was this one hour?")
    browser.sign_in(cast.trainee)
    sent = {"reason": "It was, from three to four."}
    browser.submit(f"/hours/{entry.id}/correct", sent, button="then=send")
    new = db.session.scalars(select(HoursEntry).where(HoursEntry.supersedes_id == entry.id)).one()
    assert new.reason == "It was, from three to four."


def test_what_is_signed_off_says_that_it_stops_counting(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    decided(cast, entry)
    page = browser.sign_in(cast.trainee).get(f"/hours/{entry.id}/correct")
    assert "it stops counting until your supervisor signs the correction" in page.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Say what you correct and why"),
        ({"reason": "Call 07700 900123"}, "looks like a phone number"),
        ({"minutes": "0"}, "from 1 to 720"),
        ({"minutes": "1h", "role": ""}, "Choose the part taken"),
    ],
)
def test_bad_input_is_explained_and_kept(
    cast: Cast, browser: Browser, fields: dict[str, str], sentence: str
) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    sent = {"reason": "It was one hour.", "note": "Kept"} | fields
    page = browser.submit(f"/hours/{entry.id}/correct", sent, status=200)
    assert sentence in page.text
    assert "Kept" in page.response.text
    assert len(steps_of(entry)) == 2


def test_the_back_button_after_correcting_corrects_nothing_twice(
    cast: Cast, browser: Browser
) -> None:
    entry = submitted(cast)
    page = browser.sign_in(cast.trainee).get(f"/hours/{entry.id}/correct")
    for _press in range(2):
        browser.submit(page, {"minutes": "45", "reason": "It was 45 minutes."})
    assert len(db.session.scalars(select(HoursEntry)).all()) == 2
    assert browser.get(f"/hours/{entry.id}/correct", 302).response.location.endswith(
        f"/hours/{entry.id}"
    )


def test_two_tabs_cannot_correct_one_entry_twice(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    first, second = (browser.get(f"/hours/{entry.id}/correct") for _tab in range(2))
    browser.submit(first, {"reason": "It was 45 minutes.", "minutes": "45"})
    page = browser.submit(second, {"reason": "It was 50 minutes.", "minutes": "50"}, status=409)
    assert "These hours cannot be corrected. They were corrected" in page.text


@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("supervisor", 403)])
def test_somebody_elses_entry_cannot_be_corrected(
    cast: Cast, browser: Browser, who: str, status: int
) -> None:
    entry = submitted(cast)
    browser.sign_in(getattr(cast, who))
    browser.get(f"/hours/{entry.id}/correct", status)
    browser.post(f"/hours/{entry.id}/correct", {"reason": "No"}, status)


def test_what_was_logged_or_corrected_is_said_once_it_is_kept(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_still: list[bool] = []

    def note(*_said: object) -> None:
        open_still.append(db.session().in_transaction())

    monkeypatch.setattr(attempts, "flash", note)
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    browser.submit(f"/hours/{entry.id}/correct", {"reason": "It was 45 min.", "minutes": "45"})
    browser.submit("/hours/log", {"minutes": "60", "format": "family", "role": "lead", "case": "0"})
    assert open_still == [False, False]

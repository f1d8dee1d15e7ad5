"""Signing the queue."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.cast import NOW, PASSWORD, Cast
from tests.hours.builders import logged, steps_of, submitted
from tests.naming import name_anew
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.models import HoursEntry
from trainee_tracker.people.passwords.models import PasswordFailure
from trainee_tracker.signatures.models import Signature

QUEUE = "/hours/sign-off"
URL = "/hours/sign-off/decide"


def reviewed(browser: Browser, *signed: HoursEntry, declined: HoursEntry | None = None) -> Page:
    """Return the review of these decisions."""
    fields = {f"decision-{entry.id}": "sign_off" for entry in signed}
    if declined is not None:
        fields |= {f"decision-{declined.id}": "decline", f"reason-{declined.id}": "One hour?"}
    return browser.submit(QUEUE, fields, status=200)


def signatures() -> int:
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def test_one_password_signs_the_whole_queue(cast: Cast, browser: Browser) -> None:
    first, second, third = (submitted(cast, minutes=50 + each) for each in range(3))
    browser.sign_in(cast.supervisor)
    page = browser.submit(
        reviewed(browser, first, second, declined=third), {"password": PASSWORD}, follow=True
    )
    assert "You signed off 2 sessions. You declined 1 session;" in page.text
    assert "Nothing waits for you" in page.text
    assert [steps_of(each)[-1].value for each in (first, second, third)] == [
        "signed_off",
        "signed_off",
        "declined",
    ]
    assert signatures() == 1


def test_declining_alone_says_so(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.supervisor)
    page = browser.submit(reviewed(browser, declined=entry), {"password": PASSWORD}, follow=True)
    assert "You declined 1 session; the trainee sees why and can correct it." in page.text
    assert "signed off" not in page.text


def test_a_wrong_password_keeps_every_choice_and_reason(cast: Cast, browser: Browser) -> None:
    first, second = submitted(cast), submitted(cast, minutes=90)
    browser.sign_in(cast.supervisor)
    page = browser.submit(
        reviewed(browser, first, declined=second), {"password": "not my password"}, status=403
    )
    values = dict(page.form().form_values())
    assert "That is not your password." in page.text
    assert (values[f"decision-{first.id}"], values[f"decision-{second.id}"]) == (
        "sign_off",
        "decline",
    )
    assert values[f"reason-{second.id}"] == "One hour?"
    assert values["password"] == ""
    assert signatures() == 0
    assert db.session.scalar(select(func.count()).select_from(PasswordFailure)) == 1
    browser.submit(page, {"password": PASSWORD})
    assert signatures() == 1


def test_many_wrong_passwords_are_slowed_down_and_nothing_is_lost(
    cast: Cast, browser: Browser
) -> None:
    page = reviewed(browser.sign_in(cast.supervisor), submitted(cast))
    for status in (403, 403, 403, 403, 429, 429):
        page = browser.submit(page, {"password": "not my password"}, status=status)
    assert "Too many wrong passwords." in page.text
    assert "You sign off 1 session" in page.text


def test_without_a_password_nothing_is_signed(cast: Cast, browser: Browser) -> None:
    page = reviewed(browser.sign_in(cast.supervisor), submitted(cast))
    assert "Enter your password to sign" in browser.submit(page, status=200).text
    assert signatures() == 0


def test_the_back_button_after_signing_signs_nothing_twice(cast: Cast, browser: Browser) -> None:
    page = reviewed(browser.sign_in(cast.supervisor), submitted(cast))
    for _press in range(2):
        browser.submit(page, {"password": PASSWORD})
    assert signatures() == 1


def test_a_second_tab_is_refused_cleanly(cast: Cast, browser: Browser) -> None:
    entry, other = submitted(cast), submitted(cast, minutes=90)
    browser.sign_in(cast.supervisor)
    first, second = reviewed(browser, entry), reviewed(browser, entry, other)
    browser.submit(first, {"password": PASSWORD})
    page = browser.submit(second, {"password": PASSWORD}, status=409)
    assert "Nothing was signed, because something changed. Look again, then sign." in page.text
    assert "Abena Osei, 2 November 2026, has been signed off meanwhile." in page.text
    assert signatures() == 1
    browser.submit(page, {"password": PASSWORD})
    assert steps_of(other)[-1].value == "signed_off"
    assert len(steps_of(entry)) == 3


def test_a_digest_that_was_not_shown_signs_nothing(cast: Cast, browser: Browser) -> None:
    page = reviewed(browser.sign_in(cast.supervisor), submitted(cast))
    for digest, status in (("0" * 64, 409), ("x", 200), ("", 200)):
        refused = browser.submit(page, {"password": PASSWORD, "digest": digest}, status=status)
        assert "There is a problem" in refused.text
    assert signatures() == 0


def test_a_name_changed_meanwhile_is_shown_before_it_is_signed(
    cast: Cast, browser: Browser
) -> None:
    page = reviewed(browser.sign_in(cast.supervisor), submitted(cast))
    name_anew(cast.trainee, "Abena Osei Mensah")
    db.session.commit()
    again = browser.submit(page, {"password": PASSWORD}, status=409)
    assert "Look again, then sign." in again.text
    assert "Abena Osei Mensah" in again.text
    browser.submit(again, {"password": PASSWORD})
    assert signatures() == 1


def test_a_review_open_too_long_keeps_every_choice(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    page = reviewed(browser.sign_in(cast.supervisor), entry)
    fields = {"password": PASSWORD, "csrf_token": "expired"}
    again = browser.submit(page, fields, status=200)
    assert "Nothing was lost: press the button again." in again.text
    browser.submit(again, {"password": PASSWORD})
    assert steps_of(entry)[-1].value == "signed_off"


def test_what_does_not_name_this_supervisor_is_refused(cast: Cast, browser: Browser) -> None:
    mine = submitted(cast)
    page = reviewed(browser.sign_in(cast.supervisor), mine)
    browser.sign_in(cast.outsider_supervisor)
    refused = browser.submit(page, {"password": PASSWORD}, status=403)
    assert "One of these sessions is not yours to decide. Nothing was signed." in refused.text
    assert "Abena" not in refused.text
    assert len(steps_of(mine)) == 2


def test_deciding_nothing_is_refused(cast: Cast, browser: Browser) -> None:
    page = reviewed(browser.sign_in(cast.supervisor), submitted(cast))
    values = dict(page.form().form_values())
    kept = {name: value for name, value in values.items() if not name.startswith("decision-")}
    refused = browser.post(URL, {**kept, "password": PASSWORD}, status=409)
    assert "Choose what to do with at least one session." in refused.text


def test_a_reason_that_went_missing_is_asked_for(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    page = reviewed(browser.sign_in(cast.supervisor), declined=entry)
    fields = {"password": PASSWORD, f"reason-{entry.id}": ""}
    refused = browser.submit(page, fields, status=409)
    assert "Look again, then sign." in refused.text
    again = browser.submit(refused, {"password": PASSWORD}, status=200)
    assert "Say why you decline it" in again.text
    assert signatures() == 0


def test_what_was_withdrawn_is_not_signed(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    page = reviewed(browser.sign_in(cast.supervisor), entry)
    actions.withdraw_hours(entry, reason="A slip", actor=cast.trainee, at=NOW)
    db.session.commit()
    refused = browser.submit(page, {"password": PASSWORD}, status=409)
    assert "has been withdrawn by the trainee meanwhile" in refused.text
    assert "Nothing is left to sign here" in refused.text


def test_only_supervisors_sign(cast: Cast, browser: Browser) -> None:
    logged(cast)
    browser.sign_in(cast.trainee).post(URL, {}, status=403)

"""What a supervisor reads before signing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.hours.builders import logged, submitted
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision

QUEUE = "/hours/sign-off"
URL = "/hours/sign-off/review"


def test_the_review_shows_every_fact_that_is_signed(cast: Cast, browser: Browser) -> None:
    first = submitted(cast, note="Genogram; mother and two sons")
    second = submitted(cast, activity="supervision", present=4, minutes=90)
    browser.sign_in(cast.supervisor)
    page = browser.submit(
        QUEUE,
        {
            f"decision-{first.id}": "sign_off",
            f"decision-{second.id}": "decline",
            f"reason-{second.id}": "It was on Tuesday.",
        },
        status=200,
    )
    for said in (
        "You sign off 1 session",
        "You decline 1 session",
        "Abena Osei",
        "2 November 2026",
        "Genogram; mother and two sons",
        "4 supervised",
        "“It was on Tuesday.”",
        "Grace Hall · In the room",
        "Grace Network 2026",
        "Sign 2 decisions",
    ):
        assert said in page.text
    decisions = [Decision(first.id, True), Decision(second.id, False, "It was on Tuesday.")]
    sheet = sheet_for(cast.supervisor, decisions)
    assert dict(page.form().form_values())["digest"] == sheet.digest


def test_later_rows_are_not_on_the_sheet(cast: Cast, browser: Browser) -> None:
    first, second = submitted(cast), submitted(cast)
    browser.sign_in(cast.supervisor)
    page = browser.submit(QUEUE, {f"decision-{first.id}": "sign_off"}, status=200)
    names = dict(page.form().form_values())
    assert f"decision-{first.id}" in names
    assert f"decision-{second.id}" not in names


def test_choosing_nothing_leads_back_with_a_sentence(cast: Cast, browser: Browser) -> None:
    submitted(cast)
    page = browser.sign_in(cast.supervisor).submit(QUEUE, status=200)
    assert "Choose what to do with at least one session, then review." in page.text
    assert page.document.findtext(".//title").startswith("Error:")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Say why you decline it, so that the trainee can correct it."),
        ("Ring 07700 900123", "looks like a phone number"),
        ("bell\u0007", "hidden character"),
        ("x" * 2001, "1 character too long"),
    ],
)
def test_declining_without_a_usable_reason_leads_back_and_keeps_everything(
    cast: Cast, browser: Browser, reason: str, sentence: str
) -> None:
    first, second = submitted(cast), submitted(cast, minutes=90)
    browser.sign_in(cast.supervisor)
    page = browser.submit(
        QUEUE,
        {
            f"decision-{first.id}": "decline",
            f"reason-{first.id}": reason,
            f"decision-{second.id}": "sign_off",
        },
        status=200,
    )
    values = dict(page.form().form_values())
    assert sentence in page.text
    assert page.document.findtext(".//title").startswith("Error:")
    assert page.links[next(text for text in page.links if sentence in text)] == (
        f"#reason-{first.id}"
    )
    assert values[f"decision-{first.id}"] == "decline"
    assert values[f"decision-{second.id}"] == "sign_off"
    assert values[f"reason-{first.id}"] == reason.replace("\u0007", "")


def test_each_session_declined_without_a_reason_is_named(cast: Cast, browser: Browser) -> None:
    entries = [submitted(cast), submitted(cast, held_on=date(2026, 11, 3))]
    browser.sign_in(cast.supervisor)
    page = browser.submit(QUEUE, {f"decision-{each.id}": "decline" for each in entries}, status=200)
    asked = "Say why you decline it, so that the trainee can correct it."
    assert {text: link for text, link in page.links.items() if "why you decline" in text} == {
        f"Abena Osei, 2 November 2026: {asked}": f"#reason-{entries[0].id}",
        f"Abena Osei, 3 November 2026: {asked}": f"#reason-{entries[1].id}",
    }


def test_a_row_that_does_not_wait_any_more_is_named_and_left_out(
    cast: Cast, browser: Browser
) -> None:
    gone, left = submitted(cast), submitted(cast, minutes=90)
    page = browser.sign_in(cast.supervisor).get(QUEUE)
    actions.withdraw_hours(gone, reason="A slip", actor=cast.trainee, at=NOW)
    db.session.commit()
    page = browser.submit(
        page, {f"decision-{gone.id}": "sign_off", f"decision-{left.id}": "sign_off"}, status=200
    )
    assert "Abena Osei, 2 November 2026, has been withdrawn by the trainee meanwhile." in page.text
    assert f"decision-{gone.id}" not in dict(page.form().form_values())
    assert "Sign 1 decision" in page.text


def test_when_nothing_is_left_the_review_leads_back(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    page = browser.sign_in(cast.supervisor).get(QUEUE)
    actions.withdraw_hours(entry, reason="A slip", actor=cast.trainee, at=NOW)
    db.session.commit()
    page = browser.submit(page, {f"decision-{entry.id}": "sign_off"}, status=200)
    assert "Nothing is left to sign here" in page.text


def test_what_does_not_name_this_supervisor_is_not_shown(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.outsider_supervisor)
    page = browser.post(URL, {f"decision-{entry.id}": "sign_off"}, status=200)
    assert "Abena" not in page.text
    assert "Nothing is left to sign here" in page.text


def test_what_was_not_sent_is_not_on_the_sheet(cast: Cast, browser: Browser) -> None:
    entry = logged(cast)
    browser.sign_in(cast.supervisor)
    page = browser.post(URL, {f"decision-{entry.id}": "sign_off"}, status=200)
    assert "Nothing is left to sign here" in page.text


def test_a_review_of_30_rows_reads_as_often_as_one_of_3(cast: Cast, browser: Browser) -> None:
    entries = [submitted(cast, minutes=30 + each) for each in range(30)]
    fields = [{f"decision-{entry.id}": "sign_off" for entry in entries[:n]} for n in (3, 30)]
    browser.sign_in(cast.supervisor)
    token = browser.csrf_token()
    found = []
    for each in fields:
        browser.post(URL, {**each, "csrf_token": token}, status=200)
        with counted_statements() as statements:
            browser.client.post(URL, data={**each, "csrf_token": token})
        found.append(len(statements))
        db.session.rollback()
    assert found[0] == found[1]

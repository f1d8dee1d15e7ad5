"""The queue of a supervisor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.browser import Browser, Page
from tests.cast import NOW, Cast
from tests.hours.builders import (
    DAY,
    decided,
    facts,
    logged,
    request_id,
    steps_of,
    submitted,
)
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions
from trainee_tracker.sign_off import views

URL = "/hours/sign-off"


def chosen(page: Page) -> dict[str, str]:
    """Return the decision chosen for each row."""
    values = dict(page.form().form_values())
    return {name: value for name, value in values.items() if name.startswith("decision-")}


def test_an_empty_queue_says_when_something_will_be_here(cast: Cast, browser: Browser) -> None:
    logged(cast)
    page = browser.sign_in(cast.supervisor).get(URL)
    assert "Nothing waits for you" in page.text
    assert "Review and sign" not in page.text


def test_what_waits_stands_in_groups_with_sums_oldest_first(cast: Cast, browser: Browser) -> None:
    submitted(cast, held_on=date(2026, 10, 5), minutes=50)
    submitted(cast, held_on=date(2026, 9, 14), note="A quiet first meeting")
    submitted(cast, held_on=date(2026, 10, 6), minutes=300)
    submitted(cast, enrolment=cast.colleague_enrolment, held_on=date(2026, 11, 2))
    page = browser.sign_in(cast.supervisor).get(URL)
    assert page.h1 == "4 sessions wait for you"
    assert "The oldest is from 14 September 2026. You sign for 2 trainees." in page.text
    heads = [head.text_content() for head in page.document.findall(".//h2")]
    assert heads == [
        "Abena Osei · September 2026",
        "Abena Osei · October 2026",
        "Kofi Boateng · November 2026",
    ]
    assert "2 sessions · 5 h 50 min" in page.text
    assert "A quiet first meeting" in page.text
    assert page.text.count("Long") == 1
    assert set(chosen(page).values()) == {"later"}


def test_what_may_be_logged_twice_is_marked(cast: Cast, browser: Browser) -> None:
    first = submitted(cast)
    browser.sign_in(cast.supervisor)
    assert "Logged twice?" not in browser.get(URL).text
    decided(cast, first)
    submitted(cast)
    assert browser.get(URL).text.count("Logged twice?") == 1


def test_a_correction_says_what_it_corrects(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.trainee)
    browser.submit(f"/hours/{entry.id}/correct", {"reason": "It was 45 min.", "minutes": "45"})
    page = browser.sign_in(cast.supervisor).get(URL)
    assert "Corrected: “It was 45 min.”" in page.text
    assert page.h1 == "1 session waits for you"


def test_taking_all_of_a_page_keeps_what_was_chosen_and_signs_nothing(
    cast: Cast, browser: Browser
) -> None:
    entries = [submitted(cast, minutes=50 + each) for each in range(3)]
    browser.sign_in(cast.supervisor)
    first = entries[0].id
    fields = {
        **chosen(browser.get(URL)),
        f"decision-{first}": "decline",
        f"reason-{first}": "Please say how long.",
        "take_all": "yes",
    }
    page = browser.post(URL, fields, status=200)
    assert list(chosen(page).values()) == ["decline", "sign_off", "sign_off"]
    assert dict(page.form().form_values())[f"reason-{first}"] == "Please say how long."
    assert "2 to sign off, 1 to decline." in page.text
    assert all(len(steps_of(entry)) == 2 for entry in entries)


def test_changing_ones_mind_in_the_review_comes_back_with_the_choices(
    cast: Cast, browser: Browser
) -> None:
    entry, undecided = submitted(cast), submitted(cast, minutes=90)
    choices = {f"decision-{entry.id}": "sign_off", f"decision-{undecided.id}": "later"}
    browser.sign_in(cast.supervisor)
    page = browser.post(URL, choices, status=200)
    assert chosen(page) == choices


def test_a_queue_open_too_long_keeps_its_choices(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast)
    browser.sign_in(cast.supervisor)
    fields = {f"decision-{entry.id}": "sign_off", "csrf_token": "expired"}
    for address in (URL, f"{URL}/review"):
        page = browser.post(address, fields, status=200)
        assert "Nothing was lost: press the button again." in page.text
        assert chosen(page) == {f"decision-{entry.id}": "sign_off"}
    fields |= {f"decision-{entry.id}": "later", "take_all": "yes"}
    page = browser.post(URL, fields, status=200)
    assert chosen(page) == {f"decision-{entry.id}": "later"}, "what was not sent takes nothing"


@pytest.mark.parametrize(
    "fields",
    [
        {"decision-x": "sign_off"},
        {"decision-": "sign_off"},
        {"decision-99999999999999999999": "sign_off"},
        {"decision-²": "sign_off"},
        {"decision-1": "perhaps"},
        {"page": "x"},
    ],
)
def test_strange_choices_decide_nothing(
    cast: Cast, browser: Browser, fields: dict[str, str]
) -> None:
    submitted(cast)
    browser.sign_in(cast.supervisor)
    assert browser.post(URL, fields, status=200).h1 == "1 session waits for you"
    page = browser.post(f"{URL}/review", fields, status=200)
    assert "Choose what to do with at least one session, then review." in page.text


def test_a_supervisor_sees_only_what_names_them(cast: Cast, browser: Browser) -> None:
    submitted(cast)
    assert "Nothing waits for you" in browser.sign_in(cast.outsider_supervisor).get(URL).text


@pytest.mark.parametrize("who", ["trainee", "training_lead", "community_lead"])
def test_the_queue_is_for_supervisors(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(cast, who)).get(URL, 403)


def test_300_rows_stand_on_one_page_with_as_many_statements_as_3(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.supervisor)
    found = []
    for more in (3, 297):
        for number in range(more):
            log_one_of_many(cast, number)
        db.session.commit()
        browser.get(URL)
        with counted_statements() as statements:
            page = browser.get(URL)
        found.append(len(statements))
    assert found[0] == found[1]
    assert found[0] <= 8
    assert page.h1 == "300 sessions wait for you"
    assert len(chosen(page)) == 300
    taken = browser.post(URL, {**chosen(page), "take_all": "yes"}, status=200)
    review = browser.post(f"{URL}/review", chosen(taken), status=200)
    assert len(chosen(review)) == 300


def test_a_longer_queue_comes_in_pages(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "QUEUE_LENGTH", 2)
    for number in range(5):
        log_one_of_many(cast, number)
    db.session.commit()
    page = browser.sign_in(cast.supervisor).get(URL)
    assert "Page 1 of 3" in page.text
    assert len(chosen(page)) == 2
    last = browser.get(f"{URL}?page=3")
    assert last.links["Previous"] == f"{URL}?page=2"
    assert "Next" not in last.links


def log_one_of_many(cast: Cast, number: int) -> None:
    """Log one of many sessions that wait, without a commit of its own."""
    actions.log_session(
        cast.enrolment,
        facts(cast, held_on=DAY - timedelta(number % 50)),
        submit=True,
        actor=cast.trainee,
        at=NOW,
        request_id=request_id(),
    )

"""The page on which a trainee logs a session."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.hours.builders import case_of, logged, steps_of, submitted
from tests.statements import counted as counted_statements
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import CaseCode, HoursEntry
from trainee_tracker.hours.rules import FaultyFacts
from trainee_tracker.hours.wording import nobody_signs_off
from trainee_tracker.logbook.queries import entries_of
from trainee_tracker.messages import say
from trainee_tracker.people import actions as people
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role

URL = "/hours/log"
FAMILY_HOUR = {"minutes": "60", "format": "family", "role": "lead", "case": "0"}


def only_entry() -> HoursEntry:
    return db.session.scalars(select(HoursEntry)).one()


def test_a_first_session_is_logged_with_a_new_case_and_sent(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    page = browser.submit(URL, FAMILY_HOUR, button="then=send", follow=True)
    code = db.session.scalars(select(CaseCode.code)).one()
    assert page.h1 == "Your log"
    assert f"Logged: 1 h on 22 November 2026. The case code is {code}." in page.text
    assert "Sam Okafor decides next" in page.text
    assert [step.value for step in steps_of(only_entry())] == ["logged", "submitted"]


def test_a_session_saved_for_later_says_that_it_is_to_be_sent(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    page = browser.submit(URL, FAMILY_HOUR, button="then=keep", follow=True)
    assert "Send it for sign-off when you are ready." in page.text
    assert [step.value for step in steps_of(only_entry())] == ["logged"]


def test_the_back_button_after_posting_logs_nothing_twice(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    page = browser.get(URL)
    browser.submit(page, FAMILY_HOUR)
    browser.submit(page, FAMILY_HOUR)
    assert only_entry().minutes == 60
    changed = browser.submit(page, FAMILY_HOUR | {"minutes": "90"}, status=409)
    assert "You sent this form before, at 22 November 2026" in changed.text
    assert "it was saved then" in changed.text


def test_same_as_last_time_fills_in_all_but_the_day_and_the_note(
    cast: Cast, browser: Browser
) -> None:
    entry = logged(cast, minutes=50, note="Of that day only")
    page = browser.sign_in(cast.trainee).get(URL)
    again = next(url for text, url in page.links.items() if text.startswith("Same as last time"))
    page = browser.get(again)
    assert "Filled in as last time" in page.text
    browser.submit(page, button="then=send")
    latest = db.session.scalars(select(HoursEntry).order_by(HoursEntry.id.desc())).first()
    assert latest is not None
    assert latest.id != entry.id
    assert (latest.minutes, latest.role, latest.note) == (50, entry.role, "")
    assert latest.session.held_on == NOW.date()
    assert latest.session.case_code_id == entry.session.case_code_id


def test_somebody_elses_entry_fills_in_nothing(cast: Cast, browser: Browser) -> None:
    theirs = logged(cast, enrolment=cast.colleague_enrolment)
    page = browser.sign_in(cast.trainee).get(f"{URL}?again={theirs.id}")
    assert "Filled in" not in page.text


@pytest.mark.parametrize(
    ("day", "other", "expected"),
    [
        ("yesterday", "", date(2026, 11, 21)),
        ("other", "2 November 2026", date(2026, 11, 2)),
        ("other", "2026-11-02", date(2026, 11, 2)),
        ("today", "2026-11-02", date(2026, 11, 22)),
    ],
)
def test_the_day_is_today_yesterday_or_another(
    cast: Cast, browser: Browser, day: str, other: str, expected: date
) -> None:
    browser.sign_in(cast.trainee).submit(URL, FAMILY_HOUR | {"day": day, "other_day": other})
    assert only_entry().session.held_on == expected


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"minutes": "0"}, "Enter the minutes as a whole number from 1 to 720, for example 50."),
        ({"minutes": "1500"}, "from 1 to 720"),
        ({"minutes": "99999999999"}, "Enter the minutes as a whole number"),
        ({"minutes": "1h"}, "Enter the minutes as a whole number, for example 50"),
        ({"minutes": "-5"}, "Enter the minutes as a whole number, for example 50"),
        ({"minutes": ""}, "Enter the minutes as a whole number from 1 to 720"),
        ({"day": "other", "other_day": ""}, "Enter the day, for example 22 November 2026"),
        ({"day": "other", "other_day": "29 February 2026"}, "The calendar has no such day."),
        ({"day": "other", "other_day": "2026-02-30"}, "The calendar has no such day."),
        ({"day": "other", "other_day": "2026-11-23"}, "23 November 2026 is still to come."),
        (
            {"day": "other", "other_day": "2026-09-06"},
            "Your time in this cohort began on 7 September 2026.",
        ),
        ({"day": "tomorrow"}, "Choose one of the answers shown"),
        ({"activity": "taught"}, "Choose one of the answers shown"),
        ({"format": ""}, "Choose who was there"),
        ({"role": ""}, "Choose the part taken"),
        ({"role": "king"}, "Choose one of the answers shown"),
        ({"case": ""}, "start a new case"),
        ({"case": "999"}, "Choose one of the answers shown"),
        ({"case": "x"}, "Choose one of the answers shown"),
        ({"supervisor": ""}, "Choose the supervisor who signs it off"),
        ({"supervisor": "999"}, "Choose one of the answers shown"),
        ({"note": "Call 07700 900123"}, "“07700 900123” looks like a phone number."),
        ({"note": "Ama \u202emirror\u202c"}, "hidden character"),
        ({"note": "bell\u0007"}, "hidden character"),
        ({"note": "x" * 10_000}, "9,000 characters too long"),
    ],
)
def test_bad_input_is_explained_and_nothing_typed_is_lost(
    cast: Cast, browser: Browser, fields: dict[str, str], sentence: str
) -> None:
    browser.sign_in(cast.trainee)
    sent = FAMILY_HOUR | {"note": "A quiet first meeting"} | fields
    page = browser.submit(URL, sent, status=200)
    assert sentence in page.text
    assert "There is a problem" in page.text
    assert db.session.scalars(select(HoursEntry)).all() == []
    kept: dict[str, Any] = dict(page.form().form_values())
    assert kept["note"].strip() == sent["note"].replace("\u202e", "").replace("\u202c", "").replace(
        "\u0007", ""
    )
    if sent["minutes"]:
        assert kept["minutes"] == sent["minutes"]


def test_everything_wrong_is_said_at_once(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    page = browser.submit(
        URL, {"minutes": "1h", "note": "Call 07700 900123", "case": "0"}, status=200
    )
    for sentence in (
        "for example 50",
        "Choose who was there",
        "Choose the part taken",
        "phone number",
    ):
        assert sentence in page.text


def test_a_form_open_too_long_comes_back_filled_in(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    sent = FAMILY_HOUR | {"csrf_token": "expired", "note": "A quiet first meeting"}
    page = browser.submit(URL, sent, status=200)
    assert "Nothing was lost: press the button again." in page.text
    browser.submit(page)
    assert only_entry().note == "A quiet first meeting"


def test_what_an_activity_does_not_ask_for_is_left_out_without_scripts(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.trainee)
    browser.submit(
        URL, FAMILY_HOUR | {"activity": "supervision", "present": "4", "is_attended": "no"}
    )
    entry = only_entry()
    assert (entry.role, entry.session.case_code_id) == (None, None)
    assert (entry.session.present, entry.session.is_attended, entry.minutes) == (4, True, 60)


def test_supervision_asks_how_many_were_there(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    page = browser.submit(URL, {"activity": "supervision", "minutes": "90"}, status=200)
    assert "Enter how many people were supervised, you included" in page.text


def test_a_missed_appointment_is_logged_with_no_minutes(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee).submit(URL, FAMILY_HOUR | {"is_attended": "no"})
    entry = only_entry()
    assert (entry.minutes, entry.session.is_attended) == (0, False)


def test_others_of_the_cohort_get_an_entry_that_they_send(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee)
    fields = FAMILY_HOUR | {f"with_{cast.colleague_enrolment.id}": "observer"}
    page = browser.submit(URL, fields, follow=True)
    assert "1 other trainee finds it in their log and sends it." in page.text
    (theirs,) = entries_of([cast.colleague_enrolment.id])
    assert theirs.facts.role == "observer"
    assert [step.value for step in steps_of(theirs.entry_id)] == ["logged"]


def test_another_enrolment_of_ones_own_can_be_chosen(cast: Cast, browser: Browser) -> None:
    cohorts.enrol_trainee(
        cast.other_cohort,
        cast.trainee,
        enrolled_on=date(2026, 9, 7),
        actor=cast.outsider_lead,
        at=NOW,
    )
    db.session.commit()
    page = browser.sign_in(cast.trainee).get(URL)
    assert {"Grace Network 2026", "Hope Network 2026"} <= set(page.links)
    page = browser.get(page.links["Hope Network 2026"])
    assert "Peter Njoroge" in page.text
    assert "Sam Okafor" not in page.text


def test_an_enrolment_of_somebody_else_is_not_found(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.trainee).get(f"{URL}?enrolment={cast.colleague_enrolment.id}", 404)


def test_a_trainee_without_a_cohort_is_told_what_happens_next(cast: Cast, browser: Browser) -> None:
    person = people.add_person(
        "Esi Addo", "esi@grace.example", organisation=cast.network, actor=None, at=NOW
    )
    roles.grant_role(person, Role.TRAINEE, cast.network, actor=None, at=NOW)
    db.session.commit()
    assert "You are not in a cohort yet" in browser.sign_in(person).get(URL).text


def test_without_a_supervisor_the_page_says_whom_to_ask(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainee_tracker.logbook.forms._supervisors", lambda *_args: {})
    page = browser.sign_in(cast.trainee).get(URL)
    assert "Nobody can sign off yet" in page.text
    assert f"Ask {cast.training_lead.full_name}" in page.text


def test_of_a_cohort_that_is_over_the_page_says_that_nothing_more_is_logged(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainee_tracker.logbook.forms._supervisors", lambda *_args: {})
    monkeypatch.setattr("trainee_tracker.logbook.views.today", lambda: date(2029, 1, 1))
    page = browser.sign_in(cast.trainee).get(URL)
    assert "This cohort is over" in page.text
    assert "Nothing more is logged in it." in page.text


def test_without_a_name_to_give_the_training_lead_is_to_be_asked() -> None:
    _title, text = nobody_signs_off(date(2027, 1, 1), date(2026, 11, 22), [])
    assert str(text).endswith("Ask your training lead, then log your sessions here.")


def test_a_supervisor_approved_no_longer_is_offered_with_the_last_day(
    cast: Cast, browser: Browser
) -> None:
    cohorts.approve_supervisor(
        cast.cohort,
        cast.outsider_supervisor,
        approved_from=date(2026, 9, 7),
        approved_until=date(2026, 10, 31),
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    browser.sign_in(cast.trainee)
    page = browser.get(URL)
    assert "Peter Njoroge, until 31 October 2026" in page.text
    refused = browser.submit(
        page, FAMILY_HOUR | {"supervisor": str(cast.outsider_supervisor.id)}, status=200
    )
    assert "Peter Njoroge was not an approved supervisor on 22 November 2026." in refused.text


def test_the_last_site_and_supervisor_are_the_ones_offered(cast: Cast, browser: Browser) -> None:
    entry = submitted(cast, site_id=None)
    values = dict(browser.sign_in(cast.trainee).get(URL).form().form_values())
    assert values["supervisor"] == str(entry.session.supervisor_id)
    assert values["site"] == ""


def test_a_supervisor_approved_no_longer_is_not_taken_from_the_last_session(
    cast: Cast, browser: Browser
) -> None:
    cohorts.approve_supervisor(
        cast.cohort,
        cast.outsider_supervisor,
        approved_from=date(2026, 9, 7),
        approved_until=date(2026, 11, 20),
        actor=cast.training_lead,
        at=NOW,
    )
    submitted(cast, supervisor_id=cast.outsider_supervisor.id)
    values = dict(browser.sign_in(cast.trainee).get(URL).form().form_values())
    assert values["supervisor"] == ""


def test_a_fault_that_belongs_to_no_field_stands_in_the_summary(
    cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise FaultyFacts({"others": say("Choose the part that each of the others took.")})

    monkeypatch.setattr("trainee_tracker.hours.actions.log_session", refuse)
    page = browser.sign_in(cast.trainee).submit(URL, FAMILY_HOUR, status=200)
    assert "Choose the part that each of the others took." in page.text


@pytest.mark.parametrize("who", ["supervisor", "training_lead", "community_lead"])
def test_the_page_is_for_trainees(cast: Cast, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(cast, who)).get(URL, 403)


def test_the_page_asks_as_many_questions_of_the_database_however_long_the_log(
    cast: Cast, browser: Browser
) -> None:
    browser.sign_in(cast.trainee)
    found = []
    for more in (3, 20):
        for _each in range(more):
            logged(cast, case_code_id=case_of(cast.enrolment).id)
        with counted_statements() as statements:
            browser.get(URL)
        found.append(len(statements))
    assert found[0] == found[1]

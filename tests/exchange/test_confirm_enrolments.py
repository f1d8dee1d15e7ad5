"""Enrolling a whole list, or nobody of it."""

from __future__ import annotations

import threading
from contextvars import Context
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.cast import NOW, Cast, request_id
from tests.entered import entered
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts import queries
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.exchange import actions
from trainee_tracker.exchange.trainee_list import read_trainee_list
from trainee_tracker.extensions import db
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Stale

FIRST_DAY = date(2026, 9, 7)
LIST = (
    "name,email,other_name,language,enrolled_on\r\n"
    "Amina Yusuf,amina@grace.example,أمينة يوسف,Arabic,14/9/2026\r\n"
    "Layla H.,layla@hope.example,,,\r\n"
)


@pytest.fixture
def shown(browser: Browser, cast: Cast) -> Page:
    """The page that shows the list in full, as the training lead sees it."""
    url = f"/cohorts/{cast.cohort.id}/enrol-list"
    return browser.sign_in(cast.training_lead).submit(url, {"rows": LIST}, status=200)


def names(cast: Cast) -> list[str]:
    return [row.full_name for row in queries.members_of(cast.cohort.id)]


def invitations() -> int:
    return db.session.scalar(select(func.count(Invitation.id))) or 0


def enrol(cast: Cast, text: str = LIST, digest: str | None = None) -> list[cohorts.Arrival]:
    return actions.confirm_enrolments(
        cast.cohort,
        text,
        enrolled_on=FIRST_DAY,
        digest_seen=digest or read_trainee_list(text, enrolled_on=FIRST_DAY).digest,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("list"),
    )


def test_everybody_on_the_list_is_enrolled(browser: Browser, cast: Cast, shown: Page) -> None:
    page = browser.submit(shown, follow=True)
    assert "2 trainees are enrolled" in page.text
    assert "2 e-mails with a link are on their way. Each person accepts or refuses." in page.text
    # Layla is known elsewhere: as long as she has not accepted, it is the entered name that shows.
    assert names(cast) == ["Abena Osei", "Amina Yusuf", "Kofi Boateng", "Layla H."]
    amina = entered("amina@grace.example")
    assert amina is not None
    assert (amina.other_name, amina.other_language) == ("أمينة يوسف", "ar")
    assert "14 September 2026" in page.text
    assert invitations() == 2


def test_a_double_click_enrols_everybody_once(browser: Browser, cast: Cast, shown: Page) -> None:
    browser.submit(shown)
    browser.submit(shown)
    assert len(names(cast)) == 4
    assert invitations() == 2


def test_a_list_that_was_changed_on_the_way_enrols_nobody(
    browser: Browser, cast: Cast, shown: Page
) -> None:
    page = browser.submit(shown, {"rows": LIST.replace("Amina", "Mallory")}, status=409)
    assert "This is not the list that was checked" in page.text
    assert len(names(cast)) == 2


def test_if_one_row_became_bad_meanwhile_nobody_is_enrolled(
    browser: Browser, cast: Cast, shown: Page
) -> None:
    cohorts.enrol_trainee(
        cast.cohort, cast.outsider, enrolled_on=FIRST_DAY, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    page = browser.submit(shown, status=409)
    assert "something in the list changed" in page.text
    assert "Row 3 · Layla H. email Layla Haddad is in this cohort already" in page.text
    assert names(cast) == ["Abena Osei", "Kofi Boateng", "Layla Haddad"]
    assert entered("amina@grace.example") is None


@pytest.mark.parametrize(
    "broken", [{"digest": "x"}, {"request_id": "x"}, {"enrolled_on": "x"}, {"enrolled_on": ""}]
)
def test_a_form_that_did_not_arrive_whole_keeps_the_list(
    browser: Browser, cast: Cast, shown: Page, broken: dict[str, str]
) -> None:
    page = browser.submit(shown, broken, status=200)
    assert "There is a problem" in page.text
    assert "amina@grace.example" in page.response.text
    assert len(names(cast)) == 2
    [day] = page.document.findall(".//main//input[@name='enrolled_on']")
    assert day.get("value") in {"22 November 2026", "2026-11-22"}


def test_a_form_that_did_not_arrive_whole_keeps_the_day_too(
    browser: Browser, cast: Cast, shown: Page
) -> None:
    page = browser.submit(shown, {"digest": "x", "enrolled_on": "2026-10-05"}, status=200)
    [day] = page.document.findall(".//main//input[@name='enrolled_on']")
    assert day.get("value") in {"5 October 2026", "2026-10-05"}


def test_without_rows_nothing_happens(browser: Browser, cast: Cast, shown: Page) -> None:
    browser.submit(shown, {"rows": ""}, status=409)
    assert len(names(cast)) == 2


@pytest.mark.parametrize(
    "other",
    [
        LIST + "Bola,bola@grace.example,,,\r\n",
        LIST.rsplit("Layla", 1)[0],
        LIST.replace("amina@", "amira@"),
    ],
    ids=["longer", "shorter", "another person"],
)
def test_the_same_request_with_another_list_is_a_conflict(cast: Cast, other: str) -> None:
    first = enrol(cast)
    assert [each.person for each in enrol(cast)] == [each.person for each in first]
    with pytest.raises(Conflict):
        enrol(cast, other)
    assert db.session.scalar(select(func.count(Enrolment.id))) == 5


def test_a_list_with_a_fault_enrols_nobody_even_if_it_was_shown(cast: Cast) -> None:
    with pytest.raises(Impossible):
        enrol(cast, LIST + ",nobody,,,\r\n")
    with pytest.raises(Stale):
        enrol(cast, digest="0" * 64)


def test_nobody_enrols_into_somebody_elses_cohort(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.confirm_enrolments(
            cast.cohort,
            LIST,
            enrolled_on=FIRST_DAY,
            digest_seen="0" * 64,
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id("outsider"),
        )


def test_two_lists_with_the_same_people_in_other_orders_never_wait_in_a_circle(
    app: Flask, cast: Cast
) -> None:
    """The slower one is refused as a whole; a deadlock would raise something else."""
    ids = cast.cohort.id, cast.training_lead.id
    db.session.commit()
    rows = [f"{name},{name}@grace.example,,," for name in ("ann", "bob", "cat", "dan", "eve")]
    gate = threading.Barrier(2)
    ended: list[BaseException | int] = []

    def send(name: str, in_order: list[str]) -> None:
        text = "\r\n".join(["name,email,other_name,language,enrolled_on", *in_order, ""])
        digest = read_trainee_list(text, enrolled_on=FIRST_DAY).digest
        with app.app_context():
            cohort, lead = db.session.get_one(Cohort, ids[0]), db.session.get_one(Person, ids[1])
            gate.wait()
            try:
                arrivals = actions.confirm_enrolments(
                    cohort,
                    text,
                    enrolled_on=FIRST_DAY,
                    digest_seen=digest,
                    actor=lead,
                    at=NOW,
                    request_id=request_id(name),
                )
                assert [each.person.full_name for each in arrivals] == [
                    row.partition(",")[0] for row in in_order
                ]
                db.session.commit()
                ended.append(len(arrivals))
            except BaseException as error:  # handed to the test, which says what went wrong
                db.session.rollback()
                ended.append(error)
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=Context().run, args=(send, name, in_order))
        for name, in_order in (("one list", rows), ("the other", rows[::-1]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each for each in ended if isinstance(each, int)] == [5]
    assert [type(each) for each in ended if not isinstance(each, int)] == [Impossible]

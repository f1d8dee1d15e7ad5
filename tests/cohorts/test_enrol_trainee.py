"""Enrolling one trainee."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.entered import entered
from tests.jobs.waiting import letters_waiting
from trainee_tracker import mail
from trainee_tracker.cohorts import actions, queries
from trainee_tracker.cohorts.forms import usual_enrolment_day
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed

AMINA = {"full_name": "Amina Yusuf", "email": "amina@grace.example", "enrolled_on": "2026-09-14"}


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which somebody joins the cast's cohort."""
    return f"/cohorts/{cast.cohort.id}/enrol"


def enrol(cast: Cast, person: Person, enrolled_on: date = date(2026, 9, 7)) -> Enrolment:
    return actions.enrol_trainee(
        cast.cohort,
        person,
        enrolled_on=enrolled_on,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("enrol"),
    )


def count(model: type[Enrolment] | type[Invitation]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_somebody_new_is_enrolled_invited_and_given_the_role(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {**AMINA, "other_name": "أمينة يوسف", "other_language": "ar"}
    page = browser.submit(url, answers, follow=True)
    assert "Amina Yusuf is enrolled" in page.text
    assert "أمينة يوسف" in page.text
    assert "14 September 2026" in page.text
    assert "Invited" in page.text
    person = entered("amina@grace.example")
    assert person is not None
    assert (person.other_name, person.other_language) == ("أمينة يوسف", "ar")
    assert organisations_where(person, Role.TRAINEE) == {cast.network.id}
    assert count(Invitation) == 1


def test_somebody_the_lead_may_see_is_enrolled_under_their_own_name_without_a_link(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {**AMINA, "full_name": "clara JAMES", "email": "CLARA@grace.example"}
    page = browser.submit(url, answers, follow=True)
    assert "Clara James is enrolled" in page.text
    assert count(Invitation) == 0


def test_another_name_than_that_of_somebody_the_lead_may_see_is_refused(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {**AMINA, "full_name": "Clara Junior", "email": cast.community_lead.email}
    page = browser.submit(url, answers, status=409)
    assert f"{cast.community_lead.email} is the address of Clara James" in page.text


def test_a_double_click_enrols_once_and_writes_one_letter(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = count(Enrolment)
    page = browser.sign_in(cast.training_lead).get(url)
    browser.submit(page, AMINA)
    browser.submit(page, AMINA)
    assert count(Enrolment) == before + 1
    assert count(Invitation) == 1


def test_the_same_request_with_another_date_is_a_conflict(cast: Cast) -> None:
    first = enrol(cast, cast.outsider)
    assert enrol(cast, cast.outsider) is first
    with pytest.raises(Conflict):
        enrol(cast, cast.outsider, date(2026, 9, 8))


def test_a_person_is_in_a_cohort_once(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).submit(
        url, {**AMINA, "full_name": "Abena Osei", "email": cast.trainee.email}, status=409
    )
    assert "Abena Osei is already in this cohort" in page.text
    assert cast.trainee.email in page.response.text


def test_a_supervisor_of_the_cohort_cannot_train_in_it(cast: Cast) -> None:
    with pytest.raises(Impossible, match="Sam Okafor cannot be a trainee and a supervisor"):
        enrol(cast, cast.supervisor)


def test_nobody_joins_after_the_end(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(url, {**AMINA, "enrolled_on": "2027-07-17"}, status=409)
    assert "This cohort ends on 16 July 2027" in page.text
    assert entered("amina@grace.example") is None


def test_nobody_joins_before_the_first_day_and_the_page_names_that_day(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    before = count(Enrolment)
    page = browser.submit(url, {**AMINA, "enrolled_on": "2 November 2006"}, status=409)
    assert "This cohort’s first day is 7 September 2026, and 2 November 2006 is before" in page.text
    assert count(Enrolment) == before
    assert entered("amina@grace.example") is None
    page = browser.submit(url, {**AMINA, "enrolled_on": "7 September 2026"}, follow=True)
    assert "Amina Yusuf is enrolled" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("full_name", "", "Enter their full name"),
        ("full_name", "Ami\u202ena", "hidden character"),
        ("full_name", "x" * 201, "1 character too long"),
        ("email", "", "Enter their e-mail address"),
        ("email", "amina at grace", "Enter an e-mail address"),
        ("enrolled_on", "29/02/2026", "The calendar has no such day"),
        ("enrolled_on", "", "Enter the day"),
        ("other_name", "أمينة", "Choose the language"),
        ("other_language", "klingon", "Choose one of the answers shown"),
    ],
)
def test_answers_that_cannot_be_taken_are_shown_again(
    browser: Browser, cast: Cast, url: str, field: str, typed: str, message: str
) -> None:
    before = count(Enrolment)
    page = browser.sign_in(cast.training_lead).submit(url, {**AMINA, field: typed}, status=200)
    assert message in page.text
    kept = "email" if field != "email" else "full_name"
    assert AMINA[kept] in page.response.text
    assert count(Enrolment) == before


@pytest.mark.parametrize("name", ["Ngozi O’Connor-N'Diaye", "علي", "李小龙", "Ọlá Adé"])
def test_names_in_any_script_are_kept_as_written(
    browser: Browser, cast: Cast, url: str, name: str
) -> None:
    browser.sign_in(cast.training_lead)
    page = browser.submit(url, {**AMINA, "full_name": name}, follow=True)
    assert name in page.text


def test_a_letter_that_cannot_be_sent_does_not_undo_the_enrolment(
    browser: Browser, cast: Cast, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise mail.MailNotSent

    monkeypatch.setattr(mail, "send", refuse)
    page = browser.sign_in(cast.training_lead).submit(url, AMINA, follow=True)
    assert "did not take the e-mail" in letters_waiting()["Amina Yusuf"]
    assert "could not be sent or done yet" in browser.get("/").text
    assert "Amina Yusuf is enrolled" in page.text
    assert len(queries.members_of(cast.cohort.id)) == 3


def test_somebody_elses_cohort_is_not_found(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.post(url, AMINA, status=404)
    with pytest.raises(NotAllowed):
        actions.enrol_trainee(
            cast.cohort,
            cast.outsider,
            enrolled_on=date(2026, 9, 7),
            actor=cast.outsider_lead,
            at=NOW,
        )


def test_the_day_offered_is_today_once_the_cohort_has_begun(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    for page in ("enrol", "enrol-list"):
        shown = browser.get(f"/cohorts/{cast.cohort.id}/{page}")
        assert shown.document.xpath("//input[@name='enrolled_on']/@value") == ["2026-11-22"]
    first, last = date(2026, 9, 7), date(2027, 7, 16)
    assert usual_enrolment_day(first, last, date(2026, 9, 1)) == first
    assert usual_enrolment_day(first, last, date(2027, 8, 1)) == last

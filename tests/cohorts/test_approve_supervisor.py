"""Approving a supervisor."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.entered import entered
from trainee_tracker import mail
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.models import Supervision
from trainee_tracker.cohorts.supervision.queries import approvals_in
from trainee_tracker.extensions import db
from trainee_tracker.people.access import organisations_where
from trainee_tracker.people.invitations.models import Invitation
from trainee_tracker.people.models import Person
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed

SIGNED = {"password": PASSWORD}


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which the cast's cohort gets a supervisor."""
    return f"/cohorts/{cast.cohort.id}/supervisors/approve"


def approve(
    cast: Cast, person: Person, name: str = "approval", **dates: date | None
) -> Supervision:
    return actions.approve_supervisor(
        cast.cohort,
        person,
        approved_from=dates.get("approved_from") or date(2026, 10, 1),
        approved_until=dates.get("approved_until"),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(name),
    )


def count(model: type[Supervision] | type[Invitation]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_somebody_known_is_approved_from_a_date_and_gets_the_role(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {"person": str(cast.community_lead.id), "approved_from": "1 October 2026", **SIGNED}
    page = browser.submit(url, answers, follow=True)
    assert "Clara James may now sign off" in page.text
    assert "1 October 2026" in page.text
    assert cast.network.id in organisations_where(cast.community_lead, Role.SUPERVISOR)
    approved = {each.supervisor_id: each for each in approvals_in(cast.cohort.id)}
    assert approved[cast.community_lead.id].approved_from == date(2026, 10, 1)
    assert count(Invitation) == 0


def test_somebody_new_is_invited_by_the_same_form(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.training_lead)
    answers = {"full_name": "Amina Yusuf", "email": "Amina@Trust.example", **SIGNED}
    page = browser.submit(url, answers, follow=True)
    assert "An e-mail with a link is on its way. They accept or refuse." in page.text
    assert "Amina Yusuf" in page.text
    assert entered("amina@trust.example") is not None
    assert count(Invitation) == 1


def test_a_double_click_approves_once_and_writes_one_letter(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = count(Supervision)
    page = browser.sign_in(cast.training_lead).get(url)
    answers = {"full_name": "Amina Yusuf", "email": "amina@trust.example", **SIGNED}
    browser.submit(page, answers)
    browser.submit(page, answers)
    assert count(Supervision) == before + 1
    assert count(Invitation) == 1


def test_the_same_request_with_another_date_is_a_conflict(cast: Cast) -> None:
    first = approve(cast, cast.community_lead)
    assert approve(cast, cast.community_lead) is first
    with pytest.raises(Conflict):
        approve(cast, cast.community_lead, approved_from=date(2026, 10, 2))


def test_a_trainee_of_the_cohort_cannot_supervise_it(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = count(Supervision)
    with pytest.raises(Impossible, match="Abena Osei cannot be a trainee and a supervisor"):
        approve(cast, cast.trainee)
    browser.sign_in(cast.training_lead)
    answers = {"full_name": "Abena Osei", "email": cast.trainee.email, **SIGNED}
    page = browser.submit(url, answers, status=409)
    assert "nobody signs for themselves" in page.text
    assert cast.trainee.email in page.response.text
    assert count(Supervision) == before


def test_a_trainee_of_one_cohort_may_supervise_another(cast: Cast) -> None:
    assert approve(cast, cast.outsider).supervisor_id == cast.outsider.id


def test_approving_twice_from_one_day_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Impossible, match="Sam Okafor is already approved from that day"):
        approve(cast, cast.supervisor, approved_from=date(2026, 9, 7))
    # The refusal leaves the transaction fit for use.
    assert approve(cast, cast.supervisor, "later", approved_from=date(2026, 9, 8)).id


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Choose somebody, or enter"),
        ({"full_name": "Amina Yusuf"}, "Enter both the name and the e-mail address"),
        ({"email": "amina@trust.example"}, "Enter both the name and the e-mail address"),
        ({"full_name": "Amina", "email": "amina"}, "Enter an e-mail address"),
        ({"person": "SUPERVISOR", "full_name": "Amina"}, "not both"),
        ({"person": "99999"}, "Choose one of the answers shown"),
        ({"person": "SUPERVISOR", "approved_from": ""}, "Enter the first day of the approval"),
        ({"person": "SUPERVISOR", "approved_from": "31/2/2027"}, "The calendar has no such day"),
    ],
)
def test_answers_that_do_not_say_who_or_when_are_shown_again(
    browser: Browser, cast: Cast, url: str, answers: dict[str, str], message: str
) -> None:
    before = count(Supervision)
    filled = {
        key: str(cast.supervisor.id) if value == "SUPERVISOR" else value
        for key, value in answers.items()
    }
    page = browser.sign_in(cast.training_lead).submit(url, filled, status=200)
    assert message in page.text
    assert count(Supervision) == before


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("2027-07-17", "", "This cohort ends on 16 July 2027"),
        ("2026-10-02", "2026-10-01", "ends before it begins"),
    ],
)
def test_dates_that_make_no_sense_are_refused(
    browser: Browser, cast: Cast, url: str, first: str, last: str, message: str
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {
        "person": str(cast.community_lead.id),
        "approved_from": first,
        "approved_until": last,
        **SIGNED,
    }
    assert message in browser.submit(url, answers, status=409).text


def test_somebody_elses_cohort_is_not_found(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.post(url, {"person": "1"}, status=404)
    with pytest.raises(NotAllowed):
        actions.approve_supervisor(
            cast.cohort,
            cast.community_lead,
            approved_from=date(2026, 10, 1),
            approved_until=None,
            actor=cast.outsider_lead,
            at=NOW,
        )


def test_nobody_is_approved_with_a_wrong_password(browser: Browser, cast: Cast, url: str) -> None:
    before = count(Supervision)
    answers = {"person": str(cast.community_lead.id), "approved_from": "1 October 2026"}
    browser.sign_in(cast.training_lead)
    page = browser.submit(url, {**answers, "password": "not my password"}, status=403)
    assert "That is not your password." in page.text
    assert count(Supervision) == before


def test_the_approved_and_both_sides_leads_are_told_and_a_link_says_until_when_it_works(
    browser: Browser, cast: Cast, url: str
) -> None:
    answers = {"person": str(cast.outsider_supervisor.id), "approved_from": "1 October 2026"}
    newcomer = {"full_name": "Esi Brown", "email": "esi@mail.example"}
    browser.sign_in(cast.training_lead)
    browser.submit(url, {**newcomer, "approved_from": "1 October 2026", **SIGNED})
    told = {each.to.partition("<")[2].strip(">"): each for each in mail.newest(9)}
    assert set(told) == {"esi@mail.example", cast.community_lead.email, cast.statutory_lead.email}
    assert "6 December 2026" in " ".join(told["esi@mail.example"].paragraphs)
    page = browser.submit(url, {**answers, **SIGNED}, status=200)
    assert "Choose one of the answers shown" in page.text

"""Opening a cohort."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Site
from trainee_tracker.people.organisations.actions import add_site
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed

ANSWERS = {"name": "Foundation, autumn", "starts_on": "2026-09-07", "ends_on": "16 July 2027"}


def cohorts() -> int:
    return db.session.scalar(select(func.count(Cohort.id))) or 0


def open_it(cast: Cast, **changes: Any) -> Cohort:
    """Open a cohort as the training lead, with `changes` to the usual answers."""
    answers: dict[str, Any] = {
        "version": cast.cohort.version,
        "organisation": cast.network,
        "partner": cast.trust,
        "name": "Second",
        "starts_on": date(2026, 9, 7),
        "ends_on": date(2027, 7, 16),
        "sites": [],
        "actor": cast.training_lead,
        "at": NOW,
        "request_id": request_id("second"),
    } | changes
    return actions.open_cohort(
        answers.pop("version"), answers.pop("organisation"), answers.pop("partner"), **answers
    )


def test_a_cohort_is_opened_on_a_published_version(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get("/cohorts/open")
    # With one course, one network and one trust, they are chosen already.
    site = db.session.scalars(select(Site).where(Site.name == "Grace Hall")).one()
    page = browser.submit(page, {**ANSWERS, "sites": [str(site.id)]}, follow=True)
    assert page.h1 == "Foundation, autumn"
    assert "Grace Hall" in page.text
    assert "Nobody is enrolled yet" in page.text
    assert "No supervisor is approved yet" in page.text
    assert "No classes are planned yet" in page.text
    kinds = select(AuditEvent.kind).where(AuditEvent.kind == "cohorts.written")
    assert len(db.session.scalars(kinds).all()) == cohorts()


def test_a_double_click_opens_one_cohort(browser: Browser, cast: Cast) -> None:
    before = cohorts()
    page = browser.sign_in(cast.training_lead).get("/cohorts/open")
    first = browser.submit(page, ANSWERS)
    second = browser.submit(page, ANSWERS)
    assert first.response.location == second.response.location
    assert cohorts() == before + 1


def test_the_same_request_with_other_answers_is_a_conflict(cast: Cast) -> None:
    assert open_it(cast).id == open_it(cast).id
    with pytest.raises(Conflict):
        open_it(cast, name="Third")


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Enter a name for the cohort"),
        ("starts_on", "29 February 2026", "The calendar has no such day"),
        ("starts_on", "7 September 1026", "year"),
        ("ends_on", "soon", "Enter a date"),
        ("ends_on", "2026-09-07", "A cohort ends after it starts"),
        ("version", "999", "Choose one of the answers shown"),
        ("partner", "", "Choose the partner"),
        ("sites", "999", "valid"),
    ],
)
def test_answers_that_cannot_be_taken_are_shown_again(
    browser: Browser, cast: Cast, field: str, typed: str, message: str
) -> None:
    before = cohorts()
    page = browser.sign_in(cast.training_lead).get("/cohorts/open")
    answers = {**ANSWERS, field: typed}
    status = 409 if "after it starts" in message else 200
    page = browser.submit(page, answers, status=status)
    assert message in page.text
    if field != "name":
        assert ANSWERS["name"] in page.response.text
    assert cohorts() == before


def test_a_site_of_another_network_does_not_belong(browser: Browser, cast: Cast) -> None:
    theirs = db.session.scalars(select(Site).where(Site.name == "Hope House")).one()
    with pytest.raises(Impossible, match="sites of the network"):
        open_it(cast, sites=[theirs])


def test_the_partner_is_statutory_and_the_network_of_the_community(cast: Cast) -> None:
    with pytest.raises(Impossible, match="statutory partner"):
        open_it(cast, partner=cast.other_network)
    roles.grant_role(cast.training_lead, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    with pytest.raises(Impossible, match="network of the community"):
        open_it(cast, organisation=cast.trust)


def test_nobody_opens_a_cohort_where_they_do_not_lead(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        open_it(cast, actor=cast.outsider_lead)
    with pytest.raises(NotAllowed, match="course of an organisation"):
        open_it(cast, version=cast.other_cohort.version)


def test_without_a_published_course_the_page_says_where_to_begin(
    browser: Browser, cast: Cast
) -> None:
    roles.grant_role(cast.statutory_lead, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    db.session.commit()
    page = browser.sign_in(cast.statutory_lead).get("/cohorts/open")
    assert page.links["Go to courses"] == "/courses"


def test_a_site_of_the_partner_may_be_chosen_too(browser: Browser, cast: Cast) -> None:
    ward = add_site(cast.trust, "City Ward", actor=None, at=NOW)
    page = browser.sign_in(cast.training_lead).get("/cohorts/open")
    page = browser.submit(page, {**ANSWERS, "sites": [str(ward.id)]}, follow=True)
    assert "City Ward" in page.text

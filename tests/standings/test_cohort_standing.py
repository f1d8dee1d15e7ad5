"""The grid of trainee x requirement."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.achievements import clear
from tests.browser import Browser
from tests.cast import BEGAN, Cast, lead_governance
from tests.certificates.leads import second_lead
from tests.hours.builders import decided, submitted
from tests.statements import counted
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.models import Person

MOST_STATEMENTS = 10


def enrol_more(cast: Cast, count: int) -> None:
    """Enrol `count` more trainees in the cast's cohort."""
    for number in range(count):
        person = people.add_person(
            f"Trainee {number}",
            f"trainee{number}@grace.example",
            organisation=cast.network,
            actor=None,
            at=BEGAN,
        )
        cohorts.enrol_trainee(
            cast.cohort,
            person,
            enrolled_on=date(2026, 9, 7),
            actor=cast.training_lead,
            at=BEGAN,
        )
    db.session.commit()


def test_a_lead_sees_everyone_and_what_they_did_together(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/standing")
    assert page.h1 == "Grace Network 2026"
    assert "Abena Osei" in page.text
    assert "Kofi Boateng" in page.text
    assert "0 of 2" in page.text


def test_a_lead_sees_how_much_was_signed_off_and_does_not_count(
    browser: Browser, cast: Cast
) -> None:
    address = f"/cohorts/{cast.cohort.id}/standing"
    assert "not counted" not in browser.sign_in(cast.training_lead).get(address).text
    # Without the checks no practice counts; what waits or was declined is no loss yet.
    decided(cast, submitted(cast, minutes=60))
    decided(cast, submitted(cast, minutes=25), reason="It was another day.")
    submitted(cast, minutes=45)
    assert "Signed off, but not counted 1 h Each trainee’s" in browser.get(address).text


def test_another_networks_lead_finds_nothing(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.outsider_lead).get(f"/cohorts/{cast.cohort.id}/standing", 404)


@pytest.mark.parametrize("more", [1, 28])
def test_the_grid_takes_at_most_nine_statements_whatever_the_number_of_trainees(
    browser: Browser, cast: Cast, more: int
) -> None:
    enrol_more(cast, more)
    address = f"/cohorts/{cast.cohort.id}/standing"
    browser.sign_in(cast.training_lead)
    with counted() as statements:
        page = browser.get(address)
    assert page.text.count("Under way") == more + 2
    assert len(statements) <= MOST_STATEMENTS, "\n\n".join(statements)


def test_a_cohort_without_trainees_says_what_to_do(browser: Browser, cast: Cast) -> None:
    empty = cohorts.open_cohort(
        cast.cohort.version,
        cast.network,
        cast.trust,
        name="Grace Network 2027",
        starts_on=date(2027, 9, 6),
        ends_on=date(2028, 7, 14),
        sites=[],
        actor=cast.training_lead,
        at=BEGAN,
        request_id="7f3de9de-58ad-4b34-8f67-7a3ee1a0b001",
    )
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{empty.id}/standing")
    assert "Nobody is enrolled yet" in page.text


def test_a_standing_that_a_lapse_overtook_is_judged_again_within_the_same_bound(
    browser: Browser, cast: Cast
) -> None:
    clear(cast, cast.enrolment, until=date(2026, 11, 30))
    enrol_more(cast, 3)
    with time_machine.travel(datetime(2026, 12, 24, 12, 0, tzinfo=UTC)):
        address = f"/cohorts/{cast.cohort.id}/standing"
        browser.sign_in(cast.training_lead)
        with counted() as statements:
            browser.get(address)
    assert len(statements) <= MOST_STATEMENTS, "\n\n".join(statements)
    assert any("governance_events" in each for each in statements)


def test_who_leads_training_elsewhere_and_governance_here_is_led_to_nothing_they_may_not_do(
    browser: Browser, cast: Cast
) -> None:
    address = f"/cohorts/{cast.cohort.id}/standing"
    partner_lead = second_lead(cast, cast.trust)
    for person, leads in (
        (lead_there(cast), False),
        (cast.community_lead, False),
        (cast.training_lead, True),
        (partner_lead, True),
    ):
        page = browser.sign_in(person).get(address)
        assert ("Issue awards" in page.links, "Manage the cohort" in page.links) == (leads, leads)


def lead_there(cast: Cast) -> Person:
    """Let who leads the training of the other network lead governance for this one."""
    lead_governance(cast, cast.outsider_lead, cast.network)
    db.session.commit()
    return cast.outsider_lead

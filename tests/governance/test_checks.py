"""The partners' page of checks: what waits for one's signature, and the matrix as at a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, Cast, lead_governance
from tests.governance.builders import (
    FIRST,
    LAST,
    day,
    in_force,
    lift,
    make_governance_lead,
    propose,
    sign,
    suspend,
)
from tests.statements import counted
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db
from trainee_tracker.governance import overviews, queries
from trainee_tracker.governance.rules import State
from trainee_tracker.people import actions as people
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.rules import Side


def test_what_waits_for_the_lead_s_signature_comes_first(browser: Browser, cast: Cast) -> None:
    propose(cast)
    page = browser.sign_in(cast.community_lead).get("/governance")
    assert "Waiting for your signature 1 record" in page.text
    assert page.text.index("Waiting for your signature") < page.text.index("Checks as at")
    assert "Abena Osei Supervision contract 6 September 2027 22 November 2026" in page.text
    browser.get(page.links["Read and sign: Supervision contract of Abena Osei"])


def test_what_i_have_signed_waits_for_the_other_side_only(browser: Browser, cast: Cast) -> None:
    record = propose(cast)
    sign(record, cast.community_lead)
    page = browser.sign_in(cast.community_lead).get("/governance")
    assert "Nothing waits for you" in page.text
    assert "Waiting for statutory side" in page.text


def test_a_lift_that_the_other_side_agreed_to_waits(browser: Browser, cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.community_lead, day(30))
    lift(record, cast.community_lead, day(40))
    page = browser.sign_in(cast.statutory_lead).get("/governance")
    url = page.links["Agree to lift the suspension: Supervision contract of Abena Osei"]
    assert url == f"/governance/records/{record.id}/lift"


def test_a_training_lead_sees_the_matrix_and_nothing_to_sign(browser: Browser, cast: Cast) -> None:
    in_force(cast)
    page = browser.sign_in(cast.training_lead).get("/governance")
    assert "Waiting for your signature" not in page.text
    assert "In date until 6 September 2027" in page.text
    assert "Missing" in page.text
    assert "Enhanced DBS check: on a day without it in date, this does not count" in page.text


def test_the_matrix_stands_as_at_the_day_asked_for(browser: Browser, cast: Cast) -> None:
    suspend(in_force(cast), cast.statutory_lead, date(2026, 11, 1))
    browser.sign_in(cast.training_lead)
    assert "Suspended from 1 November 2026" in browser.get("/governance").text
    earlier = browser.get("/governance?on=2026-10-31")
    assert "Checks as at 31 October 2026" in earlier.text
    assert "In date until 31 October 2026" not in earlier.text, "the last day says so"
    assert "Last day until 31 October 2026" in earlier.text
    assert "Not yet in date from 7 September 2026" in browser.get("/governance?on=2026-09-06").text
    assert "Lapsed last in date 31 October 2026" in browser.get("/governance?on=2027-09-07").text


def test_a_warning_says_how_many_days_are_left(browser: Browser, cast: Cast) -> None:
    in_force(cast)
    browser.sign_in(cast.training_lead)
    assert "60 days left until 6 September 2027" in browser.get("/governance?on=2027-07-08").text
    assert "1 day left" in browser.get("/governance?on=2027-09-05").text


def test_a_day_that_cannot_be_read_is_shown_again_with_today(browser: Browser, cast: Cast) -> None:
    in_force(cast)
    page = browser.sign_in(cast.training_lead).get("/governance?on=29+February+2027")
    assert "There is a problem" in page.text
    assert "Checks as at 22 November 2026" in page.text
    [field] = page.document.xpath("//input[@name='on']")
    assert field.get("value") == "29 February 2027"
    assert "There is a problem" in browser.get("/governance?on=").text


def test_another_network_s_cohort_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    browser.get(f"/governance?cohort={cast.cohort.id}")
    browser.get(f"/governance?cohort={cast.other_cohort.id}", status=404)
    assert overviews.matrix_for(cast.outsider_lead, cast.cohort, FIRST) is None


def test_the_partner_s_lead_can_change_between_its_cohorts(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.statutory_lead).get(f"/governance?cohort={cast.cohort.id}")
    assert "Abena Osei" in page.text
    other = browser.get(page.links["Hope Network 2026"])
    assert "Layla Haddad" in other.text
    assert "Abena Osei" not in other.text


def test_the_day_asked_for_is_kept_from_one_cohort_to_the_next(
    browser: Browser, cast: Cast
) -> None:
    page = browser.sign_in(cast.statutory_lead).get("/governance")
    assert page.links["Hope Network 2026"] == f"/governance?cohort={cast.other_cohort.id}"
    assert "Show today" not in page.links
    earlier = browser.get("/governance?on=2026-10-31")
    assert earlier.links["Hope Network 2026"].endswith("&on=2026-10-31")
    assert "31 October 2026" not in browser.get(earlier.links["Show today"]).text


def test_a_lead_without_a_cohort_is_told_what_comes_next(browser: Browser, cast: Cast) -> None:
    network = organisations.add_organisation("Alone Network", Side.COMMUNITY, actor=None, at=NOW)
    alone = people.add_person(
        "Noor Aziz", "noor@alone.example", organisation=network, actor=None, at=NOW
    )
    lead_governance(cast, alone, network)
    db.session.commit()
    page = browser.sign_in(alone).get("/governance")
    assert "No cohort yet" in page.text
    assert "Nothing waits for you" in page.text


def test_a_lead_who_is_also_a_trainee_is_led_to_their_own_page(
    browser: Browser, cast: Cast
) -> None:
    lead = make_governance_lead(cast, cast.trainee)
    page = browser.sign_in(lead).get("/governance")
    assert page.links["Abena Osei"] == "/governance/mine"
    assert page.links["Kofi Boateng"].startswith("/governance/people/")


def enrol(cast: Cast, numbers: range) -> None:
    """Enrol more trainees, each with a record that one side or none has signed."""
    for number in numbers:
        person = people.add_person(
            f"Trainee {number:02}",
            f"trainee{number}@grace.example",
            organisation=cast.network,
            actor=None,
            at=NOW,
        )
        cohorts.enrol_trainee(
            cast.cohort, person, enrolled_on=FIRST, actor=cast.training_lead, at=NOW
        )
        record = propose(cast, subject=person)
        if number % 2:
            sign(record, cast.statutory_lead)


def test_thirty_trainees_take_as_many_statements_as_three(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.community_lead)
    enrol(cast, range(3, 4))
    with counted() as few:
        browser.get("/governance")
    enrol(cast, range(4, 31))
    with counted() as many:
        page = browser.get("/governance")
    assert page.text.count("Read and sign") == 28
    assert len(many) == len(few) <= 8

    ids = list(db.session.scalars(select(Enrolment.id)))
    with counted() as few:
        queries.clearances(ids[:3])
    with counted() as many:
        queries.clearances(ids)
    assert len(many) == len(few) == 2

    matrix = overviews.matrix_for(cast.community_lead, cast.cohort, FIRST)
    assert matrix is not None
    assert len(matrix.rows) == 30
    assert {row.cells[1].state for row in matrix.rows} == {
        State.MISSING,
        State.WAITING_BOTH,
        State.WAITING_COMMUNITY,
    }
    assert {each.valid_to for each in queries.waiting_signature(cast.community_lead)} == {LAST}


def test_more_records_take_no_more_statements(browser: Browser, cast: Cast) -> None:
    def statements(url: str) -> int:
        with counted() as sent:
            browser.get(url)
        return len(sent)

    first = in_force(cast)
    pages = {
        f"/governance/people/{cast.trainee.id}": cast.community_lead,
        f"/governance/records/{first.id}": cast.community_lead,
        "/governance/mine": cast.trainee,
    }
    few = {url: statements(url) for url, who in pages.items() if browser.sign_in(who)}
    for number in range(5):
        suspend(first, cast.community_lead, day(60 - number))
        in_force(cast, "enhanced-dbs", valid_from=day(number))
    many = {url: statements(url) for url, who in pages.items() if browser.sign_in(who)}
    assert many == few
    assert max(few.values()) <= 8

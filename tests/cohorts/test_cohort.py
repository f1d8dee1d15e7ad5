"""The page of one cohort."""

from __future__ import annotations

from datetime import date

from tests.browser import Browser
from tests.cast import BEGAN, NOW, Cast, request_id
from tests.cohorts.builders import enrol, plan, take
from tests.statements import counted
from trainee_tracker.cohorts import actions, queries
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome
from trainee_tracker.extensions import db


def fill(cast: Cast, size: int) -> None:
    """Bring the cohort to `size` trainees, with registers, results and supervisors to match."""
    enrolments = [row.enrolment_id for row in queries.members_of(cast.cohort.id)]
    while len(enrolments) < size:
        enrolments.append(enrol(cast, f"Trainee{len(enrolments)} Surname").id)
    marks = dict.fromkeys(enrolments, (Mark.PRESENT, 0))
    for held in plan(cast, weeks=size)[:2]:
        take(cast, held, marks, f"{held.id} of {size}")
    record_module_results(
        cast.cohort,
        "case-study",
        dict.fromkeys(enrolments, ModuleOutcome.PASSED),
        decided_on=date(2026, 11, 1),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(f"results of {size}"),
    )
    for day in range(1, size):
        actions.approve_supervisor(
            cast.cohort,
            cast.supervisor,
            approved_from=date(2026, 10 + size % 2, day),
            approved_until=None,
            actor=cast.training_lead,
            at=BEGAN,
        )
    db.session.commit()


def test_a_lead_sees_people_teaching_and_what_is_to_do(browser: Browser, cast: Cast) -> None:
    classes = plan(cast)
    take(
        cast,
        classes[0],
        {
            cast.enrolment.id: (Mark.PRESENT, 0),
            cast.colleague_enrolment.id: (Mark.ABSENT, 0),
        },
    )
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}")
    assert {
        "Abena Osei",
        "Kofi Boateng",
        "Enrol a list",
        "Approve a supervisor",
    } <= page.links.keys()
    assert "Sam Okafor" in page.text
    assert "1 of 2 came on 9 November 2026" in page.links
    assert page.links["16 November 2026, 18:30"].endswith(f"/registers/{classes[1].id}")
    assert "To come" in page.text
    assert page.links["Case study of work with one family"].endswith("/modules/case-study")
    assert page.links["Where everyone stands"] == f"/cohorts/{cast.cohort.id}/standing"


def test_a_governance_lead_reads_and_manages_nothing(browser: Browser, cast: Cast) -> None:
    plan(cast)
    page = browser.sign_in(cast.statutory_lead).get(f"/cohorts/{cast.cohort.id}")
    assert "Not taken" in page.text
    assert "2 registers are still to be taken" in page.text
    managing = {
        "Enrol a trainee",
        "Enrol a list",
        "Approve a supervisor",
        "Take the register of 16 November 2026",
    }
    assert managing.isdisjoint(page.links)
    assert "Plan more teaching" not in page.links


def test_a_governance_lead_of_an_empty_cohort_is_told_who_fills_it(
    browser: Browser, cast: Cast
) -> None:
    empty = actions.open_cohort(
        cast.cohort.version,
        cast.network,
        cast.trust,
        name="Empty",
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 7, 16),
        sites=[],
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("empty"),
    )
    db.session.commit()
    page = browser.sign_in(cast.community_lead).get(f"/cohorts/{empty.id}")
    assert "The training lead enrols the trainees" in page.text
    assert "The training lead approves supervisors" in page.text


def test_somebody_elses_cohort_is_not_found(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.other_cohort.id}", 404)
    browser.get("/cohorts/999", 404)
    browser.sign_in(cast.trainee).get(f"/cohorts/{cast.cohort.id}", 403)


def test_the_page_asks_as_few_questions_for_thirty_trainees_as_for_three(
    browser: Browser, cast: Cast
) -> None:
    url, browser = f"/cohorts/{cast.cohort.id}", browser.sign_in(cast.training_lead)
    counts = []
    for size in (3, 30):
        fill(cast, size)
        with counted() as sent:
            browser.get(url)
        counts.append(sent)
    assert len(counts[0]) == len(counts[1]) <= 9, "\n".join(counts[1])


def test_only_who_leads_training_is_led_to_recording_results(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page, results = f"/cohorts/{kofi.cohort_id}", f"/trainees/{kofi.id}/results"
    linked = {
        key: any(results in to for to in browser.sign_in(person).get(page).links.values())
        for key, person in (("training", cast.training_lead), ("governance", cast.community_lead))
    }
    assert linked == {"training": True, "governance": False}
    browser.sign_in(cast.outsider_lead).get(f"{page}{results}", 404)

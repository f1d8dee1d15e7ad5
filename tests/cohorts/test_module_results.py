"""Recording who has passed a module."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import false, select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.models import ModuleResult
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.people import actions as people
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Stale

MODULE = "case-study"


@pytest.fixture
def url(cast: Cast) -> str:
    """The page of one module of the cast's cohort."""
    return f"/cohorts/{cast.cohort.id}/modules/{MODULE}"


def results() -> list[tuple[int, int, str, date]]:
    return [
        (row.enrolment_id, row.sequence, row.outcome.value, row.decided_on)
        for row in db.session.scalars(select(ModuleResult).order_by(ModuleResult.id))
    ]


def record(
    cast: Cast,
    outcomes: dict[int, ModuleOutcome],
    name: str = "results",
    decided_on: date = date(2026, 11, 1),
    module: str = MODULE,
) -> list[ModuleResult]:
    return record_module_results(
        cast.cohort,
        module,
        outcomes,
        decided_on=decided_on,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(name),
    )


def test_each_trainee_has_an_outcome_and_a_day(browser: Browser, cast: Cast, url: str) -> None:
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    page = browser.sign_in(cast.training_lead).get(url)
    assert page.h1 == "Case study of work with one family"
    answers = {
        f"outcome_{abena}": "passed",
        f"decided_{abena}": "1 November 2026",
        f"outcome_{kofi}": "not_yet",
    }
    page = browser.submit(page, answers, follow=True)
    assert "1 of 2" in page.text
    assert sorted(results()) == [
        (abena, 1, "passed", date(2026, 11, 1)),
        (kofi, 1, "not_yet", date(2026, 11, 22)),
    ]


def test_saving_again_writes_only_what_changed(browser: Browser, cast: Cast, url: str) -> None:
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    record(cast, {abena: ModuleOutcome.PASSED, kofi: ModuleOutcome.NOT_YET})
    db.session.commit()
    browser.sign_in(cast.training_lead)
    browser.submit(url, {f"outcome_{kofi}": "passed", f"decided_{kofi}": "2026-11-20"})
    assert results()[2:] == [(kofi, 2, "passed", date(2026, 11, 20))]
    browser.submit(url, {f"decided_{abena}": "2026-10-31"})
    assert results()[3:] == [(abena, 2, "passed", date(2026, 10, 31))]


def test_whoever_is_not_decided_gets_no_result(browser: Browser, cast: Cast, url: str) -> None:
    browser.sign_in(cast.training_lead).submit(url)
    assert results() == []


def test_a_double_click_records_once(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).get(url)
    answers = {f"outcome_{cast.enrolment.id}": "passed"}
    browser.submit(page, answers)
    browser.submit(page, answers)
    assert len(results()) == 1


def test_the_same_page_sent_again_with_another_outcome_is_refused(
    browser: Browser, cast: Cast, url: str
) -> None:
    page = browser.sign_in(cast.training_lead).get(url)
    browser.submit(page, {f"outcome_{cast.enrolment.id}": "passed"})
    again = browser.submit(page, {f"outcome_{cast.enrolment.id}": "not_yet"}, status=409)
    assert "This form was sent before with other answers" in again.text
    assert len(results()) == 1


def test_the_same_request_with_another_outcome_is_a_conflict(cast: Cast) -> None:
    first = record(cast, {cast.enrolment.id: ModuleOutcome.PASSED})
    assert record(cast, {cast.enrolment.id: ModuleOutcome.PASSED}) == first
    with pytest.raises(Conflict):
        record(cast, {cast.enrolment.id: ModuleOutcome.NOT_YET})


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the day of the decision"),
        ("23 November 2026", "22 November 2026 or an earlier date"),
        ("30 February 2026", "no such day"),
    ],
)
def test_a_day_that_cannot_be_is_shown_again(
    browser: Browser, cast: Cast, url: str, typed: str, message: str
) -> None:
    abena = cast.enrolment.id
    browser.sign_in(cast.training_lead)
    answers = {f"outcome_{abena}": "passed", f"decided_{abena}": typed}
    page = browser.submit(url, answers, status=200)
    assert message in page.text
    assert page.document.xpath(f"//input[@name='outcome_{abena}'][@checked]/@value") == ["passed"]
    assert results() == []


def test_an_outcome_that_was_not_offered_is_refused(browser: Browser, cast: Cast, url: str) -> None:
    answers = {f"outcome_{cast.enrolment.id}": "brilliant"}
    page = browser.sign_in(cast.training_lead).submit(url, answers, status=200)
    assert "Choose one of the answers shown" in page.text


def test_only_modules_and_trainees_of_this_cohort_have_results(cast: Cast) -> None:
    with pytest.raises(Impossible, match="not part of the course"):
        record(cast, {cast.enrolment.id: ModuleOutcome.PASSED}, module="none-such")
    with pytest.raises(Impossible, match="trainees of this cohort"):
        record(cast, {cast.outsider_enrolment.id: ModuleOutcome.PASSED})
    with pytest.raises(Impossible, match="still to come"):
        record(cast, {cast.enrolment.id: ModuleOutcome.PASSED}, decided_on=date(2026, 11, 23))


def test_somebody_slower_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    abena = cast.enrolment.id
    record(cast, {abena: ModuleOutcome.NOT_YET})
    # What the slower of two people reads, who both looked before either wrote.
    monkeypatch.setattr(
        "trainee_tracker.cohorts.modules.queries.standing_results",
        lambda *args: select(ModuleResult).where(false()),
    )
    with pytest.raises(Stale, match="Somebody else recorded this module"):
        record(cast, {abena: ModuleOutcome.PASSED}, "slower")


def test_a_cohort_without_trainees_says_whom_to_enrol(browser: Browser, cast: Cast) -> None:
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
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{empty.id}/modules/{MODULE}")
    assert "Nobody is enrolled yet" in page.text


def test_somebody_elses_cohort_and_modules_of_no_course_are_not_found(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.outsider_lead).get(url, 404)
    browser.post(url, {}, status=404)
    browser.sign_in(cast.training_lead).get(f"/cohorts/{cast.cohort.id}/modules/none-such", 404)
    with pytest.raises(NotAllowed):
        record_module_results(
            cast.cohort,
            MODULE,
            {cast.enrolment.id: ModuleOutcome.PASSED},
            decided_on=date(2026, 11, 1),
            actor=cast.outsider_lead,
            at=NOW,
            request_id=request_id("outsider"),
        )


def test_nobody_records_their_own_result(browser: Browser, cast: Cast, url: str) -> None:
    people.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    record(cast, {cast.enrolment.id: ModuleOutcome.NOT_YET})
    db.session.commit()
    browser.sign_in(cast.trainee)
    page = browser.submit(url, {f"outcome_{cast.enrolment.id}": "passed"}, status=403)
    assert "Somebody else has to record your own result." in page.text
    # What stands about oneself is sent again with the others' and changes nothing.
    browser.submit(url, {f"outcome_{cast.colleague_enrolment.id}": "passed"})
    assert [row[0] for row in results()] == [cast.enrolment.id, cast.colleague_enrolment.id]

"""Recording who has passed a module."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import false, select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.moving import moves
from trainee_tracker.cohorts import actions
from trainee_tracker.cohorts.models import ModuleResult
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.extensions import db
from trainee_tracker.people.roles import actions as roles
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
    reason: str = "",
) -> list[ModuleResult]:
    return record_module_results(
        cast.cohort,
        module,
        outcomes,
        decided_on=decided_on,
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(name),
        reason=reason,
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
    again = {"reason": "Handed in again."}
    passed = {f"outcome_{kofi}": "passed", f"decided_{kofi}": "2026-11-20"}
    browser.submit(url, again | passed)
    assert results()[2:] == [(kofi, 2, "passed", date(2026, 11, 20))]
    browser.submit(url, again | {f"decided_{abena}": "2026-10-31"})
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
    assert "You sent this form before, at 22 November 2026, 12:00, and it was saved" in again.text
    assert len(results()) == 1


def test_the_same_request_with_another_outcome_is_a_conflict(cast: Cast) -> None:
    first = record(cast, {cast.enrolment.id: ModuleOutcome.PASSED})
    assert record(cast, {cast.enrolment.id: ModuleOutcome.PASSED}) == first
    with pytest.raises(Conflict):
        record(cast, {cast.enrolment.id: ModuleOutcome.NOT_YET})


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Decided on, Abena Osei: Enter the day of the decision"),
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


def test_a_page_left_open_while_the_cohort_moved_says_that_the_module_is_gone(
    browser: Browser, cast: Cast
) -> None:
    gone = f"/cohorts/{cast.cohort.id}/modules/first-meetings"
    page = browser.sign_in(cast.training_lead).get(gone)
    title = page.h1
    moves.move(cast, moves.publish_newer(cast))
    answers = {f"outcome_{cast.enrolment.id}": "passed"}
    answer = browser.submit(page, answers, status=409)
    assert f"“{title}” is not part of the course: the cohort moved to another version of it on" in (
        answer.text
    )
    assert answer.document.xpath("//input[@value='passed'][@checked]")
    assert results() == []
    browser.get(gone, 404)


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
        "trainee_tracker.cohorts.modules.queries.results_in_force",
        lambda *args: select(ModuleResult).where(false()),
    )
    with pytest.raises(Stale, match="Somebody else recorded this module"):
        record(cast, {abena: ModuleOutcome.PASSED}, "slower", reason="Handed in again.")


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
    roles.grant_role(cast.trainee, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    record(cast, {cast.enrolment.id: ModuleOutcome.NOT_YET})
    db.session.commit()
    browser.sign_in(cast.trainee)
    own = {f"outcome_{cast.enrolment.id}": "passed", "reason": "I handed it in again."}
    page = browser.submit(url, own, status=403)
    assert "Somebody else has to record your own results. Ask Ruth Mensah." in page.text
    # What stands about oneself is sent again with the others' and changes nothing.
    browser.submit(url, {f"outcome_{cast.colleague_enrolment.id}": "passed"})
    assert [row[0] for row in results()] == [cast.enrolment.id, cast.colleague_enrolment.id]


def test_a_result_that_stands_changes_with_a_reason_only(
    browser: Browser, cast: Cast, url: str
) -> None:
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    record(cast, {abena: ModuleOutcome.PASSED})
    db.session.commit()
    browser.sign_in(cast.training_lead)
    changed = {f"outcome_{abena}": "not_yet", f"outcome_{kofi}": "passed"}
    page = browser.submit(url, changed, status=200)
    assert "Say why a recorded result changes" in page.text
    assert page.document.xpath("//*[@id='reason-error']")
    with pytest.raises(Impossible, match="One result of this module was recorded before"):
        record(cast, {abena: ModuleOutcome.NOT_YET}, "by hand", reason=" ")
    both = {abena: ModuleOutcome.NOT_YET, kofi: ModuleOutcome.PASSED}
    with pytest.raises(Impossible, match="looks like a phone number"):
        record(cast, both, "by hand", reason="Ring 07700 900123")
    with pytest.raises(Impossible, match="2,000 characters"):
        record(cast, both, "by hand", reason="x" * 2001)
    assert len(results()) == 1


def test_a_first_result_needs_no_reason(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).get(url)
    assert not page.document.xpath("//textarea[@name='reason']")
    browser.submit(page, {f"outcome_{cast.enrolment.id}": "passed"})
    assert len(results()) == 1


def test_every_change_of_a_result_is_listed_with_who_when_from_what_to_what_and_why(
    browser: Browser, cast: Cast, url: str
) -> None:
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    record(cast, {abena: ModuleOutcome.NOT_YET})
    db.session.commit()
    browser.sign_in(cast.training_lead)
    answers = {
        f"outcome_{abena}": "passed",
        f"decided_{abena}": "2026-11-20",
        f"outcome_{kofi}": "not_yet",
        f"decided_{kofi}": "2026-11-20",
        "reason": "The second essay was good.",
    }
    browser.submit(url, answers)
    page = browser.get(url)
    assert "Results changed Ruth Mensah · 22 November 2026" in page.text
    change = "Abena Osei: Not yet, 1 November 2026 → Passed, 20 November 2026"
    assert change in page.text
    assert "The second essay was good." in page.text
    # What was recorded for the first time beside it changed nothing, and quotes no reason.
    assert "Kofi Boateng: Not yet, 20 November 2026" in page.text
    assert page.text.count("The second essay was good.") == 1
    assert page.text.endswith("Abena Osei: Not yet, 1 November 2026")


def test_a_page_that_was_open_while_somebody_else_recorded_reverts_nothing(
    browser: Browser, cast: Cast, url: str
) -> None:
    abena, kofi = cast.enrolment.id, cast.colleague_enrolment.id
    record(cast, {abena: ModuleOutcome.NOT_YET})
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(url)
    record(cast, {abena: ModuleOutcome.PASSED}, "the other lead", reason="Handed in again.")
    db.session.commit()
    page = browser.submit(page, {f"outcome_{kofi}": "passed", "reason": "New."}, status=409)
    assert "Somebody recorded a result while your page was open" in page.text
    assert [row[2] for row in results()] == ["not_yet", "passed"]

"""Moving a cohort to another version of its course."""

from __future__ import annotations

import threading
from contextvars import Context
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.cohorts import builders as cohorts
from tests.hours import builders as hours
from tests.moving.moves import WHY, move, moves, publish, publish_newer
from tests.statements import counted
from trainee_tracker.accreditation.kinds import EvidenceCounted
from trainee_tracker.accreditation.unchecked_terms import EvidenceKind, Module
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.cohorts.models import Cohort, VersionMove
from trainee_tracker.cohorts.modules.actions import record_module_results
from trainee_tracker.cohorts.moves.queries import moves_of
from trainee_tracker.cohorts.results.actions import record_results
from trainee_tracker.cohorts.results.rules import Answer, ResultKind
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.moving import actions as moving
from trainee_tracker.moving import queries
from trainee_tracker.moving.queries import move_shown
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.queries import stored_faults, summary_from
from trainee_tracker.refusals import Conflict, Refused


@pytest.fixture
def newer(cast: Cast) -> CourseVersion:
    """Version 2 of the cohort's course."""
    return publish_newer(cast)


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which the cohort moves."""
    return f"/cohorts/{cast.cohort.id}/move"


def stored(enrolment_id: int) -> StoredStanding:
    row = db.session.get_one(StoredStanding, enrolment_id)
    db.session.refresh(row)
    return row


def pass_first_module(cast: Cast) -> None:
    record_module_results(
        cast.cohort,
        "first-meetings",
        {cast.enrolment.id: ModuleOutcome.PASSED},
        decided_on=date(2026, 11, 20),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("passed"),
    )
    db.session.commit()


def test_a_lead_reads_what_differs_gives_a_reason_and_moves_the_cohort(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    browser.sign_in(cast.training_lead)
    cohort_page = f"/cohorts/{cast.cohort.id}"
    assert browser.get(cohort_page).links["Move to another version"] == url
    page = browser.get(url)
    assert page.h1 == "Move to version 2?"
    assert "Practice hours: 100 h, was 60 h" in page.text
    assert "No longer asked for: Systemic supervision" in page.text
    assert "No longer a module: First meetings and working agreements" in page.text
    assert "Abena Osei" in page.text
    page = browser.submit(page, {"reason": WHY}, follow=True)
    assert "The cohort follows version 2 now" in page.text
    assert "Moved from version 1 to version 2" in page.text
    assert "Ruth Mensah" in page.text
    assert WHY in page.text
    assert db.session.get_one(Cohort, cast.cohort.id).course_version_id == newer.id
    row = db.session.scalars(select(VersionMove)).one()
    assert (row.from_version_id, row.to_version_id, row.reason) == (
        terms_version(cast, 1),
        newer.id,
        WHY,
    )
    assert row.recorded_by_id == cast.training_lead.id


def terms_version(cast: Cast, number: int) -> int:
    return db.session.scalars(
        select(CourseVersion.id).where(
            CourseVersion.course_id == cast.cohort.version.course_id,
            CourseVersion.number == number,
        )
    ).one()


def test_every_standing_is_judged_again_in_the_same_transaction(
    cast: Cast, newer: CourseVersion
) -> None:
    keys = {each.key for each in summary_from(stored(cast.enrolment.id)).standing.requirements}
    assert "supervision-hours" in keys
    move(cast, newer)
    db.session.commit()
    for enrolment in (cast.enrolment, cast.colleague_enrolment):
        standing = summary_from(stored(enrolment.id)).standing
        needs = {each.key: each.need for each in standing.requirements}
        assert "supervision-hours" not in needs
        assert needs["practice-hours"] == 6000
    assert stored_faults() == []


def test_a_move_that_is_not_committed_leaves_cohort_and_standings_as_they_were(
    cast: Cast, newer: CourseVersion
) -> None:
    before = stored(cast.enrolment.id).standing
    move(cast, newer)
    db.session.rollback()
    assert cast.cohort.version.number == 1
    assert stored(cast.enrolment.id).standing == before
    assert moves() == 0


def test_what_the_new_version_does_not_know_is_told_with_counts_and_does_not_stand_in_the_way(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    cohorts.plan(cast)
    pass_first_module(cast)
    hours.logged(cast, activity="study", minutes=90, role=None, format=None, site_id=None)
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Independent study: 1 session of 1 h 30 min in the log stays there" in page.text
    title = "First meetings and working agreements"
    assert f"{title}: 1 trainee has passed this module" in page.text
    assert f"{title}: 2 classes of the timetable teach this module" in page.text
    browser.submit(page, {"reason": WHY})
    # Every page about what is no longer asked for still opens.
    browser.get(f"/cohorts/{cast.cohort.id}")
    browser.get(f"/cohorts/{cast.cohort.id}/standing")
    browser.get(f"/cohorts/{cast.cohort.id}/teaching")
    standing = browser.get(f"/progress/{cast.enrolment.id}")
    assert "study" in standing.text.lower()
    browser.sign_in(cast.trainee)
    browser.get("/hours")
    browser.get("/")


def test_evidence_and_competences_that_the_new_version_does_not_know_are_told(
    browser: Browser, cast: Cast, url: str
) -> None:
    before = terms_of(cast.cohort.version)
    logs = replace(
        before,
        evidence=(EvidenceKind("logs", "Reflective logs"),),
        requirements=(*before.requirements, EvidenceCounted("logs", "Reflective logs", "logs", 4)),
    )
    move(cast, publish(cast, logs))
    record_results(
        cast.enrolment,
        {(ResultKind.EVIDENCE, "logs"): Answer(2)},
        decided_on=date(2026, 11, 20),
        note="Read by Ruth",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("logs"),
    )
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"{url}?to=1")
    assert "Reflective logs: recorded for 1 trainee. It stays" in page.text
    assert queries.unknown_results(cast.cohort, before, logs) == []
    # Two versions later nobody knows its title any more.
    (unknown,) = queries.unknown_results(cast.cohort, before, before)
    assert (unknown.title, unknown.trainees) == ("logs", 1)


def test_a_cohort_may_go_back_and_the_history_keeps_both_moves(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    move(cast, newer)
    browser.sign_in(cast.training_lead)
    page = browser.submit(f"{url}?to=1", {"reason": "Published too early."}, follow=True)
    assert "Moved from version 2 to version 1" in page.text
    assert "Moved from version 1 to version 2" in page.text
    assert [each.to_number for each in moves_of(cast.cohort.id)] == [1, 2]


def test_any_version_can_be_looked_at_first(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    terms = terms_of(newer)
    publish(cast, replace(terms, modules=(*terms.modules, Module("ethics", "Ethics"))))
    browser.sign_in(cast.training_lead)
    newest = browser.get(url)
    assert newest.h1 == "Move to version 3?"
    assert "New module: Ethics" in newest.text
    assert newest.links["Version 2"] == f"{url}?to=2"
    assert "Ethics" not in browser.get(f"{url}?to=2").text
    assert "follows this version already" in browser.get(f"{url}?to=1").text
    browser.get(f"{url}?to=9", 404)


def test_a_double_click_moves_once(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"{url}?to=2")
    browser.submit(page, {"reason": WHY})
    browser.submit(page, {"reason": WHY})
    assert moves() == 1
    assert (
        move(cast, terms_other(cast), name="back").id
        == move(cast, terms_other(cast), name="back").id
    )
    with pytest.raises(Conflict):
        move(cast, terms_other(cast), name="back", reason="Another")


def terms_other(cast: Cast) -> CourseVersion:
    return db.session.get_one(CourseVersion, terms_version(cast, 1))


def test_a_page_that_shows_what_is_no_longer_so_moves_nothing(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    page = browser.sign_in(cast.training_lead).get(url)
    hours.logged(cast, activity="study", minutes=30, role=None, format=None, site_id=None)
    page = browser.submit(page, {"reason": WHY}, status=409)
    assert "Something in this cohort changed while your page was open" in page.text
    assert WHY in page.response.text
    assert "Independent study: 1 session of 30 min" in page.text
    assert moves() == 0
    browser.submit(page, {"reason": WHY})
    assert moves() == 1


def test_the_version_it_follows_already_is_refused_in_a_sentence(
    browser: Browser, cast: Cast, newer: CourseVersion, url: str
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"{url}?to=2")
    move(cast, newer, name="the other lead")
    page = browser.submit(page, {"reason": WHY}, status=409)
    assert "This cohort follows that version already." in page.text
    assert moves() == 1


def test_of_two_leads_at_once_one_moves_and_one_is_told(
    app: Flask, cast: Cast, newer: CourseVersion
) -> None:
    cohort_id, version_id, lead_id = cast.cohort.id, newer.id, cast.training_lead.id
    digest = move_shown(cast.cohort, newer, NOW).digest
    db.session.commit()
    gate = threading.Barrier(2)
    came: list[str] = []

    def act(name: str) -> None:
        with app.app_context():
            gate.wait()
            try:
                moving.move_cohort(
                    db.session.get_one(Cohort, cohort_id),
                    db.session.get_one(CourseVersion, version_id),
                    reason=name,
                    actor=db.session.get_one(Person, lead_id),
                    at=NOW,
                    request_id=request_id(name),
                    digest_seen=digest,
                )
                db.session.commit()
                came.append("moved")
            except Refused:
                db.session.rollback()
                came.append("told")
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=Context().run, args=(act, name)) for name in ("one", "other")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["moved", "told"]
    assert moves() == 1


def test_what_both_versions_make_of_the_ledgers_is_read_once(
    cast: Cast, newer: CourseVersion
) -> None:
    with counted() as statements:
        move_shown(cast.cohort, newer, NOW)
    assert sum("hours_entries" in each for each in statements) == 1


def test_with_one_version_there_is_nowhere_to_go(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.training_lead).get(url)
    assert "There is no other version Publish another version of the course first." in page.text
    assert "Move to another version" not in browser.get(f"/cohorts/{cast.cohort.id}").links
    browser.post(url, {"reason": WHY}, status=200)
    assert moves() == 0


def test_who_cannot_publish_another_version_is_told_who_can(
    browser: Browser, cast: Cast, url: str
) -> None:
    roles.grant_role(cast.supervisor, Role.TRAINING_LEAD, cast.trust, actor=None, at=NOW)
    page = browser.sign_in(cast.supervisor).get(url)
    assert (
        "This course belongs to Grace Network. Only a training lead there publishes another"
        " version: ask Ruth Mensah."
    ) in page.text
    assert "Publish another version" not in page.text


def test_certificates_issued_before_stay_as_they_were(cast: Cast, newer: CourseVersion) -> None:
    made = certificates.issue_progress(
        cast.enrolment,
        address=CheckAddress("https://tracker.example"),
        actor=cast.trainee,
        at=NOW,
        request_id=request_id("before"),
    )
    db.session.commit()
    before = (made.facts, made.sha256, made.pdf)
    move(cast, newer)
    db.session.commit()
    db.session.refresh(made)
    assert (made.facts, made.sha256, made.pdf) == before


def test_whoever_a_move_leaves_alone_is_counted_and_not_listed(
    browser: Browser, cast: Cast, url: str
) -> None:
    terms = terms_of(cast.cohort.version)
    fewer = tuple(each for each in terms.activities if each.key != "study")
    publish(cast, replace(terms, activities=fewer))
    page = browser.sign_in(cast.training_lead).get(url)
    assert "No change for any of 2 trainees." in page.text
    assert "Abena Osei" not in page.text

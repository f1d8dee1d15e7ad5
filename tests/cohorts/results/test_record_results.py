"""Recording evidence, competence, prior learning and attendance of one trainee."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from tests.asking import asking_enrolment, with_requirements
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.cohorts.results.recording import (
    DAY,
    OVERALL,
    STUDIES,
    TAUGHT,
    WARMTH,
    record,
    recorded,
    url_of,
)
from tests.meanwhile import meanwhile
from trainee_tracker.accreditation.kinds import EvidenceCounted, MinimumMinutes
from trainee_tracker.accreditation.vocabulary import LEVELS, LEVELS_ALONE
from trainee_tracker.append_only import hold
from trainee_tracker.cohorts.models import Cohort, Enrolment
from trainee_tracker.cohorts.results import actions as results_actions
from trainee_tracker.cohorts.results.forms import KIND_WORDS
from trainee_tracker.cohorts.results.models import CourseResult
from trainee_tracker.cohorts.results.rules import Answer, ResultAct, ResultKind, Subject
from trainee_tracker.courses.models import CourseVersion
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.moving import actions as moving
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed, Refused, Stale


def test_everything_that_the_course_asks_is_recorded_and_shown(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/cohorts/{kofi.cohort_id}")
    page = browser.get(page.links["Record results of Kofi Boateng"])
    assert page.h1 == "Results of Kofi Boateng"
    answers = {
        "evidence_case_study": "1",
        "competence_warmth": "2",
        "harm_competence_warmth": "y",
        "prior_learning_taught": "120",
        "attendance_": "95",
        "attendance_second": "88",
        "decided_on": "20 November 2026",
        "note": "Certificate of a listening course, seen by Ruth",
    }
    page = browser.submit(page, answers, follow=True)
    assert "5 results of Kofi Boateng are recorded." in page.text
    assert sorted(recorded()) == [
        ("attendance", "", 1, 95),
        ("attendance", "second", 1, 88),
        ("competence", "warmth", 1, 2),
        ("evidence", "case-study", 1, 1),
        ("prior-learning", "taught", 1, 120),
    ]
    assert "Competence seen · Warmth and trust: 2, partly shown Ruth Mensah" in page.text
    assert "Harmful behaviour was seen" in page.text
    assert "Prior learning accepted · Taught hours: 2 h" in page.text
    assert "Certificate of a listening course, seen by Ruth" in page.text
    assert "Last: 1 piece, 20 November 2026." in page.text


def test_a_figure_sent_again_is_no_new_result_and_a_changed_one_takes_its_place(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    record(cast, kofi, {STUDIES: Answer(1), OVERALL: Answer(0)})
    browser.sign_in(cast.training_lead)
    page = browser.submit(url_of(kofi), follow=True)
    assert "Nothing was new, so nothing was recorded." in page.text
    assert len(recorded()) == 2
    another = {"evidence_case_study": "2", "note": "A second one, read by Ruth"}
    page = browser.submit(url_of(kofi), another, follow=True)
    assert recorded()[2:] == [("evidence", "case-study", 2, 2)]
    assert page.text.count("Replaced by a later one") == 1


def test_a_competence_is_rated_afresh_each_time(cast: Cast, kofi: Enrolment) -> None:
    record(cast, kofi, {WARMTH: Answer(1)}, "one", decided_on=date(2026, 11, 1))
    record(cast, kofi, {WARMTH: Answer(1)}, "again", decided_on=date(2026, 11, 1))
    record(cast, kofi, {WARMTH: Answer(1)}, "another day")
    record(cast, kofi, {WARMTH: Answer(1, is_harmful=True)}, "seen again")
    assert [row[2] for row in recorded()] == [1, 2, 3]


def test_the_database_refuses_an_act_of_another_kind(cast: Cast, kofi: Enrolment) -> None:
    (row,) = record(cast, kofi, {STUDIES: Answer(1)})
    for act in (ResultAct.CORRECTED, ResultAct.WITHDRAWN):
        same = {each.key: getattr(row, each.key) for each in CourseResult.__table__.columns}
        same |= {"id": None, "sequence": 2, "request_id": request_id(act), "act": act}
        with pytest.raises(IntegrityError):
            db.session.execute(insert(CourseResult).values(**same))
        db.session.rollback()


def test_a_double_click_records_once_and_other_answers_are_a_conflict(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(kofi))
    seen = {"note": "Seen by Ruth"}
    browser.submit(page, seen | {"evidence_case_study": "1"})
    browser.submit(page, seen | {"evidence_case_study": "1"})
    assert len(recorded()) == 1
    page = browser.submit(page, seen | {"evidence_case_study": "2"}, status=409)
    assert "You sent this form before, at 22 November 2026, 12:00, and it was saved" in page.text
    record(cast, kofi, {STUDIES: Answer(3)}, "by name")
    with pytest.raises(Conflict):
        record(cast, kofi, {STUDIES: Answer(4)}, "by name")


def test_a_page_that_shows_too_little_is_shown_again(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    page = browser.sign_in(cast.training_lead).get(url_of(kofi))
    record(cast, kofi, {STUDIES: Answer(2)})
    page = browser.submit(page, {"evidence_case_study": "1"}, status=409)
    assert "Somebody recorded a result while your page was open" in page.text
    assert recorded() == [("evidence", "case-study", 1, 2)]


def test_somebody_slower_is_told(
    cast: Cast, kofi: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(cast, kofi, {STUDIES: Answer(1)})
    # What the slower of two people reads, who both looked before either wrote.
    monkeypatch.setattr(results_actions, "_last_sequences", lambda _id: {})
    with pytest.raises(Stale, match="Somebody else recorded a result"):
        record(cast, kofi, {STUDIES: Answer(2)}, "slower")


def test_a_result_that_comes_while_a_request_waits_for_its_turn_is_not_written_over(
    app: Flask, cast: Cast, kofi: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    kofi_id, lead_id = kofi.id, cast.training_lead.id

    def another_lead() -> None:
        lead = db.session.get_one(Person, lead_id)
        results_actions.record_results(
            db.session.get_one(Enrolment, kofi_id),
            {STUDIES: Answer(4)},
            decided_on=DAY,
            note="Seen by the other lead",
            actor=lead,
            at=NOW,
            request_id=request_id("the other lead"),
        )

    def let_another_lead_go_first(name: str) -> None:
        monkeypatch.undo()
        meanwhile(app, another_lead)
        hold(name)

    monkeypatch.setattr(results_actions, "hold", let_another_lead_go_first)
    with pytest.raises(Stale, match="while your page was open"):
        record(cast, kofi, {STUDIES: Answer(1)}, "slower", last_seen=0)
    assert recorded() == [("evidence", "case-study", 1, 4)]


def test_a_cohort_that_moves_while_a_request_waits_is_asked_by_its_new_version(
    app: Flask, cast: Cast, kofi: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = kofi.cohort.version.course
    revise_draft(
        course, with_requirements("hours", MinimumMinutes), actor=cast.training_lead, at=NOW
    )
    newer = publish_version(course, actor=cast.training_lead, at=NOW)
    db.session.commit()
    ids = (kofi.cohort_id, newer.id, cast.training_lead.id)

    def another_lead() -> None:
        moving.move_cohort(
            db.session.get_one(Cohort, ids[0]),
            db.session.get_one(CourseVersion, ids[1]),
            reason="The body changed its rules",
            actor=db.session.get_one(Person, ids[2]),
            at=NOW,
            request_id=request_id("move"),
        )

    def move_it_first(name: str) -> None:
        monkeypatch.undo()
        meanwhile(app, another_lead)
        hold(name)

    monkeypatch.setattr(results_actions, "hold", move_it_first)
    with pytest.raises(
        Impossible, match="does not ask for “Case study”: the cohort moved to another version"
    ):
        record(cast, kofi, {STUDIES: Answer(1)})


def test_a_note_that_could_point_to_a_client_is_refused(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    browser.sign_in(cast.training_lead)
    answers = {"evidence_case_study": "1", "note": "Ring 07700 900123 about it"}
    page = browser.submit(url_of(kofi), answers, status=200)
    assert "“07700 900123” looks like a phone number. Leave it out" in page.text
    assert "Ring 07700 900123 about it" in page.response.text
    with pytest.raises(Impossible, match="a date of birth"):
        record(cast, kofi, {STUDIES: Answer(1)}, note="Study of the son, 12/05/2014")
    assert recorded() == []
    # The certificate of prior learning bears a date of its own.
    record(cast, kofi, {TAUGHT: Answer(60)}, note="Certificate of 12 May 2014, seen by Ruth")
    assert len(recorded()) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"decided_on": "23 November 2026"}, "22 November 2026 or an earlier date"),
        ({"decided_on": ""}, "Enter the day of the decision"),
        ({"evidence_case_study": "some"}, "Enter a whole number, for example 12"),
        ({"evidence_case_study": "501"}, "Enter a number from 0 to 500"),
        ({"attendance_": "101"}, "Enter a number from 0 to 100"),
        ({"competence_warmth": "5"}, "Choose one of the answers shown"),
        ({"harm_competence_warmth": "y"}, "Choose the level that was seen too"),
        ({"prior_learning_taught": "700000"}, "Enter from 0 to 600,000 minutes"),
        ({"last_seen": "x"}, "did not arrive whole"),
    ],
)
def test_bad_input_is_explained_and_nothing_is_recorded(
    browser: Browser, cast: Cast, kofi: Enrolment, fields: dict[str, str], sentence: str
) -> None:
    answers = {"evidence_case_study": "1", "note": "Seen by Ruth"} | fields
    page = browser.sign_in(cast.training_lead).submit(url_of(kofi), answers, status=200)
    assert sentence in page.text
    assert "Seen by Ruth" in page.document.xpath("string(//textarea)")
    assert recorded() == []


def test_prior_learning_says_what_was_seen(browser: Browser, cast: Cast, kofi: Enrolment) -> None:
    answers = {"prior_learning_taught": "120"}
    page = browser.sign_in(cast.training_lead).submit(url_of(kofi), answers, status=200)
    assert "Say which evidence of the prior learning was seen" in page.text
    assert recorded() == []


@pytest.mark.parametrize(
    ("answers", "note", "sentence"),
    [
        ({(ResultKind.EVIDENCE, "poem"): Answer(1)}, "", "does not ask"),
        ({(ResultKind.PRIOR_LEARNING, "practice"): Answer(60)}, "seen", "does not ask"),
        ({STUDIES: Answer(501)}, "", "from 0 to 500, not 501"),
        ({WARMTH: Answer(0)}, "", "from 1 to 4"),
        ({STUDIES: Answer(1, is_harmful=True)}, "", "in a competence"),
        ({STUDIES: Answer(1)}, "x" * 1001, "under 1,000"),
        ({STUDIES: Answer(1, act=ResultAct.CORRECTED)}, "A slip", "Only the rating"),
        ({WARMTH: Answer(3, act=ResultAct.CORRECTED)}, "A slip", "nothing to correct"),
        ({TAUGHT: Answer(0, act=ResultAct.WITHDRAWN)}, "A slip", "Only attendance"),
        ({OVERALL: Answer(50, act=ResultAct.WITHDRAWN)}, "A slip", "Only attendance"),
    ],
)
def test_what_cannot_be_is_refused(
    cast: Cast, kofi: Enrolment, answers: dict[Subject, Answer], note: str, sentence: str
) -> None:
    with pytest.raises(Impossible, match=sentence):
        record(cast, kofi, answers, note=note)
    with pytest.raises(Impossible, match="still to come"):
        record(cast, kofi, {STUDIES: Answer(1)}, decided_on=date(2026, 11, 23))


def test_nobody_records_for_themselves_or_for_another_network(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    roles.grant_role(cast.colleague, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    db.session.commit()
    page = browser.sign_in(cast.colleague).get(url_of(kofi))
    assert "Somebody else has to record your own results. Ask" in page.text
    assert not page.document.xpath("//main//form")
    browser.post(
        url_of(kofi),
        {
            "evidence_case_study": "2",
            "decided_on": "2026-11-20",
            "note": "I saw them myself",
            "last_seen": "0",
            "request_id": request_id("own"),
        },
        status=403,
    )
    refused: type[Refused] = NotAllowed
    with pytest.raises(refused, match="Somebody else"):
        record(cast, kofi, {STUDIES: Answer(1)}, actor=cast.colleague)
    with pytest.raises(refused, match="training lead"):
        record(cast, kofi, {STUDIES: Answer(1)}, actor=cast.outsider_lead)
    assert recorded() == []


def test_a_trainee_of_another_cohort_is_not_found(
    browser: Browser, cast: Cast, kofi: Enrolment
) -> None:
    browser.sign_in(cast.training_lead)
    browser.get(f"/cohorts/{kofi.cohort_id}/trainees/{cast.enrolment.id}/results", 404)


def test_only_what_the_course_asks_for_is_asked(browser: Browser, cast: Cast) -> None:
    studies = asking_enrolment(cast, with_requirements("studies", EvidenceCounted))
    page = browser.sign_in(cast.training_lead).get(url_of(studies))
    asked = page.document.xpath("//fieldset[contains(@class, 'asked')]/legend/text()")
    assert asked == ["Evidence accepted"]
    hours = asking_enrolment(cast, with_requirements("only-hours", MinimumMinutes))
    page = browser.get(url_of(hours))
    assert "Nothing is recorded here" in page.text
    assert "Record results" not in browser.get(f"/cohorts/{hours.cohort_id}").text


def test_every_kind_and_level_has_its_words() -> None:
    assert set(KIND_WORDS) == set(ResultKind)
    assert {level: str(words) for level, words in LEVELS_ALONE.items()} == {
        level: f"{level}, {words}" for level, words in LEVELS.items()
    }

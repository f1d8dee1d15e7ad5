"""Results beside modules bear on standings, at once and in the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from tests.asking import ASKING, asking_enrolment
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.statements import counted
from trainee_tracker.accreditation.kinds import MinimumMinutes, SupervisionCadence
from trainee_tracker.accreditation.ledger import (
    AttendanceFigure,
    Clearance,
    CompetenceRating,
    EvidenceAccepted,
    LedgerLine,
    Outcome,
    Who,
)
from trainee_tracker.accreditation.limits import NotOlderThan
from trainee_tracker.clock import today
from trainee_tracker.cohorts.models import Enrolment, VersionMove
from trainee_tracker.cohorts.registers.actions import take_register
from trainee_tracker.cohorts.registers.queries import register_lines
from trainee_tracker.cohorts.results.actions import record_results
from trainee_tracker.cohorts.results.rules import Answer, ResultAct, ResultKind, Subject
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.progress import queries
from trainee_tracker.progress.gathering import Gathered, judgements
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.rules import holds_until

ALL: dict[Subject, Answer] = {
    (ResultKind.EVIDENCE, "case-study"): Answer(2),
    (ResultKind.COMPETENCE, "warmth"): Answer(4),
    (ResultKind.COMPETENCE, "asking-about-harm"): Answer(3),
    (ResultKind.PRIOR_LEARNING, "taught"): Answer(400),
    (ResultKind.ATTENDANCE, ""): Answer(95),
}
AS_OF = date(2026, 11, 22)


def record(
    cast: Cast, enrolment: Enrolment, answers: dict[Subject, Answer], name: str = "results"
) -> None:
    record_results(
        enrolment,
        answers,
        decided_on=date(2026, 11, 20),
        note="Seen by Ruth",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(name),
    )
    db.session.commit()


def have(enrolment: Enrolment) -> dict[str, int]:
    """Return what the stored standing says of each requirement."""
    stored = queries.summary_from(db.session.get_one(StoredStanding, enrolment.id))
    return {each.key: each.have for each in stored.standing.requirements}


def test_what_is_recorded_counts_in_the_stored_standing_at_once(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    nothing = have(kofi)
    record(cast, kofi, ALL)
    found = have(kofi)
    changed = {key: found[key] for key in found if found[key] != nothing[key]}
    # 400 minutes of prior learning were accepted, and the course takes 300.
    assert changed == {"attendance": 95, "studies": 2, "competence": 2, "teaching": 300}
    assert queries.stored_faults() == []


def test_harm_seen_stays_when_another_rating_of_the_day_is_higher(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    record(cast, kofi, ALL)
    warmth = (ResultKind.COMPETENCE, "warmth")
    record(cast, kofi, {warmth: Answer(2, is_harmful=True)}, "harm")
    record(cast, kofi, {warmth: Answer(3)}, "another assessor")
    assert have(kofi)["competence"] == 1
    record(cast, kofi, {warmth: Answer(4, act=ResultAct.CORRECTED)}, "a slip")
    assert have(kofi)["competence"] == 2
    assert queries.stored_faults() == []


def test_the_registers_count_again_when_reported_attendance_is_taken_back(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    before = have(kofi)["attendance"]
    record(cast, kofi, ALL)
    assert have(kofi)["attendance"] == 95
    back = Answer(0, act=ResultAct.WITHDRAWN)
    record(cast, kofi, {(ResultKind.ATTENDANCE, ""): back}, "taken back")
    assert have(kofi)["attendance"] == before
    assert queries.stored_faults() == []


def test_a_pooled_standing_holds_no_longer_than_the_hours_of_everybody() -> None:
    old = NotOlderThan("old", "Not older", 1)
    alone = MinimumMinutes("hours", "Hours", "practice", 60)
    lines: dict[Who, list[LedgerLine]] = {
        1: [LedgerLine("1", "1", 1, date(2026, 11, 20), "practice", 60)],
        2: [LedgerLine("2", "2", 2, date(2026, 10, 30), "practice", 60)],
    }
    check = Clearance(2, "dbs", date(2026, 1, 1), date(2026, 11, 25))
    rating = CompetenceRating(2, "warmth", 3, date(2026, 11, 24))

    def until(
        requirement: MinimumMinutes,
        clearances: dict[Who, list[Clearance]],
        outcomes: dict[Who, list[Outcome]],
    ) -> date | None:
        course = replace(ASKING, requirements=(requirement,), limits=(old,))
        gathered = Gathered(lines, defaultdict(list, clearances), defaultdict(list, outcomes))
        return judgements(gathered, [1], course, [1, 2], AS_OF)[1].summary.holds_until

    pooled = replace(alone, pooled="person")
    assert until(alone, {2: [check]}, {2: [rating]}) == date(2026, 12, 20)
    assert until(pooled, {}, {}) == date(2026, 11, 30)
    assert until(pooled, {2: [check]}, {}) == date(2026, 11, 25)
    assert until(pooled, {2: [check]}, {2: [rating]}) == date(2026, 11, 23)


def test_harm_seen_later_takes_a_competence_back(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    record(cast, kofi, ALL)
    record(cast, kofi, {(ResultKind.COMPETENCE, "warmth"): Answer(4, True)}, "harm")
    assert have(kofi)["competence"] == 1


def test_prior_learning_is_a_line_that_says_so(browser: Browser, cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    record(cast, kofi, ALL)
    page = browser.sign_in(cast.colleague).get(f"/progress/{kofi.id}")
    assert "Taught hours · prior learning" in page.text


def test_results_of_many_take_one_statement(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    found = []
    for enrolments in ([cast.enrolment.id], [cast.enrolment.id, kofi.id]):
        with counted() as statements:
            queries.judge_enrolments(enrolments, today())
        found.append(len(statements))
        record(cast, kofi, ALL)
    assert found[0] == found[1]
    assert sum("course_results" in each for each in statements) == 1


def test_a_class_of_a_module_bears_its_name(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    (held,) = plan_teaching(
        kofi.cohort,
        first_on=date(2026, 11, 9),
        weeks=1,
        starts_at="18:30",
        minutes=100,
        site=None,
        modules=["second"],
        actor=cast.training_lead,
        at=NOW,
    )
    take_register(
        held,
        {kofi.id: (Mark.LATE, 50)},
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("register"),
    )
    db.session.commit()
    assert [each.module for each in register_lines([kofi.id])] == ["second"]
    record(cast, kofi, {(ResultKind.ATTENDANCE, "first"): Answer(90)})
    assert have(kofi)["by-module"] == 50


def test_a_cohort_that_moves_to_another_version_is_judged_by_it(cast: Cast) -> None:
    kofi = asking_enrolment(cast)
    course = kofi.cohort.version.course
    easier = replace(ASKING, requirements=(MinimumMinutes("other", "Other", "practice", 60),))
    revise_draft(course, easier, actor=cast.training_lead, at=NOW)
    newer = publish_version(course, actor=cast.training_lead, at=NOW)
    db.session.commit()
    assert "other" not in have(kofi)
    db.session.add(
        VersionMove(
            cohort_id=kofi.cohort_id,
            sequence=1,
            stream_id=kofi.stream_id,
            from_version_id=kofi.cohort.course_version_id,
            to_version_id=newer.id,
            reason="The body changed its rules",
            recorded_at=NOW,
            recorded_by_id=cast.training_lead.id,
            request_id=request_id("move"),
            request_digest="0" * 64,
        )
    )
    db.session.commit()
    assert set(have(kofi)) == {"other"}
    assert queries.stored_faults() == []


def test_a_standing_holds_until_the_next_dated_result() -> None:
    evidence = EvidenceAccepted("1", "case-study", 1, date(2026, 12, 24))
    rating = CompetenceRating("1", "warmth", 3, date(2026, 12, 31))
    undated: list[Outcome] = [EvidenceAccepted("1", "case-study", 1), AttendanceFigure("1", 90)]
    assert holds_until(ASKING, AS_OF, [], [], [rating, evidence]) == date(2026, 12, 23)
    assert holds_until(ASKING, AS_OF, [], [], [rating]) == date(2026, 12, 30)
    assert holds_until(ASKING, AS_OF, [], [], undated) is None
    past = EvidenceAccepted("1", "case-study", 1, AS_OF)
    assert holds_until(ASKING, AS_OF, [], [], [past]) is None


def test_a_standing_holds_until_something_grows_too_old() -> None:
    course = replace(ASKING, limits=(NotOlderThan("old", "Not older", 1),))

    def until(*days: date) -> date | None:
        lines = [LedgerLine(str(day), "s", "1", day, "practice", 60) for day in days]
        return holds_until(course, AS_OF, lines, [], [])

    assert until(date(2026, 10, 22)) == date(2026, 11, 22)
    assert until(date(2026, 10, 21)) is None
    assert until(date(2026, 11, 5), date(2026, 10, 30)) == date(2026, 11, 30)
    # A month before any of the last days of March is the last day of February.
    february = [LedgerLine("1", "s", "1", date(2027, 2, 28), "practice", 60)]
    assert holds_until(course, date(2027, 3, 1), february, [], []) == date(2027, 3, 31)
    assert until(date.max) == date(9999, 12, 30)


def test_a_standing_holds_until_supervision_would_come_too_late() -> None:
    cadence = SupervisionCadence("c", "Cadence", "practice", "supervision", 14)
    course = replace(ASKING, requirements=(*ASKING.requirements, cadence))
    held = [
        LedgerLine("1", "1", "1", AS_OF - timedelta(days=ago), "practice", 60) for ago in (15, 3)
    ]
    assert holds_until(course, AS_OF, held, [], []) == AS_OF + timedelta(days=11)
    assert holds_until(course, AS_OF, held[:1], [], []) is None
    assert holds_until(ASKING, AS_OF, held, [], []) is None

"""What a move would change: which versions there are, for whom, and what would be unknown after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.achievements import pass_modules
from tests.cast import BEGAN, NOW, Cast, request_id
from tests.certificates.leads import second_lead
from tests.cohorts.builders import FIRST_CLASS, plan
from tests.done_once import done_once
from tests.governance.builders import lead_elsewhere
from tests.hours import builders as hours
from tests.moving.agreeing import ask
from tests.moving.moves import move, publish
from trainee_tracker.accreditation.kinds import (
    AttendancePercent,
    EvidenceCounted,
    ObservedCompetence,
)
from trainee_tracker.accreditation.ledger import LedgerLine
from trainee_tracker.accreditation.standing import JudgedLine
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Competence, EvidenceKind
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.cohorts.results.actions import record_results
from trainee_tracker.cohorts.results.rules import Answer, ResultKind
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.hours.actions import withdraw_hours
from trainee_tracker.messages import Message, say
from trainee_tracker.moving import queries
from trainee_tracker.moving.agreements import queries as agreements
from trainee_tracker.moving.queries import LinesMoved, TraineeMoved
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.progress.comparison.rules import LineChange


@done_once
def publish_two_more(cast: Cast) -> None:
    """Publish versions 2 and 3 of the course of Grace's cohort, which follows version 1."""
    terms = terms_of(cast.cohort.version)
    for weeks in (12, 13):
        publish(cast, replace(terms, weeks=weeks))


def chosen(cast: Cast, number: int | None) -> tuple[int, list[int]]:
    """Return the number of the version that is looked at, and of those beside it."""
    choice = queries.versions_for(cast.cohort, number)
    assert choice is not None
    assert choice.is_followed is (choice.version.id == cast.cohort.course_version_id)
    return choice.version.number, [each.number for each in choice.others]


def test_without_a_number_the_newest_version_but_the_one_it_follows_is_looked_at(
    cast: Cast,
) -> None:
    only = queries.versions_for(cast.other_cohort, None)
    assert only is not None
    assert (only.is_only, only.is_followed, only.others) == (True, True, [])
    publish_two_more(cast)
    assert chosen(cast, None) == (3, [2])
    assert chosen(cast, 2) == (2, [3])
    assert chosen(cast, 1) == (1, [3, 2])
    assert queries.versions_for(cast.cohort, 4) is None
    move(cast, cast.cohort.version.course.versions[2])
    db.session.commit()
    assert chosen(cast, None) == (2, [1])
    beside = queries.versions_for(cast.cohort, None)
    assert beside is not None
    assert not beside.is_only
    assert queries.versions_for(cast.other_cohort, 3) is None, "of another course"


def test_a_cohort_s_own_moves_are_counted(cast: Cast) -> None:
    publish_two_more(cast)
    assert queries.last_move_number(cast.cohort.id) == 0
    for number, name in ((2, "on"), (3, "further")):
        move(cast, cast.cohort.version.course.versions[number - 1], name=name)
        db.session.commit()
        assert queries.last_move_number(cast.cohort.id) == number - 1
    assert queries.last_move_number(cast.other_cohort.id) == 0


def test_whom_to_ask_for_a_version_leads_there_now_and_is_seen_in_the_cohort(cast: Cast) -> None:
    """Esther leads training at both networks, and opened Hope's second cohort on Grace's course."""
    esther = second_lead(cast, cast.network, cast.other_network)
    cohort = cohorts.open_cohort(
        cast.cohort.version,
        cast.other_network,
        cast.trust,
        name="Hope on Grace's course",
        starts_on=cast.cohort.starts_on,
        ends_on=cast.cohort.ends_on,
        sites=[],
        actor=esther,
        at=BEGAN,
        request_id=request_id("hope on grace"),
    )
    db.session.commit()
    told = str(queries.why_no_other_version(cohort, cast.outsider_lead))
    assert told.endswith("publishes another version: ask Esther Boyd.")
    assert "Publish another version" in str(queries.why_no_other_version(cohort, esther))
    [grant] = [each for each in esther.grants if each.organisation_id == cast.network.id]
    roles.grant_role(esther, Role.GOVERNANCE_LEAD, cast.network, actor=None, at=NOW)
    roles.end_role(grant, actor=cast.administrator, at=NOW)
    db.session.commit()
    told = str(queries.why_no_other_version(cohort, cast.outsider_lead))
    assert told.endswith("Only a training lead there publishes another version.")


def without(terms: Terms, *, activity: str = "", modules: tuple[str, ...] = ()) -> Terms:
    """Return terms without an activity that nothing asks for, and without some modules."""
    return replace(
        terms,
        activities=tuple(each for each in terms.activities if each.key != activity),
        modules=tuple(each for each in terms.modules if each.key not in modules),
    )


def test_only_what_stands_in_an_unknown_activity_of_the_log_is_told(cast: Cast) -> None:
    version = publish(cast, without(terms_of(cast.cohort.version), activity="study"))
    study: dict[str, Any] = {
        "activity": "study",
        "role": None,
        "format": None,
        "site_id": None,
    }
    for minutes in (30, 45):
        hours.logged(cast, minutes=minutes, **study)
    hours.logged(cast, minutes=60)
    withdraw_hours(
        hours.logged(cast, minutes=90, **study),
        reason="A slip",
        actor=cast.trainee,
        at=NOW,
    )
    db.session.commit()
    shown = queries.move_shown(cast.cohort, version, NOW)
    assert [(each.title, each.entries, each.minutes) for each in shown.activities] == [
        ("Independent study", 2, 75)
    ]
    assert shown.differences
    assert queries.move_shown(cast.cohort, version, NOW, leaving=version).differences == ()


def test_modules_that_were_taught_or_passed_here_are_told_where_they_are_unknown(
    cast: Cast,
) -> None:
    terms = terms_of(cast.cohort.version)
    first, *_others, last = (each.key for each in terms.modules)
    plan(cast)
    pass_modules(cast, cast.enrolment)
    for cohort, lead, titles_of_classes, modules in (
        (cast.cohort, cast.training_lead, ["A class of no module"], []),
        (cast.other_cohort, cast.outsider_lead, [], [first]),
    ):
        plan_teaching(
            cohort,
            first_on=FIRST_CLASS,
            weeks=1,
            starts_at="10:00",
            minutes=60,
            site=None,
            actor=lead,
            at=BEGAN,
            titles=titles_of_classes,
            modules=modules,
        )
    db.session.commit()
    after = without(terms, modules=(first, last))
    titles = {each.key: each.title for each in terms.modules}
    assert queries.unknown_modules(cast.cohort, terms, terms) == []
    assert queries.unknown_modules(cast.cohort, terms, after) == [
        queries.UnknownModule(titles[key], 2 if key == first else 0, 1)
        for key in sorted((first, last))
    ]
    assert queries.unknown_modules(cast.other_cohort, after, after) == [
        queries.UnknownModule(first, 1, 0)
    ]


def record(cast: Cast, enrolment: Enrolment, kind: ResultKind, subject: str, value: int) -> None:
    record_results(
        enrolment,
        {(kind, subject): Answer(value)},
        decided_on=NOW.date(),
        note="Read by Ruth",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id(f"{enrolment.id} {kind} {subject} {value}"),
    )
    db.session.commit()


def test_evidence_and_competences_of_this_cohort_are_told_where_they_are_unknown(
    cast: Cast,
) -> None:
    """A competence may have the key of a kind of evidence."""
    before = terms_of(cast.cohort.version)
    both = replace(
        before,
        evidence=(EvidenceKind("logs", "Reflective logs"),),
        competences=(Competence("logs", "Writing logs"),),
        requirements=(
            *before.requirements,
            AttendancePercent("attendance", "Attendance", "taught", 80),
            EvidenceCounted("logs", "Logs", "logs", 4),
            competence := ObservedCompetence("writing", "Writing", 3, ("logs",)),
        ),
    )
    asked_for = tuple(each for each in both.requirements if each is not competence)
    only_evidence = replace(both, competences=(), requirements=asked_for)
    move(cast, publish(cast, both))
    db.session.commit()
    for enrolment, value in (
        (cast.enrolment, 1),
        (cast.enrolment, 2),
        (cast.colleague_enrolment, 3),
    ):
        record(cast, enrolment, ResultKind.EVIDENCE, "logs", value)
    record(cast, cast.enrolment, ResultKind.COMPETENCE, "logs", 3)
    record(cast, cast.enrolment, ResultKind.ATTENDANCE, "", 95)

    def told(after: Terms) -> list[tuple[str, int]]:
        found = queries.unknown_results(cast.cohort, both, after)
        return sorted((each.title, each.trainees) for each in found)

    assert told(both) == []
    assert told(only_evidence) == [("Writing logs", 1)]
    assert told(before) == [("Reflective logs", 2), ("Writing logs", 1)]
    assert queries.unknown_results(cast.other_cohort, both, before) == []


def moved(name: str = "Abena Osei", **changed: Any) -> TraineeMoved:
    """Return somebody for whom a move would change nothing, but for what is given."""
    told: dict[str, Any] = {
        "enrolment_id": 1,
        "full_name": name,
        "has_award": False,
        "met_before": 3,
        "of_before": 5,
        "met_after": 3,
        "of_after": 5,
        "begins": (),
        "stops": (),
    }
    return TraineeMoved(**{**told, **changed})


def lines(*minutes: int) -> tuple[LinesMoved, ...]:
    return tuple(LinesMoved(2, each, say("A reason.")) for each in minutes)


@pytest.mark.parametrize(
    ("changed", "changes", "loses"),
    [
        ({}, False, False),
        ({"met_after": 2}, True, True),
        ({"met_after": 4}, True, False),
        ({"of_after": 6}, True, False),
        ({"begins": lines(1)}, True, False),
        ({"stops": lines(1)}, True, True),
        ({"begins": lines(60), "stops": lines(1)}, True, True),
    ],
)
def test_who_loses_a_minute_or_a_requirement_loses_whatever_they_gain(
    changed: dict[str, Any], changes: bool, loses: bool
) -> None:
    found = moved(**changed)
    assert (found.changes, found.loses) == (changes, loses)


def test_of_many_reasons_the_largest_are_told_and_the_sessions_of_the_others_counted() -> None:
    found = moved(begins=lines(50, 40, 30, 20, 10), stops=lines(9, 8))
    assert (found.minutes_gained, found.minutes_lost) == (150, 17)
    assert found.begins_in_short == (lines(50, 40, 30), 4)
    assert found.stops_in_short == (lines(9, 8), 0)


def test_whoever_loses_most_time_then_most_requirements_comes_first() -> None:
    ordered = [
        moved("Efua", stops=lines(60)),
        moved("Esi", stops=lines(30), met_before=3, met_after=1),
        moved("Yaw", stops=lines(30), met_before=5, met_after=4, begins=lines(90)),
        moved("Ato", stops=lines(30)),
        moved("Abena", begins=lines(90)),
        moved("Kofi", begins=lines(30)),
        moved("Adwoa"),
        moved("Kwame", enrolment_id=1),
        moved("Kwame", enrolment_id=2),
    ]
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=queries.worst_first) == ordered


def judged(counted: int, reason: Message | None) -> JudgedLine:
    return JudgedLine("1", 1, 60, counted, reason, None)


def test_minutes_are_added_up_by_the_reason_and_what_begins_is_not_what_stops() -> None:
    old, cap = say("It was too old."), say("More than the cap.")
    line = LedgerLine("1", "1", 1, NOW.date(), "practice", 60)
    changes = [
        LineChange(line, judged(0, old), judged(60, None)),
        LineChange(line, judged(0, old), judged(1, cap)),
        LineChange(line, judged(30, cap), judged(31, old)),
        LineChange(line, judged(60, None), judged(20, cap)),
        LineChange(line, judged(50, old), judged(49, cap)),
        # Of as many minutes nothing is told, nor where nobody says why.
        LineChange(line, judged(30, cap), judged(30, cap)),
        LineChange(line, judged(0, None), judged(60, None)),
        LineChange(line, judged(60, None), judged(0, None)),
    ]
    begins = queries.together(changes, 1, lambda change: change.before)
    stops = queries.together(changes, -1, lambda change: change.after)
    assert begins == (LinesMoved(2, 61, old), LinesMoved(1, 1, cap))
    assert stops == (LinesMoved(2, 41, cap),)


def test_who_can_answer_for_a_side_leads_there_and_did_not_ask(cast: Cast) -> None:
    lead_elsewhere(cast, cast.outsider_lead)

    def named(asker_id: int | None) -> list[tuple[Side, str]]:
        found = agreements.leads_who_can_answer(
            cast.cohort.version, cast.network.id, cast.trust.id, asker_id=asker_id
        )
        return sorted((each.side, each.name) for each in found)

    both = [(Side.COMMUNITY, "Clara James"), (Side.STATUTORY, "Tom Reid")]
    assert named(None) == both
    assert named(cast.statutory_lead.id) == both[:1]


def test_before_agreeing_all_that_was_asked_is_shown(cast: Cast) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50))
    unchecked = publish(cast, replace(terms_of(cast.cohort.version), governance=()))
    asked = ask(cast, unchecked)
    db.session.commit()
    shown = agreements.shown_for_agreeing(asked, NOW)
    assert shown["terms_request"] == asked.id
    assert (shown["version"], shown["terms_digest"]) == (2, unchecked.terms_digest)
    assert (shown["community_side"], shown["statutory_side"]) == (
        "Grace Network",
        "City Health Trust",
    )
    assert shown["asked_by"] == "Ruth Mensah"
    assert any("Enhanced DBS check" in each for each in shown["looser"])
    [follows] = shown["follows"]
    assert follows["name"] == "Grace Network 2026"
    assert [each["full_name"] for each in follows["trainees"]] == ["Abena Osei"]
    streams = agreements.streams_read(asked)
    read = (cast.network, cast.trust, cast.cohort, unchecked.course)
    assert {asked.stream_id, *(each.stream_id for each in read)} <= streams

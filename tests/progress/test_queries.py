"""Who is judged with whom, which stored standings still hold, and what a lead reads of a cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from tests.achievements import clear, finish
from tests.asking import ASKING
from tests.cast import NOW, Cast
from tests.certificates.support.changing import move
from tests.cohorts.builders import FIRST_CLASS, another_cohort, enrol, take
from tests.hours.builders import decided, logged, submitted
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.standing import Standing
from trainee_tracker.accreditation.terms import Terms
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.cohorts import queries as cohorts
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.cohorts.teaching.actions import plan_teaching
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.extensions import db
from trainee_tracker.people.invitations.actions import invite, refuse_invitation
from trainee_tracker.progress import queries
from trainee_tracker.progress.gathering import Judgement
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.progress.rules import Summary, Together

TODAY = NOW.date()
ONE_DAY = timedelta(days=1)


def pooled(terms: Terms) -> Terms:
    """Return terms of which the practice of everybody counts together."""
    return replace(
        terms,
        requirements=tuple(
            replace(each, pooled="person")
            if isinstance(each, MinimumMinutes) and each.key == "practice-hours"
            else each
            for each in terms.requirements
        ),
    )


def practice(judgement: Judgement) -> int:
    """Return the minutes of practice that count for somebody."""
    [found] = [each for each in judgement.standing.requirements if each.key == "practice-hours"]
    return found.have


def practise(cast: Cast) -> None:
    """Have an hour of Abena's and half an hour of Kofi's signed off, both with their checks."""
    for enrolment, minutes in ((cast.enrolment, 60), (cast.colleague_enrolment, 30)):
        clear(cast, enrolment)
        decided(cast, submitted(cast, enrolment=enrolment, minutes=minutes))


def test_others_are_judged_along_only_where_the_terms_count_their_hours(cast: Cast) -> None:
    practise(cast)
    enrol(cast, "Yaw Darko")
    abena, everyone = cast.enrolment.id, set(queries.enrolments_in([cast.cohort.id]))
    assert len(everyone) == 3
    plain = terms_of(cast.cohort.version)
    for order in ([plain, pooled(plain)], [pooled(plain), plain], [plain, plain]):
        judged = queries.judge_members_under(cast.cohort, [abena], TODAY, order)
        assert [set(each) for each in judged] == [{abena}, {abena}]
        for terms, found in zip(order, judged, strict=True):
            is_alone = terms is plain
            assert set(found[abena].members) == ({abena} if is_alone else everyone)
            assert practice(found[abena]) == (60 if is_alone else 90)
    assert queries.judge_members_under(cast.cohort, [], TODAY, [plain, plain]) == [{}, {}]


def test_each_cohort_is_judged_by_its_own_terms_and_with_its_own_members(cast: Cast) -> None:
    practise(cast)
    wanted = [cast.enrolment.id, cast.outsider_enrolment.id]
    alone = queries.judge_enrolments(wanted, TODAY)
    assert {each: set(one.members) for each, one in alone.items()} == {
        each: {each} for each in wanted
    }
    move(cast, 3600, at=NOW, pooled="person")
    db.session.commit()
    together = queries.judge_enrolments(wanted, TODAY)
    assert {each: set(one.members) for each, one in together.items()} == {
        cast.enrolment.id: {cast.enrolment.id, cast.colleague_enrolment.id},
        cast.outsider_enrolment.id: {cast.outsider_enrolment.id},
    }
    assert [practice(together[each]) for each in wanted] == [90, 0]
    assert queries.judge_enrolments([], TODAY) == {}


def test_the_streams_of_a_standing_are_those_of_its_cohort_and_both_sides(cast: Cast) -> None:
    found = queries.streams_of([cast.enrolment.id, cast.colleague_enrolment.id])
    assert found.cohorts == {cast.cohort.stream_id}
    assert found.organisations == {cast.network.stream_id, cast.trust.stream_id}
    assert set(queries.versions_of([cast.enrolment.id])) == {cast.enrolment.id}


def store(enrolment_id: int, **changed: object) -> None:
    """Store for somebody what was never judged of them."""
    db.session.execute(
        update(StoredStanding).where(StoredStanding.enrolment_id == enrolment_id).values(**changed)
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({"holds_until": TODAY}, True),
        ({"holds_until": None}, True),
        ({"as_of": TODAY, "holds_until": None}, True),
        ({"holds_until": TODAY - ONE_DAY}, False),
        # Stored on a day that has not come: by a clock that went wrong.
        ({"as_of": TODAY + ONE_DAY, "holds_until": None}, False),
    ],
)
def test_a_standing_that_no_longer_holds_is_judged_again_for_the_grid_and_at_home(
    cast: Cast, changed: Mapping[str, object], holds: bool
) -> None:
    """Abena is stored as having 5 minutes that wait and as having met everything: neither is so."""
    store(cast.enrolment.id, is_met=True, waiting_minutes=5, **changed)
    rows = queries.cohort_grid(cast.cohort, TODAY).rows
    assert [row.summary.waiting_minutes for row in rows] == [5 if holds else 0, 0]
    [overview] = queries.cohort_overviews(cohorts.cohorts_for(cast.training_lead), TODAY)
    assert overview.met == (1 if holds else 0)


def test_who_has_met_everything_is_counted_though_nothing_is_stored_that_holds(cast: Cast) -> None:
    finish(cast, cast.enrolment)
    listed = cohorts.cohorts_for(cast.training_lead)

    def met() -> list[int]:
        return [each.met for each in queries.cohort_overviews(listed, TODAY)]

    assert met() == [1]
    store(cast.enrolment.id, holds_until=TODAY - ONE_DAY, is_met=False)
    assert met() == [1]
    db.session.execute(delete(StoredStanding))
    db.session.commit()
    assert met() == [1]
    assert queries.cohort_grid(cast.cohort, TODAY).number_met == 1
    assert [str(each) for each in queries.stored_faults()] == [
        f"Enrolment {each} has no stored standing."
        for each in sorted(
            each.id for each in (cast.enrolment, cast.colleague_enrolment, cast.outsider_enrolment)
        )
    ]


def test_a_stored_standing_that_differs_from_the_ledger_is_named(cast: Cast) -> None:
    assert queries.stored_faults() == []
    store(cast.colleague_enrolment.id, waiting_minutes=5)
    assert [str(each) for each in queries.stored_faults()] == [
        f"The stored standing of enrolment {cast.colleague_enrolment.id} differs from the ledger."
    ]


def test_a_grid_shows_its_own_cohort_without_who_refused_the_place(cast: Cast) -> None:
    refused = enrol(cast, "Yaw Darko")
    refuse_invitation(invite(refused.person, actor=cast.training_lead, at=NOW), at=NOW)
    db.session.commit()
    grid = queries.cohort_grid(cast.cohort, TODAY)
    assert [row.full_name for row in grid.rows] == ["Abena Osei", "Kofi Boateng"]


def test_what_waits_at_home_is_of_each_cohort_and_those_that_run_come_first(cast: Cast) -> None:
    """Of four cohorts one is over, one began later than the others, and one has nobody in it."""
    later = another_cohort(cast, cast.trust)
    submitted(cast, minutes=60, held_on=date(2026, 11, 2))
    submitted(cast, minutes=30, held_on=date(2026, 11, 9))
    logged(cast, minutes=45, held_on=date(2026, 10, 12))
    listed = cohorts.cohorts_for(cast.statutory_lead)
    over = replace(listed[0], id=0, ends_on=TODAY - ONE_DAY, starts_on=date(2026, 11, 1))
    last_day = replace(listed[0], id=-1, ends_on=TODAY, starts_on=date(2026, 8, 1))
    shown = {
        each.cohort.id: (each.waiting_entries, each.waiting_minutes, each.oldest_waiting_on)
        for each in queries.cohort_overviews([over, last_day, *listed], TODAY)
    }
    nothing = (0, 0, None)
    assert next(iter(shown)) == later.id
    assert list(shown)[-2:] == [last_day.id, over.id]
    assert shown == {
        later.id: nothing,
        cast.cohort.id: (2, 90, date(2026, 11, 2)),
        cast.other_cohort.id: nothing,
        last_day.id: nothing,
        over.id: nothing,
    }


def test_a_register_is_due_of_what_was_held_by_today_and_in_one_s_own_cohorts(cast: Cast) -> None:
    taken, held, today_s, tomorrow_s = plan_teaching(
        cast.cohort,
        first_on=FIRST_CLASS,
        weeks=4,
        starts_at="10:00",
        minutes=60,
        site=None,
        titles=["Taken", "Held", "Today", "To come"],
        actor=cast.training_lead,
        at=NOW,
    )
    db.session.commit()
    marks = {each.id: (Mark.PRESENT, 0) for each in (cast.enrolment, cast.colleague_enrolment)}
    take(cast, taken, marks)
    network, trust = frozenset({cast.network.id}), frozenset({cast.trust.id})
    day = today_s.held_on

    def due(places: frozenset[int], limit: int = 5) -> list[str]:
        return [each.title for each in queries.registers_due(places, day, limit=limit)]

    assert held.held_on < day < tomorrow_s.held_on
    assert due(network) == due(trust) == ["Held", "Today"]
    assert due(network, limit=1) == ["Held"]
    assert due(frozenset({cast.other_network.id})) == due(frozenset()) == []
    [first, _second] = queries.registers_due(network, day, limit=5)
    assert (first.cohort_id, first.cohort_name) == (cast.cohort.id, "Grace Network 2026")
    assert first.teaching_session_id == held.id


def summary(waiting: int, short: int, oldest: date | None, *, met: bool = False) -> Summary:
    standing = Standing(1, TODAY, (), (), ())
    return Summary(standing, None, 1, waiting, 0, short, oldest, {})


def grid(activities: Sequence[str], minutes: int, *summaries: Summary) -> queries.CohortGrid:
    asked = (MinimumMinutes("hours", "Hours", activities[0], 60),)
    named = tuple(Activity(each, each) for each in activities)
    terms = Terms("course", "Course", "Award", ASKING.source, named, asked)
    rows = [queries.TraineeRow(1, 1, "Abena Osei", "", "", each) for each in summaries]
    return queries.CohortGrid(terms, rows, Together(minutes, minutes))


def test_a_grid_adds_up_what_waits_and_what_does_not_count_and_names_the_oldest() -> None:
    early, late = date(2026, 10, 1), date(2026, 11, 1)
    found = grid(["taught"], 0, summary(5, 30, late), summary(7, 0, None), summary(0, 12, early))
    assert (found.waiting_minutes, found.not_counted_minutes) == (12, 42)
    assert found.oldest_waiting_on == early
    assert grid(["taught"], 0, summary(0, 0, None)).oldest_waiting_on is None


@pytest.mark.parametrize(
    ("activities", "minutes", "practises"),
    [
        (["practice", "taught"], 0, True),
        (["taught"], 0, False),
        (["taught"], 1, True),
    ],
)
def test_a_cohort_practises_where_its_course_asks_for_it_or_it_did_so_all_the_same(
    activities: list[str], minutes: int, practises: bool
) -> None:
    assert grid(activities, minutes).practises is practises

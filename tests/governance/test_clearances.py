"""The stretches of days on which items are in date, and the hours that count because of them."""

from __future__ import annotations

from datetime import date, timedelta

from tests.cast import Cast
from tests.cohorts.builders import another_cohort
from tests.governance.builders import FIRST, LAST, day, in_force, lift, propose, sign, suspend
from trainee_tracker.accreditation.judging import judge
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine
from trainee_tracker.cohorts.queries import enrolments_of
from trainee_tracker.courses.queries import terms_of
from trainee_tracker.governance import queries
from trainee_tracker.messages import say

ONE_DAY = timedelta(days=1)


def clearances(cast: Cast) -> list[Clearance]:
    return queries.clearances([cast.enrolment.id])


def test_only_with_both_signatures_is_it_in_date(cast: Cast) -> None:
    record = propose(cast)
    assert clearances(cast) == []
    sign(record, cast.community_lead)
    assert clearances(cast) == []
    sign(record, cast.statutory_lead)
    assert clearances(cast) == [Clearance(cast.enrolment.id, "supervision-contract", FIRST, LAST)]


def test_it_holds_as_signed_whenever_the_signatures_came(cast: Cast) -> None:
    record = propose(cast, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    sign(record, cast.statutory_lead)
    sign(record, cast.community_lead)
    [clearance] = clearances(cast)
    assert (clearance.valid_from, clearance.valid_to) == (date(2025, 1, 1), date(2025, 12, 31))


def test_an_outcome_that_does_not_clear_never_puts_it_in_date(cast: Cast) -> None:
    record = in_force(cast, "enhanced-dbs", outcome="not-cleared")
    assert not record.is_clear
    assert record.outcome_title == say("Not cleared")
    assert clearances(cast) == []


def test_a_suspension_takes_its_days_out_of_the_clearances(cast: Cast) -> None:
    record = in_force(cast)
    suspend(record, cast.statutory_lead, day(30))
    assert [(each.valid_from, each.valid_to) for each in clearances(cast)] == [(FIRST, day(29))]
    lift(record, cast.statutory_lead, day(40))
    assert [(each.valid_from, each.valid_to) for each in clearances(cast)] == [(FIRST, day(29))]
    lift(record, cast.community_lead, day(45))
    assert [(each.valid_from, each.valid_to) for each in clearances(cast)] == [
        (FIRST, day(29)),
        (day(45), LAST),
    ]


def test_a_renewal_adjoins_and_overlaps_as_one_stretch(cast: Cast) -> None:
    in_force(cast)
    in_force(cast, valid_from=LAST - 5 * ONE_DAY, valid_to=LAST + 300 * ONE_DAY)
    assert [(each.valid_from, each.valid_to) for each in clearances(cast)] == [
        (FIRST, LAST + 300 * ONE_DAY)
    ]


def test_clearances_are_each_trainee_s_own_and_each_partnership_s(cast: Cast) -> None:
    in_force(cast)
    in_force(cast, subject=cast.colleague)
    wanted = [cast.enrolment.id, cast.colleague_enrolment.id, cast.outsider_enrolment.id]
    assert [each.trainee for each in queries.clearances(wanted)] == [
        cast.enrolment.id,
        cast.colleague_enrolment.id,
    ]
    assert queries.clearances([]) == []


def test_a_second_place_in_the_partnership_is_told_of_only_when_it_is_asked_for(cast: Cast) -> None:
    in_force(cast)
    another_cohort(cast, cast.trust, cast.trainee)
    second, _first = enrolments_of(cast.trainee)
    assert [each.trainee for each in clearances(cast)] == [cast.enrolment.id]
    both = queries.clearances([cast.enrolment.id, second.id])
    assert [each.trainee for each in both] == [cast.enrolment.id, second.id]


def counted_on(cast: Cast, *days: date) -> list[int]:
    """Return the minutes that count of a practice hour on each of these days."""
    lines = [
        LedgerLine(
            f"entry {on}",
            f"session {on}",
            cast.enrolment.id,
            on,
            "practice",
            60,
            role="lead",
            format="family",
            mode="in-room",
        )
        for on in days
    ]
    standing = judge(
        terms_of(cast.cohort.version), lines, clearances(cast), [], LAST, cast.enrolment.id
    )
    return [line.counted_minutes for line in standing.lines]


def test_hours_on_the_day_a_check_lapses_do_not_count(cast: Cast) -> None:
    lapses = day(100)
    in_force(cast, "enhanced-dbs")
    in_force(cast, valid_to=lapses - ONE_DAY)
    assert counted_on(cast, lapses - ONE_DAY, lapses) == [60, 0]


def test_hours_count_only_once_both_sides_have_signed(cast: Cast) -> None:
    in_force(cast, "enhanced-dbs")
    record = propose(cast)
    sign(record, cast.community_lead)
    assert counted_on(cast, day(10)) == [0]
    sign(record, cast.statutory_lead)
    assert counted_on(cast, day(10)) == [60]


def test_hours_in_a_suspension_do_not_count_and_those_around_it_do(cast: Cast) -> None:
    in_force(cast, "enhanced-dbs")
    record = in_force(cast)
    suspend(record, cast.community_lead, day(20))
    lift(record, cast.community_lead, day(30))
    lift(record, cast.statutory_lead, day(30))
    assert counted_on(cast, day(19), day(20), day(29), day(30)) == [60, 0, 0, 60]

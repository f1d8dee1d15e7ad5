"""What holds for every course and every ledger, whatever the course's limits are."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import day, limited, line
from tests.accreditation.builders import standing as standing_of
from tests.accreditation.random_courses import (
    AS_OF,
    DAYS,
    LIMITS,
    LINES,
    NO_LIMITS,
    REQUIREMENTS,
    TRAINEES,
    busy_cases,
    cases,
    courses,
    judged,
)
from tests.accreditation.recount_lines import Case, branch, credited
from tests.how_often import often
from trainee_tracker.accreditation.judging import judge, judge_cohort
from trainee_tracker.accreditation.kinds import MinimumMinutes
from trainee_tracker.accreditation.ledger import Key, LedgerLine, LineState, Who
from trainee_tracker.accreditation.limits import STAGES, Cap
from trainee_tracker.accreditation.standing import Standing

MINIMUMS = st.lists(REQUIREMENTS[MinimumMinutes], min_size=1, max_size=3)
CUTTING = st.lists(st.one_of(*(LIMITS[stage] for stage in STAGES)), max_size=4)
BUSY = busy_cases(limited=CUTTING, required=MINIMUMS)
ANY = cases() | BUSY


def for_any(strategy: st.SearchStrategy[Case]) -> Callable[..., Callable[..., None]]:
    """Run a test with many cases; without a deadline, which a busy machine would miss."""
    return lambda test: settings(deadline=None, max_examples=often(20, thorough=500))(
        given(case=strategy)(test)
    )


def standings(case: Case) -> Iterator[Standing]:
    """Yield everyone's standing."""
    yield from judged(case).standings.values()


@settings(deadline=None, max_examples=often(20, thorough=500))
@given(case=ANY, data=st.data())
def test_the_order_of_lines_clearances_and_outcomes_changes_nothing(
    case: Case, data: st.DataObject
) -> None:
    mixed = replace(
        case,
        lines=data.draw(st.permutations(case.lines)),
        clearances=data.draw(st.permutations(case.clearances)),
        outcomes=data.draw(st.permutations(case.outcomes)),
    )
    assert judged(mixed) == judged(case)


@for_any(ANY)
def test_counted_is_never_below_nothing_nor_above_credit_nor_credit_above_logged(
    case: Case,
) -> None:
    by_entry = {line.entry: line for line in case.lines}
    for standing in standings(case):
        for one in standing.lines:
            credit = credited(case, by_entry[one.entry], [LineState.SIGNED_OFF])
            assert 0 <= one.counted_minutes <= credit <= one.minutes
            assert 0 <= one.waiting_minutes <= one.minutes
            assert one.minutes == by_entry[one.entry].minutes


BEGINS = {
    True: re.compile(r"Counted .+ of .+: "),
    # A minute that two people share is no whole minute for either.
    False: re.compile(r"Not counted(?: yet)?: |Waiting for sign-off\.$|Counted 0 min of .+: "),
}
"""How a reason begins, where something of a line counts and where nothing does."""


@for_any(ANY)
def test_whatever_is_not_counted_in_full_says_why_and_what_helps_and_nothing_else_does(
    case: Case,
) -> None:
    limits = {limit.key for limit in case.terms.limits}
    for standing in standings(case):
        for one in standing.lines:
            if one.counted_minutes < one.minutes:
                assert one.reason
                assert BEGINS[bool(one.counted_minutes)].match(str(one.reason))
                assert str(one.reason).endswith(".")
                assert one.remedy
                assert str(one.remedy).endswith(".")
            elif one.minutes:
                assert (one.reason, one.remedy, one.limit) == (None, None, None)
            assert one.limit is None or one.limit in limits


@for_any(ANY)
def test_every_total_and_every_minimum_is_the_sum_of_its_lines(case: Case) -> None:
    by_entry = {line.entry: line for line in case.lines}
    whole = [MinimumMinutes(f"whole-{one.key}", "All", one.key, 1) for one in case.terms.activities]
    course = replace(case.terms, requirements=(*case.terms.requirements, *whole))
    for standing in standings(replace(case, terms=course)):
        have = {part.key: part.have for part in standing.requirements}
        for total in standing.totals:
            counted = sum(
                one.counted_minutes
                for one in standing.lines
                if total.activity in branch(course, by_entry[one.entry].activity)
            )
            assert total.counted_minutes == counted == have[f"whole-{total.activity}"]


def signed(case: Case) -> Case:
    """Return the case with everything signed off that waits."""
    return replace(
        case,
        lines=[
            replace(line, state=LineState.SIGNED_OFF) if line.state is LineState.SUBMITTED else line
            for line in case.lines
        ],
    )


@for_any(ANY)
def test_signing_off_everything_that_waits_brings_what_was_said_to_wait(case: Case) -> None:
    after = judged(signed(case)).standings
    for standing in standings(case):
        then = after[standing.trainee]
        counted = {one.entry: one.counted_minutes for one in then.lines}
        for one in standing.lines:
            if one.waiting_minutes:
                assert counted[one.entry] == one.waiting_minutes
        for wanted, old, new in zip(
            case.terms.requirements, standing.requirements, then.requirements, strict=True
        ):
            if isinstance(wanted, MinimumMinutes):
                # A limit can turn a line that waits against others: then nothing waits.
                assert new.have == old.have + old.waiting or (
                    old.waiting == 0 and new.have < old.have and case.terms.limits
                )


@for_any(busy_cases(limited=NO_LIMITS, required=MINIMUMS))
def test_without_limits_signing_off_brings_exactly_what_waits(case: Case) -> None:
    after = judged(signed(case)).standings
    for standing in standings(case):
        then = after[standing.trainee].requirements
        assert [part.have + part.waiting for part in standing.requirements] == [
            part.have for part in then
        ]


MORE = LINES.map(lambda line: replace(line, entry="more", state=LineState.SIGNED_OFF))
WORDS = {
    "best-window": "this course counts what was done within ",
    "rolling-limit": " days in a row.",
    "prior-learning": "this course takes at most ",
    "cap": "this course counts ",
}
"""What a reason says that names a limit which can turn one line against another."""


@settings(deadline=None, max_examples=often(30, thorough=500))
@given(case=BUSY, more=MORE)
def test_one_more_line_lowers_a_minimum_only_where_a_limit_says_so(
    case: Case, more: LedgerLine
) -> None:
    before, after = judged(case).standings, judged(with_one_more(case, more)).standings
    kinds = {limit.key: limit.kind for limit in case.terms.limits}
    old = counted_by_entry(before)
    losers = [
        one
        for standing in after.values()
        for one in standing.lines
        if one.counted_minutes < old.get(one.entry, 0)
    ]
    for one in losers:
        assert one.limit is not None
        assert one.reason is not None
        assert WORDS[kinds[one.limit]] in str(one.reason)
    for trainee, standing in before.items():
        for was, now in zip(standing.requirements, after[trainee].requirements, strict=True):
            assert now.have >= was.have or losers


def counted_by_entry(found: Mapping[Who, Standing]) -> dict[Key, int]:
    return {one.entry: one.counted_minutes for each in found.values() for one in each.lines}


def test_a_line_that_lowers_a_minimum_names_the_limit_on_the_line_that_lost() -> None:
    course = limited(Cap("cap", "Cap", "practice", minutes=60, also=("taught",)))
    session = line(minutes=60, held_on=day(5))
    lesson = line("taught", 45, held_on=day(1))
    assert standing_of(course, session).requirements[0].have == 60
    after = standing_of(course, session, lesson)
    assert after.requirements[0].have == 15
    assert after.lines[1].limit == "cap"
    assert str(after.lines[1].reason) == (
        "Counted 15 min of 1 h: this course counts at most 1 h of practice with families "
        "and taught hours."
    )


def with_one_more(case: Case, more: LedgerLine) -> Case:
    return replace(case, lines=[*case.lines, more])


@settings(deadline=None, max_examples=often(20, thorough=500))
@given(case=cases(courses(limited=NO_LIMITS, required=MINIMUMS)), more=MORE)
def test_without_limits_one_more_line_never_lowers_a_minimum(case: Case, more: LedgerLine) -> None:
    before, after = judged(case).standings, judged(with_one_more(case, more)).standings
    for trainee, standing in before.items():
        for was, now in zip(standing.requirements, after[trainee].requirements, strict=True):
            assert now.have >= was.have


@settings(deadline=None, max_examples=often(20, thorough=500))
@given(case=cases(courses(limited=NO_LIMITS, required=MINIMUMS)), at=st.integers(0, 12))
def test_without_limits_the_minimums_of_disjoint_sessions_add_up(case: Case, at: int) -> None:
    sessions = {line.session for line in case.lines[:at]}
    parts = [
        replace(case, lines=[one for one in case.lines if (one.session in sessions) is here])
        for here in (True, False)
    ]
    one, other, whole = (judged(each).standings for each in (*parts, case))
    for trainee in TRAINEES:
        assert [part.have for part in whole[trainee].requirements] == [
            part.have + rest.have
            for part, rest in zip(
                one[trainee].requirements, other[trainee].requirements, strict=True
            )
        ]


@for_any(ANY)
def test_what_others_do_changes_only_what_is_pooled(case: Case) -> None:
    together = judged(case).standings
    for trainee in TRAINEES:
        alone = judge(
            case.terms,
            [line for line in case.lines if line.trainee == trainee],
            case.clearances,
            case.outcomes,
            AS_OF,
            trainee,
        )
        assert alone.lines == together[trainee].lines
        assert alone.totals == together[trainee].totals
        for one, other in zip(alone.requirements, together[trainee].requirements, strict=True):
            assert one == other or one.pooled


@for_any(ANY)
def test_a_cohort_of_one_stands_as_that_one_does(case: Case) -> None:
    arguments = (case.terms, case.lines, case.clearances, case.outcomes, AS_OF)
    lines = [line for line in case.lines if line.trainee == "amina"]
    alone = judge(case.terms, lines, *arguments[2:], "amina")
    assert judge_cohort(*arguments, ["amina"]).standings["amina"] == alone


@pytest.fixture
def time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Move the machine to another time zone, and back when the test is over."""

    def move(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_days_are_the_same_in_every_time_zone(time_zone: Callable[[str], None]) -> None:
    @settings(deadline=None, max_examples=often(10, thorough=200))
    @given(case=ANY)
    def everywhere(case: Case) -> None:
        found = []
        for name in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
            time_zone(name)
            found.append(judged(case))
            # Reasons are written when they are read, so they are read here, too.
            assert repr([standing.lines for standing in found[-1].standings.values()])
        assert found[0] == found[1] == found[2]

    everywhere()


@settings(deadline=None, max_examples=often(20, thorough=500))
@given(case=ANY, today=st.sampled_from(DAYS))
def test_what_counts_on_a_day_does_not_depend_on_what_comes_after_it(
    case: Case, today: date
) -> None:
    assume(today != AS_OF)
    earlier = replace(case, as_of=today)
    cut = replace(earlier, lines=[line for line in case.lines if line.held_on <= earlier.as_of])
    for one, other in zip(standings(earlier), standings(cut), strict=True):
        assert one.requirements == other.requirements
        assert one.totals == other.totals

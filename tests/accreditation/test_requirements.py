"""Each kind of requirement: what it counts, what it leaves out, what it says is missing."""

from datetime import date
from typing import Literal

import pytest

from tests.accreditation.builders import (
    ACTIVITIES,
    CONTRACT,
    DBS,
    MODULES,
    TODAY,
    line,
    only_requirement,
    terms,
    texts,
)
from trainee_tracker.accreditation.kinds import (
    KINDS,
    AttendancePercent,
    GovernanceInDate,
    MinimumMinutes,
    ModulesPassed,
)
from trainee_tracker.accreditation.ledger import Clearance, LedgerLine, LineState, ModuleOutcome
from trainee_tracker.accreditation.registry import REQUIREMENT_KINDS
from trainee_tracker.accreditation.standing import RequirementStanding
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.messages import Minutes, any_of, say


def test_every_kind_has_a_function_that_judges_it() -> None:
    assert set(REQUIREMENT_KINDS) == set(KINDS.values())


def minimum(
    minutes: int = 600,
    roles: tuple[str, ...] = (),
    formats: tuple[str, ...] = (),
    modes: tuple[str, ...] = (),
    pooled: Literal["person", "session"] | None = None,
) -> MinimumMinutes:
    return MinimumMinutes(
        "hours", "Hours", "practice", minutes, roles, formats, modes, pooled, verified=True
    )


def judge_minutes(requirement: MinimumMinutes, *lines: LedgerLine) -> RequirementStanding:
    return only_requirement(terms(requirements=(requirement,)), *lines)


def test_a_minimum_adds_up_its_activity_and_all_below_it() -> None:
    result = judge_minutes(
        minimum(), line("practice", 50), line("family-clinic", 70), line("taught")
    )
    assert result == RequirementStanding(
        key="hours",
        title="Hours",
        met=False,
        have=120,
        need=600,
        short=480,
        unit="minutes",
        waiting=0,
        missing=(
            say(
                "{more} more of {subject}",
                more=Minutes(480),
                subject=any_of(["practice with families"]),
            ),
        ),
        verified=True,
    )


@pytest.mark.parametrize(
    ("minutes", "met", "short"), [(599, False, 1), (600, True, 0), (601, True, 0)]
)
def test_a_minimum_is_met_at_the_last_minute_and_not_before(
    minutes: int, met: bool, short: int
) -> None:
    result = judge_minutes(minimum(), line(minutes=minutes))
    assert (result.met, result.short, result.have) == (met, short, minutes)
    assert bool(result.missing) is not met


def test_minutes_that_wait_for_sign_off_do_not_meet_a_minimum_and_are_shown() -> None:
    waiting = line(minutes=600, state=LineState.SUBMITTED)
    result = judge_minutes(minimum(), waiting, line("taught", 60, state=LineState.SUBMITTED))
    assert (result.met, result.have, result.waiting) == (False, 0, 600)


@pytest.mark.parametrize(
    ("requirement", "counts", "leaves_out"),
    [
        (minimum(roles=("lead",)), {"role": "lead"}, {"role": "observer"}),
        (minimum(formats=("couple", "family")), {"format": "couple"}, {"format": "individual"}),
        (minimum(modes=("in-room",)), {"mode": "in-room"}, {"mode": "online"}),
    ],
)
def test_a_minimum_for_some_roles_formats_or_modes_leaves_the_others_out(
    requirement: MinimumMinutes, counts: dict[str, str], leaves_out: dict[str, str]
) -> None:
    lines = [line(minutes=10, **counts), line(minutes=20, **leaves_out), line(minutes=40)]
    assert judge_minutes(requirement, *lines).have == 10


def test_a_narrow_minimum_says_how_narrow_it_is() -> None:
    narrow = minimum(
        roles=("lead", "co-therapist"), formats=("couple", "family"), modes=("in-room", "online")
    )
    words = (
        "10 h more of practice with families as lead or co-therapist "
        "in sessions with a couple or a family, in the room or live online"
    )
    assert texts(judge_minutes(narrow).missing) == (words,)


TOGETHER = [
    line(minutes=60, session="one", trainee="amina"),
    line(minutes=50, session="one", trainee="benedict"),
    line(minutes=90, session="one", trainee="chidi", state=LineState.SUBMITTED),
    line(minutes=30, session="two", trainee="benedict"),
    line(minutes=40, session="three", trainee="amina", state=LineState.SUBMITTED),
]


@pytest.mark.parametrize(
    ("pooled", "have", "waiting"),
    [
        pytest.param(None, 60, 40, id="her own"),
        pytest.param("person", 140, 130, id="everyone's"),
        pytest.param("session", 90, 70, id="each session once, at its longest"),
    ],
)
def test_a_pooled_minimum_looks_at_everyone(
    pooled: Literal["person", "session"] | None, have: int, waiting: int
) -> None:
    result = judge_minutes(minimum(pooled=pooled), *TOGETHER)
    assert (result.have, result.waiting, result.pooled) == (have, waiting, pooled)


ATTENDANCE = terms(requirements=(AttendancePercent("there", "Attendance", "taught", 80),))


def register(minutes: int, planned: int | None = 100, **changes: object) -> LedgerLine:
    return line("taught", minutes, planned_minutes=planned, **changes)


@pytest.mark.parametrize(
    ("marks", "have"),
    [
        pytest.param([register(100)], 100, id="all"),
        pytest.param([register(100), register(60)], 80, id="late"),
        pytest.param([register(100), register(0, attended=False)], 50, id="absent"),
        pytest.param([register(100), register(100, attended=False)], 50, id="absent, planned time"),
        pytest.param([register(2, 3)], 66, id="rounded down"),
        pytest.param([register(150), register(0)], 50, id="staying late earns no second class"),
        pytest.param([register(50, None)], 100, id="length not known"),
        pytest.param([register(100), register(0, state=LineState.SUBMITTED)], 100, id="unsigned"),
        pytest.param([register(100), register(0, held_on=date(2026, 12, 1))], 100, id="later"),
        pytest.param([register(100), line("practice", 10, attended=False)], 100, id="elsewhere"),
    ],
)
def test_attendance_is_the_attended_part_of_what_was_held(
    marks: list[LedgerLine], have: int
) -> None:
    assert only_requirement(ATTENDANCE, *marks).have == have


@pytest.mark.parametrize(("minutes", "met", "short"), [(79, False, 1), (80, True, 0)])
def test_attendance_is_met_at_its_per_cent_and_not_below(
    minutes: int, met: bool, short: int
) -> None:
    result = only_requirement(ATTENDANCE, register(minutes))
    assert (result.met, result.short, result.unit) == (met, short, "percent")


def test_low_attendance_says_what_it_is_now() -> None:
    assert texts(only_requirement(ATTENDANCE, register(50), register(60)).missing) == (
        "attendance of 80 %: it is 55 % now, 1 h 50 min of 3 h 20 min",
    )


def test_before_the_first_register_attendance_is_not_met() -> None:
    result = only_requirement(ATTENDANCE, line("practice"))
    assert (result.met, result.have) == (False, 0)
    assert texts(result.missing) == ("attendance of 80 %: no register has been taken yet",)


def test_attendance_counts_who_was_there_even_where_the_time_does_not_count() -> None:
    course = terms(
        activities=(*ACTIVITIES[1:], Activity("taught", "Taught", roles=("lead",))),
        requirements=(AttendancePercent("there", "Attendance", "taught", 80),),
    )
    assert only_requirement(course, register(100, role="observer")).have == 100


def passed(module: str, on: date = TODAY, trainee: str = "amina") -> ModuleOutcome:
    return ModuleOutcome(trainee, module, on)


@pytest.mark.parametrize(
    ("outcomes", "have", "missing"),
    [
        ([], 0, ("Genograms: not passed yet", "Case study: not passed yet")),
        ([passed("genograms")], 1, ("Case study: not passed yet",)),
        ([passed("genograms"), passed("genograms")], 1, ("Case study: not passed yet",)),
        ([passed("genograms"), passed("case-study")], 2, ()),
        ([passed("genograms"), passed("of-another-course")], 1, ("Case study: not passed yet",)),
        pytest.param(
            [passed("genograms"), passed("case-study", date(2026, 11, 23))],
            1,
            ("Case study: not passed yet",),
            id="passed after the day of the standing",
        ),
        pytest.param(
            [passed("case-study", date(2026, 12, 1)), passed("case-study", date(2026, 1, 1))],
            1,
            ("Genograms: not passed yet",),
            id="passed twice, the first time counts",
        ),
        pytest.param(
            [passed("genograms", trainee="benedict")],
            0,
            ("Genograms: not passed yet", "Case study: not passed yet"),
            id="passed by another",
        ),
    ],
)
def test_modules_count_once_passed_by_this_trainee_by_this_day(
    outcomes: list[ModuleOutcome], have: int, missing: tuple[str, ...]
) -> None:
    course = terms(modules=MODULES, requirements=(ModulesPassed("modules", "Modules"),))
    result = only_requirement(course, outcomes=outcomes)
    assert (result.have, result.need, result.unit) == (have, 2, "count")
    assert (texts(result.missing), result.met) == (missing, not missing)


def test_only_the_named_modules_are_asked_for() -> None:
    course = terms(
        modules=MODULES, requirements=(ModulesPassed("modules", "Modules", ("genograms",)),)
    )
    result = only_requirement(course, outcomes=[passed("genograms")])
    assert (result.met, result.need) == (True, 1)


BOTH = terms(governance=(DBS, CONTRACT), requirements=(GovernanceInDate("papers", "Papers"),))
LASTING_DBS = Clearance("amina", "enhanced-dbs", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("contract", "missing"),
    [
        ([], "Supervision contract: not in place yet"),
        (
            [(date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 11, 21))],
            "Supervision contract: in date only until 21 November 2026",
        ),
        (
            [(date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 11, 23), None)],
            "Supervision contract: in date only from 23 November 2026",
        ),
        ([(date(2026, 1, 1), TODAY)], None),
    ],
)
def test_every_item_has_to_be_in_date_on_the_day_of_the_standing(
    contract: list[tuple[date, date | None]], missing: str | None
) -> None:
    stretches = [Clearance("amina", "supervision-contract", *dates) for dates in contract]
    result = only_requirement(BOTH, clearances=[LASTING_DBS, *stretches])
    assert (result.met, result.need) == (missing is None, 2)
    assert texts(result.missing) == ((missing,) if missing else ())


def test_only_the_named_items_are_asked_for() -> None:
    course = terms(
        governance=(DBS, CONTRACT),
        requirements=(GovernanceInDate("papers", "Papers", ("enhanced-dbs",)),),
    )
    result = only_requirement(course, clearances=[LASTING_DBS])
    assert (result.met, result.have, result.need) == (True, 1, 1)

"""Why a line does not count at all."""

from datetime import date

import pytest

from tests.accreditation.builders import (
    CONTRACT,
    DBS,
    MARCH_3,
    TODAY,
    judged,
    line,
    terms,
)
from trainee_tracker.accreditation.ledger import Clearance, LineState
from trainee_tracker.accreditation.unchecked_terms import Activity

GOVERNED = terms(governance=(DBS, CONTRACT))
DBS_IN_DATE = Clearance("amina", "enhanced-dbs", date(2026, 1, 1))
CONTRACT_IN_DATE = Clearance("amina", "supervision-contract", date(2026, 1, 1), MARCH_3)


def test_a_signed_off_line_counts_in_full_and_has_nothing_to_explain() -> None:
    result = judged(terms(), line(minutes=45))
    assert (result.counted_minutes, result.waiting_minutes) == (45, 0)
    assert (result.reason, result.remedy) == (None, None)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (LineState.LOGGED, "Not counted yet: it is not submitted for sign-off."),
        (LineState.SUBMITTED, "Waiting for sign-off."),
        (LineState.DECLINED, "Not counted: it was declined."),
        (LineState.WITHDRAWN, "Not counted: it was withdrawn."),
        (LineState.SUPERSEDED, "Not counted: a corrected entry took its place."),
        (LineState.REVERSED, "Not counted: its sign-off was reversed."),
    ],
)
def test_a_line_that_is_not_signed_off_counts_nothing_and_says_why(
    state: LineState, reason: str
) -> None:
    result = judged(terms(), line(state=state))
    assert result.counted_minutes == 0
    assert str(result.reason) == reason
    assert result.remedy is not None
    assert str(result.remedy).endswith(".")


@pytest.mark.parametrize("state", [state for state in LineState if state != LineState.SUBMITTED])
def test_only_submitted_lines_wait(state: LineState) -> None:
    assert judged(terms(), line(state=state)).waiting_minutes == 0


def test_a_submitted_line_waits_with_all_its_minutes() -> None:
    assert judged(terms(), line(minutes=50, state=LineState.SUBMITTED)).waiting_minutes == 50


def test_practice_on_a_day_without_a_supervision_contract_does_not_count() -> None:
    result = judged(GOVERNED, line(), clearances=[DBS_IN_DATE])
    assert result.counted_minutes == 0
    assert str(result.reason) == (
        "Not counted: no supervision contract was in date on 3 March 2026."
    )
    assert str(result.remedy) == (
        "It would count if both sides sign a record of this check that covers that day."
    )


def test_practice_on_a_day_without_anything_names_everything_that_lacks() -> None:
    result = judged(GOVERNED, line())
    assert str(result.reason) == (
        "Not counted: enhanced DBS check and supervision contract were not in date on 3 March 2026."
    )
    assert str(result.remedy) == (
        "It would count if both sides sign a record of each of these 2 checks that covers that day."
    )


@pytest.mark.parametrize(
    ("held_on", "counts"),
    [
        pytest.param(date(2025, 12, 31), False, id="the day before it begins"),
        pytest.param(date(2026, 1, 1), True, id="the first day"),
        pytest.param(MARCH_3, True, id="the last day"),
        pytest.param(date(2026, 3, 4), False, id="the day after it ran out"),
    ],
)
def test_a_clearance_is_judged_on_the_day_of_the_session(held_on: date, counts: bool) -> None:
    clearances = [Clearance("amina", "enhanced-dbs", date(2025, 1, 1)), CONTRACT_IN_DATE]
    result = judged(GOVERNED, line(held_on=held_on), clearances=clearances)
    assert (result.counted_minutes == 60) is counts


def test_a_renewal_after_a_gap_does_not_heal_the_gap() -> None:
    renewed = Clearance("amina", "supervision-contract", date(2026, 3, 5))
    clearances = [DBS_IN_DATE, CONTRACT_IN_DATE, renewed]
    days = [MARCH_3, date(2026, 3, 4), date(2026, 3, 5)]
    counted = [
        judged(GOVERNED, line(held_on=day), clearances=clearances).counted_minutes for day in days
    ]
    assert counted == [60, 0, 60]


def test_the_clearance_of_another_trainee_does_not_help() -> None:
    others = [DBS_IN_DATE, Clearance("benedict", "supervision-contract", date(2026, 1, 1))]
    assert judged(GOVERNED, line(), clearances=others).counted_minutes == 0


def test_a_need_for_practice_holds_below_practice_and_not_beside_it() -> None:
    assert judged(GOVERNED, line("family-clinic")).counted_minutes == 0
    assert judged(GOVERNED, line("supervision")).counted_minutes == 60


def test_a_submitted_line_without_clearance_does_not_wait_and_says_both() -> None:
    result = judged(GOVERNED, line(state=LineState.SUBMITTED), clearances=[DBS_IN_DATE])
    assert result.waiting_minutes == 0
    assert str(result.reason) == (
        "Not counted: no supervision contract was in date on 3 March 2026."
    )
    assert str(result.remedy) == (
        "It would count if both sides sign a record of this check that covers that day. "
        "The supervisor whom it names also has to sign it off."
    )


def test_a_session_after_the_day_of_the_standing_does_not_count_yet() -> None:
    later = line(held_on=date(2026, 11, 23))
    result = judged(terms(), later, as_of=TODAY)
    assert result.counted_minutes == 0
    assert str(result.reason) == (
        "Not counted yet: 23 November 2026 is after 22 November 2026, the day of this standing."
    )
    assert str(result.remedy) == "It can count from 23 November 2026."
    assert judged(terms(), later, as_of=date(2026, 11, 23)).counted_minutes == 60


def test_a_submitted_session_of_the_future_does_not_wait() -> None:
    later = line(held_on=date(2026, 11, 23), state=LineState.SUBMITTED)
    assert judged(terms(), later).waiting_minutes == 0


@pytest.mark.parametrize(
    ("activity", "name"), [("outreach", "“Outreach”"), ("bell-ringing", "“bell-ringing”")]
)
def test_an_activity_that_the_course_does_not_have_counts_nothing(activity: str, name: str) -> None:
    result = judged(terms(), line(activity))
    assert result.counted_minutes == 0
    assert str(result.reason) == f"Not counted: {name} is not part of this course."
    assert str(result.remedy) == (
        "This course counts taught hours, practice with families, family clinic and supervision. "
        "If it was one of these, correct the entry; if not, leave it as it is."
    )


ROLES = terms(
    activities=(
        Activity("practice", "Practice", roles=("lead",)),
        Activity("family-clinic", "Family clinic", parent="practice"),
        Activity("open-day", "Open day", parent="practice", roles=("observer",)),
    )
)


@pytest.mark.parametrize(
    ("activity", "role", "counted"),
    [
        ("practice", "lead", 60),
        ("practice", "observer", 0),
        ("practice", None, 0),
        pytest.param("family-clinic", "lead", 60, id="inherited"),
        pytest.param("family-clinic", "observer", 0, id="inherited, other role"),
        pytest.param("open-day", "observer", 60, id="its own roles"),
        pytest.param("open-day", "lead", 0, id="its own roles, other role"),
    ],
)
def test_only_time_in_a_role_that_counts_counts(
    activity: str, role: str | None, counted: int
) -> None:
    assert judged(ROLES, line(activity, role=role)).counted_minutes == counted


def test_a_line_without_a_role_is_told_so() -> None:
    result = judged(ROLES, line())
    assert str(result.reason) == (
        "Not counted: practice counts on this course only as lead; no role was logged."
    )
    assert str(result.remedy) == "If the role was lead, correct the entry."


def test_a_role_that_nobody_knows_is_named_as_it_was_written() -> None:
    result = judged(ROLES, line(role="tea-maker"))
    assert result.reason is not None
    assert str(result.reason).endswith("this was logged as tea-maker.")

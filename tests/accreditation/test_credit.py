"""How much of a shared session counts for each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accreditation.builders import judged, line, terms
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit, credited_minutes
from trainee_tracker.accreditation.ledger import LineState


@pytest.mark.parametrize(
    ("kind", "minutes", "present", "credited"),
    [
        (CreditKind.FULL, 90, 9, 90),
        (CreditKind.HALF, 90, 2, 45),
        (CreditKind.HALF, 91, 2, 45),
        (CreditKind.HALF, 91, 1, 91),
        (CreditKind.SHARE, 100, 3, 33),
        (CreditKind.SHARE, 2, 3, 0),
        (CreditKind.DOUBLE_SHARE, 100, 3, 66),
        (CreditKind.DOUBLE_SHARE, 61, 2, 61),
    ],
)
def test_a_group_is_credited_by_its_formula_rounded_down(
    kind: CreditKind, minutes: int, present: int, credited: int
) -> None:
    assert credited_minutes(GroupCredit("supervision", kind), minutes, present) == credited


@settings(deadline=None)
@given(
    kind=st.sampled_from(CreditKind),
    minutes=st.integers(0, 1440),
    present=st.integers(1, 40),
    largest=st.none() | st.integers(1, 12),
)
def test_credit_is_never_negative_and_never_more_than_the_time_itself(
    kind: CreditKind, minutes: int, present: int, largest: int | None
) -> None:
    credit = GroupCredit("supervision", kind, largest)
    assert 0 <= credited_minutes(credit, minutes, present) <= minutes


def test_a_reduced_session_says_how_and_why() -> None:
    course = terms(credits=(GroupCredit("supervision", CreditKind.SHARE),))
    result = judged(course, line("supervision", 90, present=3))
    assert result.counted_minutes == 30
    assert str(result.reason) == (
        "Counted 30 min of 1 h 30 min: 3 people shared this supervision; "
        "the time is shared out between those present."
    )
    assert str(result.remedy) == (
        "It counts in full for one person alone. If fewer people were present, correct the number."
    )


def test_the_largest_group_itself_still_counts() -> None:
    course = terms(credits=(GroupCredit("supervision", CreditKind.FULL, largest_group=4),))
    counted = [
        judged(course, line("supervision", 60, present=present)).counted_minutes
        for present in (4, 5)
    ]
    assert counted == [60, 0]


def test_a_submitted_group_session_waits_with_its_credit_and_not_its_length() -> None:
    course = terms(credits=(GroupCredit("supervision", CreditKind.HALF),))
    shared = line("supervision", 60, present=2, state=LineState.SUBMITTED)
    assert judged(course, shared).waiting_minutes == 30


def test_a_formula_holds_below_its_activity_unless_there_is_a_nearer_one() -> None:
    half = GroupCredit("practice", CreditKind.HALF)
    clinic = line("family-clinic", 60, present=3)
    assert judged(terms(credits=(half,)), clinic).counted_minutes == 30
    nearer = (half, GroupCredit("family-clinic", CreditKind.SHARE))
    assert judged(terms(credits=nearer), clinic).counted_minutes == 20
    assert judged(terms(credits=nearer), line("taught", 60, present=3)).counted_minutes == 60

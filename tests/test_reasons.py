"""What a reason has to say, whatever it is given for."""

from __future__ import annotations

from datetime import date

import pytest

from trainee_tracker.messages import say
from trainee_tracker.reasons import ensure_reason, reason_fault
from trainee_tracker.refusals import Impossible

DAY = date(2026, 10, 5)
ASKED = say("Say why.")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("", "Say why."),
        ("  \n", "Say why."),
        ("x" * 2_001, "Shorten the reason to 2,000 characters or fewer."),
        ("Ring 020 7946 0958", "looks like a phone number"),
    ],
)
def test_a_reason_that_cannot_stand_says_why(reason: str, expected: str) -> None:
    assert expected in str(reason_fault(reason, DAY, asked=ASKED))


def test_a_plain_reason_stands() -> None:
    assert reason_fault("Was this one hour?", DAY, asked=ASKED) is None


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "Ask jo@mail.example.org"])
def test_a_reason_is_needed_and_points_to_nobody(reason: str) -> None:
    with pytest.raises(Impossible):
        ensure_reason(reason, None, asked=ASKED)


def test_a_plain_reason_may_cite_a_day() -> None:
    ensure_reason("The handbook of 1 September 2024 asks for none.", None, asked=ASKED)

"""How sessions that somebody saw are told."""

from __future__ import annotations

import pytest

from trainee_tracker.accreditation.observed_words import (
    a_session_seen,
    more_sessions_seen,
    sessions_seen,
)


@pytest.mark.parametrize(
    ("ways", "one", "several", "more"),
    [
        (["live"], "a session seen live", "2 sessions seen live", "1 more session seen live"),
        (
            ["recorded"],
            "a session seen on a recording",
            "2 sessions seen on a recording",
            "1 more session seen on a recording",
        ),
        (
            ["reported"],
            "a session only reported",
            "2 sessions only reported",
            "1 more session only reported",
        ),
        (
            ["live", "recorded"],
            "a session in one of these ways: seen live or seen on a recording",
            "2 sessions, each in one of these ways: seen live or seen on a recording",
            "1 more session in one of these ways: seen live or seen on a recording",
        ),
    ],
)
def test_each_way_of_seeing_a_session_has_a_phrase_of_its_own(
    ways: list[str], one: str, several: str, more: str
) -> None:
    assert str(a_session_seen(ways)) == one
    assert str(sessions_seen(2, ways)) == several
    assert str(more_sessions_seen(1, ways)) == more

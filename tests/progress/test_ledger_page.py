"""A line of a ledger beside what the course makes of it."""

import pytest

from tests.accreditation.builders import judged, line, terms
from trainee_tracker.accreditation.ledger import Key
from trainee_tracker.progress.rules import LedgerPage


@pytest.mark.parametrize(
    ("entry", "attended", "words"),
    [
        (7, False, "nobody came"),
        ("register-7", False, "did not attend"),
        (7, True, None),
        ("register-7", True, None),
    ],
)
def test_nobody_comes_to_a_session_and_a_trainee_misses_a_class(
    entry: Key, attended: bool, words: str | None
) -> None:
    one = line(entry=entry, attended=attended)
    absence = LedgerPage(one, judged(terms(), one)).absence
    assert (None if absence is None else str(absence)) == words

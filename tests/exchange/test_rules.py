"""Which list was shown."""

from __future__ import annotations

import pytest

from trainee_tracker.exchange import rules
from trainee_tracker.refusals import Stale


def test_a_list_other_than_the_one_shown_is_refused() -> None:
    rules.ensure_as_shown("a", "a")
    with pytest.raises(Stale, match="Nobody was enrolled"):
        rules.ensure_as_shown("a", "b")

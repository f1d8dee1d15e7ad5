"""The audit chain: any alteration, truncation or slipped-in link is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.audit.rules import GENESIS, Checkpoint, Happening, Link, chain_faults, chained

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
START = Checkpoint(0, GENESIS)


def chain(length: int) -> list[Link]:
    """Return a sound chain."""
    return list(
        chained([Happening(AT, 1, "hours.logged", "hours", each) for each in range(length)], START)
    )


def test_a_sound_chain_has_no_fault() -> None:
    """Nothing is wrong with what was only appended to."""
    assert list(chain_faults(chain(5))) == []


def test_an_empty_chain_has_no_fault() -> None:
    """Nothing happened yet."""
    assert list(chain_faults([])) == []


@given(st.integers(0, 7), st.sampled_from(["kind", "facts", "actor_id", "subject_id", "at"]))
def test_a_changed_event_is_found(place: int, field: str) -> None:
    """Whatever part of an event is changed, its hash no longer fits."""
    changes: dict[str, Any] = {
        "kind": "hours.declined",
        "facts": '{"x":1}',
        "actor_id": 2,
        "subject_id": 99,
        "at": datetime(2026, 11, 23, tzinfo=UTC),
    }
    links = chain(8)
    links[place] = replace(
        links[place], happening=replace(links[place].happening, **{field: changes[field]})
    )
    assert list(chain_faults(links)) == [f"Event {place + 1} was changed after it was written."]


@given(st.integers(0, 6))
def test_a_removed_event_is_found(place: int) -> None:
    """A gap shows, unless it is at the very end."""
    links = chain(8)
    del links[place]
    assert f"Event {place + 1} is missing: the next one found is {place + 2}." in list(
        chain_faults(links)
    )


def test_a_truncated_chain_is_found_by_a_checkpoint_kept_elsewhere() -> None:
    """Cutting the end off leaves a sound chain, which only the checkpoint betrays."""
    links = chain(8)
    checkpoint = Checkpoint(8, links[-1].hash)
    assert list(chain_faults(links[:6])) == []
    assert list(chain_faults(links[:6], checkpoint)) == [
        "The chain does not pass through the checkpoint at event 8."
    ]
    assert list(chain_faults(links, checkpoint)) == []


def test_a_chain_written_anew_is_found_by_a_checkpoint() -> None:
    """Somebody who re-makes every hash still cannot pass through the saved one."""
    checkpoint = Checkpoint(3, chain(8)[2].hash)
    anew = list(
        chained([Happening(AT, 2, "hours.logged", "hours", each) for each in range(8)], START)
    )
    assert list(chain_faults(anew)) == []
    assert list(chain_faults(anew, checkpoint)) == [
        "The chain does not pass through the checkpoint at event 3."
    ]


@pytest.mark.parametrize("checkpoint", [None, Checkpoint(0, GENESIS)])
def test_no_checkpoint_asks_nothing(checkpoint: Checkpoint | None) -> None:
    """A checkpoint taken before anything happened is always passed."""
    assert list(chain_faults(chain(2), checkpoint)) == []


def test_links_out_of_order_do_not_follow() -> None:
    """Two events that change places break the chain at both."""
    links = chain(3)
    links[1], links[2] = links[2], links[1]
    assert any("does not follow" in fault for fault in chain_faults(links))

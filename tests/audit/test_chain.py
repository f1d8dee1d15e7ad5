"""A stream's chain: any alteration, truncation or slipped-in link is found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainee_tracker.audit import merkle
from trainee_tracker.audit.rules import (
    CLOCK_SAID,
    Happening,
    Head,
    KnownState,
    Link,
    StreamCheck,
    chained,
    mark_of,
    with_facts,
)
from trainee_tracker.messages import say

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = b"a key that the database does not have"
STREAM = 7


def happening(number: int, at: datetime = AT) -> Happening:
    return Happening(at, 1, "hours.logged", "hours", number, "0" * 32)


def chain(length: int, *, first: int = 0) -> list[Link]:
    """Return a sound chain of acts of one event each."""
    links: list[Link] = []
    head = Head()
    for number in range(first, first + length):
        (link,) = chained(STREAM, head, [happening(number)], act_id=f"act {number}")
        links.append(replace(link, mark=mark_of(KEY, STREAM, link.position, link.hash)))
        head = Head(link.position, link.hash, link.happening.at)
    return links


def faults(
    links: list[Link],
    known_states: dict[int, list[KnownState]] | None = None,
    keys: tuple[bytes, ...] = (KEY,),
) -> list[str]:
    check = StreamCheck(say("The stream"), keys, known_states or {})
    found = [fault for link in links for fault in check.faults(link)]
    return [str(each) for each in [*found, *check.end()]]


def known_state(links: list[Link], size: int) -> dict[int, list[KnownState]]:
    leaves = [merkle.leaf_hash(bytes.fromhex(link.hash)) for link in links[:size]]
    root = merkle.root_of(leaves).hex()
    return {size: [KnownState(say("the checkpoint"), links[size - 1].hash, root)]}


def test_a_sound_chain_has_no_fault() -> None:
    assert faults(chain(5)) == []


def test_an_empty_chain_has_no_fault() -> None:
    assert faults([]) == []


CHANGES: dict[str, Any] = {
    "kind": "hours.declined",
    "facts": '{"x":1}',
    "actor_id": 2,
    "subject_id": 99,
    "subject_table": "sites",
    "row_digest": "f" * 64,
    "salt": "1" * 32,
    "at": datetime(2026, 11, 23, tzinfo=UTC),
}


@given(st.integers(0, 7), st.sampled_from(sorted(CHANGES)))
def test_a_changed_event_is_found(place: int, name: str) -> None:
    links = chain(8)
    changed = replace(links[place].happening, **{name: CHANGES[name]})
    links[place] = replace(links[place], happening=changed)
    said = f"The stream: event {place + 1} was changed after it was written."
    assert said in faults(links)


@pytest.mark.parametrize(
    ("name", "value"), [("act_id", "another"), ("format", 2), ("stream_id", 8), ("hash", "0" * 64)]
)
def test_a_changed_place_is_found(name: str, value: Any) -> None:
    links = chain(3)
    links[1] = replace(links[1], **{name: value})
    assert "The stream: event 2 was changed after it was written." in faults(links)


@pytest.mark.parametrize("value", [None, b"\xff", 3.5, "\udcff", 2**60])
def test_what_no_link_could_say_is_a_fault_and_no_error(value: Any) -> None:
    for name in CHANGES:
        links = chain(2)
        spoilt = replace(links[1].happening, **{name: value})
        if spoilt == links[1].happening:
            continue
        links[1] = replace(links[1], happening=spoilt)
        assert faults(links), name
    for name in ("position", "act_id", "previous_hash", "hash", "mark", "format"):
        links = chain(2)
        if getattr(links[1], name) == value:
            continue
        links[1] = replace(links[1], **{name: value})
        assert faults(links), name


@given(st.integers(0, 6))
def test_a_removed_event_is_found(place: int) -> None:
    links = chain(8)
    del links[place]
    said = f"The stream: event {place + 1} is missing; the next is {place + 2}."
    assert said in faults(links)


def test_a_shortened_chain_is_found_by_a_passage_kept_elsewhere() -> None:
    links = chain(8)
    kept = known_state(links, 8)
    assert faults(links[:6]) == []
    assert faults(links[:6], kept) == [
        "The stream: events after 6 are missing; the checkpoint has 8 events."
    ]
    assert faults(links, kept) == []


def test_a_chain_written_anew_with_the_key_is_found_by_a_passage() -> None:
    kept = known_state(chain(8), 3)
    anew = chain(8, first=50)
    assert faults(anew) == []
    assert faults(anew, kept) == ["The stream: event 3 is not the one that the checkpoint has."]


def test_a_passage_with_the_right_hash_over_other_events_is_found() -> None:
    links = chain(4)
    (kept,) = known_state(links, 4)[4]
    assert faults(links, {4: [replace(kept, root="0" * 64)]}) == [
        "The stream: event 4 is not the one that the checkpoint has."
    ]


def test_links_out_of_order_do_not_follow() -> None:
    links = chain(3)
    links[1], links[2] = links[2], links[1]
    assert any("does not follow" in fault for fault in faults(links))


def test_an_event_that_somebody_without_the_key_appended_is_found() -> None:
    links = chain(2)
    end = links[-1]
    (forged,) = chained(
        STREAM, Head(2, end.hash, end.happening.at), [happening(9)], act_id="forged"
    )
    assert faults([*links, forged]) == ["The stream: the act that ends with event 3 has no mark."]
    guessed = replace(forged, mark=mark_of(b"another key", STREAM, 3, forged.hash))
    assert faults([*links, guessed]) == [
        "The stream: event 3 was marked with a key that is not known here."
    ]
    own = mark_of(KEY, STREAM, 3, forged.hash)
    false = replace(forged, mark=own[:-1] + ("0" if own[-1] != "0" else "1"))
    assert faults([*links, false]) == ["The stream: event 3 was not written by this application."]


def test_a_former_key_is_still_recognised() -> None:
    assert faults(chain(3), keys=(b"the new key", KEY)) == []


def test_a_mark_stands_on_the_last_event_of_an_act_only() -> None:
    links = list(chained(STREAM, Head(), [happening(1), happening(2)], act_id="one"))
    assert faults(links) == ["The stream: the act that ends with event 2 has no mark."]
    links[1] = replace(links[1], mark=mark_of(KEY, STREAM, 2, links[1].hash))
    assert faults(links) == []
    (more,) = chained(STREAM, Head(2, links[1].hash, AT), [happening(3)], act_id="two")
    halved = [links[0], replace(links[1], mark=None), more]
    assert "The stream: the act that ends with event 2 has no mark." in faults(halved)


def test_no_event_is_dated_before_the_one_it_follows_and_the_clock_is_quoted() -> None:
    early = AT - timedelta(hours=1)
    links = list(
        chained(STREAM, Head(), [happening(1), happening(2, early), happening(3)], act_id="one")
    )
    assert [link.happening.at for link in links] == [AT, AT, AT]
    assert json.loads(links[1].happening.facts) == {CLOCK_SAID: "2026-11-22T11:00:00.000000+00:00"}
    assert links[0].happening.facts == links[2].happening.facts == "{}"
    after = list(chained(STREAM, Head(3, links[2].hash, AT), [happening(4, early)], act_id="two"))
    assert after[0].happening.at == AT


def test_an_event_dated_before_the_one_it_follows_is_a_fault() -> None:
    links = chain(1)
    head = Head(1, links[0].hash, None)
    (early,) = chained(STREAM, head, [happening(2, AT - timedelta(hours=1))], act_id="two")
    marked = replace(early, mark=mark_of(KEY, STREAM, 2, early.hash))
    assert faults([*links, marked]) == ["The stream: event 2 is dated before the one it follows."]


def test_facts_are_added_to_those_that_are_there() -> None:
    told = with_facts(with_facts(happening(1), {"b": 1}), {"a": [2]})
    assert told.facts == '{"a":[2],"b":1}'

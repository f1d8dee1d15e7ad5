"""Seals: every stream of one moment under one root, each going on from the one before."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.audit.attacks import without_triggers
from tests.cast import NOW, Cast
from tests.hours.builders import submitted
from tests.meanwhile import meanwhile
from trainee_tracker.audit import merkle, raw_rows, sealing
from trainee_tracker.audit.models import AuditEvent, Seal, SealHead
from trainee_tracker.audit.rules import GENESIS, SealedStream, seal_root
from trainee_tracker.audit.sealing import seal, sealed_streams
from trainee_tracker.audit.verifying import snapshot
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Person
from trainee_tracker.refusals import Impossible, Stale


def sealed() -> Seal:
    made = seal(at=NOW)
    db.session.commit()
    return made


def faults() -> list[str]:
    return [str(each) for each in faults_of_ledger()]


def test_a_seal_holds_every_stream_as_an_independent_count_has_it(cast: Cast) -> None:
    submitted(cast)
    before = {}
    with snapshot() as connection:
        for stream_id in range(1, 8):
            links = list(raw_rows.links_of(connection, stream_id))
            leaves = [merkle.leaf_hash(bytes.fromhex(link.hash)) for link in links]
            before[stream_id] = (len(links), merkle.root_of(leaves).hex(), links[-1].hash)
    made = sealed()
    streams = sealed_streams(made.id)
    assert {each.stream_id: (each.size, each.root, each.head) for each in streams} == before
    assert made.root == seal_root(streams)
    assert (made.streams, made.previous_root) == (7, GENESIS)
    assert faults() == []


def test_the_next_seal_goes_on_from_the_last_and_holds_only_what_grew(cast: Cast) -> None:
    first = sealed()
    submitted(cast)
    second = sealed()
    assert second.previous_root == first.root
    grown = db.session.scalars(
        select(SealHead.stream_id).where(SealHead.seal_id == second.id)
    ).all()
    # The cohort's, and that of the installation, in which the first seal itself is chained.
    assert sorted(grown) == [1, cast.cohort.stream_id]
    anew = {each.stream_id: each for each in sealed_streams(second.id)}
    with snapshot() as connection:
        links = list(raw_rows.links_of(connection, cast.cohort.stream_id))
    leaves = [merkle.leaf_hash(bytes.fromhex(link.hash)) for link in links]
    assert anew[cast.cohort.stream_id].root == merkle.root_of(leaves).hex()
    assert faults() == []


def test_only_what_came_since_the_last_seal_is_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed()
    count = db.session.scalar(select(func.count()).select_from(AuditEvent))
    read: list[object] = []
    plain_rows = raw_rows.plain_rows

    def counting(*given: object, **named: object) -> object:
        for row in plain_rows(*given, **named):  # type: ignore[arg-type]
            read.append(row)
            yield row

    monkeypatch.setattr(raw_rows, "plain_rows", counting)
    sealed()
    assert len(read) == 1 < (count or 0)


def test_an_empty_ledger_has_nothing_to_seal(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_streams", lambda connection: [])
    with pytest.raises(Impossible, match="nothing to seal"):
        seal(at=NOW)


def test_a_seal_taken_while_others_write_holds_a_beginning_of_each_stream(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = (cast.cohort.id, cast.outsider_supervisor.id, cast.training_lead.id)
    grown = sealing._grown
    calls: list[int] = []

    def with_a_writer(*given: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            meanwhile(app, approve)
        return grown(*given)  # type: ignore[arg-type]

    def approve() -> None:
        cohorts.approve_supervisor(
            db.session.get_one(Cohort, ids[0]),
            db.session.get_one(Person, ids[1]),
            approved_from=db.session.get_one(Cohort, ids[0]).starts_on,
            approved_until=None,
            actor=db.session.get_one(Person, ids[2]),
            at=NOW,
        )

    db.session.commit()
    monkeypatch.setattr(sealing, "_grown", with_a_writer)
    made = sealed()
    streams = sealed_streams(made.id)
    assert faults() == []
    assert list(faults_of_ledger(streams)) == []
    now = {each.stream_id: each.size for each in sealed_streams(sealed().id)}
    assert any(now[each.stream_id] > each.size for each in streams), "Somebody wrote meanwhile."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE seals SET root = '{zeros}'", "does not hold the streams"),
        ("UPDATE seals SET previous_root = '{ones}'", "does not follow from the seal before"),
        ("UPDATE seals SET signature = 'x'", "signed with a key that is not known"),
        (
            "UPDATE seals SET signature = substr(signature, 1, 9) || '{ones}'",
            "was not signed by this application",
        ),
        ("UPDATE seal_heads SET size = size - 1", "does not hold the streams"),
        ("UPDATE seal_heads SET root = '{zeros}'", "is not the one that seal 1 has"),
        ("DELETE FROM seal_heads WHERE stream_id = 3", "does not hold the streams"),
    ],
)
def test_an_altered_seal_is_named(cast: Cast, change: str, said: str) -> None:
    sealed()
    without_triggers(change.format(zeros="0" * 64, ones="1" * 64))
    assert any(said in fault for fault in faults()), faults()


def test_a_leaf_binds_all_that_a_seal_says_of_a_stream() -> None:
    stream = SealedStream(3, "cohort", 2, 10, "a" * 64, "b" * 64)
    changes: list[dict[str, object]] = [
        {"stream_id": 4},
        {"kind": "organisation"},
        {"owner_id": 3},
        {"size": 11},
        {"root": "c" * 64},
        {"head": "c" * 64},
    ]
    leaves = {replace(stream, **change).leaf() for change in changes}  # type: ignore[arg-type]
    assert len(leaves | {stream.leaf()}) == len(changes) + 1


def test_a_checkpoint_says_everything_that_a_stranger_needs(app: Flask, cast: Cast) -> None:
    told = json.loads(app.test_cli_runner().invoke(args=["ledger", "checkpoint"]).output)
    kept = [SealedStream(**each) for each in told["streams"]]
    assert seal_root(kept) == told["root"]
    assert list(faults_of_ledger(kept)) == []
    assert {"seal", "at", "previous_root", "signature"} <= told.keys()


def test_of_two_seals_at_once_one_is_told_to_try_again(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown = sealing._grown

    def while_somebody_else_seals(*given: object) -> object:
        monkeypatch.undo()
        meanwhile(app, lambda: seal(at=NOW))
        return grown(*given)  # type: ignore[arg-type]

    db.session.commit()
    monkeypatch.setattr(sealing, "_grown", while_somebody_else_seals)
    with pytest.raises(Stale, match="making a checkpoint"):
        seal(at=NOW)
    db.session.rollback()
    sealed()
    assert faults() == []

"""A proof that one trainee's events are in the sealed ledger: it leads up, and nothing else does."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.hours.builders import submitted
from trainee_tracker.audit.proofs import proof_faults, proof_of
from trainee_tracker.audit.sealing import seal, sealed_streams
from trainee_tracker.audit.verifying import snapshot
from trainee_tracker.extensions import db
from trainee_tracker.refusals import Impossible


def made(cast: Cast) -> tuple[dict[str, Any], str]:
    """Return the proof of Abena's two sessions, and the root of the seal."""
    entries = [submitted(cast), submitted(cast, minutes=90)]
    submitted(cast, enrolment=cast.colleague_enrolment)
    sealed = seal(at=NOW)
    db.session.commit()
    with snapshot() as connection:
        proof = proof_of(
            connection,
            [("hours_entries", each.id) for each in entries],
            cast.cohort.stream_id,
            sealed_streams(sealed.id),
        )
    return proof, sealed.root


def test_a_proof_leads_to_the_root_and_holds_no_other_events(cast: Cast) -> None:
    proof, root = made(cast)
    assert [each["subject_table"] for each in proof["events"]] == ["hours_entries"] * 2
    assert list(proof_faults(proof, root)) == []
    assert list(proof_faults(json.loads(json.dumps(proof)), root)) == []
    told = json.dumps(proof)
    for somebody in (cast.trainee, cast.colleague, cast.supervisor):
        assert somebody.full_name not in told
    others = {each["subject_id"] for each in proof["events"]}
    assert len(others) == 2


def test_a_proof_leads_to_no_other_root(cast: Cast) -> None:
    proof, _root = made(cast)
    assert "The stream is not in the seal." in [str(each) for each in proof_faults(proof, "0" * 64)]


@pytest.mark.parametrize(
    "name",
    [
        "stream_id",
        "position",
        "format",
        "at",
        "actor_id",
        "act_id",
        "kind",
        "subject_table",
        "subject_id",
        "row_digest",
        "salt",
        "facts",
        "previous_hash",
        "hash",
        "path",
    ],
)
def test_any_changed_field_of_an_event_is_refused(cast: Cast, name: str) -> None:
    proof, root = made(cast)
    value = proof["events"][0][name]
    changes: dict[type, Any] = {
        int: lambda each: each + 1,
        str: _another,
        list: lambda each: each[:-1],
    }
    proof["events"][0][name] = changes[type(value)](value)
    assert list(proof_faults(proof, root)) != []


def _another(value: str) -> str:
    return ("0" if value[0] != "0" else "1") + value[1:]


@pytest.mark.parametrize("name", ["stream_id", "kind", "owner_id", "size", "root", "head"])
def test_any_changed_field_of_the_stream_is_refused(cast: Cast, name: str) -> None:
    proof, root = made(cast)
    value = proof["stream"][name]
    proof["stream"][name] = value + 1 if isinstance(value, int) else _another(value)
    assert list(proof_faults(proof, root)) != []


@pytest.mark.parametrize("name", ["place", "streams", "path", "root"])
def test_any_changed_place_of_the_stream_is_refused(cast: Cast, name: str) -> None:
    proof, root = made(cast)
    value = proof[name]
    changes = {"place": 0, "streams": value, "path": [], "root": "0" * 64}
    proof[name] = value + 7 if name == "streams" else changes[name]
    assert list(proof_faults(proof, root)) != []


WHOLE: dict[str, Any] = {
    "stream": {"stream_id": 1, "kind": "x", "owner_id": 1, "size": 1, "root": "", "head": ""},
    "place": 0,
    "streams": 1,
    "path": [],
    "root": "",
    "events": [{}],
}


@given(
    st.sampled_from([*WHOLE, ""]),
    st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())),
)
def test_what_is_no_proof_is_said_to_be_none(name: str, value: Any) -> None:
    spoilt = copy.deepcopy(WHOLE)
    if name:
        spoilt[name] = value
    assert list(proof_faults(spoilt, "0" * 64)) != []


def test_a_stream_opened_after_the_seal_has_no_proof_in_it(cast: Cast) -> None:
    with snapshot() as connection, pytest.raises(Impossible, match="opened after the seal"):
        proof_of(connection, [], 99, [])


def test_the_commands_make_a_proof_and_check_it(app: Flask, cast: Cast, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    submitted(cast)
    submitted(cast, enrolment=cast.colleague_enrolment)
    saved, kept = tmp_path / "proof.json", tmp_path / "checkpoint.json"
    kept.write_text(runner.invoke(args=["ledger", "checkpoint"]).output)
    enrolment = str(cast.enrolment.id)
    told = runner.invoke(args=["ledger", "prove", "--enrolment", enrolment])
    assert told.exit_code == 0, told.output
    saved.write_text(told.output)
    proof = json.loads(told.output)
    tables = {each["subject_table"] for each in proof["events"]}
    assert tables == {"enrolments", "hours_entries", "hours_events", "logged_sessions"}
    check = ["ledger", "check-proof", str(saved), "--checkpoint", str(kept)]
    sound = runner.invoke(args=check)
    assert (sound.exit_code, "are in the ledger" in sound.output) == (0, True)
    proof["events"][0]["subject_id"] += 1
    saved.write_text(json.dumps(proof))
    spoilt = runner.invoke(args=check)
    assert spoilt.exit_code == 1
    assert "was changed after it was written" in spoilt.output
    assert runner.invoke(args=["ledger", "prove", "--enrolment", "999"]).exit_code == 1

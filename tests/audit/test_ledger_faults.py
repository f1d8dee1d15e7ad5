"""The ledger compared with the chain: what a person with database access could try."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from tests.cast import NOW, Cast, request_id
from tests.hours.builders import logged
from trainee_tracker.append_only import append_only_tables, row_digest, row_values
from trainee_tracker.audit import queries
from trainee_tracker.audit.actions import record
from trainee_tracker.audit.rules import Checkpoint
from trainee_tracker.extensions import db
from trainee_tracker.hours.models import LoggedSession
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Meaning


def without_triggers(table: str, statement: str) -> None:
    """Run `statement` as somebody would who can drop triggers."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
    db.session.execute(text(statement))
    db.session.commit()


def test_what_the_actions_wrote_has_no_fault(cast: Cast) -> None:
    """The cast itself was made through the actions."""
    assert list(queries.ledger_faults()) == []


def test_an_enrolment_moved_to_another_person_is_found(cast: Cast) -> None:
    """An UPDATE behind the application's back."""
    without_triggers(
        "enrolments",
        f"UPDATE enrolments SET person_id = {cast.outsider_lead.id} WHERE id = {cast.enrolment.id}",
    )
    assert list(queries.ledger_faults()) == [
        f"Row {cast.enrolment.id} of enrolments was changed after it was written."
    ]


def test_a_removed_row_is_found(cast: Cast) -> None:
    """A DELETE behind the application's back."""
    signature, _ = sign(
        cast.supervisor,
        capacity="supervisor",
        on_behalf_of="City Health Trust",
        meaning=Meaning.HOURS_DECIDED,
        shown={"rows": []},
        request_id=request_id("one"),
        at=NOW,
    )
    gone = signature.id
    db.session.commit()
    without_triggers("signatures", f"DELETE FROM signatures WHERE id = {gone}")
    assert list(queries.ledger_faults()) == [f"Row {gone} of signatures is missing."]


def test_a_row_slipped_in_is_found(cast: Cast) -> None:
    """An INSERT behind the application's back: an enrolment nobody made."""
    db.session.execute(
        text(
            "INSERT INTO enrolments "
            "(cohort_id, person_id, enrolled_on, recorded_at, request_id, request_digest) "
            f"VALUES ({cast.cohort.id}, {cast.outsider.id}, '2026-09-07', "
            "'2026-09-07 10:00:00', 'x', 'x')"
        )
    )
    db.session.commit()
    faults = list(queries.ledger_faults())
    assert len(faults) == 1
    assert faults[0].endswith("of enrolments was never recorded in the audit log.")


def test_the_chain_passes_through_its_own_head_and_no_other(cast: Cast) -> None:
    """A checkpoint is the position and hash of the head."""
    head = queries.head()
    record(
        "people.told",
        actor_id=None,
        at=NOW,
        subject_table="people",
        subject_id=cast.trainee.id,
        facts={"what": "something"},
    )
    db.session.commit()
    assert queries.head().position == head.position + 1
    assert list(queries.ledger_faults(head)) == []
    assert list(queries.ledger_faults(Checkpoint(head.position, "0" * 64))) != []


def test_verify_and_checkpoint_are_commands(app: Flask, cast: Cast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """What an auditor runs."""
    runner = app.test_cli_runner()
    saved = tmp_path / "checkpoint.json"
    saved.write_text(runner.invoke(args=["ledger", "checkpoint"]).output)
    sound = runner.invoke(args=["ledger", "verify", "--checkpoint", str(saved)])
    assert sound.exit_code == 0
    assert "nothing altered or missing" in sound.output
    without_triggers("enrolments", "UPDATE enrolments SET enrolled_on = '2020-01-01'")
    broken = runner.invoke(args=["ledger", "verify"])
    assert broken.exit_code == 1
    assert "was changed after it was written" in broken.output
    saved.write_text("[]")
    assert "is not a checkpoint" in (
        runner.invoke(args=["ledger", "verify", "--checkpoint", str(saved)]).output
    )


@pytest.mark.parametrize("table", append_only_tables())
def test_every_append_only_table_but_the_chain_itself_is_covered(table: str) -> None:
    """A ledger table that the chain does not cover could be changed unseen."""
    from trainee_tracker.append_only import LedgerRow
    from trainee_tracker.extensions import Base

    covered = {
        mapper.local_table.description
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, LedgerRow)
    }
    assert table in covered or table == "audit_events"


def test_a_session_from_before_problems_were_kept_has_the_digest_it_had(cast: Cast) -> None:
    """The ledger gained columns after its first rows; empty, they change no digest."""
    table = LoggedSession.__table__
    session = logged(cast).session
    values = row_values(session)
    before = {key: value for key, value in values.items() if key not in {"problem", "observed"}}
    assert row_digest(table, values) == row_digest(table, before)
    without_triggers(
        "logged_sessions", f"UPDATE logged_sessions SET problem = 'grief' WHERE id = {session.id}"
    )
    assert list(queries.ledger_faults()) == [
        f"Row {session.id} of logged_sessions was changed after it was written."
    ]

"""The ledger compared with its streams: what a person with the database could try."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.schema import CreateIndex

from tests.audit.attacks import without_triggers
from tests.cast import NOW, Cast, request_id
from tests.databases import uses_postgresql
from tests.hours.builders import submitted
from trainee_tracker.append_only import LedgerRow, append_only_tables, trigger_statements
from trainee_tracker.audit.actions import record
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rows import ledger_tables
from trainee_tracker.audit.rules import ERASED
from trainee_tracker.canonical import canonical
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import Base, db
from trainee_tracker.people.account.actions import set_password
from trainee_tracker.people.models import Account
from trainee_tracker.progress.models import StoredStanding
from trainee_tracker.signatures.actions import sign
from trainee_tracker.signatures.rules import Capacity, Meaning

RENAMED = (
    "Row 2 of person_names was changed after it was written:"
    " its full_name is not the one that was written."
)


def faults() -> list[str]:
    db.session.commit()
    return [str(each) for each in faults_of_ledger()]


def test_what_the_actions_wrote_has_no_fault(cast: Cast) -> None:
    """The cast itself was made through the actions."""
    assert faults() == []


def test_an_enrolment_moved_to_another_person_is_found(cast: Cast) -> None:
    without_triggers(
        f"UPDATE enrolments SET entered_id = {cast.outsider_lead.id} WHERE id = {cast.enrolment.id}",
    )
    assert faults() == [f"Row {cast.enrolment.id} of enrolments was changed after it was written."]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("person_names", "full_name = 'Dr Somebody Else'"),
        ("person_names", "registration = 'UKCP 1'"),
        ("role_grants", "role = 'commissioner'"),
        ("organisation_states", "side = 'accreditor'"),
        ("sites", "name = 'Elsewhere'"),
        ("cohorts", "ends_on = '2030-01-01'"),
        ("supervisions", "approved_from = '2020-01-01'"),
        ("course_versions", "title = 'Easier'"),
        ("streams", "owner_id = owner_id + 100"),
    ],
)
def test_whatever_decides_and_was_changed_is_named(cast: Cast, table: str, change: str) -> None:
    without_triggers(f"UPDATE {table} SET {change} WHERE id = 1")
    assert any(each.startswith(f"Row 1 of {table} was changed after it was") for each in faults())


def test_a_personal_value_that_was_changed_is_named_with_its_column(cast: Cast) -> None:
    without_triggers("UPDATE person_names SET full_name = 'Dr Somebody' WHERE id = 2")
    assert faults() == [RENAMED]


def test_a_value_and_its_salt_can_be_erased_and_the_chain_still_verifies(cast: Cast) -> None:
    names = "SELECT salts FROM person_names WHERE id = 2"
    salts = json.loads(str(db.session.scalar(text(names))))
    assert sorted(salts) == ["full_name", "other_language", "other_name", "registration"]
    del salts["full_name"]
    record(
        ERASED,
        stream_id=cast.network.stream_id,
        actor_id=cast.administrator.id,
        at=NOW,
        subject_table="person_names",
        subject_id=2,
        facts={"columns": ["full_name"]},
    )
    without_triggers(
        f"UPDATE person_names SET full_name = '', salts = '{canonical(salts)}' WHERE id = 2"
    )
    assert faults() == []
    without_triggers("UPDATE person_names SET full_name = 'Back again' WHERE id = 2")
    assert faults() == [RENAMED]


def test_a_personal_value_that_nobody_recorded_as_erased_was_destroyed(cast: Cast) -> None:
    without_triggers(
        "UPDATE person_names SET full_name = '', other_name = '', other_language = '',"
        " registration = '', salts = '{}' WHERE id = 2"
    )
    assert faults() == [RENAMED]


@pytest.mark.parametrize(
    "change",
    [
        """replace(salts, 'b', 'B')""",
        """replace(salts, '":"', '":" ')""",
        """replace(salts, '":"', '": "')""",
    ],
)
def test_a_salt_in_another_spelling_is_found(cast: Cast, change: str) -> None:
    without_triggers(f"UPDATE person_names SET salts = {change} WHERE id = 2")
    assert any(each.startswith("Row 2 of person_names was changed") for each in faults())


def test_an_account_that_was_taken_away_is_named(cast: Cast) -> None:
    without_triggers(f"DELETE FROM accounts WHERE person_id = {cast.outsider.id}")
    assert f"The account of person {cast.outsider.id} is missing." in faults()


def test_a_trigger_that_is_none_of_ours_is_named(cast: Cast) -> None:
    db.session.commit()
    if uses_postgresql():
        made = (
            "CREATE TRIGGER evil BEFORE UPDATE ON accounts"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        dropped = "DROP TRIGGER evil ON accounts"
    else:
        made = "CREATE TRIGGER evil AFTER INSERT ON hours_events BEGIN DELETE FROM sign_ins; END"
        dropped = "DROP TRIGGER evil"
    db.session.execute(text(made))
    try:
        assert faults() == ["The trigger evil is none of ours: what it does, nobody recorded."]
    finally:
        db.session.execute(text(dropped))
        db.session.commit()
    assert faults() == []


def test_an_index_that_keeps_rows_from_being_written_twice_is_missed(cast: Cast) -> None:
    db.session.commit()
    name = "uq_audit_events_row"
    (index,) = (each for each in AuditEvent.__table__.indexes if each.name == name)  # type: ignore[attr-defined]
    db.session.execute(text(f"DROP INDEX {name}"))
    try:
        assert faults() == [
            (
                f"The index {name} of audit_events is missing; it should be: unique over subject_table,"
                " subject_id, of rows with row_digest is not null."
            )
        ]
    finally:
        db.session.execute(CreateIndex(index))
        db.session.commit()
    assert faults() == []


def test_a_removed_row_is_found(cast: Cast) -> None:
    signature, _ = sign(
        cast.supervisor,
        capacity=Capacity.SUPERVISOR,
        on_behalf_of="City Health Trust",
        meaning=Meaning.HOURS_DECIDED,
        shown={"rows": []},
        stream_id=cast.cohort.stream_id,
        request_id=request_id("one"),
        at=NOW,
    )
    gone = signature.id
    db.session.commit()
    without_triggers(f"DELETE FROM signatures WHERE id = {gone}")
    assert faults() == [f"Row {gone} of signatures is missing."]


def test_a_row_slipped_in_is_found(cast: Cast) -> None:
    """An INSERT behind the application's back: an enrolment nobody made."""
    db.session.execute(
        text(
            "INSERT INTO enrolments (cohort_id, entered_id, enrolled_on, stream_id, recorded_at, "
            "request_id, request_digest, commitments, salts) "
            f"VALUES ({cast.cohort.id}, {cast.outsider.id}, '2026-09-07', "
            f"{cast.cohort.stream_id}, '2026-09-07 10:00:00', 'x', 'x', '{{}}', '{{}}')"
        )
    )
    (fault,) = faults()
    assert fault.endswith("of enrolments was never recorded in the audit log.")


def test_an_account_whose_password_nobody_recorded_is_named(cast: Cast) -> None:
    set_password(cast.trainee, "seven slow herons wade", at=NOW)
    assert faults() == []
    for values, words in (
        ({"password_hash": "$argon2id$of-somebody-else"}, "password"),
        ({"email": "attacker@elsewhere.example"}, "e-mail address"),
    ):
        db.session.execute(
            update(Account).where(Account.person_id == cast.supervisor.id).values(**values)
        )
        assert any(
            fault.startswith(
                f"Person {cast.supervisor.id}: The {words} of this person is not the one"
            )
            for fault in faults()
        )


def test_a_trigger_that_was_taken_away_is_named(cast: Cast) -> None:
    db.session.commit()
    statements = trigger_statements("hours_events", db.engine.dialect.name)
    name = "hours_events_no_update"
    where = " ON hours_events" if uses_postgresql() else ""
    db.session.execute(text(f"DROP TRIGGER {name}{where}"))
    try:
        assert faults() == [
            f"The trigger {name}, which keeps rows from being changed, was taken away or altered."
        ]
    finally:
        # PostgreSQL's database goes on to the next test with the triggers that it has.
        db.session.execute(text(statements[name]))
        db.session.commit()
    assert faults() == []


def test_a_stored_standing_that_was_altered_is_named(app: Flask, cast: Cast) -> None:
    db.session.execute(
        update(StoredStanding)
        .where(StoredStanding.enrolment_id == cast.enrolment.id)
        .values(waiting_minutes=600)
    )
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert told.exit_code == 1
    assert (
        f"The stored standing of enrolment {cast.enrolment.id} differs from the ledger."
        in told.output
    )


def test_an_event_may_leave_no_row(cast: Cast) -> None:
    record(
        "people.told",
        stream_id=cast.cohort.stream_id,
        actor_id=None,
        at=NOW,
        subject_table="people",
        subject_id=cast.trainee.id,
        facts={"what": "something"},
    )
    assert faults() == []


def test_a_checkpoint_is_a_seal_that_the_ledger_has_to_pass_through(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    saved = tmp_path / "checkpoint.json"
    saved.write_text(runner.invoke(args=["ledger", "checkpoint"]).output)
    submitted(cast)
    verify = ["ledger", "verify", "--checkpoint", str(saved)]
    sound = runner.invoke(args=verify)
    assert sound.exit_code == 0, sound.output
    assert "Nothing was altered or is missing." in sound.output
    kept = json.loads(saved.read_text())
    kept["streams"][0]["size"] += 1
    saved.write_text(json.dumps(kept))
    assert "was altered: its streams do not give its root" in runner.invoke(args=verify).output
    saved.write_text("[]")
    assert "is not a checkpoint" in runner.invoke(args=verify).output


def test_verify_names_what_was_altered_and_ends_with_status_one(app: Flask, cast: Cast) -> None:
    without_triggers("UPDATE enrolments SET enrolled_on = '2020-01-01'")
    broken = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert broken.exit_code == 1
    assert "Row 1 of enrolments was changed after it was written" in broken.output
    assert "3 things are wrong." in broken.output


def test_an_altered_figure_is_not_made_official_by_a_rebuild(app: Flask, cast: Cast) -> None:
    submitted(cast)
    without_triggers("UPDATE logged_sessions SET minutes = 600")
    refused = app.test_cli_runner().invoke(args=["standings", "rebuild"])
    assert refused.exit_code == 1
    assert "Nothing was rebuilt" in refused.output
    assert "Row 1 of logged_sessions was changed after it was written." in refused.output


def test_a_standing_that_differs_for_no_known_reason_is_not_rebuilt(app: Flask, cast: Cast) -> None:
    """What rested on an act that was cut off differs: rebuilt, nothing would show it any more."""
    rebuild = ["standings", "rebuild"]
    assert app.test_cli_runner().invoke(args=rebuild).exit_code == 0
    without_triggers("UPDATE stored_standings SET waiting_minutes = 600 WHERE enrolment_id = 1")
    refused = app.test_cli_runner().invoke(args=rebuild)
    assert refused.exit_code == 1
    assert "The stored standing of enrolment 1 differs from the ledger." in refused.output
    insisted = app.test_cli_runner().invoke(args=[*rebuild, "--although-they-differ"])
    assert "3 standings rebuilt." in insisted.output
    assert "Nothing was altered" in app.test_cli_runner().invoke(args=["ledger", "verify"]).output


def test_every_append_only_table_but_the_chain_itself_is_covered() -> None:
    """A ledger table that the chain does not cover could be changed unseen."""
    covered = {
        mapper.local_table.description
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, LedgerRow)
    }
    assert covered == set(ledger_tables())
    # The heads of a seal are in its root, which is in the seal's row.
    assert set(append_only_tables()) - covered == {"audit_events", "seal_heads"}

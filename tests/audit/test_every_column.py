"""Every column of every ledger, altered behind the application's back: verify finds each one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Table, select, text
from sqlalchemy.exc import IntegrityError

from config import sqlite_module
from tests.achievements import finish, sign_award
from tests.asking import ASKING, asking_enrolment
from tests.audit.attacks import without_triggers
from tests.cast import NOW, PASSWORD, Cast, request_id
from tests.certificates.conftest import ADDRESS
from tests.certificates.support.changing import first_practice, keep, take_back
from tests.databases import uses_postgresql
from tests.governance.builders import in_force
from tests.naming import name_anew
from trainee_tracker.append_only import append_only_tables
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.sealing import seal
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.cohorts.results.actions import record_results
from trainee_tracker.cohorts.results.rules import Answer, ResultKind
from trainee_tracker.commands.ledger import faults_of_ledger, standing_faults
from trainee_tracker.editor.actions import revise_draft
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import Base, UtcDateTime, db
from trainee_tracker.moving.actions import move_cohort
from trainee_tracker.people import actions as people
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.roles import actions as roles


@pytest.fixture
def everything(cast: Cast) -> Cast:
    """The cast with something in every ledger."""
    finish(cast, cast.enrolment)
    in_force(cast)
    signature = sign_award(cast, cast.enrolment, "award", now=NOW)
    award = certificates.issue_award(
        cast.enrolment, signature=signature, address=ADDRESS, actor=cast.training_lead, at=NOW
    )
    db.session.commit()
    take_back(cast, first_practice(cast.enrolment), at=NOW)
    db.session.commit()
    keep(award, cast.community_lead, at=NOW)
    ending.revoke_certificate(
        award,
        reason="Issued to the wrong person",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    token = invitations.invite(cast.outsider, actor=cast.administrator, at=NOW)
    invitations.accept_invitation(token, "seven slow herons wade", at=NOW)
    for answer, email in (("accepted", cast.supervisor.email), ("refused", "nobody@mail.example")):
        entered = people.add_person(
            "Somebody Entered", email, organisation=cast.network, actor=cast.training_lead, at=NOW
        )
        token = invitations.invite(entered, actor=cast.training_lead, at=NOW)
        if answer == "accepted":
            accept_as_known(token, PASSWORD, address=None, at=NOW)
        else:
            invitations.refuse_invitation(token, at=NOW)
    name_anew(cast.colleague, "Kofi Boateng-Addo")
    roles.end_role(cast.outsider.grants[0], actor=cast.administrator, at=NOW)
    kofi = asking_enrolment(cast)
    record_results(
        kofi,
        {(ResultKind.EVIDENCE, "case-study"): Answer(1)},
        decided_on=date(2026, 11, 20),
        note="Read and talked over",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("result"),
    )
    course = kofi.cohort.version.course
    easier = replace(ASKING, requirements=ASKING.requirements[:1])
    revise_draft(course, easier, actor=cast.training_lead, at=NOW)
    move_cohort(
        kofi.cohort,
        publish_version(course, actor=cast.training_lead, at=NOW),
        reason="The body changed its rules",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("move"),
    )
    db.session.commit()
    seal(at=NOW)
    db.session.commit()
    return cast


def test_every_column_of_every_ledger_is_found_when_it_is_altered(everything: Cast) -> None:
    assert list(faults_of_ledger()) == []
    unseen, guarded = [], []
    for name in append_only_tables():
        table = Base.metadata.tables[name]
        row = db.session.execute(select(table).limit(1)).mappings().first()
        assert row is not None, f"Nothing in {name}."
        before = dict(row)
        where = " AND ".join(
            f"{column.name} = {_literal(before[column.name])}" for column in table.primary_key
        )
        for column in table.columns:
            if column.primary_key:
                continue
            other = _another(table, column.name, before[column.name])
            try:
                _set(name, column.name, other, where)
            except (IntegrityError, sqlite_module().IntegrityError):
                db.session.rollback()
                guarded.append(f"{name}.{column.name}")
                continue
            if not list(faults_of_ledger()):
                unseen.append(f"{name}.{column.name}")
            _set(name, column.name, _literal(before[column.name]), where)
    assert unseen == []
    # Without triggers a unique key still stands in the way, and on PostgreSQL a plausible range.
    unique = {"account_changes.part", "terms_agreements.side"}
    assert {each for each in guarded if not _is_checked(each)} <= unique
    assert list(faults_of_ledger()) == []


def _is_checked(place: str) -> bool:
    name, _dot, column = place.partition(".")
    checks = [
        str(each.sqltext)
        for each in Base.metadata.tables[name].constraints
        if isinstance(each, CheckConstraint)
    ]
    return uses_postgresql() and any(column in each for each in checks)


def _set(table: str, column: str, literal: str, where: str) -> None:
    without_triggers(f"UPDATE {table} SET {column} = {literal} WHERE {where}")


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool) and uses_postgresql():
        return str(value).lower()
    if isinstance(value, bool | int):
        return str(int(value))
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'" if uses_postgresql() else f"x'{value.hex()}'"
    if isinstance(value, datetime):
        plain = value.strftime("%Y-%m-%d %H:%M:%S.%f")
        return f"'{plain}+00'" if uses_postgresql() else f"'{plain}'"
    return "'" + str(value).replace("'", "''") + "'"


def _another(table: Table, name: str, value: Any) -> str:
    """Return the literal of another value that the column's own constraints would let pass."""
    column = table.columns[name]
    if hasattr(column.type, "enums"):
        # A value that is never a row's, so that no unique key of enums stands in the way.
        return _literal(next((each for each in column.type.enums if each != str(value)), "x"))
    if isinstance(column.type, UtcDateTime):
        return _literal((value or NOW) + timedelta(microseconds=1))
    kind = column.type.python_type
    if kind is bool:
        return _literal(not value)
    if kind is int:
        # Far off, so that no unique key stands in the way; a foreign key leads nowhere then.
        return _literal((value or 0) + 1_000)
    if kind is date:
        return _literal((value or NOW.date()) + timedelta(days=1))
    if kind is bytes:
        return _literal(bytes([value[0] ^ 1]) + value[1:])
    if name == "salts":
        return _literal('{"x":"00"}')
    return _literal(("0" if value[0] != "0" else "1") + value[1:] if value else "x")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM cohorts WHERE id = 1",
        "DELETE FROM enrolments",
        "DELETE FROM people WHERE id = 3",
        "DELETE FROM course_versions",
        "DELETE FROM organisation_states",
        "DELETE FROM streams",
        "DELETE FROM audit_events",
        "UPDATE course_versions SET terms = '{'",
        "UPDATE course_versions SET terms = '{}'",
        "UPDATE stored_standings SET standing = '[]'",
        "UPDATE stored_standings SET practice_minutes_by_session = 'x'",
        "UPDATE audit_events SET facts = '['",
        "UPDATE audit_events SET facts = '{\"across\":[[1]]}'",
        "UPDATE audit_events SET facts = '{\"onward\":7}'",
        "UPDATE person_names SET salts = 'x', commitments = 'y'",
        'UPDATE person_names SET salts = \'{{"full_name":"zz"}}\'',
        "UPDATE seal_heads SET peaks = 'x', root = 'x', head_hash = 'x'",
        "ALTER TABLE case_codes RENAME TO gone",
        "ALTER TABLE streams RENAME TO gone",
        "ALTER TABLE audit_events RENAME TO gone",
        "ALTER TABLE stored_standings RENAME TO gone",
    ],
)
def test_whatever_is_gone_or_garbled_ends_in_a_sentence(
    app: Flask, everything: Cast, change: str
) -> None:
    without_triggers(change)
    answer = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert answer.output.strip().count("\n") >= 1
    if uses_postgresql() and "RENAME" in change:
        # Tables are not made anew between tests there.
        without_triggers(f"ALTER TABLE gone RENAME TO {change.split()[2]}")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE logged_sessions SET mode = 'telepathy'",
        "UPDATE logged_sessions SET held_on = 'yesterday'",
        "UPDATE logged_sessions SET minutes = 'many'",
        "UPDATE logged_sessions SET minutes = 1e300",
        "UPDATE logged_sessions SET minutes = x'00ff'",
        "UPDATE logged_sessions SET recorded_at = 'now'",
        "UPDATE logged_sessions SET is_attended = 7",
        "UPDATE audit_events SET at = 5",
        "UPDATE audit_events SET actor_id = 'me'",
        "UPDATE streams SET kind = 'river' WHERE id = 2",
        "UPDATE role_grants SET role = 'king'",
        "UPDATE person_names SET full_name = CAST(x'ff' AS TEXT)",
        "UPDATE people SET id = 'one' WHERE id = 1",
    ],
)
def test_what_no_column_could_hold_ends_in_a_sentence(
    app: Flask, everything: Cast, change: str
) -> None:
    """SQLite takes any value in any column, once nobody checks."""
    if uses_postgresql():
        return
    db.session.remove()
    connection = sqlite_module().connect(str(db.engine.url.database), isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for (trigger,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    try:
        connection.execute(change)
    except sqlite_module().IntegrityError:
        # A row's own number stays a number even here.
        assert "SET id" in change
        return
    finally:
        connection.close()
    db.engine.dispose()
    answer = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert isinstance(answer.exception, SystemExit), answer.exception
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    table = change.split()[1]
    if table not in {"audit_events"}:
        assert f"of {table} was changed after it was written" in answer.output


def test_standings_that_cannot_be_compared_are_said_so(everything: Cast) -> None:
    without_triggers("UPDATE stored_standings SET standing = 'no JSON'")
    (fault,) = standing_faults()
    assert str(fault).startswith("The standings cannot be compared with the ledgers")
    assert db.session.scalar(select(AuditEvent.position).limit(1))
    assert db.session.execute(text("SELECT 1")).scalar() == 1

"""Comparing the rows of ledgers with the events that tell of them, side by side."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Table, column
from sqlalchemy.engine import Connection

from trainee_tracker.append_only import LedgerRow, row_digest
from trainee_tracker.audit import raw_rows
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.audit.rules import ERASED, Verified
from trainee_tracker.commitments import personal_fault
from trainee_tracker.extensions import Base
from trainee_tracker.messages import Message, say, verbatim


def row_faults(connection: Connection, told: Verified) -> Iterator[Message]:
    """Yield one sentence for each ledger row that was changed, removed or slipped in."""
    tables = ledger_tables()
    for ledger_table in tables.values():
        yield from _faults_of_table(connection, ledger_table, told)
    for (name,) in raw_rows.plain_rows(
        connection,
        AuditEvent.__tablename__,
        ["subject_table"],
        column("row_digest").is_not(None),
        distinct=True,
    ):
        if name not in tables:
            yield say("An event tells of a row of {name}, which is no ledger.", name=verbatim(name))


def ledger_tables() -> dict[str, Table]:
    """Return the tables whose rows are chained, by name."""
    found = [
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, LedgerRow)
    ]
    return {each.name: each for each in sorted(found, key=lambda one: one.name)}  # type: ignore[attr-defined, misc]


def _faults_of_table(connection: Connection, model: Table, told: Verified) -> Iterator[Message]:
    """Walk through the rows of a table and the events that tell of them, side by side."""
    events = raw_rows.plain_rows(
        connection,
        AuditEvent.__tablename__,
        ["subject_id", "row_digest", "stream_id"],
        column("subject_table") == model.name,
        column("row_digest").is_not(None),
        order=["subject_id"],
    )
    erased = _erased_from(connection, model)
    expected = next(events, None)
    for row in raw_rows.rows_of(connection, model, order=["id"]):
        told.rows += 1
        while expected is not None and comes_before(expected[0], row["id"]):
            yield say(
                "Row {row} of {table} is missing.",
                row=verbatim(expected[0]),
                table=verbatim(model.name),
            )
            expected = next(events, None)
        if expected is None or expected[0] != row["id"]:
            yield say(
                "Row {row} of {table} was never recorded in the audit log.",
                row=verbatim(row["id"]),
                table=verbatim(model.name),
            )
            continue
        fault = _fault_of_row(model, row, expected, erased.get(row["id"], ()))
        if fault is not None:
            yield fault
        expected = next(events, None)
    while expected is not None:
        yield say(
            "Row {row} of {table} is missing.",
            row=verbatim(expected[0]),
            table=verbatim(model.name),
        )
        expected = next(events, None)


def _erased_from(connection: Connection, model: Table) -> Mapping[Any, set[str]]:
    """Return row -> the columns whose values were erased, as the chain tells it."""
    found: dict[Any, set[str]] = defaultdict(set)
    for row_id, facts in raw_rows.plain_rows(
        connection,
        AuditEvent.__tablename__,
        ["subject_id", "facts"],
        column("kind") == ERASED,
        column("subject_table") == model.name,
    ):
        # What cannot be read is a fault of the event, which is said with its stream.
        with suppress(TypeError, ValueError, KeyError):
            found[row_id].update(json.loads(facts)["columns"])
    return found


def comes_before(one: Any, other: Any) -> bool:
    """Compare two ids; one that somebody altered into something else than a number comes last."""
    return isinstance(one, int) and (not isinstance(other, int) or one < other)


def _fault_of_row(
    model: Table, row: Mapping[str, Any], event: Sequence[Any], erased: Collection[str]
) -> Message | None:
    place = {"row": verbatim(row["id"]), "table": verbatim(model.name)}
    changed = say("Row {row} of {table} was changed after it was written.", **place)
    try:
        if row["stream_id"] != event[2] or row_digest(model, row) != event[1]:
            return changed
        name = personal_fault(model, row, erased)
    except (TypeError, ValueError, KeyError, AttributeError):
        return changed
    if name is not None:
        return say(
            "Row {row} of {table} was changed after it was written: its {column} is not the one that"
            " was written.",
            column=verbatim(name),
            **place,
        )
    return None

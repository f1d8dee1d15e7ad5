"""The tampering table, cell by cell: who could alter what, and what of it is seen.

Somebody owns the database and knows this code, so triggers are no obstacle and every hash can be
made anew. Without the ledger's key they cannot mark what they write; with it, only a checkpoint that
was kept elsewhere shows what they did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

import pytest
from sqlalchemy import column, text

from tests.audit.attacks import without_triggers
from tests.cast import NOW, Cast, request_id
from tests.hours.builders import case_of, submitted
from trainee_tracker.append_only import row_digest
from trainee_tracker.audit import raw_rows
from trainee_tracker.audit.actions import columns_of
from trainee_tracker.audit.rows import ledger_tables
from trainee_tracker.audit.rules import (
    GENESIS,
    INSTALLATION,
    Link,
    SealedStream,
    link_hash,
    mark_of,
)
from trainee_tracker.audit.sealing import seal, sealed_streams
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import db


class Against(Enum):
    """What the attacker is up against."""

    MARKS = auto()
    """They have not the key; no checkpoint was kept."""
    NOTHING = auto()
    """They have the key, and no checkpoint was kept."""
    CHECKPOINT = auto()
    """They have the key; a checkpoint was kept after what they alter."""
    OLD_CHECKPOINT = auto()
    """They have the key; a checkpoint was kept, but before what they alter."""


@dataclass
class Attack:
    """The database in the hands of somebody who may have the ledger's key."""

    key: bytes | None
    cohort: Cohort

    @property
    def stream(self) -> int:
        """The stream that is attacked."""
        return self.cohort.stream_id

    def links(self, stream: int) -> list[Link]:
        """Return a stream as it stands."""
        return list(raw_rows.links_of(db.session.connection(), stream))

    def write_anew(self, stream: int, links: list[Link]) -> None:
        """Put links in the place of a stream, numbered and hashed anew, marked as far as can be."""
        made, previous = [], GENESIS
        for position, link in enumerate(links, start=1):
            placed = replace(link, stream_id=stream, position=position, previous_hash=previous)
            hashed = replace(placed, hash=link_hash(placed))
            mark = link.mark
            if self.key:
                is_end = position == len(links) or links[position].act_id != link.act_id
                mark = mark_of(self.key, stream, position, hashed.hash) if is_end else None
            made.append(replace(hashed, mark=mark))
            previous = hashed.hash
        without_triggers(
            f"DELETE FROM audit_events WHERE stream_id = {stream}",
            *(_insert(link) for link in made),
        )

    def logged(self) -> int:
        """Return the place in the stream (from 0) of the event of the first logged session."""
        first = db.session.scalar(text("SELECT min(id) FROM logged_sessions"))
        return next(
            n
            for n, link in enumerate(self.links(self.stream))
            if (link.happening.subject_table, link.happening.subject_id)
            == ("logged_sessions", first)
        )

    def digest_anew(self, link: Link) -> Link:
        """Return a link with the digest of its row as the row is now."""
        what = link.happening
        table = ledger_tables()[what.subject_table]
        (row,) = raw_rows.rows_of(
            db.session.connection(), table, order=["id"], where=[column("id") == what.subject_id]
        )
        return replace(link, happening=replace(what, row_digest=row_digest(table, row)))

    def change_row(self) -> None:
        """Make ten hours of the first session."""
        first = "(SELECT min(id) FROM logged_sessions)"
        without_triggers(f"UPDATE logged_sessions SET minutes = 600 WHERE id = {first}")


def _insert(link: Link) -> str:
    at = str(link.happening.at).replace("T", " ").removesuffix("+00:00")
    values = columns_of(link) | {"at": at}
    if db.engine.dialect.name == "postgresql":
        values["at"] += "+00"
    told = ", ".join(
        "NULL" if each is None else str(each) if isinstance(each, int) else f"'{each}'"
        for each in values.values()
    )
    return f"INSERT INTO audit_events ({', '.join(values)}) VALUES ({told})"


def change_a_row(attack: Attack) -> None:
    attack.change_row()


def change_a_row_and_its_digest(attack: Attack) -> None:
    attack.change_row()
    place = attack.logged()
    digest = attack.digest_anew(attack.links(attack.stream)[place]).happening.row_digest
    without_triggers(
        f"UPDATE audit_events SET row_digest = '{digest}' "
        f"WHERE stream_id = {attack.stream} AND position = {place + 1}"
    )


def change_a_row_and_hash_the_rest_anew(attack: Attack) -> None:
    attack.change_row()
    links, place = attack.links(attack.stream), attack.logged()
    links[place] = attack.digest_anew(links[place])
    attack.write_anew(attack.stream, links)


def take_an_act_out_and_hash_the_rest_anew(attack: Attack) -> None:
    links, place = attack.links(attack.stream), attack.logged()
    act = links[place].act_id
    gone = [link for link in links if link.act_id == act]
    _delete_rows(gone)
    attack.write_anew(attack.stream, [link for link in links if link.act_id != act])


def _delete_rows(links: list[Link]) -> None:
    told = [link.happening for link in reversed(links) if link.happening.row_digest]
    without_triggers(
        *(f"DELETE FROM {what.subject_table} WHERE id = {what.subject_id}" for what in told)
    )


def cut_the_end_off(attack: Attack) -> None:
    links = attack.links(attack.stream)
    act = links[-1].act_id
    _delete_rows([link for link in links if link.act_id == act])
    without_triggers(
        f"DELETE FROM audit_events WHERE stream_id = {attack.stream} AND act_id = '{act}'"
    )


def swap_two_events(attack: Attack) -> None:
    links, place = attack.links(attack.stream), attack.logged()
    links[place - 1], links[place] = links[place], links[place - 1]
    attack.write_anew(attack.stream, links)


def move_an_event_to_another_stream(attack: Attack) -> None:
    other = db.session.scalar(
        text(f"SELECT max(id) FROM streams WHERE kind = 'cohort' AND id <> {attack.stream}")
    )
    links, place = attack.links(attack.stream), attack.logged()
    moved = links.pop(place)
    without_triggers(
        f"UPDATE logged_sessions SET stream_id = {other} WHERE id = {moved.happening.subject_id}"
    )
    moved = attack.digest_anew(moved)
    attack.write_anew(attack.stream, links)
    attack.write_anew(int(other or 0), [*attack.links(int(other or 0)), moved])


def drop_a_stream_with_its_register(attack: Attack) -> None:
    _drop(attack, attack.stream)


def _drop(attack: Attack, stream: int) -> None:
    links = attack.links(stream)
    without_triggers(f"DELETE FROM audit_events WHERE stream_id = {stream}")
    _delete_rows(links)
    without_triggers(f"DELETE FROM streams WHERE id = {stream}")


def drop_the_newest_stream(attack: Attack) -> None:
    _drop(attack, int(db.session.scalar(text("SELECT max(id) FROM streams")) or 0))


def drop_the_newest_stream_and_its_opening(attack: Attack) -> None:
    drop_the_newest_stream(attack)
    opening = attack.links(INSTALLATION)[-1]
    assert opening.happening.subject_table == "streams"
    without_triggers(
        f"DELETE FROM audit_events WHERE stream_id = {INSTALLATION} "
        f"AND position = {opening.position}"
    )


def append_a_well_formed_event(attack: Attack) -> None:
    without_triggers(
        "INSERT INTO sites (id, organisation_id, name, stream_id, recorded_at, commitments, salts) "
        f"SELECT 999, organisation_id, 'Nowhere', {attack.stream}, recorded_at, '{{}}', '{{}}' "
        "FROM sites WHERE id = 1"
    )
    links = attack.links(attack.stream)
    what = replace(links[-1].happening, subject_table="sites", subject_id=999, facts="{}")
    forged = attack.digest_anew(replace(links[-1], happening=what, act_id="forged", mark=None))
    attack.write_anew(attack.stream, [*links, forged])


FOUND, UNSEEN = True, False
MARKS, NOTHING, CHECKPOINT, OLD = Against

TABLE: list[tuple[Callable[[Attack], None], dict[Against, bool]]] = [
    (change_a_row, {MARKS: FOUND, NOTHING: FOUND, CHECKPOINT: FOUND, OLD: FOUND}),
    (change_a_row_and_its_digest, {MARKS: FOUND, NOTHING: FOUND, CHECKPOINT: FOUND, OLD: FOUND}),
    (
        change_a_row_and_hash_the_rest_anew,
        {MARKS: FOUND, NOTHING: UNSEEN, CHECKPOINT: FOUND, OLD: UNSEEN},
    ),
    (
        take_an_act_out_and_hash_the_rest_anew,
        {MARKS: FOUND, NOTHING: UNSEEN, CHECKPOINT: FOUND, OLD: UNSEEN},
    ),
    (cut_the_end_off, {MARKS: UNSEEN, NOTHING: UNSEEN, CHECKPOINT: FOUND, OLD: UNSEEN}),
    (swap_two_events, {MARKS: FOUND, NOTHING: UNSEEN, CHECKPOINT: FOUND, OLD: UNSEEN}),
    (
        move_an_event_to_another_stream,
        {MARKS: FOUND, NOTHING: UNSEEN, CHECKPOINT: FOUND, OLD: UNSEEN},
    ),
    (
        drop_a_stream_with_its_register,
        {MARKS: FOUND, NOTHING: FOUND, CHECKPOINT: FOUND, OLD: FOUND},
    ),
    (drop_the_newest_stream, {MARKS: FOUND, NOTHING: FOUND, CHECKPOINT: FOUND, OLD: FOUND}),
    (
        drop_the_newest_stream_and_its_opening,
        {MARKS: UNSEEN, NOTHING: UNSEEN, CHECKPOINT: FOUND, OLD: UNSEEN},
    ),
    (
        append_a_well_formed_event,
        {MARKS: FOUND, NOTHING: UNSEEN, CHECKPOINT: UNSEEN, OLD: UNSEEN},
    ),
]


@pytest.mark.parametrize("against", Against, ids=lambda each: each.name.lower())
@pytest.mark.parametrize(("attack", "cells"), TABLE, ids=lambda each: getattr(each, "__name__", ""))
def test_a_cell_of_the_table(
    cast: Cast, attack: Callable[[Attack], None], cells: dict[Against, bool], against: Against
) -> None:
    kept = checkpoint() if against is OLD else []
    # The case comes in an act of its own, so that either session can be taken out alone.
    case_of(cast.enrolment)
    db.session.commit()
    submitted(cast)
    submitted(cast, minutes=90)
    a_cohort_of_its_own(cast)
    if against is CHECKPOINT:
        kept = checkpoint()
    assert list(faults_of_ledger(kept)) == []
    key = db.session.connection().get_execution_options()["ledger_keys"][0]
    if against is CHECKPOINT:
        # The seal's own row is in the way of nobody who owns the database.
        forget_the_seal()
        db.session.expire_all()
    attack(Attack(None if against is MARKS else key, cast.cohort))
    found = list(faults_of_ledger(kept))
    assert bool(found) is cells[against], found


def checkpoint() -> list[SealedStream]:
    made = seal(at=NOW)
    db.session.commit()
    return sealed_streams(made.id)


def forget_the_seal() -> None:
    """Take the newest seal out of the database again, as if it had never been stored there."""
    newest = db.session.scalar(text("SELECT max(id) FROM seals"))
    without_triggers(
        f"DELETE FROM seal_heads WHERE seal_id = {newest}",
        f"DELETE FROM audit_events WHERE subject_table = 'seals' AND subject_id = {newest}",
        f"DELETE FROM seals WHERE id = {newest}",
    )


def a_cohort_of_its_own(cast: Cast) -> None:
    """Open a cohort in which nothing happens, so that its stream is the newest."""
    cohorts.open_cohort(
        cast.cohort.version,
        cast.network,
        cast.trust,
        name="Newest",
        starts_on=date(2026, 9, 7),
        ends_on=date(2027, 7, 16),
        sites=[],
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("newest"),
    )
    db.session.commit()

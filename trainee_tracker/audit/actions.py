"""An act, from its first row to its commit: judge, take the turn, compare, append.

Whatever a room writes as a `LedgerRow` is noted at its flush and appended to the row's stream just
before the commit, so that no room can forget to. What an act has read in order to decide is told by
`rely`, and asked again under the locks if somebody wrote to those streams meanwhile.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import event, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from trainee_tracker.append_only import LedgerRow, is_taken, row_digest, row_values
from trainee_tracker.audit.models import AuditEvent, Stream
from trainee_tracker.audit.rules import (
    ACROSS,
    CLOCK_SAID,
    INSTALLATION,
    ONWARD,
    Happening,
    Head,
    Link,
    StreamKind,
    chained,
    mark_of,
    with_facts,
)
from trainee_tracker.audit.turns import TURN, TurnError, heads_of, take
from trainee_tracker.canonical import canonical
from trainee_tracker.commitments import SALT_BYTES
from trainee_tracker.extensions import db
from trainee_tracker.logs import log
from trainee_tracker.messages import say
from trainee_tracker.refusals import Stale

Found = TypeVar("Found")

ACT = "audit.act"
"""The key in `Session.info` of what the transaction in hand has done so far."""


@dataclass(frozen=True)
class Reliance:
    """What an act read in some streams, how far they went then, and the question to ask again."""

    positions: Mapping[int, int]
    still: Callable[[], object]


@dataclass
class Act:
    """What a transaction has done that is not in the chain yet, and what it has relied on."""

    endings: list[Callable[[], None]] = field(default_factory=list)
    happenings: list[tuple[int, LedgerRow | None, Happening]] = field(default_factory=list)
    reliances: list[Reliance] = field(default_factory=list)


class TurnTask(Protocol):
    """What another room compares or stores at the end of an act: prepared before the locks are taken,
    finished under them.
    """

    @property
    def exclusive(self) -> Collection[int]:
        """Return the streams under whose locks it writes."""

    @property
    def shared(self) -> Collection[int]:
        """Return the streams that it has only read."""

    def finish(self, heads: Mapping[int, Head]) -> None:
        """Compare what was read, and write; `heads` are those of all streams of the turn."""


PREPARE: list[Callable[[Session], TurnTask | None]] = []
"""The functions that prepare such a task before an act takes its turn."""


def before_the_turn(
    prepare: Callable[[Session], TurnTask | None],
) -> Callable[[Session], TurnTask | None]:
    """Have `prepare` asked at the end of every act, before its locks are taken."""
    PREPARE.append(prepare)
    return prepare


def record(
    kind: str,
    *,
    stream_id: int,
    actor_id: int | None,
    at: datetime,
    subject_table: str,
    subject_id: int | None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Append one event that leaves no ledger row, such as a draft that was edited.

    `kind` is past tense with its room first, for example "courses.draft_edited".
    """
    told = canonical(facts or {})
    happening = Happening(at, actor_id, kind, subject_table, subject_id, _salt(), facts=told)
    _plain_act(db.session()).happenings.append((stream_id, None, happening))


def rely(stream_ids: Collection[int], still: Callable[[], Found]) -> Found:
    """Ask `still` and return what it finds; ask it again if somebody writes to these streams.

    It raises Refused where the act may not be. The second time is under the locks of the streams,
    when the rows of the act are written already and just before they are appended: so what it found
    holds at the commit, although nobody was kept waiting while it looked.
    """
    session = db.session()
    heads = heads_of(session, stream_ids)
    found = still()
    positions = {each: head.position for each, head in heads.items()}
    _plain_act(session).reliances.append(Reliance(positions, still))
    return found


def at_the_end(write: Callable[[], None]) -> None:
    """Have `write` done when the act is committed, just before its turn, and not before.

    What comes until then may take long, and nobody should wait for it.
    """
    _plain_act(db.session()).endings.append(write)


def actors_of(session: Session) -> frozenset[int]:
    """Return who did what the transaction in hand has done so far."""
    act: Act | None = session.info.get(ACT)
    actors = (what.actor_id for _stream, _row, what in act.happenings) if act else ()
    return frozenset(each for each in actors if each is not None)


def open_stream(
    kind: StreamKind, owner: type[Any], *, actor_id: int | None, at: datetime
) -> Stream:
    """Open the stream of the next row of `owner`, whose id it says; the caller adds that row.

    Raises Stale when others opened one first time and again.
    """
    session = db.session()
    _ensure_installation(session, at)
    for _try in range(5):
        stream = Stream(
            id=(session.scalar(select(func.max(Stream.id))) or 0) + 1,
            kind=kind,
            owner_id=(session.scalar(select(func.max(owner.id))) or 0) + 1,
            stream_id=INSTALLATION,
            recorded_at=at,
            recorded_by_id=actor_id,
        )
        try:
            with session.begin_nested():
                session.add(stream)
        except IntegrityError as error:
            if not is_taken(error):
                raise
            continue
        return stream
    raise Stale(
        say("Somebody else is adding the same thing. Wait a moment, then press the button again.")
    )


def _ensure_installation(session: Session, at: datetime) -> None:
    if session.get(Stream, INSTALLATION) is not None:
        return
    session.add(
        Stream(
            id=INSTALLATION,
            kind=StreamKind.INSTALLATION,
            owner_id=0,
            stream_id=INSTALLATION,
            recorded_at=at,
            recorded_by_id=None,
        )
    )
    session.flush()


@event.listens_for(Session, "after_flush")
def note_ledger_rows(session: Session, context: Any) -> None:
    """Note every ledger row of this flush for the chain, so that no room can forget to."""
    rows = sorted(
        (row for row in session.new if isinstance(row, LedgerRow)),
        key=lambda row: (row.__class__.__name__, getattr(row, "id", 0)),
    )
    if rows and TURN in session.info:
        raise TurnError("A ledger row was written after the act had taken its turn.")
    for row in rows:
        _act(session).happenings.append((row.stream_id, row, _happening(row)))


@event.listens_for(Session, "before_commit")
def end_act(session: Session) -> None:
    """Judge, take the turn, compare what was read, append: what every act ends with."""
    if session.in_nested_transaction():
        return
    act: Act | None = session.info.get(ACT)
    for write in act.endings if act else ():
        write()
    session.flush()
    tasks = [each for prepare in PREPARE if (each := prepare(session)) is not None]
    act = session.info.get(ACT)
    if act is None and not tasks:
        return
    by_stream = _by_stream(session, act.happenings if act else ())
    reliances = act.reliances if act else []
    exclusive = by_stream.keys() | {each for one in tasks for each in one.exclusive}
    shared = {each for one in tasks for each in one.shared}
    shared |= {each for one in reliances for each in one.positions}
    turn = take(session, exclusive, shared)
    heads = heads_of(session, turn.exclusive | turn.shared)
    for reliance in reliances:
        if any(heads[each].position != then for each, then in reliance.positions.items()):
            reliance.still()
    for task in tasks:
        task.finish(heads)
    session.flush()
    if by_stream:
        _append(session, by_stream, heads)
    session.info.pop(ACT, None)


@event.listens_for(Session, "after_transaction_end")
def forget_act(session: Session, transaction: Any) -> None:
    """Forget the act and its turn when the transaction is over, whichever way it ended."""
    if transaction.parent is None:
        session.info.pop(ACT, None)
        session.info.pop(TURN, None)


def _by_stream(
    session: Session, noted: Iterable[tuple[int, LedgerRow | None, Happening]]
) -> dict[int, list[Happening]]:
    """Return what to append to each stream; rows that a savepoint took back are left out."""
    found: dict[int, list[Happening]] = defaultdict(list)
    for stream_id, row, happening in noted:
        if row is None or inspect(row).persistent:
            found[stream_id].append(happening)
    return found


def _append(
    session: Session, by_stream: Mapping[int, list[Happening]], heads: Mapping[int, Head]
) -> None:
    """Append the act to its streams in their order.

    Where it touches several, its last link in each says where it goes on, and the very last names
    all those before it: so no part of it can vanish unseen.
    """
    connection = session.connection()
    key: bytes = connection.get_execution_options()["ledger_keys"][0]
    act_id = str(uuid4())
    appended: list[Link] = []
    before: list[list[Any]] = []
    in_order = sorted(by_stream)
    for stream_id, following in zip(in_order, [*in_order[1:], None], strict=True):
        *first, last = by_stream[stream_id]
        if following is not None:
            end = heads[following].position + len(by_stream[following])
            last = with_facts(last, {ONWARD: [following, end]})
        elif before:
            last = with_facts(last, {ACROSS: before})
        links = list(chained(stream_id, heads[stream_id], [*first, last], act_id=act_id))
        end_link = links[-1]
        marked = mark_of(key, stream_id, end_link.position, end_link.hash)
        links[-1] = replace(end_link, mark=marked)
        before.append([stream_id, end_link.position, end_link.hash])
        appended += links
    if any(CLOCK_SAID in each.happening.facts for each in appended):
        log.warning("clock_went_back")
    connection.execute(insert(AuditEvent), [columns_of(each) for each in appended])


def columns_of(link: Link) -> dict[str, Any]:
    """Return the columns of the row in which a link is kept."""
    what = link.happening
    return {
        "stream_id": link.stream_id,
        "position": link.position,
        "format": link.format,
        "at": what.at,
        "actor_id": what.actor_id,
        "act_id": link.act_id,
        "kind": what.kind,
        "subject_table": what.subject_table,
        "subject_id": what.subject_id,
        "row_digest": what.row_digest,
        "salt": what.salt,
        "facts": what.facts,
        "previous_hash": link.previous_hash,
        "hash": link.hash,
        "mark": link.mark,
    }


def _plain_act(session: Session) -> Act:
    """Return the act for what leaves no row; raises TurnError inside a savepoint.

    Rolling a savepoint back removes rows, and could not remove this.
    """
    if session.in_nested_transaction():
        raise TurnError("Inside a savepoint only rows are noted, which go if it is rolled back.")
    return _act(session)


def _act(session: Session) -> Act:
    act: Act = session.info.setdefault(ACT, Act())
    return act


def _happening(row: LedgerRow) -> Happening:
    values = row_values(row)
    table = inspect(type(row)).local_table
    return Happening(
        at=row.recorded_at,
        actor_id=row.recorded_by_id,
        kind=f"{table.name}.written",
        subject_table=table.name,
        subject_id=values["id"],
        row_digest=row_digest(table, values),
        salt=_salt(),
    )


def _salt() -> str:
    return secrets.token_hex(SALT_BYTES)

"""The commands that check the ledgers, seal them, prove what is in them, and rebuild standings."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from trainee_tracker import clock
from trainee_tracker.audit.checkpoints import checkpoint_text
from trainee_tracker.audit.models import Seal
from trainee_tracker.audit.proofs import proof_faults, proof_of
from trainee_tracker.audit.rules import SealedStream, Verified, seal_root
from trainee_tracker.audit.sealing import seal, sealed_streams
from trainee_tracker.audit.verifying import (
    ledger_faults,
    readable,
    snapshot,
)
from trainee_tracker.certificates.support import projection as supports
from trainee_tracker.cohorts.models import Enrolment
from trainee_tracker.extensions import db, reading
from trainee_tracker.messages import Message, in_a_row, say, say_many, verbatim
from trainee_tracker.people.account_faults import account_faults
from trainee_tracker.progress import projection
from trainee_tracker.progress import queries as progress
from trainee_tracker.progress.own_rows import own_rows
from trainee_tracker.refusals import Refused
from trainee_tracker.terminal import failed, in_words, show, tell

FAULTS_SHOWN: Final = 3
"""How many faults a refusal quotes; `flask ledger verify` says them all."""

standings = AppGroup("standings", help="Keep the stored standings true to the ledgers.")
ledger = AppGroup("ledger", help="Check that nothing in the ledgers was altered or lost.")


@ledger.command("verify")
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that `flask ledger checkpoint` wrote earlier and that was kept elsewhere.",
)
@reading()
@in_words
def verify(checkpoint: Path | None) -> None:
    """Compare every ledger row with its stream's chain; exit with 1 when anything is wrong."""
    verified, count = Verified(), 0
    kept = _read_checkpoint(checkpoint) if checkpoint else ()
    for fault in chain(faults_of_ledger(kept, verified=verified), standing_faults()):
        tell(fault)
        count += 1
    if verified.clocks:
        tell(
            say_many(
                "Note: {n} event was written while the clock said an earlier time than before."
                " Look at this machine’s clock.",
                "Note: {n} events were written while the clock said an earlier time than before."
                " Look at this machine’s clock.",
                n=verified.clocks,
            )
        )
    tell(
        say(
            "Read: {events}, {streams}, {rows}.",
            events=say_many("{n} event", "{n} events", n=verified.events),
            streams=say_many("{n} stream", "{n} streams", n=verified.streams),
            rows=say_many("{n} row", "{n} rows", n=verified.rows),
        )
    )
    if count:
        tell(say_many("{n} thing is wrong.", "{n} things are wrong.", n=count))
        sys.exit(1)
    tell(say("Nothing was altered or is missing."))


def faults_of_ledger(
    kept: Sequence[SealedStream] = (), *, verified: Verified | None = None
) -> Iterator[Message]:
    """Yield a sentence for everything in the database that nobody wrote so through us."""
    yield from readable(_faults_in_a_snapshot(kept, verified))


def _faults_in_a_snapshot(
    kept: Sequence[SealedStream], verified: Verified | None
) -> Iterator[Message]:
    with snapshot() as connection:
        yield from ledger_faults(connection, kept, verified=verified)
        yield from readable(account_faults(connection))


def standing_faults() -> Iterator[Message]:
    """Yield a sentence for each stored standing that differs from its ledger judged afresh."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        # An act that lands between two statements would look like an alteration.
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield from progress.stored_faults()
        yield from supports.support_faults()
    except Exception as error:  # Whatever was altered must end in a sentence.
        yield say(
            "The standings cannot be compared with the ledgers: something that they rest on cannot"
            " be read ({error}).",
            error=verbatim(type(error).__name__),
        )
    db.session.rollback()


@standings.command("rebuild")
@click.option(
    "--although-they-differ",
    is_flag=True,
    help="Store them also where what was stored differs, because you know why.",
)
@in_words
def rebuild(although_they_differ: bool) -> None:
    """Judge every enrolment again from the ledgers, as at today, and store what comes out.

    Refused while anything in the ledgers is not as it was written: the altered figure would become
    the official one. Refused where a standing differs, unless you say that you know why: the end of
    a ledger may have been cut off.
    """
    faults = list(faults_of_ledger())
    if faults:
        raise _nothing_rebuilt(
            say("Nothing was rebuilt, because the ledgers are not as they were written:"), faults
        )
    differing = [] if although_they_differ else list(standing_faults())
    if differing:
        raise _nothing_rebuilt(
            say(
                "Nothing was rebuilt, because standings differ, as they do where the end of a ledger"
                " was cut off:"
            ),
            differing,
            say(
                "Compare the ledgers with a checkpoint first. If you know why they differ, say so:"
                " {command}",
                command=verbatim("flask standings rebuild --although-they-differ"),
            ),
        )
    count = projection.rebuild(clock.today())
    compared = supports.rebuild(clock.now())
    db.session.commit()
    tell(say_many("{n} standing rebuilt.", "{n} standings rebuilt.", n=count))
    if compared:
        tell(
            say_many(
                "{n} certificate compared with its record.",
                "{n} certificates compared with their record.",
                n=compared,
            )
        )


def _nothing_rebuilt(
    why: Message, faults: Sequence[Message], *advice: Message
) -> click.ClickException:
    see_all = say("See all of it with: {command}.", command=verbatim("flask ledger verify"))
    told = (why, *faults[:FAULTS_SHOWN], see_all, *advice)
    return failed(in_a_row(told))


@ledger.command("checkpoint")
@in_words
def checkpoint() -> None:
    """Seal every stream, and print the seal as JSON, to be kept outside this machine."""
    try:
        made = seal(at=clock.now())
        db.session.commit()
    except Refused as refusal:
        raise failed(refusal) from None
    show(checkpoint_text(made))


@ledger.command("prove")
@click.option(
    "--enrolment",
    type=click.IntRange(1, 2**31 - 1),
    required=True,
    help="The number of the trainee's enrolment.",
)
@reading()
@in_words
def prove(enrolment: int) -> None:
    """Print the proof, as JSON, that a trainee's events are in the newest checkpoint.

    It quotes nobody's name and nobody else's events. It shows that these are there. It does not
    show that there are no others.
    """
    found = db.session.get(Enrolment, enrolment)
    newest = db.session.scalar(select(func.max(Seal.id)))
    if found is None:
        raise failed(say("There is no enrolment {enrolment}.", enrolment=verbatim(enrolment)))
    if newest is None:
        raise failed(
            say("Make a checkpoint first: {command}", command=verbatim("flask ledger checkpoint"))
        )
    try:
        with snapshot() as connection:
            sealed = sealed_streams(newest)
            proof = proof_of(connection, own_rows(enrolment), found.stream_id, sealed)
    except Refused as refusal:
        raise failed(refusal) from None
    show(json.dumps(proof))


@ledger.command("check-proof")
@click.argument("proof", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The checkpoint that was newest when the proof was made.",
)
@reading()
@in_words
def check_proof(proof: Path, checkpoint: Path) -> None:
    """Check a proof against a checkpoint, with no other knowledge; exit with 1 when it is false."""
    root = seal_root(_read_checkpoint(checkpoint))
    try:
        told = json.loads(proof.read_text(encoding="utf-8"))
    except ValueError:
        raise failed(say("{path} is not a proof.", path=verbatim(proof))) from None
    faults = list(proof_faults(told, root))
    for fault in faults:
        tell(fault)
    if faults:
        sys.exit(1)
    tell(
        say_many(
            "{n} event is in the ledger as the checkpoint sealed it.",
            "{n} events are in the ledger as the checkpoint sealed it.",
            n=len(told["events"]),
        )
    )


def _read_checkpoint(path: Path) -> tuple[SealedStream, ...]:
    """Return the streams of a checkpoint; raises ClickException when it is none, or was altered."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        kept = tuple(SealedStream(**each) for each in content["streams"])
        is_whole = seal_root(kept) == content["root"]
    except (ValueError, KeyError, TypeError):
        raise failed(say("{path} is not a checkpoint.", path=verbatim(path))) from None
    if not is_whole:
        raise failed(
            say("{path} was altered: its streams do not give its root.", path=verbatim(path))
        )
    return kept

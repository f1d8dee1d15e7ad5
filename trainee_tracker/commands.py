"""The commands of `flask ...` that act on the data."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from trainee_tracker import clock
from trainee_tracker.audit import queries as audit
from trainee_tracker.audit.rules import Checkpoint
from trainee_tracker.demo import commands as demo
from trainee_tracker.doctor import doctor
from trainee_tracker.exchange.judge_command import judge
from trainee_tracker.extensions import db, reading
from trainee_tracker.people import actions as people
from trainee_tracker.progress import projection
from trainee_tracker.progress import queries as progress
from trainee_tracker.reach import in_words
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask import Flask

standings = AppGroup("standings", help="Keep the stored standings true to the ledgers.")
ledger = AppGroup("ledger", help="Check that nothing in the ledgers was altered or lost.")


def register(app: Flask) -> None:
    """Give `app` its commands."""
    app.cli.add_command(doctor)
    app.cli.add_command(judge)
    app.cli.add_command(ledger)
    app.cli.add_command(standings)
    app.cli.add_command(create_administrator)
    demo.register(app)


@click.command("create-administrator")
@click.option("--name", prompt="Full name", help="The administrator's full name.")
@click.option("--email", prompt="E-mail address", help="Their e-mail address.")
@click.option(
    "--organisation", prompt="Organisation", help="The organisation they administer from."
)
@in_words
def create_administrator(name: str, email: str, organisation: str) -> None:
    """Add the first administrator and print the single-use link that sets their password."""
    try:
        _person, token = people.create_administrator(name, email, organisation, at=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].public_url):
        link = url_for("people.accept_invitation", token=token, _external=True)
    click.echo(f"Open this link within 14 days to choose a password:\n{link}")


@ledger.command("verify")
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that `flask ledger checkpoint` wrote earlier and that was kept elsewhere.",
)
@reading()
def verify(checkpoint: Path | None) -> None:
    """Compare every ledger row with the audit chain; exit with 1 when anything is wrong."""
    faults = list(audit.ledger_faults(_read_checkpoint(checkpoint) if checkpoint else None))
    faults += progress.stored_faults()
    for fault in faults:
        click.echo(fault)
    head = audit.head()
    if faults:
        click.echo(f"{len(faults)} faults in {head.position} events.")
        sys.exit(1)
    click.echo(f"{head.position} events, nothing altered or missing. Head: {head.hash}")


@standings.command("rebuild")
@in_words
def rebuild() -> None:
    """Judge every enrolment again from the ledgers, as at today, and store what comes out."""
    count = projection.rebuild(clock.today())
    db.session.commit()
    click.echo(f"{count} standings rebuilt.")


@ledger.command("checkpoint")
@reading()
def checkpoint() -> None:
    """Print the chain's head as JSON, to be kept outside this machine."""
    head = audit.head()
    click.echo(json.dumps({"position": head.position, "hash": head.hash}))


def _read_checkpoint(path: Path) -> Checkpoint:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Checkpoint(int(content["position"]), str(content["hash"]))
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(f"{path} is not a checkpoint.") from None

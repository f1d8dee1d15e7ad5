"""The commands of `flask ...` that act on the data; what they print is in the installation's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give `app` its commands."""
    from trainee_tracker import translating
    from trainee_tracker.commands import ledger, people, working
    from trainee_tracker.demo import commands as demo
    from trainee_tracker.doctor import doctor
    from trainee_tracker.judging.commands import judge

    app.cli.add_command(doctor)
    app.cli.add_command(judge)
    app.cli.add_command(ledger.ledger)
    app.cli.add_command(ledger.standings)
    app.cli.add_command(people.create_administrator)
    app.cli.add_command(working.work)
    app.cli.add_command(people.confirm_name)
    app.cli.add_command(people.accept_governance_leads)
    demo.register(app)
    translating.register(app)

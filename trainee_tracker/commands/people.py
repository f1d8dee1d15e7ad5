"""The commands for what only the server can vouch for: the first people of an installation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click
from flask import current_app, url_for

from trainee_tracker import clock
from trainee_tracker.extensions import db
from trainee_tracker.jobs import waking
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people import queries as people
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.names import actions as naming
from trainee_tracker.people.names import queries as names
from trainee_tracker.people.names.models import naming_of
from trainee_tracker.people.names.rules import PART_WORDS, compared
from trainee_tracker.people.posting import post_all
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.roles import letters
from trainee_tracker.people.roles.views import paths
from trainee_tracker.reading import Unreadable, read_line
from trainee_tracker.refusals import Refused
from trainee_tracker.spelling import read_printed
from trainee_tracker.spoken import speak
from trainee_tracker.terminal import failed, in_words, show, tell

if TYPE_CHECKING:
    from flask.ctx import RequestContext


class Asked(click.Option):
    """An option that is asked for in the language of the installation where it is not given."""

    def __init__(self, names: Sequence[str], *, asks: Message, help: str) -> None:
        super().__init__(names, prompt=str(asks), help=help)
        self.asks = asks

    def prompt_for_value(self, ctx: click.Context) -> Any:
        """Ask, now that it is known in which language."""
        self.prompt = speak(self.asks)
        return super().prompt_for_value(ctx)


@click.command("create-administrator")
@click.option("--name", cls=Asked, asks=say("Full name"), help="The administrator's full name.")
@click.option("--email", cls=Asked, asks=say("E-mail address"), help="Their e-mail address.")
@click.option(
    "--organisation",
    cls=Asked,
    asks=say("Organisation"),
    help="The organisation they administer from.",
)
@in_words
def create_administrator(name: str, email: str, organisation: str) -> None:
    """Add the first administrator and print the single-use link that sets their password."""
    with _as_on_a_page():
        try:
            name = _named(name, say("Write the administrator’s name."))
            organisation = _named(organisation, say("Write the name of the organisation."))
            email = _address(email)
            person, token = invitations.create_administrator(
                name, email, organisation, at=clock.now()
            )
            _commit_and_tell({person.id})
        except Refused as refusal:
            raise failed(refusal) from None
        link = url_for("arrivals.accept_invitation", token=token, _external=True)
    tell(say("Open this link within 14 days to choose a password:"))
    show(link)


def _named(text: str, if_empty: Message) -> str:
    """Return a name that can be printed; raises ClickException where nothing was written."""
    try:
        text.encode()
        name = read_printed(text)
    except Unreadable as error:
        raise failed(error.message) from None
    except UnicodeError:
        # A terminal may hand over bytes that are no letters.
        raise failed(say("Something in this is no letter. Type it again.")) from None
    if not name:
        raise failed(if_empty)
    return name


def _address(text: str) -> str:
    """Return an e-mail address as it was written; raises ClickException for what is no text."""
    try:
        # A terminal may hand over bytes that are no letters.
        text.encode()
        return read_line(text)
    except (Unreadable, UnicodeError):
        raise failed(say("Enter an e-mail address, such as name@example.org.")) from None


@click.command("confirm-name")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Confirm it without asking once more.")
@in_words
def confirm_name(email: str, yes: bool) -> None:
    """Confirm the name that somebody asked for, where nobody else can: of a sole administrator.

    The ledger keeps that the server did it. Compare the name with a document first.
    """
    person = people.person_by_email(_address(email))
    asked = names.waiting_request(person.id) if person else None
    if asked is None:
        raise failed(
            say("Nobody with the address {email} waits to be named otherwise.", email=Own(email))
        )
    for each in compared(naming_of(asked.replaces), asked.naming):
        stands, asked_for = (
            Own(text) if text else say("(none)") for text in (each.stands, each.asked)
        )
        tell(say("{part}: {old} -> {new}", part=PART_WORDS[each.part], old=stands, new=asked_for))
    if not yes:
        sure = say("Have you seen a document, or do you know the person by this name?")
        click.confirm(speak(sure), abort=True)
    try:
        naming.confirm_name_on_the_server(asked, at=clock.now(), request_id=str(uuid4()))
        db.session.commit()
    except Refused as refusal:
        raise failed(refusal) from None
    tell(say("From now on they are named {name}.", name=Own(asked.full_name)))


@click.command("accept-governance-leads")
@click.argument("emails", nargs=2, metavar="EMAIL EMAIL")
@in_words
def accept_governance_leads(emails: tuple[str, str]) -> None:
    """Put the first governance lead of each side into office, each accepted by the other.

    Only where nobody is in office who could accept one of them; later leads are accepted on a page.
    Make sure that they are two people, and that each side wants them.
    """
    with _as_on_a_page():
        try:
            one, other = (roles.first_waiting_grant(_address(email)) for email in emails)
            roles.accept_each_other(one, other, at=clock.now())
            names = [grant.person.full_name for grant in (one, other)]
            _commit_and_tell()
        except Refused as refusal:
            raise failed(refusal) from None
    tell(
        say(
            "{one} and {other} are in office, each accepted by the other.",
            one=Own(names[0]),
            other=Own(names[1]),
        )
    )


def _as_on_a_page() -> RequestContext:
    """Return the context in which letters are written and addresses made, as for a request."""
    return current_app.test_request_context(base_url=current_app.config["SETTINGS"].public_url)


def _commit_and_tell(told_already: Collection[int] = ()) -> None:
    """Commit what was done on the server, with the letters to those who are told of it."""
    changes = roles.changes_of_this_act()
    written = letters.about(changes, sender=None, paths=paths(), told_already=told_already)
    post_all(written, sender=None, at=clock.now())
    db.session.commit()
    waking.waker_of(current_app).answer()

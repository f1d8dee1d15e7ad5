"""The letters to whoever is invited, or was given a role, and what the page says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from trainee_tracker import mail
from trainee_tracker.clock import civil_date
from trainee_tracker.filters import longdate
from trainee_tracker.people.letters import Letter

if TYPE_CHECKING:
    from datetime import datetime

    from trainee_tracker.people.models import Person


def invitation(
    person: Person, *, sender: Person, path: str, until: datetime, begins: str = ""
) -> Letter:
    """Return the letter with the link under which `person` accepts, or is let in again.

    It names no organisation: who reads somebody's mail should not learn of their network. It is the
    same whether or not the address opens an account already. `begins` says, to the sender, who has
    to accept the role before it begins.
    """
    name, day = person.full_name, longdate(civil_date(until))
    return Letter(
        email=person.email,
        name=name,
        subject=(
            _("A new link for Family Care Training")
            if person.has_joined
            else _("Your invitation to Family Care Training")
        ),
        text=mail.written(
            "people/invitations/new_link_letter.txt"
            if person.has_joined
            else "people/invitations/invitation_letter.txt",
            name=name,
            sender=sender.full_name,
            link=mail.public_link(path),
            until=day,
            begins=begins,
        ),
        told=_and_begins(
            _(
                "A link is on its way to %(name)s. It works once, until %(until)s.",
                name=name,
                until=day,
            ),
            begins,
        ),
    )


def _and_begins(said: str, begins: str) -> str:
    return f"{said} {begins}" if begins else said


def new_role(
    person: Person, role: str, organisation: str, *, sender: Person, path: str, begins: str = ""
) -> Letter:
    """Return the letter that tells somebody who can sign in already of a new role.

    `begins` says, to the sender, who has to accept the role before it begins.
    """
    name = person.full_name
    return Letter(
        email=person.email,
        name=name,
        subject=_("Your new role in Family Care Training"),
        text=mail.written(
            "people/invitations/role_letter.txt",
            name=name,
            sender=sender.full_name,
            link=mail.public_link(path),
            begins=begins,
        ),
        told=_and_begins(
            _(
                "%(name)s can sign in already, and was given one more role: %(role)s,"
                " %(organisation)s. We wrote to tell them.",
                name=name,
                role=role,
                organisation=organisation,
            ),
            begins,
        ),
    )

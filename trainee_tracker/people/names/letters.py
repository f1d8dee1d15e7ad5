"""The letters that tell somebody what became of a name they asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from trainee_tracker import mail
from trainee_tracker.people.letters import Letter

if TYPE_CHECKING:
    from trainee_tracker.people.names.models import NameRequest


def name_confirmed(asked: NameRequest, *, path: str) -> Letter:
    """Return the letter that tells somebody that what they asked for was confirmed."""
    named = {"name": asked.full_name}
    return _name_decided(
        asked,
        path,
        told=_(
            "You confirmed it. From now on this is the name: %(name)s. We wrote to tell them.",
            **named,
        ),
    )


def name_declined(asked: NameRequest, *, path: str) -> Letter:
    """Return the letter that tells somebody that there is a reason to read."""
    named = {"name": asked.person.full_name}
    return _name_decided(
        asked,
        path,
        told=_("You declined it. %(name)s reads your reason. We wrote to tell them.", **named),
    )


def _name_decided(asked: NameRequest, path: str, *, told: str) -> Letter:
    """Return a letter that quotes neither name nor reason: who reads somebody's mail learns none."""
    name = asked.person.full_name
    return Letter(
        email=asked.person.email,
        name=name,
        subject=_("Your name in Family Care Training"),
        text=mail.written(
            "people/names/decision_letter.txt", name=name, link=mail.public_link(path)
        ),
        told=told,
    )

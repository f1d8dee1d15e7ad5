"""The letters to whoever is invited, or was given a role.

They name no organisation: who reads somebody's mail should not learn of their network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_tracker import mail
from trainee_tracker.clock import civil_date
from trainee_tracker.messages import Own, say
from trainee_tracker.people.letters import Letter, reader, write

if TYPE_CHECKING:
    from datetime import datetime

    from trainee_tracker.people.models import Person


_ONCE_YOU_ARE_ACCEPTED: Final = say(
    "You are in office once a governance lead of the other side has accepted you. Until then your"
    " role opens no page."
)
_ONCE_IT_IS_ACCEPTED: Final = say(
    "You are in office once a governance lead of the other side has accepted it. Until then it opens"
    " no page."
)


def invitation(
    person: Person, *, sender: Person, path: str, until: datetime, waits: bool = False
) -> Letter:
    """Return the letter with the link under which `person` accepts, or is let in again.

    It is the same whether or not the address opens an account already. `waits` tells that the other
    side has to accept the role before it begins.
    """
    who, day, link = Own(sender.full_name), civil_date(until), mail.public_link(path)
    works_once = say(
        "The link works once, and only the newest one works. If it has run out, ask {sender} to send"
        " another.",
        sender=who,
    )
    if person.has_joined:
        return write(
            reader(person),
            say("A new link for Family Care Training"),
            say(
                "{sender} sends you a new link to Family Care Training, where training and"
                " supervised hours are kept.",
                sender=who,
            ),
            say("Open it by {until} to choose a new password:", until=day),
            link,
            works_once,
            say(
                "If you did not ask for it, you need not do anything: your password stays as it is."
            ),
        )
    return write(
        reader(person),
        say("Your invitation to Family Care Training"),
        say(
            "{sender} invites you to Family Care Training, where training and supervised hours are"
            " kept.",
            sender=who,
        ),
        say(
            "Open this link by {until} to see what you are invited to, and to accept or refuse:",
            until=day,
        ),
        link,
        *((_ONCE_YOU_ARE_ACCEPTED,) if waits else ()),
        works_once,
        say("If you did not expect this e-mail, you can refuse on that page."),
    )


def new_role(person: Person, *, sender: Person, path: str, waits: bool = False) -> Letter:
    """Return the letter that tells somebody who can sign in already of a new role.

    `waits` tells that the other side has to accept it before it begins.
    """
    return write(
        reader(person),
        say("Your new role in Family Care Training"),
        say(
            "{sender} has given you one more role in Family Care Training. Sign in with your usual"
            " password to see it:",
            sender=Own(sender.full_name),
        ),
        mail.public_link(path),
        *((_ONCE_IT_IS_ACCEPTED,) if waits else ()),
    )

"""The letters about signing roles: to whoever has the role, and to both sides' governance leads.

They name no organisation: who reads somebody's mail should not learn of their network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trainee_tracker import mail
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people.letters import Letter, reader, readers, write
from trainee_tracker.people.roles.oversight import overseers_of
from trainee_tracker.people.roles.queries import givers_of_grants
from trainee_tracker.people.roles.rules import RoleAct
from trainee_tracker.people.wording import ROLE_TITLES

if TYPE_CHECKING:
    from trainee_tracker.people.models import Person
    from trainee_tracker.people.roles.actions import Change

_ON_THE_SERVER: Final = say("Whoever runs the server")
"""Who acted where a command on the server did it."""

_SUBJECTS: Final = {
    RoleAct.GIVEN: say("Your new role in Family Care Training"),
    RoleAct.ACCEPTED: say("You are in office in Family Care Training"),
    RoleAct.DECLINED: say("Your role in Family Care Training"),
    RoleAct.ENDED: say("Your role in Family Care Training has ended"),
}


@dataclass(frozen=True)
class Paths:
    """Where letters lead: to signing in, and to the page of roles given and ended."""

    sign_in: str
    role_changes: str


def about(
    changes: Iterable[Change],
    *,
    sender: Person | None,
    paths: Paths,
    told_already: Collection[int] = (),
) -> list[Letter]:
    """Return the letters that tell of what was done to signing roles, the holders' own first.

    Without a `sender` it was done on the server. Whose ids are in `told_already` get no letter of
    their own for a role given: they have one with a link to choose a password, or will have.
    """
    found = list(changes)
    by = Own(sender.full_name) if sender else _ON_THE_SERVER
    own = [
        _own(change, by, paths.sign_in)
        for change in found
        if change.grant.person is not sender
        and change.grant.person.has_joined
        and not (change.act is RoleAct.GIVEN and change.grant.person_id in told_already)
    ]
    return [*own, *(letter for change in found for letter in _leads(change, sender, by, paths))]


def _own(change: Change, by: Own | Message, path: str) -> Letter:
    said = {
        RoleAct.GIVEN: say("{sender} has given you one more role.", sender=by),
        RoleAct.ACCEPTED: say("You are accepted as governance lead, and can sign from now on."),
        RoleAct.DECLINED: say(
            "{sender} has not accepted you as governance lead. Ask them why, or ask whoever gave"
            " you the role.",
            sender=by,
        ),
        RoleAct.ENDED: say(
            "{sender} has ended one of your roles. What you signed or logged stays as it is.",
            sender=by,
        ),
    }
    until = say("You are in office once a governance lead of the other side has accepted it.")
    return write(
        reader(change.grant.person),
        _SUBJECTS[change.act],
        said[change.act],
        *((until,) if _waits(change) else ()),
        say("Sign in with your usual password to see your roles:"),
        mail.public_link(path),
    )


def _waits(change: Change) -> bool:
    """Say whether the role was given just now, and has to be accepted before it begins."""
    return change.act is RoleAct.GIVEN and change.grant.waits


def _leads(
    change: Change, sender: Person | None, by: Own | Message, paths: Paths
) -> Iterator[Letter]:
    grant = change.grant
    besides = {grant.person_id, sender.id if sender else 0}
    told = {
        lead.person_id: lead.name
        for lead in overseers_of(grant.role, grant.organisation)
        if lead.person_id not in besides
    }
    until = say("It opens no page until a governance lead of the other side has accepted it.")
    for lead in readers(told):
        yield write(
            lead,
            say("A signing role in Family Care Training"),
            _said_to_leads(change, by),
            *((until,) if _waits(change) else ()),
            say(
                "You are told because you lead governance in Family Care Training. Here you see"
                " where and when:"
            ),
            mail.public_link(paths.role_changes),
            say("If it surprises you, speak to them, and to the other side."),
        )


def _said_to_leads(change: Change, by: Own | Message) -> Message:
    grant = change.grant
    person, role = Own(grant.person.full_name), ROLE_TITLES[grant.role]
    if change.act is RoleAct.ACCEPTED:
        return say("{sender} has accepted {person} as governance lead.", sender=by, person=person)
    if change.act is RoleAct.DECLINED:
        return say("{sender} has declined {person} as governance lead.", sender=by, person=person)
    if change.act is RoleAct.ENDED:
        return say(
            "{sender} has ended a role of {person}: {role}.", sender=by, person=person, role=role
        )
    giver = givers_of_grants([grant.id])[grant.id]
    if giver.entered_as:
        return say(
            "{sender} has given {entered} the role: {role}. The invitation was accepted by"
            " {person}, whose account that address opens.",
            sender=Own(giver.name) if giver.name else _ON_THE_SERVER,
            entered=Own(giver.entered_as),
            role=role,
            person=person,
        )
    return say("{sender} has given {person} the role: {role}.", sender=by, person=person, role=role)

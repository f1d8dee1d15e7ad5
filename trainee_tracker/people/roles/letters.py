"""The letters about signing roles: to whoever has the role, and to both sides' governance leads.

They name no organisation: who reads somebody's mail should not learn of their network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import select

from trainee_tracker import mail
from trainee_tracker.extensions import db
from trainee_tracker.people.models import Account
from trainee_tracker.people.roles.oversight import overseers_of
from trainee_tracker.people.roles.queries import givers_of_grants
from trainee_tracker.people.roles.rules import RoleAct
from trainee_tracker.people.wording import ROLE_TITLES
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from trainee_tracker.people.models import Person
    from trainee_tracker.people.roles.actions import Change


@dataclass(frozen=True)
class Letter:
    """One letter ready to send, in plain values that outlive the transaction."""

    email: str
    name: str
    subject: str
    text: str


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
    by = sender.full_name if sender else _("Whoever runs the server")
    own = [
        _own(change, by, paths.sign_in)
        for change in found
        if change.grant.person is not sender
        and change.grant.person.has_joined
        and not (change.act is RoleAct.GIVEN and change.grant.person_id in told_already)
    ]
    return [*own, *(letter for change in found for letter in _leads(change, sender, by, paths))]


def _own(change: Change, by: str, path: str) -> Letter:
    person = change.grant.person
    said = {
        RoleAct.GIVEN: _own_given(change, by),
        RoleAct.ACCEPTED: _("You are accepted as governance lead, and can sign from now on."),
        RoleAct.DECLINED: _(
            "%(sender)s has not accepted you as governance lead. Ask them why, or ask whoever gave"
            " you the role.",
            sender=by,
        ),
        RoleAct.ENDED: _(
            "%(sender)s has ended one of your roles. What you signed or logged stays as it is.",
            sender=by,
        ),
    }
    subjects = {
        RoleAct.GIVEN: _("Your new role in Family Care Training"),
        RoleAct.ACCEPTED: _("You are in office in Family Care Training"),
        RoleAct.DECLINED: _("Your role in Family Care Training"),
        RoleAct.ENDED: _("Your role in Family Care Training has ended"),
    }
    text = mail.written(
        "people/roles/own_role_letter.txt",
        name=person.full_name,
        said=said[change.act],
        link=mail.public_link(path),
    )
    return Letter(person.email, person.full_name, subjects[change.act], text)


def _own_given(change: Change, by: str) -> str:
    given = str(_("%(sender)s has given you one more role.", sender=by))
    if not change.grant.waits:
        return given
    until = _("You are in office once a governance lead of the other side has accepted it.")
    return f"{given} {until}"


def _leads(change: Change, sender: Person | None, by: str, paths: Paths) -> Iterator[Letter]:
    grant = change.grant
    besides = {grant.person_id, sender.id if sender else 0}
    told = {
        lead.person_id: lead.name
        for lead in overseers_of(grant.role, grant.organisation)
        if lead.person_id not in besides
    }
    addresses = db.session.execute(
        select(Account.person_id, Account.email)
        .where(Account.person_id.in_(told))
        .order_by(Account.person_id)
    )
    for row in addresses:
        name = told[row.person_id]
        text = mail.written(
            "people/roles/role_change_letter.txt",
            name=name,
            said=_said_to_leads(change, by),
            link=mail.public_link(paths.role_changes),
        )
        yield Letter(row.email, name, _("A signing role in Family Care Training"), text)


def _said_to_leads(change: Change, by: str) -> str:
    grant = change.grant
    words = {
        "sender": by,
        "person": grant.person.full_name,
        "role": speak(ROLE_TITLES[grant.role]),
    }
    if change.act is RoleAct.ACCEPTED:
        return str(_("%(sender)s has accepted %(person)s as governance lead.", **words))
    if change.act is RoleAct.DECLINED:
        return str(_("%(sender)s has declined %(person)s as governance lead.", **words))
    if change.act is RoleAct.ENDED:
        return str(_("%(sender)s has ended a role of %(person)s: %(role)s.", **words))
    giver = givers_of_grants([grant.id])[grant.id]
    said = str(_("%(sender)s has given %(person)s the role: %(role)s.", **words))
    if giver.entered_as:
        by_giver = giver.name or str(_("Whoever runs the server"))
        said = str(
            _(
                "%(sender)s has given %(entered)s the role: %(role)s. The invitation was accepted by"
                " %(person)s, whose account that address opens.",
                **words | {"sender": by_giver, "entered": giver.entered_as},
            )
        )
    if not grant.waits:
        return said
    until = _("It opens no page until a governance lead of the other side has accepted it.")
    return f"{said} {until}"

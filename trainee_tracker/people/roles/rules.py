"""Who may be given a role, and who accepts a governance lead; knows no database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trainee_tracker.messages import AnyOf, Message, Own, any_of, say, say_many
from trainee_tracker.messages import names as all_of
from trainee_tracker.people.rules import Role, Side
from trainee_tracker.refusals import Impossible, NotAllowed

SIGNING_ROLES = (
    Role.ADMINISTRATOR,
    Role.TRAINING_LEAD,
    Role.GOVERNANCE_LEAD,
    Role.SUPERVISOR,
)
"""The roles by which somebody signs, or decides who does."""


def is_given_with_password(role: Role) -> bool:
    """Return whether whoever gives this role types their password again for it."""
    return role in SIGNING_ROLES


OTHER_SIDE = {Side.COMMUNITY: Side.STATUTORY, Side.STATUTORY: Side.COMMUNITY}
"""The two sides that sign together, each with the one that accepts its governance leads."""

SIDE_WORDS = {
    Side.COMMUNITY: say("the community side"),
    Side.STATUTORY: say("the statutory side"),
    Side.TRAINING_PROVIDER: say("the training provider’s side"),
    Side.ACCREDITOR: say("the accreditor’s side"),
}
"""What a side is called inside a sentence, after "on"."""


class RoleAct(StrEnum):
    """What happened to a role, in the past tense."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True)
class Lead:
    """A governance lead in office, at which organisation, on which side."""

    person_id: int
    name: str
    organisation_id: int
    organisation: str
    side: Side


@dataclass(frozen=True)
class Candidate:
    """A governance lead who waits: for which organisation, on which side, given by whom."""

    person_id: int
    name: str
    organisation_id: int
    side: Side
    given_by_id: int | None


Partnerships = Collection[tuple[int, int]]
"""The organisations that have a cohort together, as ids of the network and its partner."""


def partners_of(organisation_id: int, partnerships: Partnerships) -> frozenset[int]:
    """Return the organisations that have a cohort together with this one."""
    both = (pair for pair in partnerships if organisation_id in pair)
    return frozenset(each for pair in both for each in pair) - {organisation_id}


def opposite_leads(
    organisation_id: int, side: Side, leads: Iterable[Lead], partnerships: Partnerships
) -> list[Lead]:
    """Return who of `leads` stands on the other side of an organisation.

    These are the leads of its partners; where no partner has one, all leads of that side, so that
    somebody can always be accepted while anybody there is in office.
    """
    there = [lead for lead in leads if lead.side is OTHER_SIDE.get(side)]
    partners = partners_of(organisation_id, partnerships)
    return [lead for lead in there if lead.organisation_id in partners] or there


def accepters(
    candidate: Candidate, leads: Iterable[Lead], partnerships: Partnerships
) -> list[Lead]:
    """Return who may accept a governance lead: of the other side, and not who gave the role."""
    return [
        lead
        for lead in opposite_leads(candidate.organisation_id, candidate.side, leads, partnerships)
        if lead.person_id not in (candidate.person_id, candidate.given_by_id)
    ]


def overseers(
    role: Role,
    organisation_id: int,
    side: Side,
    leads: Collection[Lead],
    partnerships: Partnerships,
) -> list[Lead]:
    """Return the governance leads who are told when a signing role is given there or ends.

    They are those of the organisation and those of its other side, so that nobody learns who is in
    a network that is not theirs. What concerns every organisation is told to all.
    """
    if role is Role.ADMINISTRATOR or side not in OTHER_SIDE:
        return list(leads)
    own = [lead for lead in leads if lead.organisation_id == organisation_id]
    return own + opposite_leads(organisation_id, side, leads, partnerships)


def begins_once(accepters: Sequence[str]) -> Message:
    """Say when a governance lead begins who waits: once one of `accepters` accepts the role."""
    if not accepters:
        return say("The role begins once the other side has a lead who can accept it.")
    return say(
        "The role begins once {names} accepts it; it waits on their home page.",
        names=one_of(accepters),
    )


def one_of(people: Iterable[str]) -> AnyOf:
    """Return the names of whom one is enough, each once, for a sentence."""
    return any_of(dict.fromkeys(people))


def ensure_not_oneself(person_id: int, actor_id: int | None, others: Sequence[str]) -> None:
    """Raise NotAllowed for somebody who gives a role to themselves; `others` could give it."""
    if person_id != actor_id:
        return
    raise NotAllowed(
        say(
            "Nobody gives a role to themselves. Ask {givers} to give it to you.",
            givers=one_of(others),
        )
        if others
        else say("Nobody gives a role to themselves. Ask another administrator to give it to you.")
    )


def ask_for_a_role(givers: Sequence[str]) -> Message:
    """Return what somebody is told who has no role; `givers` can give them one."""
    if not givers:
        return say("You have no role now. Ask an administrator to give you one.")
    return say("You have no role now. Ask {givers} to give you one.", givers=one_of(givers))


def not_yours_to_give(organisation: str, givers: Sequence[str]) -> NotAllowed:
    """Return what somebody is told whose own role does not give the one they chose."""
    return NotAllowed(
        say(
            "Your role does not give this one at {organisation}. Ask {givers} to give it.",
            organisation=Own(organisation),
            givers=one_of(givers),
        )
        if givers
        else say(
            "Your role does not give this one at {organisation}. Ask an administrator to give it.",
            organisation=Own(organisation),
        ),
        field="role",
    )


def ensure_side_has_leads(organisation: str, side: Side) -> None:
    """Raise Impossible where no other side could accept a governance lead."""
    if side not in OTHER_SIDE:
        raise Impossible(
            say(
                "{organisation} stands on {side}, which signs no checks, so it has"
                " no governance lead. Choose a network or a trust.",
                organisation=Own(organisation),
                side=SIDE_WORDS[side],
            ),
            field="organisation",
        )


def ensure_one_side(name: str, organisation: str, side: Side, led: Iterable[Lead]) -> None:
    """Raise NotAllowed when somebody who leads `led` would lead governance on the other side too.

    A check would then be signed twice by one person. Roles that wait to be accepted count as well.
    Where else they lead is not said: the name of a network can reveal somebody's faith.
    """
    lead = led_on_another_side(side, led)
    if lead is not None:
        raise NotAllowed(
            say(
                "{person} leads governance on {side} already, and one person does so on one side"
                " only. Choose somebody else for {organisation}.",
                person=Own(name),
                side=SIDE_WORDS[lead.side],
                organisation=Own(organisation),
            )
        )


def led_on_another_side(side: Side, led: Iterable[Lead]) -> Lead | None:
    """Return the first of what somebody leads that is not on this side."""
    return next((lead for lead in led if lead.side is not side), None)


def own_other_side(lead: Lead, enders: Sequence[str]) -> NotAllowed:
    """Return what somebody is told who accepts a role on the other side of what they lead.

    `enders` can end the role that they hold.
    """
    where, side = Own(lead.organisation), SIDE_WORDS[lead.side]
    if not enders:
        return NotAllowed(
            say(
                "You lead governance for {organisation}, on {side}, and one person does so on one"
                " side only. Refuse this invitation, or ask an administrator to end that role"
                " first, then open the link again.",
                organisation=where,
                side=side,
            )
        )
    return NotAllowed(
        say(
            "You lead governance for {organisation}, on {side}, and one person does so on one side"
            " only. Refuse this invitation, or ask {enders} to end that role first, then open the"
            " link again.",
            organisation=where,
            side=side,
            enders=one_of(enders),
        )
    )


def ensure_may_change_side(organisation: str, leads: Sequence[str], has_cohort: bool) -> None:
    """Raise Impossible when an organisation that signs for its side would change it."""
    if has_cohort:
        raise Impossible(
            say(
                "{organisation} has a cohort, whose checks it signs for its side, so its side stays."
                " Everything else about it can be changed.",
                organisation=Own(organisation),
            ),
            field="side",
        )
    if leads:
        raise Impossible(
            say_many(
                "{leads} leads governance for {organisation}, accepted by the other side."
                " End that role first, then change the side and give the role again.",
                "{leads} lead governance for {organisation}, accepted by the other side."
                " End these roles first, then change the side and give them again.",
                n=len(leads),
                leads=all_of(leads),
                organisation=Own(organisation),
            ),
            field="side",
        )


def ensure_may_accept(actor_id: int | None, candidate: Candidate, who_may: Sequence[Lead]) -> None:
    """Raise NotAllowed when somebody may not answer for a governance lead of the other side.

    `actor_id` is None for somebody who leads no governance themselves.
    """
    if actor_id in {lead.person_id for lead in who_may}:
        return
    is_giver = actor_id is not None and actor_id == candidate.given_by_id
    person, able = Own(candidate.name), one_of(lead.name for lead in who_may)
    if is_giver and who_may:
        raise NotAllowed(
            say(
                "You gave {person} this role, so somebody else accepts or declines it."
                " Ask {able} to do it.",
                person=person,
                able=able,
            )
        )
    if is_giver:
        raise NotAllowed(
            say(
                "You gave {person} this role, so somebody else accepts or declines it. Nobody else"
                " can yet: end the role, and let somebody else give it.",
                person=person,
            )
        )
    if who_may:
        raise NotAllowed(
            say(
                "Only a governance lead in office on the other side accepts {person}."
                " Ask {able} to do it.",
                person=person,
                able=able,
            )
        )
    raise NotAllowed(
        say(
            "Only a governance lead in office on the other side accepts {person}. Nobody else can"
            " yet: let somebody else give the role.",
            person=person,
        )
    )


def ensure_accept_each_other(one: Candidate, other: Candidate, in_office: Sequence[Lead]) -> None:
    """Raise Impossible unless two who wait, of both sides, have nobody else to accept them.

    `in_office` are the leads who could accept one of them.
    """
    if one.person_id == other.person_id:
        raise Impossible(say("These are one person. Name two people, one of each side."))
    if OTHER_SIDE.get(one.side) is not other.side:
        raise Impossible(
            say(
                "{people} are on one side. Name one lead of each side.",
                people=all_of((one.name, other.name)),
            )
        )
    if in_office:
        raise Impossible(
            say(
                "{able} is in office and accepts on the page “Roles given and ended”."
                " This command is only for the first two.",
                able=one_of(lead.name for lead in in_office),
            )
        )

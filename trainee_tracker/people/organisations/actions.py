"""Adding organisations and sites, and changing what is written of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trainee_tracker.append_only import refuse_if_taken
from trainee_tracker.audit.actions import open_stream, rely
from trainee_tracker.audit.rules import INSTALLATION, StreamKind
from trainee_tracker.extensions import db
from trainee_tracker.messages import Own, say
from trainee_tracker.people.models import Organisation, OrganisationState, Person, Site
from trainee_tracker.people.organisations import queries, rules
from trainee_tracker.people.roles.queries import has_cohort, leads_at
from trainee_tracker.people.roles.rules import ensure_may_change_side
from trainee_tracker.people.rules import Side
from trainee_tracker.refusals import Impossible, Stale


def add_organisation(
    name: str,
    side: Side,
    *,
    brand: str = "#3d2a5c",
    accent: str = "#e3a72f",
    issuer_line: str = "",
    actor: Person | None,
    at: datetime,
) -> Organisation:
    """Add an organisation on `side`; `brand` and `accent` are its colours as `#rrggbb`.

    Raises Impossible when the name is taken or a colour cannot carry words.
    """
    _ensure_colours(brand, accent)
    actor_id = actor.id if actor else None
    stream = open_stream(StreamKind.ORGANISATION, Organisation, actor_id=actor_id, at=at)
    organisation = Organisation(
        id=stream.owner_id, stream_id=stream.id, recorded_at=at, recorded_by_id=actor_id
    )
    db.session.add(organisation)
    db.session.flush()
    branding = Branding(brand, accent, issuer_line)
    _add_state(organisation, name, side, branding, actor=actor, at=at)
    return organisation


def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    side: Side,
    brand: str,
    accent: str,
    issuer_line: str,
    actor: Person,
    at: datetime,
) -> None:
    """Change what is known of an organisation; certificates already issued keep what they say.

    Raises Impossible when the name is taken or a colour cannot carry words, and when an organisation
    that signs for its side, by a cohort or a governance lead, would change it.
    """
    _ensure_colours(brand, accent)
    db.session.refresh(organisation, ["side"])
    if side is not organisation.side:
        # Who opens a cohort or gives a role at this moment writes to one of these streams.
        rely(
            {INSTALLATION, organisation.stream_id},
            lambda: ensure_may_change_side(
                organisation.name,
                [lead.name for lead in leads_at(organisation.id)],
                has_cohort(organisation.id),
            ),
        )
    branding = Branding(brand, accent, issuer_line)
    _add_state(organisation, name, side, branding, actor=actor, at=at)


@dataclass(frozen=True)
class Branding:
    """The colours of an organisation (`#rrggbb`) and what its certificates print as issuer."""

    brand: str
    accent: str
    issuer_line: str


def _add_state(
    organisation: Organisation,
    name: str,
    side: Side,
    branding: Branding,
    *,
    actor: Person | None,
    at: datetime,
) -> None:
    """Write what holds of an organisation from now on, unless that is written already."""
    last = queries.last_state_of(organisation)
    told = (name, side, branding.brand, branding.accent, branding.issuer_line)
    if last is not None and told == (
        last.name,
        last.side,
        last.brand,
        last.accent,
        last.issuer_line,
    ):
        return

    def is_free() -> None:
        if queries.organisation_by_name(name, besides=organisation.id) is not None:
            raise Impossible(
                say(
                    "There is already an organisation called {name}. Enter another name.",
                    name=Own(name),
                ),
                field="name",
            )

    # Two people who give one name at once would otherwise both find it free.
    rely({INSTALLATION}, is_free)
    with refuse_if_taken(
        Stale(
            say(
                "Somebody else changed {organisation} just now."
                " Look at what it says, then change it again.",
                organisation=Own(name),
            )
        )
    ):
        db.session.add(
            OrganisationState(
                organisation_id=organisation.id,
                sequence=last.sequence + 1 if last else 1,
                name=name,
                side=side,
                brand=branding.brand,
                accent=branding.accent,
                issuer_line=branding.issuer_line,
                stream_id=INSTALLATION,
                recorded_at=at,
                recorded_by_id=actor.id if actor else None,
            )
        )
    db.session.refresh(organisation)


def add_site(organisation: Organisation, name: str, *, actor: Person | None, at: datetime) -> Site:
    """Add a place where the organisation meets families or holds classes.

    Raises Impossible when the organisation has a site of that name.
    """
    taken = Impossible(
        say(
            "{organisation} already has a site called {site}. Enter another name.",
            organisation=Own(organisation.name),
            site=Own(name),
        ),
        field="name",
    )
    with refuse_if_taken(taken):
        site = Site(
            organisation_id=organisation.id,
            name=name,
            stream_id=organisation.stream_id,
            recorded_at=at,
            recorded_by_id=actor.id if actor else None,
        )
        db.session.add(site)
    return site


def _ensure_colours(brand: str, accent: str) -> None:
    for field, colour, carries_text in (("brand", brand, True), ("accent", accent, False)):
        fault = rules.colour_fault(colour, carries_text=carries_text)
        if fault is not None:
            raise Impossible(fault, field=field)

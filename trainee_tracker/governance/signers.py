"""Who can sign a record for each side, by name, so that a page never leaves somebody guessing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.governance import rules
from trainee_tracker.governance.models import GovernanceRecord
from trainee_tracker.governance.rules import GovernanceAction
from trainee_tracker.people.models import Organisation, Person
from trainee_tracker.people.roles.queries import leads_in_office
from trainee_tracker.people.roles.rules import Lead
from trainee_tracker.people.rules import SIDES, Side


@dataclass(frozen=True)
class SideSigners:
    """A side that still has to sign, for which organisation, and the leads who can."""

    side: Side
    organisation: str
    leads: tuple[Lead, ...]


def signers_of(record: GovernanceRecord) -> list[SideSigners]:
    """Return who can sign a record, for each side that has not; one statement."""
    now = record.situation
    if now.is_withdrawn or now.is_in_force:
        return []
    places = {Side.COMMUNITY: record.item.organisation, Side.STATUTORY: record.item.partner}
    return _signers(
        places,
        now.unsigned,
        lambda lead, side: rules.may_sign(record.facts, now, lead.person_id, side),
    )


def signers_beside(person: Person, cohort: Cohort, subject_id: int) -> list[SideSigners]:
    """Return who could sign a record that `person` adds, for the sides that `person` leads.

    Who adds a record does not sign it; nothing for somebody who could not sign it anyway.
    """
    places = {Side.COMMUNITY: cohort.organisation, Side.STATUTORY: cohort.partner}
    in_office = leads_in_office()
    led = {lead.organisation_id for lead in in_office if lead.person_id == person.id}
    sides = [side for side in SIDES if places[side].id in led]
    besides = {person.id, subject_id}
    return _signers(
        places, sides, lambda lead, _side: lead.person_id not in besides, in_office=in_office
    )


def others_to_ask(record: GovernanceRecord, action: GovernanceAction) -> list[str]:
    """Return the names of who can take a step that somebody who leads neither side cannot."""
    places = record.item.organisation_id, record.item.partner_id
    able = [
        lead.name
        for lead in leads_in_office()
        if lead.organisation_id in places and lead.person_id != record.subject_id
    ]
    return (
        [*able, record.events[0].actor.full_name] if action is GovernanceAction.WITHDRAWN else able
    )


def _signers(
    places: Mapping[Side, Organisation],
    sides: Iterable[Side],
    may_sign: Callable[[Lead, Side], bool],
    in_office: Sequence[Lead] | None = None,
) -> list[SideSigners]:
    known = leads_in_office() if in_office is None else in_office
    return [
        SideSigners(
            side,
            places[side].name,
            tuple(
                lead
                for lead in known
                if lead.organisation_id == places[side].id and may_sign(lead, side)
            ),
        )
        for side in sides
    ]

"""Both networks' common ground: the umbrella, the trust that teaches, its people and courses. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trainee_tracker.demo.days import DAY, WEEK, moment, next_open
from trainee_tracker.demo.steps import (
    AcceptEachOther,
    AcceptLead,
    AddOrganisation,
    AddSite,
    Character,
    Found,
    Invite,
    Join,
    PublishCourse,
    Step,
)
from trainee_tracker.people.rules import Role, Side

UMBRELLA, TRUST = "umbrella", "trust"
UMBRELLA_NAME = "Community Networks for Family Care"
"""Also what certificates of both networks name as issuer: it discloses no faith."""

LEFT_OUT = {"aft-foundation": ("study-hours",), "aft-intermediate": ("study-hours", "attendance")}
"""What the partnership does not ask for, by preset: its trainees read at home and log no study, and
the days of practice in the second year are too few for a share of attendance."""

CLINIC = "heathfield"
FOUNDATION, INTERMEDIATE = "foundation", "intermediate"

ADMINISTRATOR = Character("ada", "Ada Merriweather", "ada@networks.example")
TUTOR = Character("alison", "Alison Treharne", "alison.treharne@trust.example")
STATUTORY_LEAD = Character("catherine", "Catherine Lindqvist", "catherine.lindqvist@trust.example")
COMMISSIONER = Character("priya", "Priya Ramanathan", "priya.ramanathan@commissioning.example")

ROSALIND = Character(
    "rosalind",
    "Rosalind Haverstock",
    "rosalind.haverstock@trust.example",
    registration="UKCP (demonstration) 0114",
)
EMEKA = Character(
    "emeka",
    "Emeka Anyanwu",
    "emeka.anyanwu@trust.example",
    registration="UKCP (demonstration) 0127",
)
NADIA = Character(
    "nadia",
    "Nadia Rahmani",
    "nadia.rahmani@trust.example",
    registration="UKCP (demonstration) 0139",
)
TOMASZ = Character(
    "tomasz",
    "Tomasz Wieczorek",
    "tomasz.wieczorek@trust.example",
    registration="UKCP (demonstration) 0142",
)


def joins(person: Character, invited_on: date) -> Join:
    """Return the step in which somebody accepts their invitation, the evening after."""
    return Join(
        at=moment(invited_on + DAY, "19:10"), actor=person.key, registration=person.registration
    )


def steps(began: date, today: date) -> Iterator[Step]:
    """Yield how the partnership came about in the weeks after `began`."""
    day = next_open(began)
    yield Found(
        at=moment(day, "09:00"),
        actor="",
        organisation=UMBRELLA,
        name=UMBRELLA_NAME,
        administrator=ADMINISTRATOR,
    )
    yield Join(at=moment(day, "09:30"), actor=ADMINISTRATOR.key)
    yield AddOrganisation(
        at=moment(day, "10:00"),
        actor=ADMINISTRATOR.key,
        key=TRUST,
        name="South West London Family Therapy Service",
        side=Side.STATUTORY,
        brand="#1f3f6e",
        accent="#8ab4de",
    )
    yield AddSite(
        at=moment(day, "10:05"),
        actor=ADMINISTRATOR.key,
        key=CLINIC,
        name="Heathfield family therapy clinic",
        organisation=TRUST,
    )
    for minute, (person, role) in enumerate(
        ((TUTOR, Role.TRAINING_LEAD), (STATUTORY_LEAD, Role.GOVERNANCE_LEAD)), start=10
    ):
        yield Invite(
            at=moment(day, f"10:{minute}"),
            actor=ADMINISTRATOR.key,
            person=person,
            role=role,
            organisation=TRUST,
        )
        yield joins(person, day)
    published = next_open(day + WEEK)
    for minute, (key, preset, title) in enumerate(
        (
            (FOUNDATION, "aft-foundation", "Working with Families"),
            (INTERMEDIATE, "aft-intermediate", "Systemic Practice with Families"),
        ),
        start=10,
    ):
        yield PublishCourse(
            at=moment(published, f"14:{minute}"),
            actor=TUTOR.key,
            key=key,
            organisation=TRUST,
            preset=preset,
            title=title,
            left_out=LEFT_OUT[preset],
        )
    yield Invite(
        at=moment(today - 3 * DAY, "11:15"),
        actor=ADMINISTRATOR.key,
        person=COMMISSIONER,
        role=Role.COMMISSIONER,
        organisation=UMBRELLA,
    )


def network(
    began: date,
    *,
    key: str,
    name: str,
    brand: str,
    accent: str,
    sites: dict[str, str],
    training_lead: Character,
    governance_lead: Character,
    is_first: bool = False,
) -> Iterator[Step]:
    """Yield how a network joins the partnership: its organisation, its places and its two leads.

    The governance lead of the first takes office together with that of the trust, on the server;
    later ones are accepted by the trust's.
    """
    day = next_open(began)
    yield AddOrganisation(
        at=moment(day, "11:00"),
        actor=ADMINISTRATOR.key,
        key=key,
        name=name,
        side=Side.COMMUNITY,
        brand=brand,
        accent=accent,
        issuer_line=UMBRELLA_NAME,
    )
    for minute, (site, site_name) in enumerate(sites.items(), start=10):
        yield AddSite(
            at=moment(day, f"11:{minute}"),
            actor=ADMINISTRATOR.key,
            key=site,
            name=site_name,
            organisation=key,
        )
    for minute, (person, role) in enumerate(
        ((training_lead, Role.TRAINING_LEAD), (governance_lead, Role.GOVERNANCE_LEAD)), start=20
    ):
        yield Invite(
            at=moment(day, f"11:{minute}"),
            actor=ADMINISTRATOR.key,
            person=person,
            role=role,
            organisation=key,
        )
        yield joins(person, day)
    in_office = moment(next_open(day + 2 * DAY), "09:30")
    if is_first:
        leads = (governance_lead.key, STATUTORY_LEAD.key)
        yield AcceptEachOther(at=in_office, actor="", leads=leads)
    else:
        yield AcceptLead(at=in_office, actor=STATUTORY_LEAD.key, lead=governance_lead.key)

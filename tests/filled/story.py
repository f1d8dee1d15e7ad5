"""What the kept database tells: a little of everything that can be written, through real actions.

The cast goes through a course: Abena Osei earns her award, Kofi Boateng's is first kept although it
is no longer supported and then revoked, and Layla Haddad of another network has a progress
certificate. Every person, address and password in it is made up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import time_machine
from flask import Flask

from tests import cast as cast_module
from tests.achievements import FIRST_DAY, finish, finish_beside_classes, log, sign_off
from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.certificates.support import changing
from tests.governance import builders as governance
from tests.moving import agreeing
from trainee_tracker.arrivals.actions import accept_as_known
from trainee_tracker.audit.sealing import seal
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions as certificates
from trainee_tracker.certificates.paper.wording import CheckAddress
from trainee_tracker.cohorts.actions import Newcomer, enrol_newcomer
from trainee_tracker.extensions import db
from trainee_tracker.hours import actions as hours
from trainee_tracker.jobs.actions import ask_for, say_here
from trainee_tracker.people.invitations import actions as invitations
from trainee_tracker.people.names import actions as names
from trainee_tracker.people.names import queries as naming
from trainee_tracker.people.names.rules import Naming
from trainee_tracker.people.organisations.actions import change_organisation
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role, Side

ADDRESS = CheckAddress("https://training.example")

ENDED = NOW + timedelta(days=7)
"""When the story is over, which is when the kept database is looked at."""


def tell(app: Flask) -> None:
    """Tell the whole story in the empty database of `app`, and commit."""
    cast_module.build()
    cast = cast_module.load()
    organise(cast)
    name_people(cast)
    invite_people(cast)
    award(cast)
    keep_and_revoke(cast)
    log_much(cast)
    suspend_and_lift(app, cast)
    agree_and_move(cast)
    mistype(app, cast)
    leave_work(cast)
    seal(at=ENDED)
    db.session.commit()


def organise(cast: Cast) -> None:
    """Give the network its colours and an issuer line, and end a role."""
    change_organisation(
        cast.network,
        name="Grace Network",
        side=Side.COMMUNITY,
        brand="#0b4f4a",
        accent="#8a3b12",
        issuer_line="The Grace partnership",
        actor=cast.administrator,
        at=NOW,
    )
    lead, _token = invitations.invite_person(
        "Miriam Cole",
        "miriam@grace.example",
        Role.TRAINING_LEAD,
        cast.network,
        actor=cast.administrator,
        at=NOW,
    )
    roles.end_role(lead.grants[0], actor=cast.administrator, at=NOW)
    db.session.commit()


def name_people(cast: Cast) -> None:
    """Let one name be confirmed, and another be declined."""
    for person, name in ((cast.trainee, "Abena Adwoa Osei"), (cast.colleague, "K. Boateng")):
        asked = names.request_name(
            person,
            Naming(name, "", "", ""),
            replaces_id=naming.name_in_force(person.id).id,
            at=NOW,
            request_id=str(uuid4()),
        )
        given = {"actor": cast.training_lead, "at": NOW, "request_id": str(uuid4())}
        if person is cast.trainee:
            names.confirm_name(asked, **given)  # type: ignore[arg-type]
        else:
            names.decline_name(asked, reason="Write it out, please", **given)  # type: ignore[arg-type]
        db.session.commit()


def invite_people(cast: Cast) -> None:
    """Let one newcomer join, one refuse, one wait, and one say that they are known already."""
    arrivals = [
        enrol_newcomer(
            cast.cohort,
            Newcomer(name, email),
            enrolled_on=date(2026, 11, 1),
            actor=cast.training_lead,
            at=NOW,
            request_id=str(uuid4()),
        )
        for name, email in (
            ("Grace Mensah", "grace@grace.example"),
            ("Daniel Addo", "daniel@grace.example"),
            ("Esi Owusu", "esi@grace.example"),
            ("Layla H.", cast.outsider.email),
        )
    ]
    joins, refuses, _waits, known = (str(each.token) for each in arrivals)
    invitations.accept_invitation(joins, "seven green hills sing", at=NOW)
    invitations.refuse_invitation(refuses, at=NOW)
    db.session.commit()
    accept_as_known(known, cast_module.PASSWORD, address=None, at=NOW)
    db.session.commit()


def award(cast: Cast) -> None:
    """Let two trainees do everything and be given their awards, and a third print their progress."""
    finish(cast, cast.enrolment)
    finish_beside_classes(cast, cast.colleague_enrolment)
    changing.award_of(cast, cast.enrolment, "award of Abena", at=NOW)
    certificates.issue_progress(
        cast.outsider_enrolment,
        address=ADDRESS,
        actor=cast.outsider,
        at=NOW,
        request_id=str(uuid4()),
    )
    db.session.commit()


def keep_and_revoke(cast: Cast) -> None:
    """Let an award lose what it rests on, one side keep it all the same, and the lead revoke it."""
    made = changing.award_of(cast, cast.colleague_enrolment, "award of Kofi", at=NOW)
    changing.take_back(cast, changing.first_practice(cast.colleague_enrolment))
    db.session.commit()
    changing.keep(made, cast.community_lead)
    db.session.commit()
    ending.revoke_certificate(
        made,
        reason="The register says otherwise",
        actor=cast.training_lead,
        at=ENDED,
        request_id=str(uuid4()),
    )
    db.session.commit()


def log_much(cast: Cast) -> None:
    """Let hours go every way that hours can go."""
    first, second, third, fourth = (
        log(cast, cast.colleague_enrolment, FIRST_DAY + timedelta(days=40 + day), "practice", 60)
        for day in range(4)
    )
    sign_off(cast, first, day=date(2026, 11, 1))
    changing.decide(cast, second, signs=False)
    hours.withdraw_hours(
        third, reason="It was another day", actor=cast.colleague, at=changing.LATER
    )
    changing.correct(fourth, 50)
    db.session.commit()


def suspend_and_lift(app: Flask, cast: Cast) -> None:
    """Let a check be suspended by one side, on its page, and lifted by both."""
    record = governance.in_force(cast, "enhanced-dbs", subject=cast.colleague)
    with time_machine.travel(ENDED, tick=False):
        Browser(app).sign_in(cast.statutory_lead).submit(
            f"/governance/records/{record.id}/suspend",
            {
                "effective_on": "2026-11-20",
                "reason": "It ran out",
                "password": cast_module.PASSWORD,
            },
        )
    changing.lift(cast, record, date(2026, 11, 21), at=ENDED)
    db.session.commit()


def agree_and_move(cast: Cast) -> None:
    """Let one side decline fewer checks, then both agree to them, and another cohort move and be counted."""
    unchecked = agreeing.publish_unchecked(cast)
    agreeing.decline(agreeing.ask(cast, unchecked), cast.statutory_lead)
    db.session.commit()
    agreeing.agree_both(cast, unchecked, at=changing.LATER)
    theirs = replace(
        cast,
        cohort=cast.other_cohort,
        network=cast.other_network,
        training_lead=cast.outsider_lead,
        enrolment=cast.outsider_enrolment,
    )
    changing.ask_for_attendance(theirs, 60, at=changing.LATER)
    changing.report_attendance(theirs, 80, date(2026, 11, 20))
    db.session.commit()


def mistype(app: Flask, cast: Cast) -> None:
    """Let somebody mistype their password."""
    with time_machine.travel(ENDED, tick=False):
        Browser(app).submit(
            "/sign-in", {"email": cast.trainee.email, "password": "not that one"}, status=403
        )


def leave_work(cast: Cast) -> None:
    """Leave a letter that waits for the worker, which was heard of."""
    asked = ask_for(
        "letter",
        "letter of the story",
        owner_id=cast.training_lead.id,
        content={"email": "x@grace.example", "name": "X", "subject": "Hello", "text": "Hello"},
        at=ENDED,
    )
    # Nobody does it while the story is told.
    asked.begins_at = ENDED + timedelta(days=1)
    say_here("the worker of the story", at=ENDED)
    db.session.commit()

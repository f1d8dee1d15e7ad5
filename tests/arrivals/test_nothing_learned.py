"""Nobody learns from entering somebody whether they are known elsewhere."""

from __future__ import annotations

import re
import shutil
from datetime import date

from flask import Flask

from tests.browser import Browser
from tests.cast import EMAILS, NOW, PASSWORD, Cast, load, request_id
from tests.databases import Template, fresh_database
from trainee_tracker import mail
from trainee_tracker.cohorts import actions as cohorts
from trainee_tracker.cohorts.actions import Newcomer
from trainee_tracker.cohorts.queries import may_supervise, other_leads_of
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db
from trainee_tracker.people.actions import add_person
from trainee_tracker.people.organisations.actions import add_organisation
from trainee_tracker.people.roles.actions import grant_role
from trainee_tracker.people.rules import Role, Side

MADE_ANEW = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # a form's id
    r"|[0-9a-f]{64}"  # what was shown, the address in it, too
    r"|(?<=/invitation/)[\w-]+"
    r"|(?<=name=\"csrf_token\" )[^>]*"
    r"|(?<=nonce-)[\w-]+"
)
"""What is another at each request, whoever asks for whom."""


def everything_a_lead_sees_of(email: str, app: Flask, template: Template) -> list[str]:
    """Return each answer that a lead gets who tries to learn about an address, on a new database."""
    db.session.remove()
    db.engine.dispose()
    fresh_database(template)
    shutil.rmtree(app.config["SETTINGS"].outbox_folder, ignore_errors=True)
    cast = load()
    browser = Browser(app).sign_in(cast.training_lead)
    cohort, name = f"/cohorts/{cast.cohort.id}", "Layla Somebody"
    answers = {"full_name": name, "email": email, "enrolled_on": "2026-11-01"}
    invited = {"organisation": str(cast.network.id), "password": PASSWORD}
    approved = {"approved_from": "2026-11-01", "password": PASSWORD}
    listed = f"name,email\n{name},{email}\n"
    pages = [
        browser.submit(f"{cohort}/enrol-list", {"rows": listed}, status=200),
        browser.submit(f"{cohort}/enrol", answers, follow=True),
        browser.get(cohort),
        browser.get("/people"),
        browser.get(f"{cohort}/standing"),
        browser.get("/governance"),
        browser.submit(f"{cohort}/enrol", answers, status=409),
        browser.submit(f"{cohort}/enrol", answers | {"full_name": "Another Name"}, status=409),
        browser.submit(f"{cohort}/enrol-list", {"rows": listed}, status=200),
        browser.submit("/people/invite", answers | invited | {"role": "supervisor"}, follow=True),
        browser.submit(f"{cohort}/supervisors/approve", answers | approved, status=409),
        browser.get("/people"),
    ]
    letters = ["\n".join((each.subject, *each.paragraphs)) for each in mail.newest(9)]
    told = [each.response.text for each in pages] + letters
    return [MADE_ANEW.sub("", each.replace(email, "EMAIL")) for each in told]


def test_a_lead_sees_nothing_of_an_account_elsewhere(app: Flask, template: Template) -> None:
    known = everything_a_lead_sees_of(EMAILS["outsider"], app, template)
    unknown = everything_a_lead_sees_of("nobody@mail.example", app, template)
    for one, other in zip(known, unknown, strict=True):
        assert one.splitlines() == other.splitlines()
    assert len(known) > 13
    assert not any("Layla Haddad" in each for each in known)


def test_opening_a_cohort_with_an_organisation_shows_nobody_who_is_there(cast: Cast) -> None:
    trust = add_organisation("Other Trust", Side.STATUTORY, actor=None, at=NOW)
    zara = add_person("Zara Secret", "zara@other.example", organisation=trust, actor=None, at=NOW)
    grant_role(zara, Role.SUPERVISOR, trust, actor=None, at=NOW)
    db.session.commit()
    probe = cohorts.open_cohort(
        cast.cohort.version,
        cast.network,
        trust,
        name="Probe",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 11, 1),
        sites=[],
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("probe"),
    )
    db.session.commit()
    assert not {"Zara Secret"} & {
        each.full_name for each in may_supervise(probe, asked_by=cast.training_lead)
    }
    arrival = cohorts.enrol_newcomer(
        probe,
        Newcomer("Xx Yyyyy", "zara@other.example"),
        enrolled_on=date(2026, 11, 2),
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("xx"),
    )
    assert arrival.person.id != zara.id


def test_a_trust_that_opens_a_cohort_for_a_network_sees_nobody_who_is_there(cast: Cast) -> None:
    trust = add_organisation("Other Trust", Side.STATUTORY, actor=None, at=NOW)
    theo = add_person("Theo Lead", "theo@other.example", organisation=trust, actor=None, at=NOW)
    grant_role(theo, Role.TRAINING_LEAD, trust, actor=None, at=NOW)
    course = open_course(
        trust, "aft-intermediate", title="Theirs", actor=theo, at=NOW, request_id=request_id("t")
    )
    probe = cohorts.open_cohort(
        publish_version(course, actor=theo, at=NOW),
        cast.other_network,
        trust,
        name="Probe",
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 11, 1),
        sites=[],
        actor=theo,
        at=NOW,
        request_id=request_id("probe"),
    )
    db.session.commit()
    assert may_supervise(probe, asked_by=theo) == []
    assert other_leads_of(probe, theo) == []
    for number, known in enumerate((cast.outsider_lead, cast.outsider_supervisor, cast.outsider)):
        arrival = cohorts.enrol_newcomer(
            probe,
            Newcomer("Xx Yyyyy", known.email),
            enrolled_on=date(2026, 11, 2),
            actor=theo,
            at=NOW,
            request_id=request_id(f"xx {number}"),
        )
        assert arrival.person.id != known.id

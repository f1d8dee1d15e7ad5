"""Nobody names, appoints, approves, clears or certifies themselves by a form made by hand.

Every form here is complete: it is filled in on the page of somebody else who may send it, and lands
when they do. Whoever it is about has the role that opens the page, and is refused all the same.
What one gives oneself as a role is in `tests/people/roles/test_nobody_themselves.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from tests import naming
from tests.achievements import finish
from tests.browser import Browser
from tests.cast import EMAILS, NOW, PASSWORD, Cast, lead_governance, request_id
from tests.certificates.support.changing import award_of, first_practice, take_back
from tests.cohorts import builders as cohorts
from tests.governance import builders as governance
from tests.moving.agreeing import ask, publish_unchecked
from trainee_tracker.commands.ledger import faults_of_ledger
from trainee_tracker.extensions import Base, db
from trainee_tracker.people.account import actions as account
from trainee_tracker.people.models import Person
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role

REFUSED = {200, 403, 404, 409}
"""What an answer to a refused form may be: refused, not found, or the page again."""

OWN_LIST = "name,email\nRuth Mensah,ruth@grace.example\n"


@dataclass(frozen=True)
class ForOneself:
    """A form about its sender, complete as `another` fills it in; words in braces as in `words`."""

    what: str
    who: str
    another: str
    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    """Where the form stands, if not where it is sent to."""
    page_fields: Mapping[str, str] = field(default_factory=dict)


SIGNED = {"password": PASSWORD}
CHECK = {"outcome": "in-place", "valid_from": "2026-09-07", "valid_to": "2027-09-06"}

FORMS = (
    ForOneself("a name", "training_lead", "administrator", "/names/{name_of_lead}/confirm", SIGNED),
    ForOneself("a name as administrator", "administrator", "second_administrator",
               "/names/{name_of_administrator}/confirm", SIGNED),
    ForOneself("a role that waits, by somebody in office", "community_lead", "statutory_lead",
               "/people/roles/{waiting_role}/accept", SIGNED),
    ForOneself("an approval", "training_lead", "supervisor",
               "/cohorts/{cohort}/supervisors/approve",
               {"full_name": "Ruth Mensah", "email": EMAILS["training_lead"],
                "approved_from": "2026-10-01", **SIGNED}),
    ForOneself("an enrolment", "training_lead", "supervisor", "/cohorts/{cohort}/enrol",
               {"full_name": "Ruth Mensah", "email": EMAILS["training_lead"]}),
    ForOneself("an enrolment by a list", "training_lead", "supervisor",
               "/cohorts/{cohort}/enrol-list/confirm",
               page="/cohorts/{cohort}/enrol-list", page_fields={"rows": OWN_LIST}),
    ForOneself("a check, recorded", "colleague", "community_lead",
               "/governance/records/new?cohort={cohort}&person={colleague}"
               "&item=supervision-contract", CHECK),
    ForOneself("a check, signed", "colleague", "community_lead",
               "/governance/records/{record}/sign", SIGNED),
    ForOneself("a check, its suspension lifted", "colleague", "community_lead",
               "/governance/records/{suspended}/lift",
               {"effective_on": "2026-11-20", "reason": "Nothing was found", **SIGNED}),
    ForOneself("a register", "newcomer", "training_lead", "/cohorts/{cohort}/registers/{class}",
               SIGNED),
    ForOneself("a module", "newcomer", "training_lead", "/cohorts/{cohort}/modules/first-meetings",
               {"outcome_{enrolment_of_newcomer}": "passed"}),
    ForOneself("an award", "trainee", "training_lead", "/cohorts/{cohort}/awards",
               {"enrolments": "{enrolment}", **SIGNED}),
    ForOneself("an award that is kept", "colleague", "community_lead", "/certificates/{award}/keep",
               {"reason": "The family confirmed the sessions", **SIGNED}),
    ForOneself("agreement to what they asked for", "training_lead", "community_lead",
               "/terms/{terms}/agree", SIGNED),
    ForOneself("agreement to fewer checks of their own", "colleague", "community_lead",
               "/terms/{terms}/agree", SIGNED),
)  # fmt: skip


@dataclass
class Stage:
    """Everybody by name, and the words in braces."""

    people: dict[str, Person]
    words: dict[str, str]

    def filled(self, fields: Mapping[str, str]) -> dict[str, str]:
        return {self.word(name): self.word(value) for name, value in fields.items()}

    def word(self, pattern: str) -> str:
        return pattern.format_map(self.words)


def set_up(cast: Cast, *, has_award: bool = False) -> Stage:
    """Give everybody whatever role lets them come as near to themselves as roles can.

    Kofi trains and leads governance; Ruth leads both; Esi trains and leads the training, and so does
    Abena. With `has_award` Abena has met everything, and Kofi holds an award that their record
    supports no longer.
    """
    award_id = first_award(cast) if has_award else 0
    held = cohorts.plan(cast)[0]
    esi = cohorts.enrol(cast, "Esi Addo")
    account.set_password(esi.person, PASSWORD, at=NOW)
    for each in (cast.trainee, esi.person, cast.supervisor):
        roles.grant_role(each, Role.TRAINING_LEAD, cast.network, actor=None, at=NOW)
    suspended = governance.in_force(cast, "indemnity", subject=cast.colleague)
    governance.suspend(suspended, cast.community_lead, governance.FIRST)
    record = governance.propose(cast, subject=cast.colleague)
    for each in (cast.colleague, cast.training_lead):
        lead_governance(cast, each, cast.network)
    waiting = roles.grant_role(
        cast.community_lead, Role.GOVERNANCE_LEAD, cast.other_network, actor=None, at=NOW
    )
    roles.grant_role(cast.outsider_supervisor, Role.ADMINISTRATOR, cast.trust, actor=None, at=NOW)
    asked = {
        who: naming.ask(getattr(cast, who), registration=f"UKCP {number}").id
        for number, who in enumerate(EMAILS)
    }
    terms = ask(cast, publish_unchecked(cast))
    db.session.commit()
    everybody = {who: getattr(cast, who) for who in EMAILS}
    everybody |= {"newcomer": esi.person, "second_administrator": cast.outsider_supervisor}
    words = {
        "name_of_lead": asked["training_lead"],
        "name_of_administrator": asked["administrator"],
        "waiting_role": waiting.id,
        "cohort": cast.cohort.id,
        "colleague": cast.colleague.id,
        "record": record.id,
        "suspended": suspended.id,
        "class": held.id,
        "enrolment": cast.enrolment.id,
        "enrolment_of_newcomer": esi.id,
        "award": award_id,
        "terms": terms.id,
        **{f"asked_by_{who}": id_ for who, id_ in asked.items()},
    }
    return Stage(everybody, {name: str(value) for name, value in words.items()})


def first_award(cast: Cast) -> int:
    """Let Abena and Kofi finish, and return Kofi's award, for which a sign-off was taken back."""
    finish(cast, cast.enrolment)
    finish(cast, cast.colleague_enrolment)
    award = award_of(cast, cast.colleague_enrolment, "kept by oneself")
    take_back(cast, first_practice(cast.colleague_enrolment), at=NOW)
    return award.id


def contents() -> dict[str, frozenset[tuple[Any, ...]]]:
    """Return every row of every table."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return {
            name: frozenset(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {name}")))
            for name in Base.metadata.tables
        }


def completed(browser: Browser, stage: Stage, form: ForOneself) -> dict[str, Any]:
    """Return the fields of the form as its page offers them to somebody, filled in."""
    page = browser.get(stage.word(form.page or form.path))
    if form.page:
        page = browser.submit(page, stage.filled(form.page_fields), status=200)
    there = page.form(stage.word(form.path)) if form.page else page.form()
    fields: dict[str, Any] = {}
    for name, value in there.form_values():
        fields.setdefault(name, []).append(value)
    del fields["csrf_token"]
    return fields | stage.filled(form.fields)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.what)
def test_a_form_that_lands_for_another_is_refused_to_whom_it_is_about(
    app: Flask, browser: Browser, cast: Cast, form: ForOneself
) -> None:
    stage = set_up(cast, has_award="award" in form.what)
    another = Browser(app).sign_in(stage.people[form.another])
    browser.sign_in(stage.people[form.who])
    fields, path = completed(another, stage, form), stage.word(form.path)
    before = contents()
    own = {**fields, "csrf_token": browser.csrf_token()}
    answer = browser.send("POST", path, data=own)
    assert answer.status_code in REFUSED, answer.status_code
    assert contents() == before
    another.post(path, fields, status=302)
    assert contents() != before
    assert list(faults_of_ledger()) == []


@pytest.mark.parametrize("who", EMAILS)
def test_nobody_of_the_cast_does_anything_for_themselves(
    browser: Browser, cast: Cast, who: str
) -> None:
    stage = set_up(cast)
    person = stage.people[who]
    own_roles = [f"/people/roles/{each.id}/accept" for each in person.grants]
    own_name = stage.words[f"asked_by_{who}"]
    oneself = {"full_name": person.full_name, "email": person.email}
    forms: list[tuple[str, dict[str, str]]] = [
        *((path, {}) for path in own_roles),
        (f"/names/{own_name}/confirm", {}),
        (f"/names/{own_name}/decline", {"reason": "Another one is better."}),
    ]
    for cohort in (cast.cohort, cast.other_cohort):
        forms += [
            (f"/cohorts/{cohort.id}/enrol", {**oneself, "enrolled_on": "2026-10-01"}),
            *(
                (
                    f"/cohorts/{cohort.id}/supervisors/approve",
                    {**named, "approved_from": "2026-10-01"},
                )
                for named in (oneself, {"person": str(person.id)})
            ),
            (
                f"/governance/records/new?item=indemnity&cohort={cohort.id}&person={person.id}",
                {**CHECK, "seen_by": person.full_name},
            ),
        ]
    browser.sign_in(person)
    token, before = browser.csrf_token(), contents()
    for path, fields in forms:
        sent = {**SIGNED, **fields, "csrf_token": token, "request_id": request_id(path)}
        answer = browser.send("POST", path, data=sent)
        assert answer.status_code in REFUSED, (path, answer.status_code)
        assert contents() == before, (path, fields)

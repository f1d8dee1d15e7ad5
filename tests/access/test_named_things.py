"""A form cannot reach, by an id that it names, what its sender's own page would not offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.access.visits import Visits
from tests.cast import PASSWORD, request_id
from trainee_tracker.extensions import db
from trainee_tracker.hours.signing.queries import sheet_for
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.people.models import Person


@dataclass(frozen=True)
class Sent:
    """A form that is complete and right, and what each field may not say; words as in the table."""

    sender: str
    address: str
    fields: Mapping[str, str]
    not_theirs: tuple[tuple[str, str], ...]


FORMS = (
    Sent(
        "training_lead",
        "/courses/open?preset=aft-foundation",
        {"title": "Foundation", "organisation": "{network}"},
        (("organisation", "{other_network}"), ("organisation", "{trust}")),
    ),
    Sent(
        "training_lead",
        "/cohorts/open",
        {
            "version": "{version}",
            "organisation": "{network}",
            "partner": "{trust}",
            "name": "A second group",
            "starts_on": "2027-01-04",
            "ends_on": "2027-07-02",
            "sites": "{site}",
        },
        (
            ("version", "{other_version}"),
            ("organisation", "{other_network}"),
            ("partner", "{network}"),
            ("sites", "{other_site}"),
        ),
    ),
    Sent(
        "training_lead",
        "/cohorts/{cohort}/supervisors/approve",
        {"person": "{community_lead}", "approved_from": "2026-11-01", "password": PASSWORD},
        (("person", "{other_supervisor}"), ("person", "{trainee}"), ("person", "{lead}")),
    ),
    Sent(
        "training_lead",
        "/cohorts/{cohort}/teaching",
        {
            "first_on": "2027-01-11",
            "repeat": "weekly",
            "count": "1",
            "starts_at": "18:30",
            "minutes": "90",
            "site": "{site}",
            "step": "save",
        },
        (("site", "{other_site}"),),
    ),
    Sent(
        "training_lead",
        "/people/invite",
        {
            "full_name": "Naomi Asante",
            "email": "naomi@grace.example",
            "role": "supervisor",
            "organisation": "{network}",
            "password": PASSWORD,
        },
        (
            ("organisation", "{other_network}"),
            ("organisation", "{trust}"),
            ("role", "administrator"),
            ("role", "training_lead"),
        ),
    ),
    Sent(
        "colleague",
        "/account/name",
        {"full_name": "Kofi Boateng-Addo", "replaces": "{name}", "password": PASSWORD},
        (("replaces", "{other_name}"),),
    ),
    Sent("community_lead", "/names/{name_request}/confirm", {"password": PASSWORD}, ()),
    Sent(
        "community_lead",
        "/names/{name_request}/decline",
        {"reason": "I know nobody of that name.", "password": PASSWORD},
        (),
    ),
    Sent("trainee", "/account/name/{name_request}/withdraw", {}, ()),
    Sent(
        "trainee",
        "/hours/log",
        {
            "day": "yesterday",
            "activity": "practice",
            "is_attended": "yes",
            "minutes": "50",
            "format": "family",
            "role": "lead",
            "case": "{case}",
            "mode": "in-room",
            "site": "{site}",
            "supervisor": "{supervisor}",
        },
        (
            ("case", "{other_case}"),
            ("site", "{other_site}"),
            ("supervisor", "{other_supervisor}"),
        ),
    ),
)

CHANGED = [(form, name, value) for form in FORMS for name, value in form.not_theirs]


def filled(visits: Visits, form: Sent, **changes: str) -> dict[str, str]:
    """Return the fields as they are sent, with changes."""
    fields = {**form.fields, "request_id": request_id(f"access {form.address}"), **changes}
    return {name: visits.address(value) for name, value in fields.items()}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.address)
def test_a_form_that_names_what_is_theirs_is_written_once_it_bears_their_token(
    visits: Visits, form: Sent
) -> None:
    address, before = visits.address(form.address), visits.contents()
    visits.ask(form.sender, "POST", address, filled(visits, form), token="")
    assert visits.contents() == before
    answer = visits.ask(form.sender, "POST", address, filled(visits, form))
    has_written = visits.contents() != before
    visits.renew()
    assert answer.status_code == 302
    assert has_written


@pytest.mark.parametrize(("form", "name", "value"), CHANGED)
def test_a_form_that_names_what_is_not_theirs_writes_nothing(
    visits: Visits, form: Sent, name: str, value: str
) -> None:
    before = visits.contents()
    fields = filled(visits, form, **{name: value})
    answer = visits.ask(form.sender, "POST", visits.address(form.address), fields)
    assert answer.status_code in {200, 403, 404, 409}
    assert visits.contents() == before


def test_a_supervisor_decides_only_what_names_them(visits: Visits) -> None:
    entry_id = int(visits.words["sent_entry"])
    with visits.app.app_context():
        named = db.session.get_one(Person, int(visits.words["supervisor"]))
        digest = sheet_for(named, [Decision(entry_id, True, "")]).digest
    fields = {f"decision-{entry_id}": "sign_off"}
    signed = fields | {
        "digest": digest,
        "password": PASSWORD,
        "request_id": request_id("access decide"),
    }
    before = visits.contents()
    review = visits.ask("outsider_supervisor", "POST", "/hours/sign-off/review", fields)
    assert "Abena" not in review.text
    refused = visits.ask("outsider_supervisor", "POST", "/hours/sign-off/decide", signed)
    assert "Abena" not in refused.text
    assert "not yours to decide" in refused.text
    assert visits.contents() == before
    done = visits.ask("supervisor", "POST", "/hours/sign-off/decide", signed)
    has_written = visits.contents() != before
    visits.renew()
    assert (done.status_code, has_written) == (302, True)

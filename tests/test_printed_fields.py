"""Everything that certificates print or somebody signs with is typed into a field that knows it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

import trainee_tracker
from tests.browser import Browser
from tests.cast import Cast
from tests.governance.builders import new_record_url
from trainee_tracker.audit.models import AuditEvent
from trainee_tracker.extensions import db
from trainee_tracker.fields import LineField, PrintedField
from trainee_tracker.form import Form

NOT_PRINTED = {
    "CheckSerialForm.serial",
    "InvitePersonForm.email",
    "NewcomerForm.email",
    "ApproveSupervisorForm.email",
    "AddOrganisationForm.accent",
    "AddOrganisationForm.brand",
    "PlanTeachingForm.starts_at",
    "ReissueAwardForm.reason",
    "LogSessionForm.problem",
    "SignInForm.email",
}
"""Lines that no certificate prints: addresses, colours, times, notes and a serial to look up."""

PLACES: list[tuple[str, Callable[[Cast], str], list[str]]] = [
    ("trainee", lambda cast: "/account/name", ["full_name", "other_name", "registration"]),
    ("administrator", lambda cast: "/people/invite", ["full_name"]),
    ("administrator", lambda cast: "/organisations/add", ["name", "issuer_line"]),
    ("administrator", lambda cast: f"/organisations/{cast.network.id}", ["name", "issuer_line"]),
    ("administrator", lambda cast: f"/organisations/{cast.network.id}/add-site", ["name"]),
    ("training_lead", lambda cast: "/cohorts/open", ["name"]),
    (
        "training_lead",
        lambda cast: f"/cohorts/{cast.cohort.id}/enrol",
        ["full_name", "other_name"],
    ),
    (
        "training_lead",
        lambda cast: f"/cohorts/{cast.cohort.id}/supervisors/approve",
        ["full_name"],
    ),
    ("training_lead", lambda cast: "/courses/open?preset=aft-foundation", ["title"]),
    (
        "outsider_lead",
        lambda cast: f"/courses/{cast.cohort.version.course_id}/versions/1/adapt",
        ["title", "award"],
    ),
    (
        "training_lead",
        lambda cast: f"/courses/{cast.cohort.version.course_id}/edit/basics",
        ["title", "award", "award_wording"],
    ),
    (
        "training_lead",
        lambda cast: f"/courses/{cast.cohort.version.course_id}/edit/translations/add",
        ["title", "award"],
    ),
    ("training_lead", new_record_url, ["seen_by"]),
]
"""Every page on which something printed or signed with is typed: who, where, which fields."""


def counts() -> int:
    """Return how much happened: every act leaves an event."""
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def forms() -> Iterator[type[Form]]:
    """Yield every form of the application that is written as a class."""
    for module in pkgutil.walk_packages(trainee_tracker.__path__, "trainee_tracker."):
        if module.name.endswith("forms"):
            for each in vars(importlib.import_module(module.name)).values():
                if isinstance(each, type) and issubclass(each, Form):
                    yield each


def test_every_line_is_read_as_printed_or_is_listed_as_not_printed() -> None:
    plain = {
        f"{form.__name__}.{name}"
        for form in forms()
        for name, field in vars(form).items()
        if issubclass(getattr(field, "field_class", object), LineField)
        and not issubclass(field.field_class, PrintedField)
    }
    assert plain == NOT_PRINTED


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ("Аbena", "“А” (letter 1) is Cyrillic, and the rest is Latin", "Аbena"),
        ("Ab\U000f5a5ana", "No certificate of this site can print U+F5A5A", "Ab\U000f5a5ana"),
        ("Ab\u00adena", "after “Ab” cannot be seen: soft hyphen, U+00AD. We took it out", "Abena"),
    ],
)
@pytest.mark.parametrize(("who", "where", "names"), PLACES)
def test_a_letter_that_cannot_stand_is_refused_where_it_is_typed_and_shown(
    browser: Browser,
    cast: Cast,
    who: str,
    where: Callable[[Cast], str],
    names: list[str],
    typed: str,
    said: str,
    kept: str,
) -> None:
    browser.sign_in(getattr(cast, who))
    url = where(cast)
    before = counts()
    for name in names:
        page = browser.submit(url, {name: typed}, status=200)
        control = page.document.find(f".//*[@name='{name}']")
        assert control.get("aria-invalid") == "true"
        assert control.get("value") == kept
        assert said in page.text
    assert counts() == before


def test_a_person_corrects_the_word_and_goes_on(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.training_lead)
    url = f"/cohorts/{cast.cohort.id}/enrol"
    answers = {"full_name": "Rаhel Tesfaye", "email": "rahel@grace.example"}
    page = browser.submit(url, {**answers, "enrolled_on": "2026-09-14"}, status=200)
    assert "“а” (letter 2) is Cyrillic" in page.text
    page = browser.submit(page, {"full_name": "Rahel Tesfaye"}, follow=True)
    assert "Rahel Tesfaye is enrolled" in page.text


@pytest.mark.parametrize(
    ("name", "organisation", "said"),
    [
        ("Аda Merriweather", "Care Office", "is Cyrillic"),
        ("Ada Merriweather", "Care \U000f5a5a", "can print U+F5A5A"),
    ],
)
def test_the_command_for_the_first_administrator_refuses_such_letters_too(
    app: Flask, cast: Cast, name: str, organisation: str, said: str
) -> None:
    before = counts()
    words = ["create-administrator", "--name", name, "--email", "ada@care.example"]
    result = app.test_cli_runner().invoke(args=[*words, "--organisation", organisation])
    assert result.exit_code == 1
    assert said in result.output
    assert counts() == before

"""A database of an earlier version goes through every migration since, and nothing in it is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import EMAILS, PASSWORD
from tests.filled import rows
from tests.filled.make import newest_file
from tests.filled.rows import Kept
from trainee_tracker.audit.guards import faults_of_structure
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.cohorts.models import Cohort
from trainee_tracker.extensions import db
from trainee_tracker.people.queries import person_by_email

MOST_BYTES = 400_000
"""A file that is larger is no longer read by whoever reviews a change of it."""


def test_every_row_is_kept_as_it_was(filled_app: Flask, kept: Kept) -> None:
    """A migration that changes rows on purpose says here which, and how."""
    now = list(map(json.loads, rows.lines_of(db.session.connection(), "")))
    found: dict[str, list[dict[str, object]]] = {}
    columns: list[str] = []
    for line in now[1:]:
        if isinstance(line, dict):
            columns, of_table = line["columns"], found.setdefault(line["table"], [])
        else:
            of_table.append(dict(zip(columns, line, strict=True)))
    for table, before in kept.rows.items():
        shared = [name for name in kept.columns[table] if name in found[table][0]]
        was = [dict(zip(kept.columns[table], row, strict=True)) for row in before]
        assert [[row[name] for name in shared] for row in found[table]] == [
            [row[name] for name in shared] for row in was
        ], table


def test_the_ledger_and_the_standings_hold(filled_app: Flask) -> None:
    verified = filled_app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert verified.exit_code == 0, verified.output
    assert "Nothing was altered or is missing" in verified.output


def test_it_is_built_as_the_models_say(filled_app: Flask) -> None:
    assert list(faults_of_structure(db.session.connection())) == []
    assert filled_app.test_client().get("/readyz").json == {"status": "ready"}


@pytest.mark.parametrize(
    "who", ["trainee", "colleague", "supervisor", "outsider", "community_lead"]
)
def test_home_opens_for_each(who: str, visitor: Browser) -> None:
    person = person_by_email(EMAILS[who])
    assert person is not None
    assert person.full_name.split()[0] in visitor.sign_in(person).get("/").response.text


def test_somebody_signs_in_with_the_password_of_before(visitor: Browser) -> None:
    signed_in = visitor.submit(
        "/sign-in", {"email": EMAILS["trainee"], "password": PASSWORD}, follow=True
    )
    assert "Abena Adwoa Osei" in signed_in.response.text


def test_the_pages_of_the_cohort_open_for_its_lead(visitor: Browser) -> None:
    lead = person_by_email(EMAILS["training_lead"])
    assert lead is not None
    visitor.sign_in(lead)
    cohort = db.session.scalars(select(Cohort).order_by(Cohort.id)).first()
    assert cohort is not None
    page = visitor.get(f"/cohorts/{cohort.id}")
    assert cohort.name in page.text
    assert "Abena Adwoa Osei" in visitor.get(f"/cohorts/{cohort.id}/awards").text


def test_whoever_checks_a_certificate_is_told_the_same_as_before(visitor: Browser) -> None:
    said = {
        certificate.kind.value: visitor.get(f"/check/{certificate.serial}").text
        for certificate in db.session.scalars(select(Certificate).order_by(Certificate.id))
        if certificate.revocation is None
    }
    assert sorted(said) == ["award", "progress"]
    assert all("valid" in text.lower() for text in said.values())
    (revoked,) = (
        certificate.serial
        for certificate in db.session.scalars(select(Certificate))
        if certificate.revocation is not None
    )
    assert "revoked" in visitor.get(f"/check/{revoked}").text.lower()


def test_no_table_of_the_newest_one_is_empty(file: Path, kept: Kept) -> None:
    """A later migration is tried only on what has rows: the story tells something of each table."""
    if file == newest_file():
        assert [table for table, found in kept.rows.items() if not found] == []


def test_a_file_can_still_be_read_by_whoever_reviews_it(file: Path) -> None:
    assert file.stat().st_size < MOST_BYTES

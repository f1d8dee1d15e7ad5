"""A certificate whose record was damaged or altered in the database is never called valid."""

from __future__ import annotations

import json

import pytest

from tests.audit.attacks import without_triggers
from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.certificates.checking.test_check_file import check_bytes
from tests.certificates.conftest import ADDRESS
from trainee_tracker.certificates import queries
from trainee_tracker.certificates.checking import queries as check_queries
from trainee_tracker.certificates.ending import actions as ending
from trainee_tracker.certificates.issuing import actions
from trainee_tracker.certificates.models import Certificate
from trainee_tracker.extensions import db


def altered(progress: Certificate, how: str) -> str:
    """Return SQL that garbles what a certificate says."""
    plain = json.loads(progress.facts)
    serial = plain["serial"]
    changes = {
        "no JSON": "{",
        "erased": "",
        "a list": "[]",
        "no date": json.dumps(plain | {"issued_on": "yesterday"}),
        "a number for a name": json.dumps(plain | {"holder_name": 5}),
        "a row without its figures": json.dumps(plain | {"requirements": [{"title": "Hours"}]}),
        "rows that are no rows": json.dumps(plain | {"requirements": 7}),
        "a statement that is a list": json.dumps(plain | {"statement": ["has won"]}),
        "something missing": json.dumps({"serial": serial}),
        "another name": json.dumps(plain | {"holder_name": "Somebody Else"}),
    }
    text = changes[how].replace("'", "''")
    return f"UPDATE certificates SET facts = '{text}' WHERE id = {progress.id}"


HOW = [
    "no JSON",
    "erased",
    "a list",
    "no date",
    "a number for a name",
    "a row without its figures",
    "rows that are no rows",
    "a statement that is a list",
    "something missing",
    "another name",
]


@pytest.mark.parametrize("how", HOW)
def test_a_garbled_record_is_said_to_be_unreadable_and_never_valid(
    browser: Browser, cast: Cast, progress: Certificate, how: str
) -> None:
    serial, content, certificate_id = progress.serial, progress.pdf, progress.id
    without_triggers(altered(progress, how))
    page = browser.get(f"/check/{serial}")
    assert page.h1 == "This certificate cannot be confirmed"
    assert "cannot be read. Do not rely on it." in page.text
    assert "Somebody Else" not in page.text
    assert "valid" not in page.text.replace("no longer valid", "")
    by_file = check_bytes(browser, content)
    assert by_file.h1 == "This file cannot be confirmed"
    for person in (cast.trainee, cast.training_lead):
        own = browser.sign_in(person).get(f"/certificates/{certificate_id}")
        assert "cannot be read. Do not rely on it." in own.text
        assert "Cannot be read" in browser.get("/certificates").text


@pytest.mark.parametrize("column", ["salts", "commitments"])
def test_a_record_whose_commitments_are_garbled_is_not_relied_on(
    browser: Browser, progress: Certificate, column: str
) -> None:
    serial = progress.serial
    for text in ("", "[]", "{}", '{"facts":7}'):
        without_triggers(f"UPDATE certificates SET {column} = '{text}'")
        assert browser.get(f"/check/{serial}").h1 == "This certificate cannot be confirmed"


def test_the_facts_of_one_certificate_do_not_serve_for_another(
    browser: Browser, progress: Certificate
) -> None:
    other = "0" * 24
    without_triggers(f"UPDATE certificates SET serial = '{other}'")
    checked = check_queries.checked_by_serial(other)
    assert checked is not None
    assert checked.status == "unreadable"


def test_a_revoked_one_that_cannot_be_read_is_still_called_revoked(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    ending.revoke_certificate(
        progress,
        reason="A session was logged twice",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("revoke"),
    )
    serial = progress.serial
    without_triggers(altered(progress, "no JSON"))
    page = browser.get(f"/check/{serial}")
    assert page.h1 == "This certificate is revoked"
    assert "cannot be read. Do not rely on it." in page.text


def test_a_trainee_whose_certificate_cannot_be_read_makes_another(
    browser: Browser, cast: Cast, progress: Certificate
) -> None:
    without_triggers(altered(progress, "no JSON"))
    newer = actions.issue_progress(
        cast.enrolment, address=ADDRESS, actor=cast.trainee, at=NOW, request_id=request_id("next")
    )
    db.session.commit()
    assert newer.supersedes_id == progress.id
    assert queries.status_of(newer) == "valid"
    page = browser.get(f"/check/{progress.serial}")
    assert page.h1 == "This certificate cannot be confirmed"
    assert newer.serial not in page.response.text.replace("-", "")

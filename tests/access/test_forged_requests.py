"""Nothing is written for a request that did not come from a form of ours, nor for a mere look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from tests.access.table import TABLE, Row
from tests.access.visits import Visits
from trainee_tracker import create_app
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.people.access import public
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.organisations.queries import organisation_by_name
from trainee_tracker.people.rules import Side

SENT = [row for row in TABLE if "POST" in row.methods.split() and row.lets_in]


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.address)
def test_a_form_without_a_token_of_its_sender_writes_nothing(visits: Visits, row: Row) -> None:
    address, before = visits.address(row.address), visits.contents()
    sender = min(row.lets_in)
    somebody_else = "outsider" if sender == "colleague" else "colleague"
    for token in ("", "made-up", visits.credentials[somebody_else].token):
        assert visits.ask(sender, "POST", address, token=token).status_code < 500
    assert visits.contents() == before


@pytest.fixture
def careless(app: Flask) -> Iterator[FlaskClient]:
    """A browser of an application with a page that writes without asking for anything."""
    other = create_app(app.config["SETTINGS"])

    @other.route("/careless", methods=["GET", "POST"])
    @public
    def careless_page() -> ResponseReturnValue:
        organisations.add_organisation("Careless Network", Side.COMMUNITY, actor=None, at=now())
        db.session.commit()
        return "written"

    yield other.test_client()
    with other.app_context():
        db.engine.dispose()


def is_written() -> bool:
    """Tell whether the page has written."""
    found = organisation_by_name("Careless Network") is not None
    db.session.rollback()
    return found


def test_a_page_that_forgets_to_ask_for_the_token_cannot_write(careless: FlaskClient) -> None:
    response = careless.post("/careless")
    assert response.status_code == 400
    assert "had been open too long" in response.text
    assert not is_written()


def test_a_page_that_writes_when_it_is_only_looked_at_fails(careless: FlaskClient) -> None:
    with pytest.raises(DBAPIError):
        careless.get("/careless")
    assert not is_written()

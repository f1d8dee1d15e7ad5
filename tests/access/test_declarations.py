"""Every page declares whom it is for, and every permission stands in the table of predicates."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from tests.access.table import NOBODY_SIGNED_IN, TABLE
from tests.access.visits import Visits
from trainee_tracker.people.access import (
    PERMISSIONS,
    Permission,
    ensure_declared,
    public,
    requires,
)


def page() -> ResponseReturnValue:
    """Answer something."""
    return "a page"


def test_an_application_with_a_page_that_declares_nothing_is_not_served() -> None:
    app = Flask("bare")
    app.add_url_rule("/open", "room.open_page", public(page))
    app.add_url_rule("/closed", "room.closed_page", requires(Permission.LOG_HOURS)(page))
    ensure_declared(app)
    app.add_url_rule("/a", "room.forgotten", lambda: "a page")
    app.add_url_rule("/b", "room.another", lambda: "a page")
    with pytest.raises(RuntimeError, match=r"No access rule on: room\.another, room\.forgotten\."):
        ensure_declared(app)


def test_every_permission_says_who_has_it() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert all(PERMISSIONS.values())


def test_every_permission_opens_a_page(visits: Visits) -> None:
    declared = {getattr(view, "permission", None) for view in visits.app.view_functions.values()}
    assert declared - {None} == set(Permission)


def test_nobody_who_is_not_signed_in_sees_a_page_that_needs_a_permission(visits: Visits) -> None:
    shown = {row.endpoint for row in TABLE if row.lets_in & NOBODY_SIGNED_IN}
    views = visits.app.view_functions
    assert {each for each in shown if getattr(views[each], "permission", None)} == set()

"""Organisations, their sites and their colours."""

from __future__ import annotations

from tests.browser import Browser
from tests.cast import NOW, Cast
from tests.statements import counted as counted_statements
from trainee_tracker.extensions import db
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.organisations.queries import organisations_led_by
from trainee_tracker.people.rules import Side


def test_without_any_organisation_the_list_says_what_to_do(browser: Browser, cast: Cast) -> None:
    # A lead of nothing: the page opens by the role, the list by the organisation.
    assert organisations_led_by(cast.trainee, with_sites=True) == []


def test_the_list_takes_as_many_statements_for_forty_as_for_four(
    browser: Browser, cast: Cast
) -> None:
    browser.sign_in(cast.administrator)
    with counted_statements() as few:
        browser.get("/organisations")
    for number in range(40):
        made = organisations.add_organisation(f"N {number}", Side.ACCREDITOR, actor=None, at=NOW)
        organisations.add_site(made, "Hall", actor=None, at=NOW)
    db.session.commit()
    with counted_statements() as many:
        browser.get("/organisations")
    assert len(many) == len(few) <= 8

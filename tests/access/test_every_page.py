"""Every page x method x member of the cast, compared with the one table of `table.py`."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import HTTPException

from tests.access.table import ANYONE, TABLE, Outcome, Row
from tests.access.visits import Visits, outcome_of
from tests.cast import request_id

ADDED_BY_FLASK = {"HEAD", "OPTIONS"}
"""The methods that no page is written for; they have tests of their own below."""

LOOKED_AT = [(row, "GET") for row in TABLE if "GET" in row.methods.split()]
SENT = [(row, "POST") for row in TABLE if "POST" in row.methods.split() and not row.acts_on_press]
PRESSED = [(row, "POST") for row in TABLE if "POST" in row.methods.split() and row.acts_on_press]


def spoken(case: object) -> str:
    """Return how a case of the table is called in pytest's report."""
    return case.address if isinstance(case, Row) else str(case)


def answers(visits: Visits, row: Row, method: str) -> dict[str, Outcome]:
    """Return what each member is answered."""
    address = visits.address(row.address)
    return {each: outcome_of(visits.ask(each, method, address)) for each in sorted(ANYONE)}


def expected(row: Row) -> dict[str, Outcome]:
    """Return what the table says of each member."""
    return {each: row.expected(each) for each in sorted(ANYONE)}


def route_of(visits: Visits, row: Row, method: str) -> tuple[str, str]:
    """Return the endpoint and the rule that answer to a row, or why nothing does."""
    path, _mark, _query = visits.address(row.address).partition("?")
    try:
        rule, _words = visits.app.url_map.bind("localhost").match(
            path, method=method, return_rule=True
        )
    except HTTPException as fault:
        return row.endpoint, fault.name
    return rule.endpoint, rule.rule


def test_every_page_and_method_of_the_application_is_in_the_table(visits: Visits) -> None:
    pages = {
        (rule.endpoint, rule.rule, method)
        for rule in visits.app.url_map.iter_rules()
        for method in (rule.methods or set()) - ADDED_BY_FLASK
    }
    told = {
        (*route_of(visits, row, method), method) for row in TABLE for method in row.methods.split()
    }
    assert told == pages


def test_every_row_of_the_table_leads_to_the_page_that_it_names(visits: Visits) -> None:
    for row in TABLE:
        for method in row.methods.split():
            assert route_of(visits, row, method)[0] == row.endpoint, row.address


@pytest.mark.parametrize(("row", "method"), LOOKED_AT, ids=spoken)
def test_a_page_is_shown_to_whom_the_table_says_and_writes_nothing(
    visits: Visits, row: Row, method: str
) -> None:
    before = visits.contents()
    assert answers(visits, row, method) == expected(row)
    assert visits.contents() == before


@pytest.mark.parametrize(("row", "method"), SENT, ids=spoken)
def test_a_form_is_taken_from_whom_the_table_says_and_writes_nothing_while_incomplete(
    visits: Visits, row: Row, method: str
) -> None:
    before = visits.contents()
    assert answers(visits, row, method) == expected(row)
    assert visits.contents() == before


@pytest.mark.parametrize(("row", "method"), PRESSED, ids=spoken)
def test_a_button_acts_for_whom_the_table_says_and_for_nobody_else(
    visits: Visits, row: Row, method: str
) -> None:
    address = visits.address(row.address)
    before, found, acted = visits.contents(), {}, set()
    for member in sorted(ANYONE):
        pressed = {"request_id": request_id(f"press {member} {address}")}
        response = visits.ask(member, method, address, pressed)
        has_written = visits.contents() != before
        found[member] = outcome_of(response, has_written=has_written)
        if has_written:
            acted.add(member)
            visits.renew()
    assert found == expected(row)
    assert acted <= row.lets_in
    assert acted


@pytest.mark.parametrize(("row", "method"), LOOKED_AT, ids=spoken)
def test_asking_for_the_head_of_a_page_is_like_asking_for_the_page(
    visits: Visits, row: Row, method: str
) -> None:
    address = visits.address(row.address)
    one_of_each = {row.expected(each): each for each in sorted(ANYONE)}
    for outcome, member in one_of_each.items():
        response = visits.ask(member, "HEAD", address)
        assert outcome_of(response) is outcome
        assert response.data == b""


def test_asking_what_a_page_takes_does_nothing(visits: Visits) -> None:
    before = visits.contents()
    for row in TABLE:
        response = visits.ask("training_lead", "OPTIONS", visits.address(row.address))
        assert (response.status_code, response.data) == (200, b""), row.address
        assert set(row.methods.split()) <= response.allow - ADDED_BY_FLASK
    assert visits.contents() == before

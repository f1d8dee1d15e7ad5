"""What a page shows and offers belongs to whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import lxml.html
import pytest

from tests.access.table import SIGNED_IN, TABLE, Outcome
from tests.access.visits import Visits, outcome_of

OURS = ("Abena Osei", "Kofi Boateng", "Ruth Mensah", "Clara James", "Esther Addo", "Grace")
THEIRS = ("Layla Haddad", "Omar Farouk", "Peter Njoroge", "Hope")
NETWORKS = {"Grace", "Hope"}
"""The names by which the two networks are known; the others are people's."""
PUBLISHED = "/adapt"
"""Where leads read which network published what (decision 16): networks, and never people."""
SEES_BOTH = {"administrator", "statutory_lead"}
"""Ada looks after every organisation, and Tom's trust is the partner of both networks."""

PAGES = [row for row in TABLE if "GET" in row.methods.split() and row.lets_in <= SIGNED_IN]
"""The pages that are not for anyone: what those show is public."""

PagesOf = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def pages_of(all_visits: Visits) -> PagesOf:
    """Gives the pages of the table that let a member in: address -> text, fetched once."""

    @cache
    def fetched(member: str) -> dict[str, str]:
        addresses = [all_visits.address(row.address) for row in PAGES if member in row.lets_in]
        answers = {each: all_visits.ask(member, "GET", each) for each in addresses}
        return {
            address: answer.text
            for address, answer in answers.items()
            if answer.status_code == 200 and answer.mimetype == "text/html"
        }

    return fetched


@pytest.mark.parametrize("member", sorted(SIGNED_IN - SEES_BOTH))
def test_no_page_names_anybody_of_the_other_network(
    visits: Visits, pages_of: PagesOf, member: str
) -> None:
    strangers = OURS if member.startswith("outsider") else THEIRS
    pages = pages_of(member)
    assert pages
    for address, text in pages.items():
        named = {name for name in strangers if name in text}
        assert named <= (NETWORKS if address.endswith(PUBLISHED) else set()), address


@pytest.mark.parametrize("member", sorted(SIGNED_IN))
def test_no_page_offers_what_its_reader_may_not_follow(
    visits: Visits, pages_of: PagesOf, member: str
) -> None:
    pages = pages_of(member)
    offered = {
        (method, target): address
        for address, text in pages.items()
        for method, target in links_and_forms(address, text)
        if not (method == "GET" and target in pages)
    }
    for (method, target), address in offered.items():
        # Without a token a form does nothing, yet shows whether it would be taken.
        answer = visits.ask(member, method, target, token="")
        assert outcome_of(answer) is Outcome.LET_IN, f"{method} {target}, offered on {address}"


def links_and_forms(address: str, text: str) -> set[tuple[str, str]]:
    """Return the method and the address of all that a page links to, loads or sends forms to."""
    page = lxml.html.document_fromstring(text)
    found = {("GET", each.get("href", "")) for each in page.iter("a", "link")}
    found |= {("GET", each.get("src", "")) for each in page.iter("script", "img")}
    for form in page.iter("form"):
        found.add((form.get("method", "get").upper(), form.get("action", "")))
    return {
        (method, target.partition("#")[0] or address)
        for method, target in found
        if not urlsplit(target).scheme
    }

"""Every page in a real browser in a language written from right to left: it turns round and fits."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Route

from tests.access.table import TABLE, Row
from tests.access.visits import Visits
from tests.how_often import often
from tests.journeys.visitor import HEIGHT, SCREENS, TOO_WIDE
from trainee_tracker.languages import MIRROR

SITE = "http://tracker.example"

NOT_TURNED = """
[...document.querySelectorAll("body *")]
  .filter(each => getComputedStyle(each).direction !== "rtl")
  .filter(each => !each.closest("body [dir], bdi, svg, input[type=date]"))
  .map(each => each.outerHTML.slice(0, 200))
"""
"""The elements that still read from left to right, though nothing says that they should."""

RUNS_OVER = """
[...document.querySelectorAll("main *")]
  .filter(each => !each.closest(".visually-hidden, .rows thead") && each.getBoundingClientRect().left < -1)
  .map(each => each.outerHTML.slice(0, 200))
"""
"""The elements that begin to the left of the screen, where nobody can scroll to."""

SHOWN = [row for row in TABLE if "GET" in row.methods.split() and row.lets_in]
PAGES = SHOWN[:: often(5, thorough=1)]
"""Each takes a second or two to draw at both widths, so the gate looks at one in five."""


def told(case: object) -> str:
    """Return how a case is called in pytest's report."""
    return case.address if isinstance(case, Row) else str(case)


@pytest.mark.parametrize("row", PAGES, ids=told)
def test_a_page_turns_round_and_nothing_runs_over(
    visits: Visits, chromium: Chromium, row: Row
) -> None:
    member = min(row.lets_in)
    address = visits.address(row.address)
    answer = visits.ask(member, "GET", address, language=MIRROR.tag)
    if answer.mimetype != "text/html" or answer.status_code == 302:
        return
    context = chromium.new_context(base_url=SITE, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.route("**/*", lambda route: _answer(route, visits, member))
        page.goto(address)
        for width in SCREENS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            assert page.evaluate(NOT_TURNED) == []
            assert page.evaluate(TOO_WIDE) == 0, f"wider than {width} px"
            assert page.evaluate(RUNS_OVER) == []
            _keep_picture(page, f"{row.endpoint}-{width}")
    finally:
        context.close()


def _answer(route: Route, visits: Visits, member: str) -> None:
    """Answer a request of the browser by the application in this process."""
    asked = urlsplit(route.request.url)
    answer = visits.ask(
        member, "GET", f"{asked.path}?{asked.query}".rstrip("?"), language=MIRROR.tag
    )
    route.fulfill(
        status=answer.status_code,
        body=answer.data,
        headers={name: value for name, value in answer.headers if name != "Content-Length"},
    )


def _keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page to be looked at, where PICTURES names a folder for them."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

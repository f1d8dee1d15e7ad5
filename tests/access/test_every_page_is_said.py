"""Every page as every member of the cast in a language made from the catalogue: nothing stays English."""

from __future__ import annotations

import pytest

from tests.access.table import ANYONE, TABLE, Outcome, Row
from tests.access.visits import Visits
from tests.languages.unmarked import own_words, shown_texts, unmarked
from trainee_tracker.accreditation.plain_json import to_plain
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.languages import ACCENTS

PAGES = [
    (row, method)
    for row in TABLE
    for method in row.methods.split()
    if not (method == "POST" and row.acts_on_press)
]
"""What is looked at, and what a form that is sent empty is answered."""


@pytest.fixture(scope="session")
def own(all_visits: Visits) -> list[str]:
    """Return what the people of the cast wrote themselves, and who wrote the presets."""
    with all_visits.app.app_context():
        return own_words(to_plain(load_preset(each)) for each in preset_keys())


def told(case: object) -> str:
    """Return how a case is called in pytest's report."""
    return case.address if isinstance(case, Row) else str(case)


@pytest.mark.parametrize(("row", "method"), PAGES, ids=told)
def test_a_page_has_no_words_that_a_translator_cannot_change(
    visits: Visits, own: list[str], row: Row, method: str
) -> None:
    address, left = visits.address(row.address), {}
    for member in sorted(ANYONE):
        if row.expected(member) is Outcome.SIGN_IN:
            continue
        response = visits.ask(member, method, address, language=ACCENTS.tag)
        if response.mimetype == "text/html" and response.status_code != 302:
            left[member] = unmarked(shown_texts(response.text), own)
    assert not {member: words for member, words in left.items() if words}

"""Every page as every member of the cast in a language made from the catalogue: nothing stays English."""

from __future__ import annotations

import re

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


NO_PAGE = {
    "static",
    "health.healthz",
    "health.readyz",
    "health.font",
    "organisations.brand_stylesheet",
}
"""What answers without words of ours."""

FILLED = [
    ("supervisor", "/hours/sign-off/review", {"decision-{sent_entry}": "sign_off"}),
    (
        "supervisor",
        "/hours/sign-off/review",
        {"decision-{sent_entry}": "decline", "reason-{sent_entry}": "Which family was it?"},
    ),
    (
        "training_lead",
        "/cohorts/{cohort}/enrol-list",
        {
            "rows": "name,email\nEsi Nkrumah,esi@grace.example\n,nowhere\n",
            "enrolled_on": "2026-11-20",
        },
    ),
    (
        "training_lead",
        "/courses/{course}/preview/ledger",
        {"rows": "held_on,activity,minutes\n2026-10-01,practice,50\n2026-10-02,nothing,x\n"},
    ),
    (
        "training_lead",
        "/courses/{course}/preview/ledger",
        {"rows": "held_on,activity,minutes\n2026-10-01,practice,50\n2026-10-02,practice,90\n"},
    ),
]
"""Who sends what where, so that the next step of it is shown."""


@pytest.mark.parametrize(("member", "pattern", "fields"), FILLED)
def test_the_next_step_of_a_form_has_no_words_that_a_translator_cannot_change(
    visits: Visits, own: list[str], member: str, pattern: str, fields: dict[str, str]
) -> None:
    filled = {visits.address(name): value for name, value in fields.items()}
    response = visits.ask(member, "POST", visits.address(pattern), filled, language=ACCENTS.tag)
    typed = re.findall(r"[\w@.]+", " ".join(fields.values()))
    assert "⟦" in response.text
    assert unmarked(shown_texts(response.text), [*fields.values(), *own, *typed]) == []


@pytest.mark.parametrize(("row", "method"), PAGES, ids=told)
def test_a_page_has_no_words_that_a_translator_cannot_change(
    visits: Visits, own: list[str], row: Row, method: str
) -> None:
    address, left, seen = visits.address(row.address), {}, False
    for member in sorted(ANYONE):
        if row.expected(member) is Outcome.SIGN_IN:
            continue
        response = visits.ask(member, method, address, language=ACCENTS.tag)
        if response.mimetype == "text/html" and response.status_code != 302:
            left[member] = unmarked(shown_texts(response.text), own)
            seen = seen or "⟦" in response.text
    assert not {member: words for member, words in left.items() if words}
    assert seen or row.endpoint in NO_PAGE

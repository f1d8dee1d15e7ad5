"""What both sides sign is said in the language of the page, and kept as it always was."""

from __future__ import annotations

import json

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.governance.builders import in_force, propose
from tests.languages.unmarked import marked_out, shown_texts
from trainee_tracker.extensions import db
from trainee_tracker.governance import queries
from trainee_tracker.languages import ACCENTS
from trainee_tracker.people.language.actions import choose_language
from trainee_tracker.people.models import Person

OURS = ("Enhanced DBS check", "Cleared", "Governance lead", "In place", "Supervision contract")


def in_accents(browser: Browser, person: Person) -> Browser:
    """Sign somebody in whose pages speak the accented pseudo-language."""
    choose_language(person, ACCENTS)
    db.session.commit()
    return browser.sign_in(person)


def test_checks_outcomes_and_capacities_are_in_the_language_of_the_page(
    browser: Browser, cast: Cast
) -> None:
    record = in_force(cast)
    in_accents(browser, cast.training_lead)
    for url in (
        f"/governance?cohort={cast.cohort.id}",
        f"/governance/people/{cast.trainee.id}",
        f"/governance/records/{record.id}",
        f"/governance/records/new?cohort={cast.cohort.id}&person={cast.trainee.id}&item=enhanced-dbs",
    ):
        texts = [marked_out(each) for each in shown_texts(browser.get(url).response.text)]
        assert [each for each in texts if any(words in each for words in OURS)] == [], url


def test_what_is_signed_does_not_depend_on_the_language_of_the_page(
    browser: Browser, cast: Cast
) -> None:
    record = propose(cast)
    shown = queries.shown_for_signing(record)
    assert (shown["check"], shown["outcome"]) == ("Supervision contract", "In place")
    browser = in_accents(browser, cast.community_lead)
    browser.submit(f"/governance/records/{record.id}/sign", {"password": PASSWORD})
    db.session.expire_all()
    signature = record.events[-1].signature
    assert signature is not None
    assert signature.capacity == "Governance lead, community side"
    kept = json.loads(signature.shown)
    assert (kept["check"], kept["outcome"]) == ("Supervision contract", "In place")
    assert (record.item.title, record.item.evidence) == (
        "Supervision contract",
        "The supervisor and the date on which both signed it.",
    )

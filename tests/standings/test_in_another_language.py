"""Why hours do not count is read in the language of the page, and stored as it always was."""

from __future__ import annotations

import json
from datetime import date

from tests.browser import Browser
from tests.cast import PASSWORD, Cast
from tests.hours import builders as hours
from tests.languages.unmarked import own_words, shown_texts, unmarked
from trainee_tracker.accreditation.standing import standing_from_dict
from trainee_tracker.extensions import db
from trainee_tracker.languages import ACCENTS
from trainee_tracker.people.language.actions import choose_language
from trainee_tracker.people.models import Person
from trainee_tracker.progress.models import StoredStanding

CHECKS = "Not counted: enhanced DBS check and supervision contract were not in date on"


def in_accents(browser: Browser, person: Person) -> Browser:
    """Sign somebody in whose pages speak the accented pseudo-language."""
    choose_language(person, ACCENTS)
    db.session.commit()
    return browser.sign_in(person)


def kept_standing(cast: Cast) -> str:
    """Return what is stored of where the trainee stands."""
    db.session.expire_all()
    stored = db.session.get(StoredStanding, cast.enrolment.id)
    assert stored is not None
    return stored.standing


def test_reasons_remedies_and_what_is_missing_are_in_the_language_of_the_page(
    browser: Browser, cast: Cast
) -> None:
    hours.decided(cast, hours.submitted(cast, minutes=50, held_on=date(2026, 11, 2)))
    hours.submitted(cast, minutes=60, held_on=date(2026, 11, 3))
    hours.logged(cast, minutes=70, held_on=date(2026, 11, 4))
    address = f"/progress/{cast.enrolment.id}"
    assert CHECKS in browser.sign_in(cast.trainee).get(address).text
    before = kept_standing(cast)
    for person in (cast.trainee, cast.training_lead):
        page = in_accents(browser, person).get(address)
        assert CHECKS not in page.text
        assert unmarked(shown_texts(page.response.text), own_words()) == []
    assert kept_standing(cast) == before


def test_what_is_stored_is_the_same_in_whatever_language_it_came_about(
    browser: Browser, cast: Cast
) -> None:
    entry = hours.submitted(cast, minutes=50, held_on=date(2026, 11, 2))
    in_accents(browser, cast.supervisor)
    review = browser.submit("/hours/sign-off", {f"decision-{entry.id}": "sign_off"}, status=200)
    browser.submit(review, {"password": PASSWORD})
    kept = standing_from_dict(json.loads(kept_standing(cast)))
    missing = [str(each) for part in kept.requirements for each in part.missing]
    assert "Reflecting teams: not passed yet" in missing
    assert not any("⟦" in each for each in missing)

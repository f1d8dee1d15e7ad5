"""The page of one course, and the naming of its next version."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import rename
from trainee_tracker.accreditation.credit import CreditKind, GroupCredit
from trainee_tracker.accreditation.kinds import GovernanceInDate, MinimumMinutes, ModulesPassed
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.accreditation.vocabulary import FORMATS, MODES, OBSERVED, ROLES
from trainee_tracker.canonical import canonical
from trainee_tracker.courses import queries
from trainee_tracker.courses.kinds.phrases import course_word
from trainee_tracker.courses.models import Course
from trainee_tracker.courses.words import COURSE_WORDS
from trainee_tracker.extensions import db
from trainee_tracker.refusals import NotAllowed


def course_of(cast: Cast) -> Course:
    found = db.session.scalar(select(Course).where(Course.organisation_id == cast.network.id))
    assert found is not None
    return found


def test_a_course_says_what_it_asks_in_words(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course_of(cast).id}")
    assert "Practice hours: 60 h · Practice with families" in page.text
    assert "Systemic supervision: 10 h" in page.text
    assert "Modules passed: all 6 modules" in page.text
    assert (
        "Enhanced DBS check: on a day without it, nothing counts as Practice with families"
        in page.text
    )
    assert "everyone is credited the whole time" in page.text
    assert "Unverified" in page.text
    assert "Version 1" in page.links


def test_every_kind_of_demand_can_be_said(browser: Browser, cast: Cast) -> None:
    course = course_of(cast)
    terms = queries.draft_terms_of(course)
    course.draft.terms = canonical(terms_to_dict(with_every_kind(terms)))
    db.session.commit()
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course.id}")
    assert "700 h by everyone in the group together" in page.text
    assert "each counted once for the whole group" in page.text
    assert "only as: lead or co-therapist" in page.text
    assert "only with: a family" in page.text
    assert "only held: in the room" in page.text
    assert "these: Case study of work with one family" in page.text
    assert "in date on the day of the award: Enhanced DBS check" in page.text
    assert "every check, on the day of the award" in page.text
    assert "group of at most 4 people" in page.text
    assert "The draft differs from the published version" in page.text


def with_every_kind(terms: Terms) -> Terms:
    """Return the terms with one demand of each kind and shape more."""
    more = (
        MinimumMinutes("pool", "Together", "practice", 42_000, pooled="person"),
        MinimumMinutes("sessions", "Clinics", "practice", 600, pooled="session"),
        MinimumMinutes(
            "narrow",
            "Narrow",
            "practice",
            600,
            roles=("lead", "co-therapist"),
            formats=("family",),
            modes=("in-room",),
        ),
        ModulesPassed("one", "The case study", modules=("case-study",)),
        GovernanceInDate("dbs", "Checked", items=("enhanced-dbs",)),
        GovernanceInDate("all", "All checks"),
    )
    return replace(
        terms,
        requirements=(*terms.requirements, *more),
        credits=(GroupCredit("supervision", CreditKind.BACP, largest_group=4),),
    )


def test_every_word_of_terms_has_a_form_in_the_pages_language(cast: Cast) -> None:
    words = [*ROLES, *FORMATS, *MODES, *OBSERVED, *CreditKind]
    assert COURSE_WORDS.keys() == set(words)
    assert all(str(course_word(word)) for word in words)


def test_a_course_of_others_is_not_found(browser: Browser, cast: Cast) -> None:
    course = course_of(cast)
    browser.sign_in(cast.outsider_lead).get(f"/courses/{course.id}", 404)
    browser.get(f"/courses/{course.id}/versions/1", 404)
    browser.get(f"/courses/{course.id}/publish", 404)
    with pytest.raises(NotAllowed):
        rename(course, title="Mine", award="Mine", actor=cast.outsider_lead)

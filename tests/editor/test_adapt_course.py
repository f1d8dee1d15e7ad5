"""Adapting a published course to another network, in one act."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.cast import NOW, Cast, request_id
from tests.courses.builders import rename
from trainee_tracker.accreditation.terms import Terms, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import Translation
from trainee_tracker.canonical import canonical
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.editor.adapting.actions import adapt_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import Base, db
from trainee_tracker.people.models import Organisation
from trainee_tracker.people.organisations import actions as organisations
from trainee_tracker.people.roles import actions as roles
from trainee_tracker.people.rules import Role
from trainee_tracker.refusals import Conflict, Impossible, NotAllowed

CHOICE = "/courses/adapt"
TITLE = "Muslim Network for Family Therapy"


@pytest.fixture
def url(cast: Cast) -> str:
    """The page on which the course of Grace is adapted."""
    return f"/courses/{cast.cohort.version.course_id}/versions/1/adapt"


def adapted(
    cast: Cast,
    version: CourseVersion | None = None,
    organisation: Organisation | None = None,
    title: str = TITLE,
    award: str = "",
    name: str = "adapted",
) -> Course:
    """Let Omar adapt the course of Grace to Hope."""
    return adapt_course(
        version or cast.cohort.version,
        organisation or cast.other_network,
        title=title,
        award=award,
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id(name),
    )


def rewrite(course: Course, terms: Terms) -> None:
    """Give a course's draft other terms, and publish them for whoever leads there."""
    course.draft.terms = canonical(terms_to_dict(terms))
    db.session.flush()


def counts() -> dict[str, int]:
    """Return how many rows every table has."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def only_course_of(organisation_id: int) -> Course:
    return db.session.scalars(
        select(Course).where(
            Course.organisation_id == organisation_id, Course.adapted_from_id.is_not(None)
        )
    ).one()


def test_another_networks_course_becomes_a_draft_of_ones_own(
    browser: Browser, cast: Cast, url: str
) -> None:
    browser.sign_in(cast.outsider_lead)
    offered = browser.get(CHOICE)
    assert offered.links["Intermediate, Grace Network"] == url
    page = browser.submit(url, {"title": TITLE, "award": "Family practitioner"}, follow=True)
    assert page.h1 == TITLE
    assert "This is a draft" in page.text
    assert "Adapted from Intermediate, Grace Network of Grace Network, version 1" in page.text
    assert f"Title of the course: “{TITLE}”, was “Intermediate, Grace Network”" in page.text
    # The version is not one of the pages that Omar may open.
    assert not [each for each in page.links if each.startswith("Intermediate, Grace")]
    course = only_course_of(cast.other_network.id)
    assert course.adapted_from_id == cast.cohort.course_version_id
    assert course.preset == cast.cohort.version.course.preset


def test_everything_the_version_asks_for_comes_along_and_nothing_else_changes(
    cast: Cast,
) -> None:
    course = cast.cohort.version.course
    whole = replace(
        queries.draft_terms_of(course),
        award_wording="has walked with families.",
        translations=(Translation("ar", "الممارسة", "شهادة"),),
    )
    rewrite(course, whole)
    version = publish_version(course, actor=cast.training_lead, at=NOW)
    same = adapted(cast, version, title=whole.title)
    assert queries.draft_terms_of(same) == whole
    renamed = adapted(cast, version, name="renamed")
    assert queries.draft_terms_of(renamed) == replace(whole, title=TITLE, translations=())
    with_award = adapted(cast, version, title=whole.title, award="Practitioner", name="award")
    assert queries.draft_terms_of(with_award) == replace(
        whole, award="Practitioner", translations=()
    )


LEFT_OUT = "Translations of the old title were left out: write them anew."


@pytest.mark.parametrize("is_renamed", [True, False])
def test_translations_of_an_old_title_are_left_out_and_the_page_says_so(
    browser: Browser, cast: Cast, url: str, is_renamed: bool
) -> None:
    browser.sign_in(cast.outsider_lead)
    assert "The translations come along only if" not in browser.get(url).text
    course = cast.cohort.version.course
    whole = replace(
        queries.draft_terms_of(course),
        award_wording="has walked with families.",
        translations=(Translation("ar", "الممارسة", "شهادة"),),
    )
    rewrite(course, whole)
    publish_version(course, actor=cast.training_lead, at=NOW)
    db.session.commit()
    page = browser.get(url.replace("versions/1", "versions/2"))
    assert "The translations come along only if" in page.text
    assert "has walked with families." in page.text
    assert "Arabic: شهادة · الممارسة" in page.text
    landed = browser.submit(page, {"title": TITLE} if is_renamed else {}, follow=True)
    assert (LEFT_OUT in landed.text) == is_renamed
    assert ("شهادة" in landed.text) != is_renamed
    assert "has walked with families." in landed.text


def test_no_row_about_people_cohorts_registers_or_hours_is_made_or_linked(
    browser: Browser, cast: Cast, url: str
) -> None:
    page = browser.sign_in(cast.outsider_lead).get(url)
    before = counts()
    browser.submit(page, {"title": TITLE})
    after = counts()
    grown = {name for name in after if after[name] != before[name]}
    assert grown == {"courses", "course_drafts", "audit_events", "landed_acts"}
    assert after["courses"] == before["courses"] + 1
    made = only_course_of(cast.other_network.id)
    links = {
        key.column.table.name
        for column in Course.__table__.columns
        for key in column.foreign_keys
        if getattr(made, column.key) is not None
    }
    assert links == {"organisations", "people", "course_versions", "streams"}
    assert made.recorded_by_id == cast.outsider_lead.id
    for someone in (cast.trainee, cast.supervisor, cast.training_lead):
        assert someone.full_name not in made.draft.terms


def test_a_double_click_adapts_once(browser: Browser, cast: Cast, url: str) -> None:
    page = browser.sign_in(cast.outsider_lead).get(url)
    first = browser.submit(page, {"title": TITLE})
    second = browser.submit(page, {"title": TITLE})
    assert first.response.location == second.response.location
    assert only_course_of(cast.other_network.id)
    again = browser.submit(page, {"title": "Kept as typed"}, status=409)
    assert "You sent this form before" in again.text
    assert "Kept as typed" in again.response.text


def test_the_same_request_with_another_award_is_a_conflict(cast: Cast) -> None:
    assert adapted(cast).id == adapted(cast).id
    with pytest.raises(Conflict):
        adapted(cast, award="Another")


def test_a_course_is_not_adapted_to_the_organisation_that_has_it(
    browser: Browser, cast: Cast, url: str
) -> None:
    page = browser.sign_in(cast.training_lead).get(url)
    assert "Grace Network has this course already" in page.text
    assert browser.get(CHOICE).links.keys() >= {"Intermediate, Hope Network"}
    assert "Intermediate, Grace Network" not in browser.get(CHOICE).text
    with pytest.raises(Impossible, match="belongs to that organisation already"):
        adapt_course(
            cast.cohort.version,
            cast.network,
            title=TITLE,
            award="",
            actor=cast.training_lead,
            at=NOW,
            request_id=request_id("own"),
        )
    with pytest.raises(NotAllowed):
        adapted(cast, organisation=cast.network)


def test_who_leads_at_two_networks_carries_a_course_between_them(
    browser: Browser, cast: Cast, url: str
) -> None:
    own = f"/courses/{cast.cohort.version.course_id}"
    browser.sign_in(cast.training_lead)
    assert "Adapt to another network" not in browser.get(own).links
    roles.grant_role(cast.training_lead, Role.TRAINING_LEAD, cast.other_network, actor=None, at=NOW)
    assert browser.get(own).links["Adapt to another network"] == url
    assert browser.get(CHOICE).links["Intermediate, Grace Network"] == url
    page = browser.submit(url, {"title": TITLE}, follow=True)
    origin = "Intermediate, Grace Network of Grace Network, version 1"
    assert page.links[origin] == f"{own}/versions/1"


def test_lineage_names_the_nearest_on_every_page_of_the_course(
    browser: Browser, cast: Cast
) -> None:
    """From Grace to Hope to a third network: the third names Hope, as published there."""
    third = organisations.add_organisation("Faith Network", cast.network.side, actor=None, at=NOW)
    roles.grant_role(cast.training_lead, Role.TRAINING_LEAD, third, actor=None, at=NOW)
    second = publish_version(adapted(cast), actor=cast.outsider_lead, at=NOW)
    made = adapt_course(
        second,
        third,
        title=TITLE,
        award="",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("third"),
    )
    browser.sign_in(cast.training_lead)
    said = f"Adapted from {TITLE} of Hope Network, version 1."
    course = browser.get(f"/courses/{made.id}")
    assert said in course.text
    assert "It asks for just the same." in course.text
    assert said in browser.get(f"/courses/{made.id}/publish").text
    publish_version(made, actor=cast.training_lead, at=NOW)
    rename(made, title="Renamed", award="Award", actor=cast.training_lead)
    version = browser.get(f"/courses/{made.id}/versions/1")
    assert said in version.text
    assert "It asks for just the same." in version.text
    assert "It differs in 2 things" in browser.get(f"/courses/{made.id}").text


def test_a_course_that_began_from_a_preset_has_no_lineage(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.training_lead).get(f"/courses/{cast.cohort.version.course_id}")
    assert "Adapted from" not in page.text


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_cannot_be_kept_is_refused(
    browser: Browser, cast: Cast, url: str, title: str
) -> None:
    page = browser.sign_in(cast.outsider_lead).submit(url, {"title": title}, status=200)
    assert "There is a problem" in page.text

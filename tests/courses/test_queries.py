"""Which courses and versions are found by whom, and with what a version is compared."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm.attributes import set_committed_value

from tests.cast import BEGAN, NOW, Cast, request_id
from tests.certificates.leads import second_lead
from tests.courses.builders import set_draft
from tests.done_once import done_once
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course, CourseVersion
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.editor.adapting.actions import adapt_course
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.extensions import db

GRACE, HOPE = "Intermediate, Grace Network", "Intermediate, Hope Network"


@done_once
def publish_more(cast: Cast) -> Course:
    """Publish a second version of Grace's course, and open another one that has no version yet."""
    course = cast.cohort.version.course
    terms = queries.draft_terms_of(course)
    set_draft(course, replace(terms, governance=(), weeks=12))
    publish_version(course, actor=cast.training_lead, at=NOW)
    return open_course(
        cast.network,
        "aft-foundation",
        title="Foundation",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("foundation"),
    )


def test_courses_are_listed_with_their_newest_version_for_who_leads_training_there(
    cast: Cast,
) -> None:
    publish_more(cast)

    def listed(who: str) -> list[tuple[str, str, int]]:
        rows = queries.courses_for(getattr(cast, who))
        return [(row.title, row.organisation, row.number) for row in rows]

    assert listed("training_lead") == [
        ("Foundation", "Grace Network", 0),
        (GRACE, "Grace Network", 2),
    ]
    assert listed("outsider_lead") == [(HOPE, "Hope Network", 1)]
    for who in ("administrator", "community_lead", "supervisor", "trainee"):
        assert listed(who) == []


def test_a_course_and_a_version_are_found_by_who_leads_training_there_alone(cast: Cast) -> None:
    unpublished = publish_more(cast)
    grace, hope = cast.cohort.version.course, cast.other_cohort.version.course
    lead, outsider = cast.training_lead, cast.outsider_lead
    first, second = grace.versions
    [theirs] = hope.versions
    for course in (grace, unpublished):
        assert queries.course_for(lead, course.id) is course
        assert queries.course_for(outsider, course.id) is None
    for number, version in ((1, first), (2, second), (3, None)):
        assert queries.version_for(lead, grace.id, number) is version
        assert queries.version_for(outsider, grace.id, number) is None
    assert queries.version_for(lead, unpublished.id, 1) is None
    assert queries.version_for(outsider, hope.id, 1) is theirs
    for version in (first, second, theirs):
        is_theirs = version is theirs
        assert (queries.published_version_for(lead, version.id) is None) is is_theirs
        assert (queries.published_version_for(outsider, version.id) is None) is not is_theirs
        found = queries.published_version_for(outsider if is_theirs else lead, version.id)
        assert found is version

    offered = queries.published_versions_for(lead)
    assert [(row.id, row.title, row.number, row.organisation) for row in offered] == [
        (second.id, GRACE, 2, "Grace Network"),
        (first.id, GRACE, 1, "Grace Network"),
    ]
    assert [row.id for row in queries.published_versions_for(outsider)] == [theirs.id]
    assert queries.published_versions_for(cast.community_lead) == []


def test_the_organisations_of_a_lead_are_those_of_which_they_lead_the_training(cast: Cast) -> None:
    both = second_lead(cast, cast.other_network, cast.network)
    assert list(queries.organisations_led_by(both)) == [cast.network, cast.other_network]
    assert list(queries.organisations_led_by(cast.training_lead)) == [cast.network]
    assert list(queries.organisations_led_by(cast.community_lead)) == []


def test_the_page_of_a_course_names_who_published_each_version_of_it(cast: Cast) -> None:
    publish_more(cast)
    course = cast.cohort.version.course
    by_nobody = CourseVersion(
        course=course,
        number=3,
        title=course.title,
        terms=course.draft.terms,
        terms_digest="0" * 64,
        stream_id=course.stream_id,
        recorded_at=NOW,
    )
    db.session.add(by_nobody)
    db.session.flush()
    rows = queries.versions_of(course.id)
    assert [(row.number, row.published_by) for row in rows] == [
        (3, None),
        (2, "Ruth Mensah"),
        (1, "Ruth Mensah"),
    ]
    [theirs] = queries.versions_of(cast.other_cohort.version.course_id)
    assert (theirs.number, theirs.published_by) == (1, "Omar Farouk")


def test_the_next_version_has_the_next_number_and_says_what_no_other_says(cast: Cast) -> None:
    unpublished = publish_more(cast)
    course = cast.cohort.version.course
    assert [queries.next_number(each) for each in (course, unpublished)] == [3, 1]
    assert queries.is_draft_published(course)
    assert not queries.is_draft_published(unpublished)
    newest = queries.draft_terms_of(course)
    set_draft(course, replace(newest, weeks=13))
    assert not queries.is_draft_published(course)
    assert queries.beginning_of(course, from_draft=False) == newest
    assert queries.beginning_of(course, from_draft=True).weeks == 13
    for from_draft in (True, False):
        begins = queries.beginning_of(unpublished, from_draft=from_draft)
        assert begins == queries.draft_terms_of(unpublished)


def test_a_version_is_compared_with_its_preset_what_it_was_adapted_from_and_its_others(
    cast: Cast,
) -> None:
    publish_more(cast)
    course = cast.cohort.version.course
    first, second = course.versions
    preset = load_preset("aft-intermediate")
    before, after = queries.terms_of(first), queries.terms_of(second)
    assert queries.relied_on(first) == [preset, after]
    assert queries.relied_on(second) == [preset, before]
    assert queries.looser_than_before(first) == ()
    without = [str(each) for each in queries.looser_than_before(second)]
    assert without == [str(each) for each in queries.draft_looser_than_before(course)]
    assert any("Enhanced DBS check" in each for each in without)

    adapted = adapt_course(
        second,
        cast.other_network,
        title="Adapted",
        award="",
        actor=cast.outsider_lead,
        at=NOW,
        request_id=request_id("adapted"),
    )
    version = publish_version(adapted, actor=cast.outsider_lead, at=NOW)
    assert queries.relied_on(version) == [preset, after]
    assert queries.draft_looser_than_before(adapted) == queries.looser_than_before(second)
    # A preset that a later release of the software has no more, which the row still names.
    set_committed_value(adapted, "preset", "no-more")
    assert queries.relied_on(version) == [after]
    assert queries.looser_than_before(version) == ()


def test_what_a_course_was_adapted_from_is_named_and_linked_for_who_may_read_it(
    cast: Cast,
) -> None:
    course = cast.cohort.version.course
    assert queries.lineage_of(cast.training_lead, course, queries.draft_terms_of(course)) is None
    adapted = adapt_course(
        cast.cohort.version,
        cast.other_network,
        title="Adapted",
        award="",
        actor=cast.outsider_lead,
        at=BEGAN,
        request_id=request_id("adapted"),
    )
    shown = replace(queries.draft_terms_of(adapted), weeks=13)
    both = second_lead(cast, cast.network, cast.other_network)
    for reader, may_read in ((cast.outsider_lead, False), (both, True)):
        found = queries.lineage_of(reader, adapted, shown)
        assert found is not None
        assert (found.course_id, found.number) == (course.id, 1)
        assert (found.title, found.organisation) == (GRACE, "Grace Network")
        assert found.may_read is may_read
        assert found.differences


def test_checks_are_known_by_the_titles_that_presets_give_them(cast: Cast) -> None:
    assert queries.usual_items()["enhanced dbs check"] == "enhanced-dbs"

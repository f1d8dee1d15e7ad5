"""What the editor finds: whose courses, which versions to adapt, how a course begins, who edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser import Browser
from tests.cast import BEGAN, NOW, Cast, request_id
from tests.certificates.leads import second_lead
from tests.courses.builders import rename, set_draft
from tests.editor.parts import draft, part_at
from tests.hours.builders import submitted
from trainee_tracker.accreditation.differences import COURSE, Change, Difference
from trainee_tracker.courses import queries as courses
from trainee_tracker.courses.models import Course
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.editor.adapting import queries as adapting
from trainee_tracker.editor.adapting.views import differences_by_part
from trainee_tracker.editor.opening.actions import open_course
from trainee_tracker.editor.opening.queries import beginning_for
from trainee_tracker.editor.publishing.actions import publish_version
from trainee_tracker.editor.queries import last_edit_of
from trainee_tracker.editor.words.sections import SECTIONS
from trainee_tracker.extensions import db
from trainee_tracker.messages import say

GRACE, HOPE = "Intermediate, Grace Network", "Intermediate, Hope Network"


def test_every_page_of_the_editor_is_for_who_leads_the_training_of_the_course(
    browser: Browser, cast: Cast, course: Course
) -> None:
    browser.sign_in(cast.outsider_lead)
    at = f"/courses/{course.id}"
    pages = ["/edit", "/edit/basics", "/edit/modules", "/edit/modules/add", "/publish", "/preview"]
    pages += [f"/preview/cohorts/{cast.other_cohort.id}", "/edit/modules/parts/first-meetings"]
    pages += ["/edit/modules/parts/first-meetings/remove"]
    for page in pages:
        browser.get(f"{at}{page}", 404)
    browser.post(f"{at}/edit/modules/parts/first-meetings/move", {"to": "down"}, status=404)


def test_of_a_part_or_a_section_that_is_not_there_no_page_is(
    browser: Browser, cast: Cast, course: Course
) -> None:
    browser.sign_in(cast.training_lead)
    for act in ("", "/remove"):
        browser.get(part_at(course.id, "modules", "no-such", act), 404)
        browser.get(part_at(course.id, "people", "no-such", act), 404)
    for section in ("modules", "people"):
        browser.post(part_at(course.id, section, "no-such", "/move"), {"to": "up"}, status=404)


def test_one_press_moves_a_part_by_one(browser: Browser, cast: Cast, course: Course) -> None:
    browser.sign_in(cast.training_lead)
    course_id = course.id
    before = [module.key for module in draft(course_id).modules]
    first, *rest = before
    for to, order in (("down", [rest[0], first, *rest[1:]]), ("up", before)):
        page = browser.get(f"/courses/{course_id}/edit/modules")
        sent = {
            each: page.document.xpath(f"//input[@name='{each}']")[0].value
            for each in ("digest", "request_id")
        }
        browser.post(part_at(course_id, "modules", first, "/move"), {**sent, "to": to})
        assert [module.key for module in draft(course_id).modules] == order


def test_the_newest_version_of_each_course_of_others_can_be_adapted(cast: Cast) -> None:
    course = cast.cohort.version.course
    rename(course, title="Second year", award="Award", actor=cast.training_lead)
    publish_version(course, actor=cast.training_lead, at=NOW)
    both = second_lead(cast, cast.network, cast.other_network)

    def offered(who: str) -> list[tuple[str, int, str]]:
        person = both if who == "both" else getattr(cast, who)
        rows = adapting.adaptable_versions(person)
        return [(row.title, row.number, row.organisation) for row in rows]

    grace, hope = ("Second year", 2, "Grace Network"), (HOPE, 1, "Hope Network")
    assert offered("outsider_lead") == [grace]
    assert offered("training_lead") == [hope]
    assert offered("both") == [hope, grace]
    assert offered("supervisor") == []
    theirs = cast.other_cohort.version
    assert adapting.adaptable_version(cast.training_lead, theirs.course_id, 1) is theirs
    assert adapting.adaptable_version(cast.training_lead, theirs.course_id, 2) is None
    assert adapting.organisations_to_adapt_for(both, theirs) == [cast.network]


def test_differences_stand_under_what_the_editor_calls_the_part() -> None:
    found = [
        Difference(part, "", Change.CHANGED, say(sentence))
        for part, sentence in ((COURSE, "It is longer."), ("modules", "One."), ("modules", "Two."))
    ]
    assert [(str(title), [*map(str, told)]) for title, told in differences_by_part(found)] == [
        ("The course as a whole", ["It is longer."]),
        (str(SECTIONS["modules"].title), ["One.", "Two."]),
    ]


@pytest.mark.parametrize("page", ["/courses/open?preset=aft-foundation", "{version}/adapt"])
def test_where_to_is_chosen_beforehand_only_where_there_is_one_place(
    browser: Browser, cast: Cast, page: str
) -> None:
    url = page.format(version=f"/courses/{cast.cohort.version.course_id}/versions/1")
    both = second_lead(cast, cast.other_network, cast.trust)
    chosen = "//input[@name='organisation' and @checked] | //option[@selected and @value!='']"
    assert browser.sign_in(both).get(url).document.xpath(chosen) == []
    shown = browser.sign_in(cast.outsider_lead).get(url)
    assert len(shown.document.xpath(chosen)) == 1
    before = db.session.query(Course).count()
    browser.submit(shown, {"organisation": []}, status=200)
    assert db.session.query(Course).count() == before, "what was not sent is not chosen"


def test_the_page_to_adapt_a_version_offers_the_others_and_not_itself(
    browser: Browser, cast: Cast
) -> None:
    course = cast.cohort.version.course
    rename(course, title="Second year", award="Award", actor=cast.training_lead)
    publish_version(course, actor=cast.training_lead, at=NOW)
    db.session.commit()
    page = browser.sign_in(cast.outsider_lead).get(f"/courses/{course.id}/versions/2/adapt")
    assert "Version 1" in page.links
    assert "Version 2" not in page.links


def test_a_course_begins_with_a_preset_or_a_course_of_one_s_own(cast: Cast) -> None:
    lead, course = cast.training_lead, cast.cohort.version.course
    for preset, course_id in (
        (None, None),
        ("no-such-preset", None),
        (None, cast.other_cohort.version.course_id),
        ("aft-foundation", cast.other_cohort.version.course_id),
    ):
        assert beginning_for(lead, preset, course_id) is None
    from_preset = beginning_for(lead, "aft-foundation", None)
    assert from_preset is not None
    assert (from_preset.preset, from_preset.like) == ("aft-foundation", None)
    assert not from_preset.has_two_states
    assert from_preset.terms_from(from_draft=True) == load_preset("aft-foundation")

    like = beginning_for(lead, "aft-foundation", course.id)
    assert like is not None
    assert (like.like, like.has_two_states) == (course, False)
    newest = courses.draft_terms_of(course)
    set_draft(course, replace(newest, weeks=13))
    assert like.has_two_states
    like = beginning_for(lead, None, course.id)
    assert like is not None
    assert like.terms == like.terms_from(from_draft=False) == newest
    assert like.terms_from(from_draft=True).weeks == 13

    unpublished = open_course(
        cast.network,
        "aft-foundation",
        title="Foundation",
        actor=lead,
        at=BEGAN,
        request_id=request_id("foundation"),
    )
    db.session.commit()
    drafted = beginning_for(lead, None, unpublished.id)
    assert drafted is not None
    assert not drafted.has_two_states


def test_who_edited_a_draft_last_is_not_who_edited_another_or_did_something_else(
    cast: Cast,
) -> None:
    ours, theirs = cast.cohort.version.course, cast.other_cohort.version.course
    never = open_course(
        cast.network,
        "aft-foundation",
        title="Foundation",
        actor=cast.training_lead,
        at=NOW,
        request_id=request_id("never edited"),
    )
    rename(ours, title="Ours", award="Award", actor=cast.training_lead)
    rename(theirs, title="Theirs", award="Award", actor=cast.outsider_lead)
    assert ours.id == submitted(cast).id, "an act on another row of the same number"
    edit = last_edit_of(ours, cast.training_lead)
    assert edit is not None
    assert (edit.full_name, edit.is_own) == ("Ruth Mensah", True)
    other = last_edit_of(theirs, cast.training_lead)
    assert other is not None
    assert (other.full_name, other.is_own) == ("Omar Farouk", False)
    second = second_lead(cast)
    rename(ours, title="Ours again", award="Award", actor=second)
    db.session.commit()
    again = last_edit_of(ours, cast.training_lead)
    assert again is not None
    assert (again.full_name, again.is_own) == ("Esther Boyd", False)
    assert last_edit_of(never, cast.training_lead) is None

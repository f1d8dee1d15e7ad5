"""Adding a part to a draft, of every kind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import FormElement

from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import set_draft
from tests.how_often import often
from trainee_tracker.accreditation.kinds import KINDS, GovernanceInDate
from trainee_tracker.accreditation.limits import LIMITS
from trainee_tracker.accreditation.terms import Terms, terms_from_dict, terms_to_dict
from trainee_tracker.accreditation.unchecked_terms import Activity
from trainee_tracker.courses import queries
from trainee_tracker.courses.models import Course
from trainee_tracker.courses.preset_files import load_preset
from trainee_tracker.editor.parts.rules import key_for
from trainee_tracker.extensions import db

EITHER: dict[str, dict[str, object]] = {
    "least-elapsed": {"weeks": ""},
    "prior-learning": {"minutes": ["", ""]},
    "cap": {"minutes": ["", ""]},
}
"""What is left empty so that one of two questions is answered."""

RULES = [("requirements", kind) for kind in KINDS] + [("limits", kind) for kind in LIMITS]


def at(course_id: int, section: str, kind: str | None = None) -> str:
    chosen = f"?kind={kind}" if kind else ""
    return f"/courses/{course_id}/edit/{section}/add{chosen}"


def draft(course_id: int) -> Terms:
    return queries.draft_terms_of(db.session.get_one(Course, course_id))


def test_every_kind_is_offered_with_what_it_does_and_an_example(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    for section, kinds in (("requirements", KINDS), ("limits", LIMITS)):
        page = browser.get(at(course_id, section))
        offered = page.document.xpath("//main//a[contains(@href, 'kind=')]/@href")
        assert [link.split("kind=")[1] for link in offered] == list(kinds)
        assert page.text.count("For example: ") == len(kinds)


def answers_to(page_form: FormElement, kind: str) -> dict[str, object]:
    """Answer every question of a form: numbers with 2, lists with their first choice."""
    answers: dict[str, object] = {"title": "Something new", "verified": "yes"}
    for control in page_form.xpath(".//input[@inputmode='numeric'] | .//select"):
        if control.tag == "select":
            answers[control.name] = next(each for each in control.value_options if each)
        elif control.name in answers:
            answers[control.name] = ["2", "0"]
        else:
            answers[control.name] = "2"
    for box in page_form.xpath(".//input[@type='checkbox']"):
        answers.setdefault(box.name, [box.get("value")])
    for chip in page_form.xpath(".//input[@type='radio']"):
        answers.setdefault(chip.name, chip.get("value"))
    if "supervision" in answers:
        answers |= {"activity": "practice", "supervision": "supervision"}
    if "without" in answers:
        answers |= {"activity": "practice", "without": ["clinic"]}
    return answers | EITHER.get(kind, {})


@pytest.mark.parametrize(("section", "kind"), RULES)
def test_a_rule_of_every_kind_is_added_from_its_form(
    browser: Browser, cast: Cast, course: Course, section: str, kind: str
) -> None:
    course_id, before = course.id, queries.draft_terms_of(course)
    page = browser.sign_in(cast.training_lead).get(at(course_id, section, kind))
    answers = answers_to(page.form(), kind)
    page = browser.submit(page, answers, follow=True)
    added = getattr(draft(course_id), section)[len(getattr(before, section)) :]
    assert [(each.kind, each.key, each.verified) for each in added] == [
        (kind, "something-new", True)
    ]
    assert "Something new" in page.text
    assert "Saved." in page.response.text


@pytest.mark.parametrize(("section", "kind"), RULES)
def test_an_empty_form_is_refused_and_says_what_to_do(
    browser: Browser, cast: Cast, course: Course, section: str, kind: str
) -> None:
    course_id, before = course.id, queries.draft_terms_of(course)
    page = browser.sign_in(cast.training_lead).get(at(course_id, section, kind))
    page = browser.submit(page, {"title": ""}, status=200)
    assert "Write an answer to “What do you call it?”" in page.text
    assert draft(course_id) == before


def test_the_same_title_again_gets_a_key_of_its_own(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    for title in ("Listening & being", "Listening, being", "الإصغاء"):
        browser.submit(at(course_id, "competences"), {"title": title})
    keys = [each.key for each in draft(course_id).competences]
    assert keys == ["listening", "listening-being", "listening-being-2", "competences"]


def test_a_usual_check_gets_its_usual_key_so_that_records_are_recognised(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id, terms = course.id, queries.draft_terms_of(course)
    asked = tuple(each for each in terms.requirements if not isinstance(each, GovernanceInDate))
    set_draft(course, replace(terms, governance=(), requirements=asked))
    browser.sign_in(cast.training_lead)
    for title in ("Enhanced DBS check", "Enhanced DBS Check", "A visit"):
        browser.submit(at(course_id, "governance"), {"title": title, "activities": ["practice"]})
    assert [need.item for need in draft(course_id).governance] == [
        "enhanced-dbs",
        "enhanced-dbs-check",
        "a-visit",
    ]


@pytest.mark.parametrize(
    ("place", "added"),
    [
        ("below:practice", Activity("street-work", "Street work", "practice")),
        ("shared:indirect", Activity("indirect", "Street work")),
    ],
)
def test_an_activity_hangs_below_another_or_is_a_shared_one(
    browser: Browser, cast: Cast, course: Course, place: str, added: Activity
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    browser.submit(at(course_id, "activities"), {"title": "Street work", "parent": place})
    assert draft(course_id).activities[-1] == added


def test_a_language_and_an_activity_in_groups_are_offered_once(
    browser: Browser, cast: Cast, course: Course
) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead)
    form = browser.get(at(course_id, "translations")).form()
    assert "ar" not in form.xpath(".//option/@value")
    answers = {"language": "fr", "title": "Familles", "award": "Praticien"}
    browser.submit(at(course_id, "translations"), answers)
    assert [each.language for each in draft(course_id).translations] == ["ar", "fr"]
    form = browser.get(at(course_id, "credits")).form()
    assert "supervision" not in form.xpath(".//select[@name='activity']/option/@value")


def test_what_names_another_part_asks_for_that_part_first(browser: Browser, cast: Cast) -> None:
    course_id = cast.cohort.version.course_id
    page = browser.sign_in(cast.training_lead).get(
        at(course_id, "requirements", "evidence-counted")
    )
    assert "Something is needed first" in page.text
    assert page.links["Add a kind of work"] == at(course_id, "evidence")
    browser.get(page.links["Add a kind of work"])


def test_there_is_no_kind_of_another_name(browser: Browser, cast: Cast, course: Course) -> None:
    course_id = course.id
    browser.sign_in(cast.training_lead).get(at(course_id, "requirements", "patience"), 404)
    browser.get(at(course_id, "basics"), 404)
    browser.get(at(course_id, "people"), 404)


@settings(
    max_examples=often(10, thorough=200),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_typed_the_draft_stays_terms_or_is_refused_in_words(
    browser: Browser, cast: Cast, course: Course, data: st.DataObject
) -> None:
    course_id, before = course.id, queries.draft_terms_of(course)
    section, kind = data.draw(st.sampled_from(RULES))
    browser.sign_in(cast.training_lead)
    page = browser.get(at(course_id, section, kind))
    typed: dict[str, object] = {}
    texts = st.sampled_from(["", "0", "1", "7", "100", "-3", "many", "٣", "practice", "ar"])
    for control in page.form().xpath(".//input[not(@type='hidden')] | .//select"):
        if control.tag == "select" or control.get("type") in {"radio", "checkbox"}:
            offered = page.form().xpath(f".//*[@name='{control.name}']/@value")
            offered += page.form().xpath(f".//select[@name='{control.name}']/option/@value")
            typed[control.name] = data.draw(st.lists(st.sampled_from([*offered, "x"]), max_size=3))
        else:
            typed[control.name] = data.draw(st.lists(texts, min_size=1, max_size=2))
    response = browser.send(
        "POST",
        page.url,
        data={
            **{each: page.form().fields[each] for each in ("digest", "request_id")},
            "csrf_token": browser.csrf_token(),
            **typed,
        },
    )
    after = draft(course_id)
    assert terms_from_dict(terms_to_dict(after)) == after
    # 409 where each answer is one and the terms would contradict themselves.
    assert response.status_code in {200, 302, 409}
    assert (after == before) == (response.status_code != 302)
    if response.status_code != 302:
        assert "There is a problem" in response.text
    set_draft(db.session.get_one(Course, course_id), before)


@given(title=st.text(max_size=200))
def test_any_title_makes_a_key_that_terms_take(title: str) -> None:
    terms = load_preset("aft-foundation")
    key = key_for(terms, "activities", title)
    assert key not in terms.activity_titles
    activity = Activity(key, title or "x", "taught")
    if activity.title.strip():
        assert replace(terms, activities=(*terms.activities, activity)).activities[-1] is activity

"""The sections of a draft, and the words that the editor has for everything in them."""

from __future__ import annotations

from dataclasses import fields

import pytest
from flask import Flask

from tests.browser import Browser
from tests.cast import Cast
from tests.courses.builders import with_one_of_everything
from trainee_tracker.accreditation.limits import LIMITS
from trainee_tracker.accreditation.terms import Terms, TermsError
from trainee_tracker.courses import queries
from trainee_tracker.courses.kinds.limits import STAGES
from trainee_tracker.editor.contents import PARTS, SINGLE
from trainee_tracker.editor.parts.forms import (
    EditForm,
    Editing,
    add_part_form,
    change_part_form,
    edit_section_form,
)
from trainee_tracker.editor.parts.rules import contradicting
from trainee_tracker.editor.words.sections import SECTIONS, WORDS
from trainee_tracker.editor.words.structure import STRUCTURE_WORDS
from trainee_tracker.messages import Message

KINDS = [(section, kind) for section, kinds in PARTS.items() for kind in kinds]
KINDS += list(SINGLE.items())


def form_of(terms: Terms, section: str, kind: type) -> EditForm:
    """Return the form of a section that says one thing, or of a new part."""
    if section in SINGLE:
        return edit_section_form(terms, section)
    return add_part_form(terms, section, kind)


def test_every_kind_has_its_words_and_no_others_do() -> None:
    assert {kind for _section, kind in KINDS} == set(WORDS)
    assert set(SECTIONS) == {*PARTS, *SINGLE}


@pytest.mark.parametrize(("section", "kind"), KINDS)
def test_every_kind_and_field_is_explained(
    app: Flask, cast: Cast, section: str, kind: type
) -> None:
    words = WORDS[kind]
    assert str(words.title)
    assert str(words.explanation).endswith(".")
    assert kind in STRUCTURE_WORDS or str(words.example), "A rule is explained by an example."
    asked = Editing(queries.draft_terms_of(cast.cohort.version.course), section, kind).fields
    assert asked
    for each in asked:
        assert str(words.about(each.name).question)
    names = {each.name for each in fields(kind)}
    assert set(words.fields) <= names, "Words for a field that there is not."


@pytest.mark.parametrize(("section", "kind"), KINDS)
def test_every_field_can_be_answered(app: Flask, cast: Cast, section: str, kind: type) -> None:
    terms = with_one_of_everything(queries.draft_terms_of(cast.cohort.version.course))
    with app.test_request_context():
        form = form_of(terms, section, kind)
        assert [each.name for each in form.what.fields if each.name not in form] == []


def test_the_order_of_limits_names_every_kind_of_limit() -> None:
    named = [kind for kinds, _words in STAGES for kind in kinds]
    assert sorted(kind.__name__ for kind in named) == sorted(
        kind.__name__ for kind in LIMITS.values()
    )


def test_the_draft_is_changed_one_section_at_a_time(browser: Browser, cast: Cast) -> None:
    course_id = cast.cohort.version.course_id
    page = browser.sign_in(cast.training_lead).get(f"/courses/{course_id}")
    page = browser.get(page.links["Change this course"])
    assert page.h1 == "Change the draft"
    assert "Modules The parts of the course that are passed or not yet passed. 6" in page.text
    for section, about in SECTIONS.items():
        assert browser.get(page.links[str(about.title)]).url.endswith(f"/edit/{section}")


@pytest.mark.parametrize(
    ("path", "message", "field", "shown"),
    [
        ("limits[0].months", "0 is not 1 or more.", "months", "0 is not 1 or more."),
        ("limits[0].title", "This is empty.", "title", "This is empty."),
        ("limits[1].months", "0 is not 1 or more.", None, "“Recent”: 0 is not 1 or more."),
        ("requirements", "Nothing is asked for.", None, "Nothing is asked for."),
    ],
)
def test_what_is_wrong_with_terms_stands_beside_its_field_or_above_the_form(
    app: Flask, cast: Cast, path: str, message: str, field: str | None, shown: str
) -> None:
    terms = with_one_of_everything(queries.draft_terms_of(cast.cohort.version.course))
    with app.test_request_context():
        form = change_part_form(terms, "limits", terms.limits[0])
        form.refuse(contradicting(TermsError(path, Message(message)), "limits[0].", terms, {}))
        items = [(item.field_id, item.message) for item in form.error_items()]
    assert len(items) == 1
    assert items[0][0] == field
    assert items[0][1].startswith(shown)

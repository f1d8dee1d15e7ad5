"""The pages on which a course of one network is adapted to another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask import abort, render_template, url_for

from trainee_tracker.accreditation.differences import COURSE
from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.courses import queries as courses
from trainee_tracker.editor.adapting import actions, queries
from trainee_tracker.editor.adapting.forms import AdaptCourseForm
from trainee_tracker.editor.rules import translations_left_out
from trainee_tracker.editor.views import bp
from trainee_tracker.editor.words.sections import SECTIONS
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.differences import Difference
    from trainee_tracker.courses.models import Course
    from trainee_tracker.messages import Message

_ADAPTED: Final = say(
    "The course is yours as a draft. Change what is different with you, then publish it."
)
_WHOLE_COURSE: Final = say("The course as a whole")


@bp.app_template_filter("differences_by_part")
def differences_by_part(
    found: Iterable[Difference],
) -> list[tuple[Message, list[Message]]]:
    """Return the sentences about each part of the terms, under what the editor calls the part."""
    return [
        (_WHOLE_COURSE if part == COURSE else SECTIONS[part].title, sentences)
        for part, group in groupby(found, key=lambda each: each.part)
        for sentences in [[each.sentence for each in group]]
    ]


@bp.get("/courses/adapt")
@requires(Permission.MANAGE_COURSES)
def adaptable_courses() -> ResponseReturnValue:
    """List the published courses of other networks, each to be carried to one's own."""
    return render_template(
        "editor/adaptable_courses.html",
        versions=queries.adaptable_versions(current_person),
    )


@bp.route("/courses/<int:course_id>/versions/<int:number>/adapt", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def adapt_course(course_id: int, number: int) -> ResponseReturnValue:
    """Show what a version asks for, and carry it to a new course of another organisation."""
    found = queries.adaptable_version(current_person, course_id, number) or abort(404)
    terms = courses.terms_of(found)
    organisations = {
        each.id: each for each in queries.organisations_to_adapt_for(current_person, found)
    }
    form = AdaptCourseForm(title=terms.title, award=terms.award)
    form.organisation.choices = [(each.id, each.name) for each in organisations.values()]
    if len(organisations) == 1 and not form.is_submitted():
        form.organisation.data = next(iter(organisations))

    def adapt() -> Course:
        return actions.adapt_course(
            found,
            organisations[form.organisation.data],
            title=form.title.data,
            award=form.award.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(course: Course) -> Done:
        left_out = translations_left_out(terms, courses.draft_terms_of(course))
        path = url_for("courses.course", course_id=course.id)
        return Done(path, _ADAPTED, warnings=left_out)

    def page() -> str:
        others = [each for each in courses.versions_of(course_id) if each.number != number]
        return render_template(
            "editor/adapt_course.html", version=found, terms=terms, form=form, others=others
        )

    return attempt(form, adapt, done=done, page=page)

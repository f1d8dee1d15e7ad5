"""The page on which a course is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import number_asked, word_asked
from trainee_tracker.clock import now
from trainee_tracker.courses import queries
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.editor.opening import actions
from trainee_tracker.editor.opening.forms import OpenCourseForm, OpenLikeForm
from trainee_tracker.editor.opening.queries import beginning_for
from trainee_tracker.editor.rules import translations_left_out
from trainee_tracker.editor.views import bp
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.courses.models import Course
    from trainee_tracker.editor.opening.queries import Beginning
    from trainee_tracker.people.models import Organisation

_OPENED: Final = say("The course is open as a draft. Read it, then publish its first version.")


@bp.route("/courses/open", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def open_course() -> ResponseReturnValue:
    """Offer presets and own courses as beginnings; with one chosen, ask for a title and open it."""
    key, own = word_asked("preset"), number_asked("course")
    if key is None and own is None:
        presets = [load_preset(each) for each in preset_keys()]
        mine = queries.courses_for(current_person)
        return render_template("editor/open_course.html", presets=presets, courses=mine)
    beginning = beginning_for(current_person, key, own) or abort(404)
    form = (OpenLikeForm if beginning.has_two_states else OpenCourseForm)(
        title=beginning.terms.title
    )
    organisations = {each.id: each for each in queries.organisations_led_by(current_person)}
    form.organisation.choices = [(each.id, each.name) for each in organisations.values()]
    if len(organisations) == 1 and not form.is_submitted():
        form.organisation.data = next(iter(organisations))

    def done(course: Course) -> Done:
        began = beginning.terms_from(from_draft=form.is_from_draft)
        left_out = translations_left_out(began, queries.draft_terms_of(course))
        return Done(url_for("courses.course", course_id=course.id), _OPENED, warnings=left_out)

    return attempt(
        form,
        lambda: _open(form, organisations[form.organisation.data], beginning),
        done=done,
        page=lambda: render_template(
            "editor/open_course.html", form=form, terms=beginning.terms, like=beginning.like
        ),
    )


def _open(form: OpenCourseForm, organisation: Organisation, beginning: Beginning) -> Course:
    """Open the course from what was chosen: another course, or a preset."""
    act: dict[str, Any] = {
        "title": form.title.data,
        "actor": current_person,
        "at": now(),
        "request_id": str(form.request_id.data),
    }
    if beginning.like is None:
        return actions.open_course(organisation, beginning.preset, **act)
    return actions.open_like(organisation, beginning.like, from_draft=form.is_from_draft, **act)

"""The page on which a draft is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now
from trainee_tracker.courses import queries
from trainee_tracker.editor.publishing import actions
from trainee_tracker.editor.publishing.forms import PublishVersionForm
from trainee_tracker.editor.rules import publish_button
from trainee_tracker.editor.views import bp
from trainee_tracker.messages import say, say_again, verbatim
from trainee_tracker.people.access import Permission, current_person, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.courses.models import CourseVersion

_PUBLISHED: Final = say(
    "Version {number} is published and will not change. You can open a cohort on it."
)
_PUBLISHED_LOOSER: Final = say(
    "Version {number} is published and will not change. It asks for fewer checks than before: a"
    " cohort opens on it or moves to it once a governance lead of each side has agreed. Open or move"
    " the cohort to ask them."
)


@bp.route("/courses/<int:course_id>/publish", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def publish_version(course_id: int) -> ResponseReturnValue:
    """Show once more what will be published, and publish exactly that."""
    found = queries.course_for(current_person, course_id) or abort(404)
    form = PublishVersionForm()

    def publish() -> CourseVersion:
        return actions.publish_version(
            found, actor=current_person, at=now(), digest_seen=form.digest.data
        )

    def page() -> str:
        terms, number = queries.draft_terms_of(found), queries.next_number(found)
        form.digest.data = queries.draft_digest_of(found)
        return render_template(
            "editor/publish_version.html",
            course=found,
            terms=terms,
            form=form,
            number=number,
            button=publish_button(number),
            lineage=queries.lineage_of(current_person, found, terms),
            is_published=queries.is_draft_published(found),
            looser=queries.draft_looser_than_before(found),
        )

    return attempt(form, publish, done=_published, page=page)


def _published(version: CourseVersion) -> Done:
    """Say what can be done with a version that was published just now."""
    said = _PUBLISHED_LOOSER if queries.looser_than_before(version) else _PUBLISHED
    return Done(
        url_for("courses.course", course_id=version.course_id),
        say_again(said, number=verbatim(version.number)),
    )

"""The page on which a draft is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from trainee_tracker.clock import now
from trainee_tracker.courses import queries
from trainee_tracker.editor.publishing import actions
from trainee_tracker.editor.publishing.forms import PublishVersionForm
from trainee_tracker.editor.views import bp
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.courses.models import CourseVersion


@bp.route("/courses/<int:course_id>/publish", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def publish_version(course_id: int) -> ResponseReturnValue:
    """Show once more what will be published, and publish exactly that."""
    found = queries.course_for(current_person, course_id) or abort(404)
    form, status = PublishVersionForm(digest=queries.draft_digest_of(found)), 200
    if form.validate_on_submit():
        try:
            published = actions.publish_version(
                found, actor=current_person, at=now(), digest_seen=form.digest.data
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            form.digest.data = queries.draft_digest_of(found)
            status = refusal.status_code
        else:
            db.session.commit()
            flash(_published(published))
            return redirect(url_for("courses.course", course_id=course_id))
    return render_template(
        "editor/publish_version.html",
        course=found,
        terms=queries.draft_terms_of(found),
        form=form,
        number=queries.next_number(found),
        lineage=queries.lineage_of(current_person, found, queries.draft_terms_of(found)),
        is_published=queries.is_draft_published(found),
        looser=queries.draft_looser_than_before(found),
    ), status


def _published(version: CourseVersion) -> str:
    """Say what can be done with a version that was published just now."""
    if queries.looser_than_before(version):
        return str(
            _(
                "Version %(number)s is published and will not change. It asks for fewer checks than"
                " before: a cohort opens on it or moves to it once a governance lead of each side"
                " has agreed. Open or move the cohort to ask them.",
                number=version.number,
            )
        )
    return str(
        _(
            "Version %(number)s is published and will not change. You can open a cohort on it.",
            number=version.number,
        )
    )

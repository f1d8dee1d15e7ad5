"""The pages of courses and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker.clock import now
from trainee_tracker.courses import actions, adapting_queries, queries
from trainee_tracker.courses.forms import CourseForm, OpenCourseForm, PublishVersionForm
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.extensions import db
from trainee_tracker.filters import duration, number
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("courses", __name__)

COURSE_WORDS = {
    "lead": _l("lead"),
    "co-therapist": _l("co-therapist"),
    "reflecting-team": _l("reflecting team"),
    "observer": _l("observer"),
    "individual": _l("one person"),
    "couple": _l("a couple"),
    "family": _l("a family"),
    "group": _l("a group"),
    "in-room": _l("in the room"),
    "online": _l("live online"),
    "asynchronous": _l("not live"),
    "full": _l("everyone is credited the whole time"),
    "half": _l("everyone is credited half of the time"),
    "share": _l("the time is shared out between those present"),
    "double-share": _l("twice the time is shared out, up to the whole for each"),
    "bacp": _l("up to four people are credited half of the time; more share it out"),
    "units": _l("two hours in a group count as much as one hour alone"),
    "live": _l("seen live"),
    "recorded": _l("seen on a recording"),
    "reported": _l("only reported"),
}
"""The words of terms (`accreditation.vocabulary`, kinds of group credit) in a sentence."""


@bp.app_template_filter("course_word")
def course_word(key: str) -> str:
    """Return a word of a course's terms in the page's language."""
    return str(COURSE_WORDS[key])


@bp.app_template_filter("course_time")
def course_time(minutes: int, hour_minutes: int) -> str:
    """Return minutes of the clock in hours of the course, each of `hour_minutes` minutes."""
    if hour_minutes == 60:
        return duration(minutes)
    hours, rest = divmod(minutes, hour_minutes)
    if not hours:
        return duration(minutes)
    whole = _("%(hours)s h of %(minutes)s min", hours=number(hours), minutes=hour_minutes)
    return str(_("%(hours)s and %(rest)s", hours=whole, rest=duration(rest)) if rest else whole)


@bp.get("/courses")
@requires(Permission.MANAGE_COURSES)
def courses() -> ResponseReturnValue:
    """List the courses of the organisations at which the person leads training."""
    return render_template("courses/courses.html", courses=queries.courses_for(current_person))


@bp.route("/courses/open", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def open_course() -> ResponseReturnValue:
    """Offer the presets as cards; with one chosen, ask for a title and open the course."""
    key = request.args.get("preset")
    if key is None:
        presets = [load_preset(each) for each in preset_keys()]
        return render_template("courses/open_course.html", presets=presets)
    terms = load_preset(key) if key in preset_keys() else abort(404)
    organisations = {each.id: each for each in queries.organisations_led_by(current_person)}
    form, status = OpenCourseForm(title=terms.title), 200
    form.organisation.choices = [(each.id, each.name) for each in organisations.values()]
    if len(organisations) == 1 and not form.is_submitted():
        form.organisation.data = next(iter(organisations))
    if form.validate_on_submit():
        try:
            course = actions.open_course(
                organisations[form.organisation.data],
                key,
                title=form.title.data,
                actor=current_person,
                at=now(),
                request_id=str(form.request_id.data),
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            db.session.commit()
            flash(_("The course is open as a draft. Read it, then publish its first version."))
            return redirect(url_for(".course", course_id=course.id))
    return render_template("courses/open_course.html", form=form, terms=terms), status


@bp.route("/courses/<int:course_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def course(course_id: int) -> ResponseReturnValue:
    """Show what a course asks for, its versions, and let its draft be named."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    form = CourseForm(title=found.title, award=terms.award)
    if form.validate_on_submit():
        actions.edit_draft(
            found,
            title=form.title.data,
            award=form.award.data,
            actor=current_person,
            at=now(),
        )
        db.session.commit()
        flash(_("The titles are saved. They count from the next version you publish."))
        return redirect(url_for(".course", course_id=course_id))
    return render_template(
        "courses/course.html",
        course=found,
        terms=terms,
        form=form,
        versions=queries.versions_of(found.id),
        is_published=queries.is_draft_published(found),
        lineage=adapting_queries.lineage_of(current_person, found, terms),
        may_adapt=bool(queries.led_by(current_person) - {found.organisation_id}),
    )


@bp.get("/courses/<int:course_id>/versions/<int:number>")
@requires(Permission.MANAGE_COURSES)
def version(course_id: int, number: int) -> ResponseReturnValue:
    """Show what a published version asks for, for as long as anybody holds its award."""
    found = queries.version_for(current_person, course_id, number) or abort(404)
    terms = queries.terms_of(found)
    lineage = adapting_queries.lineage_of(current_person, found.course, terms)
    return render_template("courses/version.html", version=found, terms=terms, lineage=lineage)


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
            flash(
                _(
                    "Version %(number)s is published and will not change. "
                    "You can open a cohort on it.",
                    number=published.number,
                )
            )
            return redirect(url_for(".course", course_id=course_id))
    return render_template(
        "courses/publish_version.html",
        course=found,
        terms=queries.draft_terms_of(found),
        form=form,
        number=queries.next_number(found),
        lineage=adapting_queries.lineage_of(current_person, found, queries.draft_terms_of(found)),
        is_published=queries.is_draft_published(found),
    ), status


# At the end, because it needs the blueprint above: the same room in a second file.
from trainee_tracker.courses import adapting_views  # noqa: E402, F401

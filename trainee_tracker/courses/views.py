"""The pages of courses and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from trainee_tracker.addresses import number_asked, word_asked
from trainee_tracker.clock import now
from trainee_tracker.courses import actions, adapting_queries, queries
from trainee_tracker.courses.course_words import COURSE_WORDS
from trainee_tracker.courses.forms import OpenCourseForm, OpenLikeForm, PublishVersionForm
from trainee_tracker.courses.preset_files import load_preset, preset_keys
from trainee_tracker.extensions import db
from trainee_tracker.filters import duration, number
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.terms import Terms
    from trainee_tracker.courses.models import Course, CourseVersion
    from trainee_tracker.people.models import Organisation

bp = Blueprint("courses", __name__)


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
    """Offer presets and own courses as beginnings; with one chosen, ask for a title and open it."""
    key, own = word_asked("preset"), number_asked("course")
    if key is None and own is None:
        presets = [load_preset(each) for each in preset_keys()]
        mine = queries.courses_for(current_person)
        return render_template("courses/open_course.html", presets=presets, courses=mine)
    like = None if own is None else queries.course_for(current_person, own) or abort(404)
    form: OpenCourseForm
    if like is not None:
        terms = queries.beginning_of(like, from_draft=False)
        form = OpenLikeForm(title=terms.title)
        if not like.versions or queries.is_draft_published(like):
            del form.beginning
    else:
        terms = load_preset(str(key)) if key in preset_keys() else abort(404)
        form = OpenCourseForm(title=terms.title)
    organisations = {each.id: each for each in queries.organisations_led_by(current_person)}
    form.organisation.choices = [(each.id, each.name) for each in organisations.values()]
    if len(organisations) == 1 and not form.is_submitted():
        form.organisation.data = next(iter(organisations))
    status = 200
    if form.validate_on_submit():
        try:
            course = _open(form, organisations[form.organisation.data], key, like)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = refusal.status_code
        else:
            db.session.commit()
            flash(_("The course is open as a draft. Read it, then publish its first version."))
            if like is not None:
                terms = queries.beginning_of(like, from_draft=_is_from_draft(form))
            flash_translations_left_out(terms, queries.draft_terms_of(course))
            return redirect(url_for(".course", course_id=course.id))
    return render_template("courses/open_course.html", form=form, terms=terms, like=like), status


def _open(
    form: OpenCourseForm, organisation: Organisation, key: str | None, like: Course | None
) -> Course:
    """Open the course from what was chosen: another course, or a preset."""
    title, act_id = form.title.data, str(form.request_id.data)
    if like is None:
        return actions.open_course(
            organisation, str(key), title=title, actor=current_person, at=now(), request_id=act_id
        )
    return actions.open_like(
        organisation,
        like,
        title=title,
        actor=current_person,
        at=now(),
        request_id=act_id,
        from_draft=_is_from_draft(form),
    )


def _is_from_draft(form: OpenCourseForm) -> bool:
    """Say whether a course shall begin with the draft of another, and not its newest version."""
    return "beginning" in form and form["beginning"].data == "draft"


def flash_translations_left_out(before: Terms, after: Terms) -> None:
    """Say so where a course began without the translations that it was made from."""
    if before.translations and not after.translations:
        flash(_("Translations of the old title were left out: write them anew."), "warning")


@bp.get("/courses/<int:course_id>")
@requires(Permission.MANAGE_COURSES)
def course(course_id: int) -> ResponseReturnValue:
    """Show what a course asks for, what does not count, and its versions."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    return render_template(
        "courses/course.html",
        course=found,
        terms=terms,
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
            flash(_published(published))
            return redirect(url_for(".course", course_id=course_id))
    return render_template(
        "courses/publish_version.html",
        course=found,
        terms=queries.draft_terms_of(found),
        form=form,
        number=queries.next_number(found),
        lineage=adapting_queries.lineage_of(current_person, found, queries.draft_terms_of(found)),
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


# At the end, because they need the blueprint above: the same room in further files.
from trainee_tracker.courses import adapting_views, edit_views  # noqa: E402, F401

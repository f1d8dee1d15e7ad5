"""The pages of the course editor: one section of a draft at a time, one part of it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainee_tracker.accreditation.terms import TermsError
from trainee_tracker.addresses import word_asked
from trainee_tracker.clock import now
from trainee_tracker.courses import actions, edit_forms, editing, queries
from trainee_tracker.courses.edit_forms import EditForm, Editing, MovePartForm
from trainee_tracker.courses.editor_words import SECTIONS, WORDS
from trainee_tracker.courses.limit_words import STAGES
from trainee_tracker.courses.views import bp
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.forms import name_languages
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.terms import Terms
    from trainee_tracker.courses.models import Course


@bp.get("/courses/<int:course_id>/edit")
@requires(Permission.MANAGE_COURSES)
def edit_course(course_id: int) -> ResponseReturnValue:
    """Show the sections of the draft, each with what it holds now."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    counts = {section: len(editing.parts_of(terms, section)) for section in editing.PARTS}
    return render_template(
        "courses/edit_course.html", course=found, terms=terms, sections=SECTIONS, counts=counts
    )


@bp.route("/courses/<int:course_id>/edit/<section>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def edit_section(course_id: int, section: str) -> ResponseReturnValue:
    """Show the parts of one section to change; a section that says one thing is a form itself."""
    found = queries.course_for(current_person, course_id) or abort(404)
    if section in editing.PARTS and request.method == "GET":
        return render_template(
            "courses/edit_section.html", **_section_page(found, section), stages=STAGES
        )
    kind = editing.SINGLE.get(section) or abort(404)
    terms = queries.draft_terms_of(found)
    what = Editing(terms, section, kind, editing.single_of(terms, section))
    form, status = edit_forms.edit_form(what, queries.draft_digest_of(found)), 200
    if edit_forms.complete(what, form):
        said = edit_forms.part_of(what, form, {})
        status = _save(found, what, form, lambda draft: editing.with_single(draft, section, said))
        if status == 302:
            return redirect(url_for(".edit_course", course_id=course_id))
    return render_template(
        "courses/edit_part.html", form=form, what=what, **_section_page(found, section)
    ), status


@bp.route("/courses/<int:course_id>/edit/<section>/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def add_part(course_id: int, section: str) -> ResponseReturnValue:
    """Offer the kinds of part that the section takes; with one chosen, ask for it and add it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    kinds = editing.PARTS.get(section) or abort(404)
    page = _section_page(found, section)
    by_word = {str(getattr(kind, "kind", "")): kind for kind in kinds}
    asked = word_asked("kind")
    if len(kinds) > 1 and asked is None:
        return render_template("courses/choose_kind.html", kinds=by_word, **page)
    kind = kinds[0] if len(kinds) == 1 else by_word.get(str(asked)) or abort(404)
    what = Editing(page["terms"], section, kind)
    form, status = edit_forms.edit_form(what, queries.draft_digest_of(found)), 200
    if not what.lists_missing() and edit_forms.complete(what, form):
        part = edit_forms.part_of(what, form, queries.usual_items())
        status = _save(found, what, form, lambda draft: editing.with_part(draft, section, part))
        if status == 302:
            return redirect(url_for(".edit_section", course_id=course_id, section=section))
    return render_template("courses/edit_part.html", form=form, what=what, **page), status


@bp.route("/courses/<int:course_id>/edit/<section>/parts/<name>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def change_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Ask for everything that one part says, and change it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    page = _section_page(found, section)
    part = _part_named(page["terms"], section, name)
    what = Editing(page["terms"], section, type(part), part)
    form, status = edit_forms.edit_form(what, queries.draft_digest_of(found)), 200
    if edit_forms.complete(what, form):
        changed = edit_forms.part_of(what, form, {})
        status = _save(
            found, what, form, lambda draft: editing.with_changed(draft, section, name, changed)
        )
        if status == 302:
            if getattr(part, "verified", False) and not changed.verified:
                flash(_("This figure is now shown as unverified."), "wait")
            return redirect(url_for(".edit_section", course_id=course_id, section=section))
    return render_template("courses/edit_part.html", form=form, what=what, **page), status


@bp.post("/courses/<int:course_id>/edit/<section>/parts/<name>/move")
@requires(Permission.MANAGE_COURSES)
def move_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Move one part up or down in its list."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    _part_named(terms, section, name)
    form = MovePartForm()
    if form.validate_on_submit():
        steps = -1 if form.to.data == "up" else 1
        actions.revise_draft(
            found,
            editing.with_moved(terms, section, name, steps),
            actor=current_person,
            at=now(),
            digest_seen=form.digest.data,
        )
        db.session.commit()
    else:
        flash(form.error_items()[0].message, "bad")
    return redirect(url_for(".edit_section", course_id=course_id, section=section))


@bp.route("/courses/<int:course_id>/edit/<section>/parts/<name>/remove", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def remove_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Show what will be removed, or what still names it, and remove it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    page = _section_page(found, section)
    part = _part_named(page["terms"], section, name)
    what = Editing(page["terms"], section, type(part), part)
    form, status = EditForm(digest=queries.draft_digest_of(found)), 200
    if form.validate_on_submit():
        status = _save(found, what, form, lambda draft: editing.without_part(draft, section, name))
        if status == 302:
            return redirect(url_for(".edit_section", course_id=course_id, section=section))
    return render_template(
        "courses/remove_part.html",
        form=form,
        part=part,
        title=editing.title_of(page["terms"], section, part),
        users=editing.users_of(page["terms"], section, name),
        **page,
    ), status


def _section_page(course: Course, section: str) -> dict[str, Any]:
    """Return what every page of a section shows."""
    terms = queries.draft_terms_of(course)
    parts = editing.parts_of(terms, section) if section in editing.PARTS else ()
    return {
        "course": course,
        "terms": terms,
        "section": section,
        "about": SECTIONS.get(section) or abort(404),
        "parts": [
            (editing.name_of(section, part), editing.title_of(terms, section, part), part)
            for part in parts
        ],
        "languages": dict(name_languages()),
        "digest": queries.draft_digest_of(course),
        "words": WORDS,
        "sections": SECTIONS,
    }


def _part_named(terms: Terms, section: str, name: str) -> Any:
    if section not in editing.PARTS:
        abort(404)
    place = editing.place_of(terms, section, name)
    return abort(404) if place is None else editing.parts_of(terms, section)[place]


def _save(course: Course, what: Editing, form: EditForm, change: Callable[[Terms], Terms]) -> int:
    """Save the draft as changed and return 302, or show in the form why not and return a status."""
    try:
        actions.revise_draft(
            course,
            change(queries.draft_terms_of(course)),
            actor=current_person,
            at=now(),
            digest_seen=form.digest.data,
        )
    except TermsError as error:
        edit_forms.show_fault(what, form, error)
        return 200
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal)
        form.digest.data = queries.draft_digest_of(course)
        return refusal.status_code
    db.session.commit()
    flash(_("Saved. It counts from the next version you publish."))
    return 302

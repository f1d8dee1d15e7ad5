"""The pages of one section of a draft, and of one part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from trainee_tracker.accreditation.terms import TermsError
from trainee_tracker.addresses import word_asked
from trainee_tracker.clock import now
from trainee_tracker.courses import queries
from trainee_tracker.courses.kinds.limits import STAGES
from trainee_tracker.editor.parts import actions, forms, rules
from trainee_tracker.editor.parts.forms import EditForm, Editing, MovePartForm, RemovePartForm
from trainee_tracker.editor.views import bp
from trainee_tracker.editor.words.sections import SECTIONS, WORDS
from trainee_tracker.extensions import db
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.forms import name_languages
from trainee_tracker.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from trainee_tracker.accreditation.terms import Terms
    from trainee_tracker.courses.models import Course


@bp.route("/courses/<int:course_id>/edit/<section>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def edit_section(course_id: int, section: str) -> ResponseReturnValue:
    """Show the parts of one section to change; a section that says one thing is a form itself."""
    found = queries.course_for(current_person, course_id) or abort(404)
    if section in rules.PARTS and request.method == "GET":
        return render_template(
            "editor/edit_section.html", **_section_page(found, section), stages=STAGES
        )
    kind = rules.SINGLE.get(section) or abort(404)
    terms = queries.draft_terms_of(found)
    what = Editing(terms, section, kind, rules.single_of(terms, section))
    form, status = forms.edit_form(what, queries.draft_digest_of(found)), 200
    if forms.complete(what, form):
        said = forms.part_of(what, form, {})
        status = _save(
            what, form, lambda by: actions.edit_section(found, section, said, **by), found
        )
        if status == 302:
            return redirect(url_for(".edit_course", course_id=course_id))
    return render_template(
        "editor/change_part.html", form=form, what=what, **_section_page(found, section)
    ), status


@bp.route("/courses/<int:course_id>/edit/<section>/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def add_part(course_id: int, section: str) -> ResponseReturnValue:
    """Offer the kinds of part that the section takes; with one chosen, ask for it and add it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    kinds = rules.PARTS.get(section) or abort(404)
    page = _section_page(found, section)
    by_word = {str(getattr(kind, "kind", "")): kind for kind in kinds}
    asked = word_asked("kind")
    if len(kinds) > 1 and asked is None:
        return render_template("editor/choose_kind.html", kinds=by_word, **page)
    kind = kinds[0] if len(kinds) == 1 else by_word.get(str(asked)) or abort(404)
    what = Editing(page["terms"], section, kind)
    form, status = forms.edit_form(what, queries.draft_digest_of(found)), 200
    if not what.lists_missing() and forms.complete(what, form):
        part = forms.part_of(what, form, queries.usual_items())
        status = _save(what, form, lambda by: actions.add_part(found, section, part, **by), found)
        if status == 302:
            return redirect(url_for(".edit_section", course_id=course_id, section=section))
    return render_template("editor/add_part.html", form=form, what=what, **page), status


@bp.route("/courses/<int:course_id>/edit/<section>/parts/<name>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def change_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Ask for everything that one part says, and change it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    page = _section_page(found, section)
    part = _part_named(page["terms"], section, name)
    what = Editing(page["terms"], section, type(part), part)
    form, status = forms.edit_form(what, queries.draft_digest_of(found)), 200
    if forms.complete(what, form):
        changed = forms.part_of(what, form, {})
        status = _save(
            what, form, lambda by: actions.change_part(found, section, name, changed, **by), found
        )
        if status == 302:
            if getattr(part, "verified", False) and not changed.verified:
                flash(_("This figure is now shown as unverified."), "wait")
            return redirect(url_for(".edit_section", course_id=course_id, section=section))
    return render_template("editor/change_part.html", form=form, what=what, **page), status


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
        actions.move_part(
            found,
            section,
            name,
            steps=steps,
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
    form, status = RemovePartForm(digest=queries.draft_digest_of(found)), 200
    if form.validate_on_submit():
        status = _save(
            what, form, lambda by: actions.remove_part(found, section, name, **by), found
        )
        if status == 302:
            return redirect(url_for(".edit_section", course_id=course_id, section=section))
    return render_template(
        "editor/remove_part.html",
        form=form,
        part=part,
        title=rules.title_of(page["terms"], section, part),
        users=rules.users_of(page["terms"], section, name),
        **page,
    ), status


def _section_page(course: Course, section: str) -> dict[str, Any]:
    """Return what every page of a section shows."""
    terms = queries.draft_terms_of(course)
    parts = rules.parts_of(terms, section) if section in rules.PARTS else ()
    return {
        "course": course,
        "terms": terms,
        "section": section,
        "about": SECTIONS.get(section) or abort(404),
        "parts": [
            (rules.name_of(section, part), rules.title_of(terms, section, part), part)
            for part in parts
        ],
        "languages": dict(name_languages()),
        "digest": queries.draft_digest_of(course),
        "words": WORDS,
        "sections": SECTIONS,
    }


def _part_named(terms: Terms, section: str, name: str) -> Any:
    if section not in rules.PARTS:
        abort(404)
    place = rules.place_of(terms, section, name)
    return abort(404) if place is None else rules.parts_of(terms, section)[place]


def _save(
    what: Editing, form: EditForm, act: Callable[[dict[str, Any]], None], course: Course
) -> int:
    """Act on the draft and return 302, or show in the form why not and return a status.

    `act` is given who changes it, when, and the draft that they were shown.
    """
    try:
        act({"actor": current_person, "at": now(), "digest_seen": form.digest.data})
    except TermsError as error:
        forms.show_fault(what, form, error)
        return 200
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal)
        form.digest.data = queries.draft_digest_of(course)
        return refusal.status_code
    db.session.commit()
    flash(_("Saved. It counts from the next version you publish."))
    return 302

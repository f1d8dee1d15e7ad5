"""The pages of one section of a draft, and of one part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import abort, make_response, render_template, request, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import word_asked
from trainee_tracker.clock import now
from trainee_tracker.courses import queries
from trainee_tracker.courses.kinds.limits import STAGES
from trainee_tracker.editor.contents import PARTS, SINGLE, name_of, parts_of, place_of, title_of
from trainee_tracker.editor.parts import actions, forms, rules
from trainee_tracker.editor.parts.forms import MovePartForm, RemovePartForm
from trainee_tracker.editor.queries import last_edit_of
from trainee_tracker.editor.rules import part_gone
from trainee_tracker.editor.views import bp
from trainee_tracker.editor.words.sections import SECTIONS, WORDS
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.forms import name_languages
from trainee_tracker.typed import what_was_typed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.courses.models import Course
    from trainee_tracker.editor.parts.forms import DraftForm, EditForm
    from trainee_tracker.messages import Message

_SAVED: Final = say("Saved. It counts from the next version you publish.")
_UNVERIFIED: Final = say("This figure is now shown as unverified.")


@bp.route("/courses/<int:course_id>/edit/<section>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def edit_section(course_id: int, section: str) -> ResponseReturnValue:
    """Show the parts of one section to change; a section that says one thing is a form itself."""
    found = queries.course_for(current_person, course_id) or abort(404)
    if section in PARTS and request.method == "GET":
        return _list_page(found, section, MovePartForm())
    if section not in SINGLE:
        abort(404)
    form = forms.edit_section_form(queries.draft_terms_of(found), section)

    def edit() -> None:
        said = forms.part_of(form, {})
        actions.edit_section(found, section, said, **_by(form))

    return attempt(
        form,
        edit,
        done=lambda _saved: Done(url_for(".edit_course", course_id=course_id), _SAVED),
        page=lambda: _form_page("editor/change_part.html", form, found),
    )


@bp.route("/courses/<int:course_id>/edit/<section>/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def add_part(course_id: int, section: str) -> ResponseReturnValue:
    """Offer the kinds of part that the section takes; with one chosen, ask for it and add it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    kinds = PARTS.get(section) or abort(404)
    by_word = {str(getattr(kind, "kind", "")): kind for kind in kinds}
    asked = word_asked("kind")
    if len(kinds) > 1 and asked is None:
        page = _section_page(found, section)
        return render_template("editor/choose_kind.html", kinds=by_word, **page)
    kind = kinds[0] if len(kinds) == 1 else by_word.get(str(asked)) or abort(404)
    form = forms.add_part_form(queries.draft_terms_of(found), section, kind)
    if form.what.lists_missing():
        return _form_page("editor/add_part.html", form, found)

    def add() -> None:
        part = forms.part_of(form, queries.usual_items())
        actions.add_part(found, section, part, **_by(form))

    return attempt(
        form,
        add,
        done=lambda _saved: _back_to(found.id, section, _SAVED),
        page=lambda: _form_page("editor/add_part.html", form, found),
    )


@bp.route("/courses/<int:course_id>/edit/<section>/parts/<name>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def change_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Ask for everything that one part says, and change it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    part = _part_named(found, section, name)
    form = forms.change_part_form(terms, section, part)

    def change() -> Any:
        changed = forms.part_of(form, {})
        actions.change_part(found, section, name, changed, **_by(form))
        return changed

    def done(changed: Any) -> Done:
        is_unverified = getattr(part, "verified", False) and not changed.verified
        return _back_to(found.id, section, _SAVED, warnings=(_UNVERIFIED,) if is_unverified else ())

    return attempt(
        form, change, done=done, page=lambda: _form_page("editor/change_part.html", form, found)
    )


@bp.post("/courses/<int:course_id>/edit/<section>/parts/<name>/move")
@requires(Permission.MANAGE_COURSES)
def move_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Move one part up or down in its list."""
    found = queries.course_for(current_person, course_id) or abort(404)
    _part_named(found, section, name)
    form = MovePartForm()

    def move() -> None:
        steps = -1 if form.to.data == "up" else 1
        actions.move_part(found, section, name, steps=steps, **_by(form))

    return attempt(
        form,
        move,
        done=lambda _moved: _back_to(found.id, section),
        page=lambda: _list_page(found, section, form),
    )


@bp.route("/courses/<int:course_id>/edit/<section>/parts/<name>/remove", methods=["GET", "POST"])
@requires(Permission.MANAGE_COURSES)
def remove_part(course_id: int, section: str, name: str) -> ResponseReturnValue:
    """Show what will be removed, or what still names it, and remove it."""
    found = queries.course_for(current_person, course_id) or abort(404)
    terms = queries.draft_terms_of(found)
    part = _part_named(found, section, name)
    form = RemovePartForm()

    def page() -> str:
        shown = _section_page(found, section)
        form.show(shown["digest"])
        return render_template(
            "editor/remove_part.html",
            form=form,
            part=part,
            title=title_of(terms, section, part),
            users=rules.users_of(shown["terms"], section, name),
            **shown,
        )

    return attempt(
        form,
        lambda: actions.remove_part(found, section, name, **_by(form)),
        done=lambda _removed: _back_to(found.id, section, _SAVED),
        page=page,
    )


def _by(form: DraftForm) -> dict[str, Any]:
    """Return who changes the draft, when, and the draft that they were shown."""
    return {"actor": current_person, "at": now(), "digest_seen": form.digest.data}


def _back_to(
    course_id: int, section: str, *said: Message, warnings: tuple[Message, ...] = ()
) -> Done:
    """Lead to the list of a section."""
    path = url_for(".edit_section", course_id=course_id, section=section)
    return Done(path, *said, warnings=warnings)


def _form_page(template: str, form: EditForm, course: Course) -> str:
    """Return the page of a form that is made from what is edited."""
    shown, what = _section_page(course, form.what.section), form.what
    form.show(shown["digest"])
    is_one_of_many = what.part is not None and what.section in PARTS
    title = title_of(what.terms, what.section, what.part) if is_one_of_many else None
    return render_template(template, form=form, what=what, title=title, **shown)


def _list_page(course: Course, section: str, form: MovePartForm) -> str:
    """Return the list of a section; `form` is the button that moves a part in it."""
    shown = _section_page(course, section)
    return render_template("editor/edit_section.html", form=form, stages=STAGES, **shown)


def _section_page(course: Course, section: str) -> dict[str, Any]:
    """Return what every page of a section shows."""
    terms = queries.draft_terms_of(course)
    parts = parts_of(terms, section) if section in PARTS else ()
    return {
        "course": course,
        "terms": terms,
        "section": section,
        "about": SECTIONS.get(section) or abort(404),
        "parts": [(name_of(section, part), title_of(terms, section, part), part) for part in parts],
        "languages": dict(name_languages()),
        "digest": queries.draft_digest_of(course),
        "words": WORDS,
        "sections": SECTIONS,
    }


def _part_named(course: Course, section: str, name: str) -> Any:
    """Return a part of the draft; for one that is not there, the answer is a page that says so."""
    if section not in PARTS:
        abort(404)
    terms = queries.draft_terms_of(course)
    place = place_of(terms, section, name)
    if place is None:
        abort(make_response(_gone_page(course, section), 404))
    return parts_of(terms, section)[place]


def _gone_page(course: Course, section: str) -> str:
    """Return the page for a part that another window still shows: who changed what, and the way on."""
    return render_template(
        "editor/part_gone.html",
        gone=part_gone(last_edit_of(course, current_person)),
        typed=what_was_typed() if request.method == "POST" else None,
        **_section_page(course, section),
    )

"""The page on which the register of a class is taken and corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts.queries import cohort_led_by
from trainee_tracker.cohorts.registers import actions, queries
from trainee_tracker.cohorts.registers.forms import (
    MARK_WORDS,
    NO_MARK,
    NO_MARK_WORDS,
    take_register_form,
)
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.sign_in import browsers

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.cohorts.models import Register

_SAVED: Final = say("The register is saved. Everyone’s hours and attendance follow from it.")
_UNCHANGED: Final = say("Nothing was changed, so nothing was saved.")

bp = Blueprint("registers", __name__)


@bp.route("/cohorts/<int:cohort_id>/registers/<int:teaching_session_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_COHORTS)
def take_register(cohort_id: int, teaching_session_id: int) -> ResponseReturnValue:
    """Take the register of a class, or correct it: the one before is kept."""
    cohort = cohort_led_by(current_person, cohort_id) or abort(404)
    held = queries.class_for(cohort, teaching_session_id) or abort(404)
    lines = queries.register_list(held)
    taken = queries.registers_of(held.id)
    form = take_register_form(
        lines,
        held.minutes,
        taken[0].sequence if taken else 0,
        asks_password=not browsers.is_just_proven(at=now()),
    )

    def confirm() -> None:
        if form.password.data:
            browsers.prove_again(form.password.data, at=now())

    def take() -> Register | None:
        return actions.take_register(
            held,
            form.answers(lines),
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
            reason=form.reason.data,
            sequence_seen=form.seen(),
        )

    def done(register: Register | None) -> Done:
        there = url_for("cohorts.cohort", cohort_id=cohort_id)
        return Done(there, notes=(_UNCHANGED,)) if register is None else Done(there, _SAVED)

    def page() -> str:
        return render_template(
            "cohorts/registers/take_register.html",
            form=form,
            cohort=cohort,
            held=held,
            lines=lines,
            taken=taken,
            words=MARK_WORDS,
            no_mark=(NO_MARK, NO_MARK_WORDS, "later"),
            is_to_come=held.held_on > today(),
        )

    return attempt(form, take, done=done, page=page, confirm=confirm)

"""The pages of governance checks: who is in date, adding a record, and signing it by two sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for

from trainee_tracker.accreditation.words import months
from trainee_tracker.acting.attempts import Done, attempt
from trainee_tracker.addresses import answers_asked, number_asked, word_asked
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import now, today
from trainee_tracker.cohorts.queries import cohort_for, cohorts_for
from trainee_tracker.governance import actions, overviews, queries, wording
from trainee_tracker.governance.forms import (
    AsAtForm,
    LiftSuspensionForm,
    ProposeRecordForm,
    SignRecordForm,
    SuspendRecordForm,
    WithdrawRecordForm,
)
from trainee_tracker.governance.items import DEFAULT_ITEMS
from trainee_tracker.governance.rules import GovernanceAction, State, state_in
from trainee_tracker.governance.signers import signers_beside, signers_of
from trainee_tracker.governance.validity import day_to_offer
from trainee_tracker.messages import say
from trainee_tracker.people.access import Permission, current_person, may, requires
from trainee_tracker.people.oneself import by_password
from trainee_tracker.signatures.wording import capacity_words

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.governance.models import GovernanceRecord
    from trainee_tracker.messages import Message

_ADDED: Final = say("The record is added. Now a governance lead of each side signs it.")
_WITHDRAWN: Final = say("The record is withdrawn. It stays in the history and counts for nothing.")
_SUSPENDED: Final = say("The record is suspended. It holds again once both sides agree.")

bp = Blueprint("governance", __name__)

bp.add_app_template_filter(wording.standing_words, "check_words")
bp.add_app_template_filter(wording.record_words, "record_words")
bp.add_app_template_filter(wording.next_for_trainee)
bp.add_app_template_filter(months, "months_in_words")
bp.add_app_template_filter(capacity_words)


@bp.get("/governance")
@requires(Permission.PROPOSE_GOVERNANCE)
def checks() -> ResponseReturnValue:
    """Show what waits for the person's signature, and how a cohort stands as at a day."""
    cohorts = cohorts_for(current_person)
    asked = number_asked("cohort")
    cohort_id = asked if asked is not None else next((each.id for each in cohorts), None)
    cohort = cohort_for(current_person, cohort_id) if cohort_id is not None else None
    if asked is not None and cohort is None:
        abort(404)
    form, on = _as_at()
    return render_template(
        "governance/checks.html",
        waiting=queries.waiting_signature(current_person),
        signs=may(current_person, Permission.SIGN_GOVERNANCE),
        cohorts=cohorts,
        cohort=cohort,
        matrix=overviews.matrix_for(current_person, cohort, on) if cohort else None,
        form=form,
        on=on,
        is_today=on == today(),
    )


def _as_at() -> tuple[AsAtForm, date]:
    """Return the form that asks for a day, and that day: today until one that can be read."""
    answers = answers_asked("on")
    form = AsAtForm(answers)
    if answers is None:
        form.on.data = today()
    elif form.validate():
        return form, form.on.data
    return form, today()


@bp.get("/governance/mine")
@requires(Permission.VIEW_GOVERNANCE)
def own_checks() -> ResponseReturnValue:
    """Show a trainee what of theirs is in date, what is missing and who has to sign."""
    on = today()
    return render_template(
        "governance/own_checks.html",
        partnerships=overviews.own_checks(current_person, on),
        on=on,
        states=State,
    )


@bp.get("/governance/people/<int:person_id>")
@requires(Permission.PROPOSE_GOVERNANCE)
def person_checks(person_id: int) -> ResponseReturnValue:
    """Show one trainee's checks and records with their histories."""
    cohort_id = number_asked("cohort")
    place = queries.place_in_cohort_for(current_person, person_id, cohort_id) or abort(404)
    cohort, on = place.cohort, today()
    records: dict[str, list[GovernanceRecord]] = defaultdict(list)
    for each in queries.records_of([person_id], cohort.organisation_id, cohort.partner_id):
        records[each.item.key].append(each)
    columns = overviews.columns_of(cohort)
    shown = {column.key for column in columns}
    return render_template(
        "governance/person_checks.html",
        person=place.person,
        cohort=cohort,
        checks=[overviews.check_of(column, records[column.key], on) for column in columns],
        records=records,
        others=[item for key, item in DEFAULT_ITEMS.items() if key not in shown],
        on=on,
        possible={
            each.id: queries.possible_actions(current_person, each)
            for several in records.values()
            for each in several
        },
    )


@bp.route("/governance/records/new", methods=["GET", "POST"])
@requires(Permission.PROPOSE_GOVERNANCE)
def propose_record() -> ResponseReturnValue:
    """Add what was found for a trainee, for both sides to sign."""
    cohort_id, person_id = number_asked("cohort"), number_asked("person")
    if cohort_id is None or person_id is None:
        abort(404)
    place = queries.place_in_cohort_for(current_person, person_id, cohort_id) or abort(404)
    items = overviews.offered_items(place.cohort)
    item = items.get(word_asked("item") or "") or abort(404)
    form = ProposeRecordForm(seen_by=current_person.full_name)
    form.outcome.choices = [(each.key, each.title) for each in item.outcomes]

    def propose() -> GovernanceRecord:
        return actions.propose_record(
            place.cohort,
            place.person,
            item.key,
            outcome=form.outcome.data,
            valid_from=form.valid_from.data,
            valid_to=form.valid_to.data,
            evidence=form.evidence.data,
            seen_by=form.seen_by.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def page() -> str:
        return render_template(
            "governance/propose_record.html",
            form=form,
            item=item,
            place=place,
            instead=signers_beside(current_person, place.cohort, place.person_id),
        )

    return attempt(form, propose, done=_after(_ADDED), page=page)


@bp.get("/governance/records/<int:record_id>")
@requires(Permission.PROPOSE_GOVERNANCE)
def record(record_id: int) -> ResponseReturnValue:
    """Show one record, what can be done with it, and everything that happened to it."""
    found = queries.record_for(current_person, record_id) or abort(404)
    return render_template(
        "governance/record.html",
        record=found,
        on=today(),
        possible=queries.possible_actions(current_person, found),
        later=queries.later_not_cleared(found),
        signers=signers_of(found),
        next_step=wording.WAITING_SIDES.get(state_in(found.facts, found.situation, today())),
    )


@bp.route("/governance/records/<int:record_id>/sign", methods=["GET", "POST"])
@requires(Permission.SIGN_GOVERNANCE)
def sign_record(record_id: int) -> ResponseReturnValue:
    """Let a governance lead sign for their side exactly what the page shows."""
    found = queries.record_for(current_person, record_id) or abort(404)
    form = SignRecordForm()

    def sign() -> GovernanceRecord:
        actions.sign_record(
            found,
            digest_seen=form.digest.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )
        return found

    def page() -> str:
        step = queries.step_for(current_person, found, GovernanceAction.SIGNED)
        form.digest.data = digest_of(queries.shown_for_signing(found))
        return render_template(
            "governance/sign_record.html", form=form, record=found, side=step.side
        )

    return attempt(
        form, sign, confirm=by_password(form), done=_after(wording.after_signing), page=page
    )


@bp.route("/governance/records/<int:record_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.PROPOSE_GOVERNANCE)
def withdraw_record(record_id: int) -> ResponseReturnValue:
    """Take back a record that both sides have not signed yet."""
    found = queries.record_for(current_person, record_id) or abort(404)
    form = WithdrawRecordForm()

    def withdraw() -> GovernanceRecord:
        actions.withdraw_record(
            found,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )
        return found

    def page() -> str:
        queries.step_for(current_person, found, GovernanceAction.WITHDRAWN)
        return render_template("governance/withdraw_record.html", form=form, record=found)

    return attempt(form, withdraw, done=_after(_WITHDRAWN), page=page)


@bp.route("/governance/records/<int:record_id>/suspend", methods=["GET", "POST"])
@requires(Permission.SIGN_GOVERNANCE)
def suspend_record(record_id: int) -> ResponseReturnValue:
    """Let either side alone take a record out of date from a day on."""
    found = queries.record_for(current_person, record_id) or abort(404)
    form = SuspendRecordForm(effective_on=day_to_offer(found.valid_from, found.valid_to, today()))

    def suspend() -> GovernanceRecord:
        actions.suspend_record(
            found,
            effective_on=form.effective_on.data,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )
        return found

    def page() -> str:
        step = queries.step_for(current_person, found, GovernanceAction.SUSPENDED)
        return render_template(
            "governance/suspend_record.html", form=form, record=found, side=step.side
        )

    return attempt(
        form,
        suspend,
        confirm=by_password(form),
        done=_after(_SUSPENDED, is_warning=True),
        page=page,
    )


@bp.route("/governance/records/<int:record_id>/lift", methods=["GET", "POST"])
@requires(Permission.SIGN_GOVERNANCE)
def lift_suspension(record_id: int) -> ResponseReturnValue:
    """Let a governance lead agree, for their side, that a suspension ends."""
    found = queries.record_for(current_person, record_id) or abort(404)
    form = LiftSuspensionForm(
        effective_on=day_to_offer(found.situation.suspended_from, found.valid_to, today())
    )

    def lift() -> GovernanceRecord:
        actions.lift_suspension(
            found,
            effective_on=form.effective_on.data,
            reason=form.reason.data,
            digest_seen=form.digest.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )
        return found

    def page() -> str:
        step = queries.step_for(current_person, found, GovernanceAction.LIFT_SIGNED)
        form.digest.data = digest_of(queries.shown_for_lifting(found))
        return render_template(
            "governance/lift_suspension.html",
            form=form,
            record=found,
            side=step.side,
            suspension=queries.suspension_of(found),
        )

    return attempt(
        form, lift, confirm=by_password(form), done=_after(wording.after_lifting), page=page
    )


def _after(
    said: Message | Callable[[GovernanceRecord], Message], *, is_warning: bool = False
) -> Callable[[GovernanceRecord], Done]:
    """Return what leads to the page of a record and says there what happened, and what comes next."""

    def done(found: GovernanceRecord) -> Done:
        place = url_for(".record", record_id=found.id)
        told = said(found) if callable(said) else said
        return Done(place, warnings=(told,)) if is_warning else Done(place, told)

    return done

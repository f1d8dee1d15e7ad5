"""The pages of asking to be named otherwise, and of confirming what somebody else asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, render_template, url_for
from markupsafe import Markup

from trainee_tracker.acting.attempts import Done, attempt, press
from trainee_tracker.clock import now
from trainee_tracker.messages import Message, Own, say
from trainee_tracker.people.access import Permission, current_person, requires
from trainee_tracker.people.names import actions, letters, queries, rules
from trainee_tracker.people.names.forms import (
    ConfirmNameForm,
    DeclineNameForm,
    RequestNameForm,
    WithdrawNameForm,
)
from trainee_tracker.people.names.models import NameDecision, NameRequest, naming_of
from trainee_tracker.people.names.rules import Compared, Naming, Part
from trainee_tracker.people.oneself import by_password
from trainee_tracker.people.posting import post

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from trainee_tracker.people.models import PersonName

_WITHDRAWN: Final = say("Your request is taken back. You are named as before.")

bp = Blueprint("names", __name__)


@bp.app_template_filter("compared_with")
def compared_with(stands: NameRequest | PersonName, asked: NameRequest) -> list[Compared]:
    """Return a name that stands and one that is asked for, part by part."""
    return rules.compared(naming_of(stands), naming_of(asked))


@bp.app_template_filter("name_part")
def name_part(part: Part) -> Message:
    """Return what a part of a name is called, in the page's language."""
    return rules.PART_WORDS[part]


@bp.app_template_filter("what_it_changes")
def what_it_changes(asked: NameRequest) -> list[Message | Markup]:
    """Return what a request would change, each part in its language, or in words that it goes."""
    parts = rules.compared(naming_of(asked.replaces), naming_of(asked))
    return [_shown(each) for each in parts if each.changes]


def _shown(part: Compared) -> Message | Markup:
    if not part.asked:
        return rules.WITHOUT[part.part]
    if not part.asked_in:
        return Markup("<bdi>{}</bdi>").format(part.asked)
    return Markup('<bdi lang="{}">{}</bdi>').format(part.asked_in, part.asked)


@bp.route("/account/name", methods=["GET", "POST"])
@requires(Permission.BE_SIGNED_IN)
def request_name() -> ResponseReturnValue:
    """Let people ask to be named otherwise; until somebody else confirms it, nothing changes."""
    stands = queries.name_in_force(current_person.id)
    waiting = queries.waiting_request(current_person.id)
    shown = waiting.naming if waiting else naming_of(stands)
    form = RequestNameForm(obj=shown, replaces=stands.id)

    def ask() -> NameRequest:
        return actions.request_name(
            current_person,
            _naming_in(form),
            replaces_id=form.replaces.data,
            at=now(),
            request_id=str(form.request_id.data),
        )

    def done(_asked: NameRequest) -> Done:
        sent = say(
            "Your request is sent. Until it is confirmed you are named as before: {name}.",
            name=Own(current_person.full_name),
        )
        return Done(url_for("account.account"), sent)

    def page() -> str:
        return render_template(
            "people/names/request_name.html",
            form=form,
            waiting=waiting,
            vouchers=queries.vouchers_for(current_person),
        )

    return attempt(form, ask, done=done, page=page, confirm=by_password(form))


def _naming_in(form: RequestNameForm) -> Naming:
    """Return what was asked for."""
    return Naming(
        full_name=form.full_name.data,
        other_name=form.other_name.data,
        other_language=rules.language_of_name(form.other_name.data, form.other_language.data),
        registration=form.registration.data,
    )


@bp.post("/account/name/<int:name_request_id>/withdraw")
@requires(Permission.BE_SIGNED_IN)
def withdraw_name(name_request_id: int) -> ResponseReturnValue:
    """Take back a request of one's own."""
    asked = queries.own_request(current_person, name_request_id) or abort(404)
    form = WithdrawNameForm()

    def withdraw() -> NameDecision:
        return actions.withdraw_name(
            asked, actor=current_person, at=now(), request_id=str(form.request_id.data)
        )

    def done(_withdrawn: NameDecision) -> Done:
        return Done(url_for("account.account"), _WITHDRAWN)

    return press(form, withdraw, done=done, on="account.account")


@bp.route("/names/<int:name_request_id>/confirm", methods=["GET", "POST"])
@requires(Permission.CONFIRM_NAMES)
def confirm_name(name_request_id: int) -> ResponseReturnValue:
    """Let a lead or an administrator vouch for what somebody else asked for."""
    asked = queries.request_for(current_person, name_request_id) or abort(404)
    form = ConfirmNameForm()

    def confirm() -> Message:
        actions.confirm_name(
            asked, actor=current_person, at=now(), request_id=str(form.request_id.data)
        )
        _tell(asked, form)
        return say(
            "You confirmed it. From now on this is the name: {name}. We wrote to tell them.",
            name=Own(asked.full_name),
        )

    def page() -> str:
        return _page("people/names/confirm_name.html", asked, form)

    return attempt(form, confirm, done=_home, page=page, confirm=by_password(form))


@bp.route("/names/<int:name_request_id>/decline", methods=["GET", "POST"])
@requires(Permission.CONFIRM_NAMES)
def decline_name(name_request_id: int) -> ResponseReturnValue:
    """Let a lead or an administrator refuse what somebody else asked for, with a reason."""
    asked = queries.request_for(current_person, name_request_id) or abort(404)
    form = DeclineNameForm()

    def decline() -> Message:
        actions.decline_name(
            asked,
            reason=form.reason.data,
            actor=current_person,
            at=now(),
            request_id=str(form.request_id.data),
        )
        _tell(asked, form)
        return say(
            "You declined it. {name} reads your reason. We wrote to tell them.",
            name=Own(asked.person.full_name),
        )

    def page() -> str:
        return _page("people/names/decline_name.html", asked, form)

    return attempt(form, decline, done=_home, page=page, confirm=by_password(form))


def _tell(asked: NameRequest, form: ConfirmNameForm | DeclineNameForm) -> None:
    """Post the letter to who asked, with the act it tells of."""
    letter = letters.name_decided(asked, path=url_for("account.account"))
    post(letter, sender=current_person, at=now(), once=str(form.request_id.data))


def _home(said: Message) -> Done:
    """Say what came of it, and go home."""
    return Done(url_for("home.home"), said)


def _page(template: str, asked: NameRequest, form: ConfirmNameForm | DeclineNameForm) -> str:
    """Show what is to be decided; raises Refused where it is decided already."""
    if not form.form_errors:
        rules.ensure_waits(queries.situation_of(asked, current_person))
    return render_template(
        template,
        form=form,
        asked=asked,
        stands=asked.replaces,
        voucher=queries.voucher_shown_to(current_person, asked.replaces),
        roles=queries.roles_seen_by(current_person, asked.person),
    )

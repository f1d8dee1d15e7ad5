"""Trying what a form asks for: the one way in which a view acts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from flask import current_app, flash, redirect, request
from flask_login import current_user
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from trainee_tracker.acting.models import LandedAct
from trainee_tracker.canonical import digest_of
from trainee_tracker.clock import now
from trainee_tracker.extensions import db
from trainee_tracker.form import ActForm, Form
from trainee_tracker.kept_messages import message_from_plain, to_plain_message
from trainee_tracker.messages import Message, say
from trainee_tracker.refusals import Conflict, Refused
from trainee_tracker.spoken import speak

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

Result = TypeVar("Result")

KEPT_FOR: Final = timedelta(days=30)
"""How long a second press of a button is still answered as the first was."""

_NOT_COMPARED: Final = re.compile(r"csrf_token|request_id|.*password.*")
"""Fields that another press may send with another value; a password is in no row, also not digested."""


class Done:
    """Where a page leads once it has acted, and what it says there.

    `notes` are for what is no success, such as that nothing had to be saved. `after` is called once
    the act is committed, and not for a second press: it is for what only this answer carries, such
    as the cookie of a sign-in.
    """

    def __init__(
        self,
        location: str,
        *said: Message,
        notes: tuple[Message, ...] = (),
        warnings: tuple[Message, ...] = (),
        after: Callable[[], None] | None = None,
    ) -> None:
        self.location = location
        self.after = after
        self.said = [("message", each) for each in said]
        self.said += [("info", each) for each in notes]
        self.said += [("warning", each) for each in warnings]


@dataclass(frozen=True)
class _Sent:
    """The form that was sent, as far as a second press must equal it."""

    request_id: str
    person_id: int | None
    digest: str


def attempt(
    form: Form,
    act: Callable[[], Result],
    *,
    done: Callable[[Result], Done],
    page: Callable[[], str],
    confirm: Callable[[], None] | None = None,
) -> ResponseReturnValue:
    """Show a page with a form, or act on what was sent with it, and answer.

    `act` is tried once the form is good and `confirm` (the password, if need be) has passed; what it
    returns goes to `done`, which says where to go next. Where the rules refuse, everything is rolled
    back, and `page` is shown again with what was typed, the refusal and its status. The same form
    sent again is answered as it was the first time.
    """
    if not form.validate_on_submit():
        return page()
    sent = _sent(form)
    try:
        answer = _answer_of(sent)
        if answer is None:
            answer = _acted(sent, act, done, confirm)
    except Refused as refusal:
        db.session.rollback()
        answer = _answer_to_the_same(sent)
        if answer is None:
            form.refuse(refusal)
            return page(), refusal.status_code
    except IntegrityError:
        # Of two presses at once the slower one finds that the id is taken.
        db.session.rollback()
        answer = _answer_to_the_same(sent)
        if answer is None:
            raise
    if answer.after is not None:
        answer.after()
    for category, message in answer.said:
        flash(speak(message), category)
    return redirect(answer.location)


def press(
    form: Form, act: Callable[[], Result], *, done: Callable[[Result], Done], on: str
) -> ResponseReturnValue:
    """Act as `attempt` does on a button that has no page of its own.

    `on` is the endpoint of the page on which the button stands: where the rules refuse, that page is
    shown again with what is in the way.
    """

    def page() -> str:
        for item in form.error_items():
            flash(item.message, "warning")
        return str(current_app.view_functions[on]())

    return attempt(form, act, done=done, page=page)


def _acted(
    sent: _Sent | None,
    act: Callable[[], Result],
    done: Callable[[Result], Done],
    confirm: Callable[[], None] | None,
) -> Done:
    if confirm is not None:
        confirm()
    answer = done(act())
    if sent is not None:
        db.session.add(
            LandedAct(
                request_id=sent.request_id,
                person_id=sent.person_id,
                digest=sent.digest,
                location=answer.location,
                said=json.dumps([(kind, to_plain_message(each)) for kind, each in answer.said]),
                landed_at=now(),
            )
        )
    db.session.commit()
    return answer


def _sent(form: Form) -> _Sent | None:
    """Return what was sent under an id of its own; None where the form has none."""
    if not isinstance(form, ActForm):
        return None
    person_id = current_user.person.id if current_user.is_authenticated else None
    typed = sorted(
        (name, request.form.getlist(name))
        for name in request.form
        if not _NOT_COMPARED.fullmatch(name)
    )
    body = [person_id, request.full_path, [[name, values] for name, values in typed]]
    return _Sent(str(form.request_id.data), person_id, digest_of(body))


def _answer_of(sent: _Sent | None) -> Done | None:
    """Return what the same form was answered before, or None. Raises Conflict for another form."""
    row = db.session.get(LandedAct, sent.request_id) if sent is not None else None
    if row is None or sent is None:
        return None
    if (row.person_id, row.digest) != (sent.person_id, sent.digest):
        raise Conflict(
            say(
                "You sent this form before, at {at}, and it was saved then. To change what was saved,"
                " open it again.",
                at=row.landed_at,
            )
            if row.person_id == sent.person_id
            else say("This form was sent before. Open the page again.")
        )
    answer = Done(row.location)
    answer.said = [(kind, message_from_plain(each)) for kind, each in json.loads(row.said)]
    return answer


def _answer_to_the_same(sent: _Sent | None) -> Done | None:
    """Return what the same form was answered while this one was tried, or None."""
    try:
        return _answer_of(sent)
    except Conflict:
        return None


def forget_landed(*, at: datetime) -> int:
    """Delete the answers that nobody waits for any more; returns how many."""
    old = delete(LandedAct).where(LandedAct.landed_at < at - KEPT_FOR)
    return int(db.session.connection().execute(old).rowcount)

"""The forms of sign-off, and what a supervisor chose for each row of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from trainee_tracker.fields import NoteField, SecretField
from trainee_tracker.form import ActForm, DigestField, Form
from trainee_tracker.hours.signing.rules import Decision
from trainee_tracker.messages import Message, say
from trainee_tracker.reading import Unreadable, read_line, without_hidden
from trainee_tracker.reasons import LONGEST_REASON
from trainee_tracker.refusals import Refused, Stale

LOOK_AGAIN: Final = say("Nothing was signed, because something changed. Look again, then sign.")


class DecideHoursForm(ActForm):
    """A signature: the password again, under exactly what was shown."""

    digest = DigestField()
    password = SecretField(_l("Your password"), needed=_l("Enter your password to sign"))

    def refuse(self, refusal: Refused | Message) -> None:
        """Show a refusal; where the sheet changed, the page names the rows that did."""
        super().refuse(LOOK_AGAIN if isinstance(refusal, Stale) else refusal)


class ReverseHoursForm(ActForm):
    """Taking a sign-off back."""

    reason = NoteField(
        _l("Why do you take your sign-off back?"),
        longest=LONGEST_REASON,
        needed=_l("Say why you take your sign-off back"),
    )
    password = SecretField(_l("Your password"), needed=_l("Enter your password to sign"))


class SignOffQueueForm(Form):
    """The queue; its decisions are read by `choices_sent`, because there is one for each row."""


class ReviewHoursForm(SignOffQueueForm):
    """The queue, sent to be reviewed."""


@dataclass(frozen=True)
class RowChoice:
    """What was chosen for one row of the queue, as it was sent."""

    decision: str
    reason: str = ""
    error: Message | None = None


LATER: Final = "later"
SIGN_OFF: Final = "sign_off"
DECLINE: Final = "decline"


def choices_sent(values: MultiDict[str, str]) -> dict[int, RowChoice]:
    """Return the choice sent for each row, by entry and in the order of the page.

    Whatever is sent in the place of a choice reads as "later", which decides nothing.
    """
    sent: dict[int, RowChoice] = {}
    for name in values:
        prefix, _dash, number = name.partition("-")
        if prefix != "decision" or not (number.isascii() and number.isdecimal()):
            continue
        if len(number) > 9:
            continue
        chosen = values[name] if values[name] in {SIGN_OFF, DECLINE} else LATER
        typed = values.get(f"reason-{number}", "")
        try:
            sent[int(number)] = RowChoice(chosen, read_line(typed, longest=LONGEST_REASON))
        except Unreadable as fault:
            error = fault.message if chosen == DECLINE else None
            sent[int(number)] = RowChoice(chosen, without_hidden(typed), error)
    return sent


def decisions_of(choices: Mapping[int, RowChoice]) -> list[Decision]:
    """Return the decisions among the choices; a reason belongs only to what is declined."""
    return [
        Decision(
            entry_id,
            choice.decision == SIGN_OFF,
            choice.reason if choice.decision == DECLINE else "",
        )
        for entry_id, choice in choices.items()
        if choice.decision in {SIGN_OFF, DECLINE}
    ]

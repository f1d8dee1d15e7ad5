"""The forms of proposing, signing, withdrawing, suspending and lifting."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import ChipsField, CivilDateField, NoteField, PrintedField, SecretField
from trainee_tracker.form import ActForm, DigestField, Form
from trainee_tracker.reasons import LONGEST_REASON

EARLIEST = date(1990, 1, 1)
NEEDS_PASSWORD = _l("Enter your password to sign")


class AsAtForm(Form):
    """The day as at which a page shows how things stand; it comes with the address."""

    class Meta(Form.Meta):
        """Nothing is written, so no token is asked for."""

        csrf = False

    on = CivilDateField(
        _l("As at"), not_before=EARLIEST, not_after=date(2190, 12, 31), needed=_l("Enter a date")
    )


class ProposeRecordForm(ActForm):
    """What was found, and for how long it holds. The outcomes are those of the item."""

    outcome = ChipsField(_l("What was the outcome?"), needed=_l("Choose the outcome"))
    valid_from = CivilDateField(
        _l("Issued on, or valid from"),
        not_before=EARLIEST,
        needed=_l("Enter the first day on which it holds"),
    )
    valid_to = CivilDateField(_l("Valid until"), not_before=EARLIEST)
    seen_by = PrintedField(
        _l("Who saw the evidence?"), needed=_l("Enter the name of who saw it"), longest=200
    )
    evidence = NoteField(_l("What is kept of it"), longest=1_000)


class SignRecordForm(ActForm):
    """A signature under what the page shows."""

    digest = DigestField()
    password = SecretField(_l("Your password"), needed=NEEDS_PASSWORD)


class WithdrawRecordForm(ActForm):
    """Why a record that nobody needs any more is taken back."""

    reason = NoteField(
        _l("Why do you withdraw it?"),
        needed=_l("Say why, so that both sides know"),
        longest=LONGEST_REASON,
    )


class SuspendRecordForm(ActForm):
    """From when a record no longer holds, and why."""

    effective_on = CivilDateField(
        _l("Suspended from"), needed=_l("Enter the first day on which it no longer holds")
    )
    reason = NoteField(
        _l("Why?"), needed=_l("Say why, so that the other side knows"), longest=LONGEST_REASON
    )
    password = SecretField(_l("Your password"), needed=NEEDS_PASSWORD)


class LiftSuspensionForm(ActForm):
    """From when a suspended record holds again."""

    digest = DigestField()
    effective_on = CivilDateField(
        _l("In date again from"), needed=_l("Enter the first day on which it holds again")
    )
    reason = NoteField(_l("What was found"), longest=LONGEST_REASON)
    password = SecretField(_l("Your password"), needed=NEEDS_PASSWORD)

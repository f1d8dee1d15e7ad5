"""The forms under which certificates are issued."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput

from trainee_tracker.certificates.forms import PASSWORD_NEEDED, SignedForm
from trainee_tracker.fields import SecretField
from trainee_tracker.form import DigestField, Form, WrongAnswer
from trainee_tracker.messages import say


class IssueProgressForm(Form):
    """Asks for nothing: the ledger says everything.

    It carries no id by which a second press is answered as the first was: what that made may be
    revoked by then, and nobody is told that a revoked one is ready. While it is valid and says the
    same, a second press finds it.
    """


class IssueAwardsForm(SignedForm):
    """Who receives the award, and the training lead's password as signature."""

    shown_digest = DigestField()
    enrolments = SelectMultipleField(_l("Who receives it"), option_widget=CheckboxInput())
    password = SecretField(_l("Your password"), needed=PASSWORD_NEEDED)

    def validate_enrolments(self, field: SelectMultipleField) -> None:
        """Ask for at least one trainee."""
        if not field.data:
            raise WrongAnswer(say("Choose at least one trainee"))

"""What is asked of whoever brings a list in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from trainee_tracker.cohorts.rules import EARLIEST, LATEST
from trainee_tracker.exchange import rules
from trainee_tracker.fields import CivilDateField, Demanded, UploadField
from trainee_tracker.form import ActForm, DigestField, Form, WrongAnswer
from trainee_tracker.messages import say
from trainee_tracker.reading import without_hidden
from trainee_tracker.refusals import Impossible
from trainee_tracker.spoken import speak
from trainee_tracker.tables.rules import decoded

if TYPE_CHECKING:
    from wtforms.form import BaseForm


class ListField(Demanded, TextAreaField):
    """A pasted list, kept just as it came: what is wrong in it is told row by row."""

    component = "textarea"

    data: Any

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse only what is too long to look at."""
        super().pre_validate(form)
        if len(self.data) > rules.LONGEST_LIST:
            raise WrongAnswer(say("This list is too long. Send it in parts."))

    def _value(self) -> str:
        return without_hidden(self.data or "", many_lines=True)


class EnrolTraineesForm(Form):
    """A list, as a file or pasted, and the day for rows without one."""

    file = UploadField(
        _l("A file saved as CSV"),
        endings=(".csv", ".txt", ".tsv"),
        description=_l("In your spreadsheet: “Save as”, then “CSV UTF-8”."),
    )
    rows = ListField(
        _l("Or paste the rows, with their headings"),
        description=_l(
            "The first row names the columns: name and email; and if you like other_name, "
            "other_language (for example Arabic) and enrolled_on."
        ),
    )
    enrolled_on = CivilDateField(
        _l("From which day?"),
        not_before=EARLIEST,
        not_after=LATEST,
        needed=_l("Enter the day from which they are in the cohort"),
        description=_l("For everybody whose row has no enrolled_on of its own."),
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # One of them is needed, so neither is called optional.
        self.file.flags.optional = self.rows.flags.optional = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and put the text of a file where it can be corrected."""
        valid = super().validate(extra_validators)
        if self.file.data is not None and not self.file.errors:
            try:
                self.rows.data = decoded(self.file.data.read())
            except Impossible as refusal:
                self.file.errors = [speak(refusal.message)]
                return False
        if not (self.rows.data or "").strip() and not self.file.errors:
            self.rows.errors = [
                speak(say("Choose a file, or paste at least the headings and one row"))
            ]
            return False
        return valid


class ConfirmEnrolmentsForm(ActForm):
    """A list that was shown in full, and the digest of what was shown."""

    digest = DigestField()
    rows = HiddenField()
    enrolled_on = CivilDateField("", needed=_l("Check the list again"))

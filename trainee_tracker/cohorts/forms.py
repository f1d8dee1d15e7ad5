"""What is asked of whoever opens a cohort, brings people into it, plans and records teaching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from trainee_tracker.cohorts import rules
from trainee_tracker.fields import ChoiceField, CivilDateField, PrintedField, SecretField
from trainee_tracker.form import ActForm, Form
from trainee_tracker.people.forms import EmailField, name_languages

if TYPE_CHECKING:
    from datetime import date


class SitesField(SelectMultipleField):
    """Any number of sites, each a box to tick; an id that was not offered is refused."""

    data: Any
    choices: Any

    def __init__(self, label: Any = None, **rest: Any) -> None:
        super().__init__(label, coerce=int, **rest)
        self.choices = []


class OpenCohortForm(ActForm):
    """Which course, whose group, taught by whom, when and where."""

    version = ChoiceField(
        _l("Which course do they follow?"),
        coerce=int,
        needed=_l("Choose a published course"),
        description=_l("The cohort keeps this version until a training lead moves it to another."),
    )
    name = PrintedField(
        _l("What do you call this cohort?"),
        needed=_l("Enter a name for the cohort"),
        description=_l("For example “Foundation, autumn 2026”."),
    )
    organisation = ChoiceField(
        _l("Which network are the trainees from?"),
        coerce=int,
        needed=_l("Choose the network"),
    )
    partner = ChoiceField(
        _l("Which trust is the partner?"),
        coerce=int,
        needed=_l("Choose the partner"),
        description=_l("It stands for the statutory side and signs checks with the network."),
    )
    starts_on = CivilDateField(
        _l("First day"),
        not_before=rules.EARLIEST,
        not_after=rules.LATEST,
        needed=_l("Enter the first day of the cohort"),
    )
    ends_on = CivilDateField(
        _l("Last day"),
        not_before=rules.EARLIEST,
        not_after=rules.LATEST,
        needed=_l("Enter the last day of the cohort"),
    )
    sites = SitesField(_l("Where do they meet?"))


class NewcomerForm(Form):
    """Somebody's name and e-mail address."""

    full_name = PrintedField(
        _l("Full name"),
        needed=_l("Enter their full name"),
        description=_l(
            "As they write it themselves, in any script. They can ask for a change later."
        ),
    )
    email = EmailField(
        _l("E-mail address"),
        longest=254,
        needed=_l("Enter their e-mail address"),
        description=_l("Their own, not a shared one: whoever opens an e-mail to it can sign in."),
    )


def usual_enrolment_day(starts_on: date, ends_on: date, today: date) -> date:
    """Return the day to offer for somebody enrolled `today`: that day, once the cohort has begun."""
    return min(max(starts_on, today), ends_on)


class EnrolTraineeForm(NewcomerForm, ActForm):
    """Who joins a cohort, and from which day."""

    other_name = PrintedField(
        _l("Their name in another script"),
        description=_l("Shown on certificates below the full name, for example in Arabic."),
    )
    other_language = ChoiceField(
        _l("The language of that name"), choices=name_languages, blank=_l("Not needed")
    )
    enrolled_on = CivilDateField(
        _l("From which day?"),
        not_before=rules.EARLIEST,
        not_after=rules.LATEST,
        needed=_l("Enter the day from which they are in the cohort"),
        description=_l("Classes before that day do not count as missed."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that a name in another script comes with its language."""
        valid = super().validate(extra_validators)
        if self.other_name.data and not self.other_language.data:
            self.other_language.errors = [_("Choose the language, so that it prints right")]
            return False
        return valid


class ApproveSupervisorForm(ActForm):
    """A known person, or somebody new by name and e-mail address, and the days of the approval."""

    person = ChoiceField(
        _l("Somebody known here"),
        coerce=int,
        blank=_l("Somebody new"),
    )
    full_name = PrintedField(_l("Their full name"))
    email = EmailField(
        _l("Their e-mail address"),
        longest=254,
        description=_l("They get a link with which they choose a password."),
    )
    approved_from = CivilDateField(
        _l("Approved from"),
        not_before=rules.EARLIEST,
        not_after=rules.LATEST,
        needed=_l("Enter the first day of the approval"),
        description=_l("They sign off sessions held on this day or later."),
    )
    approved_until = CivilDateField(
        _l("Approved until"),
        not_before=rules.EARLIEST,
        not_after=rules.LATEST,
        description=_l("The last day. Leave it empty if no end is known."),
    )
    password = SecretField(_l("Your password"), needed=_l("Enter your password to approve"))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        # One of them is needed, so none of them is called optional.
        for field in (self.person, self.full_name, self.email):
            field.flags.optional = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that it says who: one person, chosen or named."""
        valid = super().validate(extra_validators)
        is_named = bool(self.full_name.data or self.email.data)
        if self.person.data is None and not is_named:
            first = self.person if self.person.choices else self.full_name
            first.errors = [_("Choose somebody, or enter a name and an e-mail address")]
            return False
        if self.person.data is not None and is_named:
            self.person.errors = [_("Choose somebody or enter somebody new, not both")]
            return False
        if is_named and not (self.full_name.data and self.email.data):
            missing = self.email if self.full_name.data else self.full_name
            missing.errors = [*missing.errors, _("Enter both the name and the e-mail address")]
            return False
        return valid

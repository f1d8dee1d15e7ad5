"""What is asked of whoever opens a cohort, brings people into it, plans and records teaching."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import StopValidation

from trainee_tracker import clock
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.rules import Mark, ModuleOutcome, Repeat
from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    Form,
    LineField,
    MinutesField,
    NoteField,
    PrintedField,
    RequestIdField,
    WholeNumberField,
)
from trainee_tracker.people.forms import EmailField, name_languages
from trainee_tracker.reading import Unreadable, read_date

if TYPE_CHECKING:
    from datetime import date

    from flask_babel import LazyString
    from wtforms.form import BaseForm

    from trainee_tracker.cohorts.teaching_queries import RegisterLine, ResultRow

MARK_WORDS: dict[Mark, LazyString] = {
    Mark.PRESENT: _l("Present"),
    Mark.LATE: _l("Late"),
    Mark.ABSENT: _l("Absent"),
    Mark.APOLOGIES: _l("Apologies"),
}

OUTCOME_WORDS: dict[ModuleOutcome, LazyString] = {
    ModuleOutcome.PASSED: _l("Passed"),
    ModuleOutcome.NOT_YET: _l("Not yet"),
}

REPEAT_WORDS: dict[Repeat, LazyString] = {
    Repeat.WEEKLY: _l("Every week"),
    Repeat.FORTNIGHTLY: _l("Every two weeks"),
    Repeat.MONTHLY: _l("Once a month"),
}


class SitesField(SelectMultipleField):
    """Any number of sites, each a box to tick; an id that was not offered is refused."""

    data: Any
    choices: Any

    def __init__(self, label: Any = None, **rest: Any) -> None:
        super().__init__(label, coerce=int, **rest)
        self.choices = []


class ClockField(LineField):
    """The time of day at which something starts, such as 18:30."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no time of day; "9:30" and "18.30" are taken as people write them."""
        super().pre_validate(form)
        self.data = self.data.replace(".", ":").zfill(5)
        if not rules.is_clock(self.data):
            raise StopValidation(str(_("Enter the time as hours and minutes, for example 18:30")))


class DatesField(NoteField):
    """Dates, one on each line or parted by semicolons; `dates` are what they mean."""

    dates: list[date]

    def pre_validate(self, form: BaseForm) -> None:
        """Read every date, and name the one that cannot be read."""
        self.dates = []
        super().pre_validate(form)
        for written in self.data.replace(";", "\n").splitlines():
            if not written.strip():
                continue
            try:
                self.dates.append(read_date(written))
            except Unreadable as error:
                message = _("“%(date)s”: %(problem)s", date=written.strip(), problem=str(error))
                raise StopValidation(str(message)) from None


class OpenCohortForm(Form):
    """Which course, whose group, taught by whom, when and where."""

    request_id = RequestIdField()
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
    """Somebody's name and address."""

    full_name = PrintedField(
        _l("Full name"),
        needed=_l("Enter their full name"),
        description=_l("As they write it themselves, in any script. They can change it later."),
    )
    email = EmailField(
        _l("E-mail address"),
        longest=254,
        needed=_l("Enter their e-mail address"),
        description=_l("Their own, not a shared one: whoever opens the letter can sign in."),
    )


class EnrolTraineeForm(NewcomerForm):
    """Who joins a cohort, and from which day."""

    request_id = RequestIdField()
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


class ApproveSupervisorForm(Form):
    """A known person, or somebody new by name and address, and the time of the approval."""

    request_id = RequestIdField()
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


class PlanTeachingForm(Form):
    """A series of classes; the next page shows each of them before they are saved."""

    first_on = CivilDateField(
        _l("When is the first class?"),
        not_before=rules.EARLIEST,
        not_after=rules.LATEST,
        needed=_l("Enter the date of the first class"),
    )
    repeat = ChipsField(
        _l("How often?"),
        coerce=Repeat,
        choices=list(REPEAT_WORDS.items()),
        default=Repeat.WEEKLY,
        needed=_l("Choose how often"),
        description=_l("Once a month keeps its place in the month, such as the second Saturday."),
    )
    count = WholeNumberField(
        _l("How many classes?"),
        at_least=1,
        at_most=rules.MOST_CLASSES,
        needed=_l("Enter how many classes"),
    )
    starts_at = ClockField(
        _l("At what time?"),
        longest=5,
        default="18:30",
        needed=_l("Enter the time, for example 18:30"),
    )
    minutes = MinutesField(
        _l("How long is a class?"),
        at_most=rules.LONGEST_CLASS,
        needed=_l("Enter the minutes as a whole number, for example 150"),
    )
    site = ChoiceField(_l("Where?"), coerce=int, blank=_l("Not yet known, or online"))
    skipping = DatesField(
        _l("Days without a class"),
        longest=4000,
        description=_l(
            "One date on each line, such as 28 December 2026. "
            "A class that would fall on it is added at the end."
        ),
    )


class RegisterForm(Form):
    """Who was in a class; the fields of each trainee are added by `register_form`."""

    request_id = RequestIdField()
    sequence_seen = HiddenField()

    def answers(self, lines: Sequence[RegisterLine]) -> dict[int, tuple[Mark, int]]:
        """Return the mark and the minutes late of each trainee by enrolment."""
        return {
            line.enrolment_id: (
                self[f"mark_{line.enrolment_id}"].data,
                self[f"late_{line.enrolment_id}"].data or 0,
            )
            for line in lines
        }

    def seen(self) -> int:
        """Return the number of the register that the page showed; 0 when it did not arrive."""
        text = str(self.sequence_seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that whoever came late has minutes."""
        valid = super().validate(extra_validators)
        for field in self:
            late = self._fields.get(field.name.replace("mark_", "late_"))
            is_late = field.name.startswith("mark_") and field.data is Mark.LATE
            if is_late and late is not None and late.data is None and not late.errors:
                late.errors = [_("Enter how many minutes late they came")]
                valid = False
        return valid


def register_form(lines: Sequence[RegisterLine], minutes: int, sequence: int) -> RegisterForm:
    """Return the form of one class of `minutes`, with the marks that stand, or all present."""

    class BoundRegisterForm(RegisterForm):
        pass

    for line in lines:
        setattr(
            BoundRegisterForm,
            f"mark_{line.enrolment_id}",
            ChipsField(
                line.full_name,
                coerce=Mark,
                choices=list(MARK_WORDS.items()),
                default=line.mark or Mark.PRESENT,
                needed=_l("Mark every trainee"),
            ),
        )
        setattr(
            BoundRegisterForm,
            f"late_{line.enrolment_id}",
            MinutesField(
                _l("Minutes late"), at_most=max(1, minutes - 1), default=line.minutes_late or None
            ),
        )
    return BoundRegisterForm(sequence_seen=str(sequence))


class ModuleResultsForm(Form):
    """How trainees did in a module; the fields of each are added by `module_results_form`."""

    request_id = RequestIdField()

    def answers(self, rows: Sequence[ResultRow]) -> dict[date, dict[int, ModuleOutcome]]:
        """Return the outcomes by enrolment, for each day of decision; only what was answered."""
        decided: dict[date, dict[int, ModuleOutcome]] = {}
        for row in rows:
            outcome = self[f"outcome_{row.enrolment_id}"].data
            if outcome is not None:
                day = self[f"decided_{row.enrolment_id}"].data
                decided.setdefault(day, {})[row.enrolment_id] = outcome
        return decided

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that each outcome has its day."""
        valid = super().validate(extra_validators)
        for field in self:
            if not field.name.startswith("outcome_") or field.data is None:
                continue
            day = self._fields[field.name.replace("outcome_", "decided_")]
            if day.data is None and not day.errors:
                day.errors = [_("Enter the day of the decision")]
                valid = False
        return valid


def module_results_form(rows: Sequence[ResultRow]) -> ModuleResultsForm:
    """Return the form of one module, with the decisions that stand and today for the others."""

    class BoundModuleResultsForm(ModuleResultsForm):
        pass

    for row in rows:
        setattr(
            BoundModuleResultsForm,
            f"outcome_{row.enrolment_id}",
            ChipsField(
                row.full_name,
                coerce=ModuleOutcome,
                choices=list(OUTCOME_WORDS.items()),
                default=row.outcome,
            ),
        )
        setattr(
            BoundModuleResultsForm,
            f"decided_{row.enrolment_id}",
            CivilDateField(
                _l("Date"),
                not_before=rules.EARLIEST,
                not_after=clock.today,
                default=row.decided_on or clock.today,
            ),
        )
    return BoundModuleResultsForm()

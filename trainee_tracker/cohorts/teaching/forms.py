"""What is asked of whoever plans the classes of a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from trainee_tracker.cohorts.rules import EARLIEST, LATEST
from trainee_tracker.cohorts.teaching import rules
from trainee_tracker.cohorts.teaching.rules import Repeat
from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    LineField,
    MinutesField,
    NoteField,
    WholeNumberField,
)
from trainee_tracker.form import ActForm, WrongAnswer
from trainee_tracker.messages import Own, say
from trainee_tracker.reading import Unreadable, read_date

if TYPE_CHECKING:
    from datetime import date

    from flask_babel import LazyString
    from wtforms.form import BaseForm

REPEAT_WORDS: dict[Repeat, LazyString] = {
    Repeat.WEEKLY: _l("Every week"),
    Repeat.FORTNIGHTLY: _l("Every two weeks"),
    Repeat.MONTHLY: _l("Once a month"),
}


class ClockField(LineField):
    """The time of day at which something starts, such as 18:30."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no time of day; "9:30" and "18.30" are taken as people write them."""
        super().pre_validate(form)
        self.data = self.data.replace(".", ":").zfill(5)
        if not rules.is_clock(self.data):
            raise StopValidation(str(_("Enter the time as hours and minutes, for example 18:30")))


class DatesField(NoteField):
    """Dates, one on each line or separated by semicolons; `dates` are what they mean."""

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
                raise WrongAnswer(
                    say(
                        "“{date}”: {problem}",
                        date=Own(written.strip()),
                        problem=error.message,
                    )
                ) from None


class PlanTeachingForm(ActForm):
    """A series of classes; the next page shows each of them before they are saved."""

    first_on = CivilDateField(
        _l("When is the first class?"),
        not_before=EARLIEST,
        not_after=LATEST,
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

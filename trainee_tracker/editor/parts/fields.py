"""The two fields that only the editor needs: several boxes to tick, and a time in two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import SelectMultipleField

from trainee_tracker.fields import Demanded
from trainee_tracker.form import WrongAnswer
from trainee_tracker.messages import say
from trainee_tracker.reading import read_whole_number, without_hidden

if TYPE_CHECKING:
    from wtforms.form import BaseForm

MOST_MINUTES = 1_000_000
"""Minutes, which are more than 16,000 hours: beyond what any body asks for."""


class TicksField(SelectMultipleField):
    """Any number of answers, each a box to tick; `needed` demands at least one."""

    component = "ticks"

    data: Any
    choices: Any

    def __init__(
        self, label: Any = None, *, choices: Any = (), needed: Any = None, **rest: Any
    ) -> None:
        super().__init__(label, **rest)
        self.choices = list(choices)
        self.needed = needed
        self.flags.optional = False

    def pre_validate(self, form: BaseForm) -> None:
        """Ask for one where one is needed, and refuse what was not offered."""
        if self.needed and not self.data:
            raise WrongAnswer(self.needed)
        super().pre_validate(form)


class DurationField(Demanded):
    """A time as hours of the course and minutes; its value is in minutes of the clock.

    `hour_minutes` is the length of the course's hour. Both inputs bear the field's name.
    """

    component = "duration"

    message = say("Enter the time in whole hours and minutes, for example 1 and 30")

    def __init__(self, label: Any = None, *, hour_minutes: int, at_least: int, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.hour_minutes, self.at_least = hour_minutes, at_least
        self.typed: list[str] = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the two numbers; an empty one is none, two empty ones are no answer."""
        self.typed = [without_hidden(str(value)) for value in (*valuelist, "", "")][:2]
        self.data = None
        if any(value.strip() for value in self.typed):
            hours, minutes = (
                read_whole_number(value, message=self.message) if value.strip() else 0
                for value in self.typed
            )
            self.data = hours * self.hour_minutes + minutes

    @property
    def shown(self) -> tuple[str, str]:
        """Return what the two inputs show: the answer, or what was typed in its place."""
        if self.typed:
            return self.typed[0], self.typed[1]
        if self.data is None:
            return "", ""
        hours, minutes = divmod(self.data, self.hour_minutes)
        return str(hours), str(minutes)

    def pre_validate(self, form: BaseForm) -> None:
        """Also hold the bounds."""
        super().pre_validate(form)
        if self.data < self.at_least:
            raise WrongAnswer(say("Enter at least 1 minute"))
        if self.data > MOST_MINUTES:
            raise WrongAnswer(say("Enter a shorter time"))

"""The form fields that every room shares.

A field never raises on bad input: it shows again what was typed and says what to do. `needed` is a
demand and its sentence in one: a field without it may be left empty, and its label says "(optional)".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from trainee_tracker.form import WrongAnswer
from trainee_tracker.messages import AnyOf, Message, Verbatim, say
from trainee_tracker.reading import (
    read_date,
    read_line,
    read_note,
    read_whole_number,
    without_hidden,
)
from trainee_tracker.spelling import read_printed, without_unseen

if TYPE_CHECKING:
    from markupsafe import Markup
    from wtforms.form import BaseForm

    Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]

MINUTES_EXAMPLE: Final = say("Enter the minutes as a whole number, for example 50")
CHOOSE_ONE: Final = say("Choose one")


class Demanded(Field):
    """A field that may demand an answer, and stops at the first thing to say about it."""

    component = "text"

    data: Any

    def __init__(self, label: Any = None, *, needed: Any = None, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.needed = needed
        self.flags.optional = needed is None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return self.data is None or self.data == ""

    def pre_validate(self, form: BaseForm) -> None:
        """Stop at an unreadable or missing answer, and at an empty one that may be empty."""
        if self.process_errors:
            raise StopValidation
        if self.is_empty:
            raise WrongAnswer(self.needed or "")


class LineField(Demanded, StringField):
    """One line of text, as `read_line` takes it; an empty answer is ""."""

    data: Any

    def __init__(self, label: Any = None, *, longest: int = 200, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.longest = longest

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the clean text, or what was typed without its hidden characters."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = without_hidden(typed)
        self.data = read_line(typed, longest=self.longest)


class PrintedField(LineField):
    """One line that certificates print or somebody signs with, as `read_printed` takes it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the clean text, or what was typed without what cannot be seen in it."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = without_unseen(without_hidden(typed))
        self.data = read_printed(typed, longest=self.longest)


class NoteField(Demanded, TextAreaField):
    """Text of many lines, as `read_note` takes it; an empty answer is ""."""

    component = "textarea"

    data: Any

    def __init__(self, label: Any = None, *, longest: int = 10_000, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.longest = longest

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the clean text, or what was typed without its hidden characters."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = without_hidden(typed, many_lines=True)
        self.data = read_note(typed, longest=self.longest)


class SecretField(Demanded, PasswordField):
    """A password: taken exactly as typed, and never shown again."""

    data: Any

    def __init__(self, label: Any = None, *, longest: int = 1_000, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.longest = longest

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed; so long a password is no password, and would be slow to check."""
        self.data = str(valuelist[0]) if valuelist else ""
        if len(self.data) > self.longest:
            raise ValueError(say("Use a shorter password"))


class _ReadField(Demanded):
    """A field whose text means something else: while it cannot be read, the text itself stays."""

    widget = TextInput()

    def read(self, typed: str) -> Any:
        """Return what `typed` means; raises Unreadable."""

    def written(self) -> str:
        """Return the value as the input shows it."""
        return str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed, if anything was."""
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if typed:
            self.data = self.read(typed)

    def _value(self) -> str:
        if self.data is not None:
            return self.written()
        return without_hidden(str(self.raw_data[0])) if self.raw_data else ""


class WholeNumberField(_ReadField):
    """A whole number from `at_least` to `at_most`; None when empty."""

    component = "number"

    message = say("Enter a whole number, for example 12")

    def __init__(
        self, label: Any = None, *, at_least: int = 0, at_most: int = 1_000_000, **rest: Any
    ) -> None:
        super().__init__(label, **rest)
        self.at_least, self.at_most = at_least, at_most

    def read(self, typed: str) -> int:
        """Return the number, in the digits of any script."""
        return read_whole_number(typed, message=self.message)

    def out_of_bounds(self) -> Message:
        """Say between which numbers the answer must be."""
        return say("Enter a number from {low} to {high}", low=self.at_least, high=self.at_most)

    def pre_validate(self, form: BaseForm) -> None:
        """Also hold the bounds."""
        super().pre_validate(form)
        if not self.at_least <= self.data <= self.at_most:
            raise WrongAnswer(self.out_of_bounds())


class MinutesField(WholeNumberField):
    """Whole minutes, from `at_least` (1) to `at_most` (a day)."""

    message = MINUTES_EXAMPLE

    def __init__(
        self, label: Any = None, *, at_least: int = 1, at_most: int = 1440, **rest: Any
    ) -> None:
        super().__init__(label, at_least=at_least, at_most=at_most, **rest)

    def out_of_bounds(self) -> Message:
        """Say between how many minutes the answer must be."""
        return say("Enter from {low} to {high} minutes", low=self.at_least, high=self.at_most)


class _DateInput(TextInput):
    """The browser's own date picker; plain text while what was typed is not a date."""

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        day = cast("CivilDateField", field)
        unread = day.data is None and bool(day.raw_data and str(day.raw_data[0]).strip())
        kwargs.setdefault("type", "text" if unread else "date")
        for limit, attribute in ((day.earliest(), "min"), (day.latest(), "max")):
            if limit and not unread:
                kwargs.setdefault(attribute, limit.isoformat())
        return super().__call__(field, **kwargs)


class CivilDateField(_ReadField):
    """A civil date, as `read_date` takes it; None when empty.

    `not_after` and `not_before` are dates, or functions that return one when the form is read
    (`not_after=clock.today`), because nothing here reads the time.
    """

    component = "date"

    widget = _DateInput()

    def __init__(
        self,
        label: Any = None,
        *,
        not_before: date | Callable[[], date | None] | None = None,
        not_after: date | Callable[[], date | None] | None = None,
        too_early: Any = None,
        too_late: Any = None,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.not_before, self.not_after = not_before, not_after
        self.too_early, self.too_late = too_early, too_late

    def earliest(self) -> date | None:
        """Return the first day that may be chosen."""
        return self.not_before() if callable(self.not_before) else self.not_before

    def latest(self) -> date | None:
        """Return the last day that may be chosen."""
        return self.not_after() if callable(self.not_after) else self.not_after

    def read(self, typed: str) -> date:
        """Return the date in `typed`."""
        return read_date(typed)

    def written(self) -> str:
        """Return the date as the browser's date picker wants it."""
        return str(self.data.isoformat())

    def pre_validate(self, form: BaseForm) -> None:
        """Also hold the bounds."""
        super().pre_validate(form)
        first, last = self.earliest(), self.latest()
        if first and self.data < first:
            message = self.too_early or say("Enter {date} or a later date", date=first)
            raise WrongAnswer(message)
        if last and self.data > last:
            message = self.too_late or say("Enter {date} or an earlier date", date=last)
            raise WrongAnswer(message)


class _ChosenField(Demanded, SelectField):
    """One of several answers. `choices` are (value, label) pairs, or a function returning them."""

    data: Any
    choices: Any

    def __init__(self, label: Any = None, *, choices: Choices | None = None, **rest: Any) -> None:
        super().__init__(label, **rest)
        # Set afterwards: the constructor of WTForms warns about pairs, which it still takes.
        self.choices = choices

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen; the empty answer of a list counts as nothing."""
        return self.data is None or str(self.data) in {"", "None"}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the chosen value; an empty one is None, whatever the values are made of."""
        if not valuelist or valuelist[0] == "":
            self.data = None
            return
        super().process_formdata(valuelist)

    def pre_validate(self, form: BaseForm) -> None:
        """Also refuse an answer that was not offered."""
        Demanded.pre_validate(self, form)
        SelectField.pre_validate(self, form)


class ChipsField(_ChosenField, RadioField):
    """One answer out of a few, each a large chip to press; None when nothing was chosen."""

    component = "chips"


class ChoiceField(_ChosenField):
    """One answer out of a longer list; `blank` is the first, empty line of the list."""

    component = "select"

    def __init__(self, label: Any = None, *, blank: Any = CHOOSE_ONE, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.blank = blank


class TickField(BooleanField):
    """A box to tick; with `needed` it must be ticked."""

    component = "checkbox"

    def __init__(self, label: Any = None, *, needed: Any = None, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.needed = needed

    def pre_validate(self, form: BaseForm) -> None:
        """Ask for the tick where one is needed."""
        if self.needed and not self.data:
            raise WrongAnswer(self.needed)


class UploadField(Demanded, FileField):
    """One file, whose name must end in one of `endings` (".csv") where any are given."""

    component = "file"

    data: Any

    def __init__(self, label: Any = None, *, endings: Sequence[str] = (), **rest: Any) -> None:
        super().__init__(label, **rest)
        self.endings = tuple(endings)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the file that was sent; an empty choice of file is none."""
        files = (value for value in valuelist if isinstance(value, FileStorage) and value.filename)
        self.data = next(files, None)

    def pre_validate(self, form: BaseForm) -> None:
        """Also hold the endings."""
        super().pre_validate(form)
        if self.endings and not str(self.data.filename).lower().endswith(self.endings):
            endings = AnyOf(tuple(map(Verbatim, self.endings)))
            raise WrongAnswer(say("Choose a file that ends in {endings}", endings=endings))

"""Whatever is typed into a field: it is read, or it is shown again with a sentence that helps."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask, g, session
from flask_babel import Babel
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FieldList, FormField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length

from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    CivilDateField,
    LineField,
    MinutesField,
    NoteField,
    SecretField,
    TickField,
    UploadField,
    WholeNumberField,
)
from trainee_tracker.form import (
    CHANGED_SINCE,
    OPEN_TOO_LONG,
    DigestField,
    ErrorItem,
    Form,
    RequestIdField,
)
from trainee_tracker.reading import (
    without_hidden,
)

LAST_DAY = date(2026, 11, 22)
MINUTES = "Enter the minutes as a whole number, for example 50"
HIDDEN = "hidden character"


class LogSessionForm(Form):
    request_id = RequestIdField()
    held_on = CivilDateField(
        "Date",
        needed="Enter the date of the session",
        not_after=lambda: LAST_DAY,
        not_before=date(2020, 1, 1),
    )
    minutes = MinutesField("Minutes", needed=MINUTES, at_most=720)
    present = WholeNumberField("How many were there?", at_least=1, at_most=40)
    who = ChipsField(
        "Who?", needed="Choose who was there", choices=[("one", "One"), ("two", "Two")]
    )
    site = ChoiceField("Place", choices=lambda: [(1, "Tooting"), (2, "Balham")], coerce=int)
    title = LineField("Title", needed="Enter a title", longest=30)
    note = NoteField("Note", longest=50)
    sure = TickField("I was there", needed="Tick the box to go on")


GOOD = {
    "request_id": "8a6e0804-2bd0-4672-b79d-d97027f9071a",
    "held_on": "2026-11-22",
    "minutes": "50",
    "who": "one",
    "title": "Family session",
    "sure": "y",
}


@pytest.fixture
def web() -> Iterator[Flask]:
    """A request in an app that checks CSRF nowhere, so that a test can look at one field."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a test's own", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="en_GB")
    with app.test_request_context(method="POST"):
        yield app


def sent(form: type[Form] = LogSessionForm, **typed: Any) -> Any:
    """Return the form as it is after somebody sent `typed`, checked."""
    values = {**GOOD, **typed} if form is LogSessionForm else typed
    made = form(formdata=MultiDict({k: v for k, v in values.items() if v is not None}))
    made.validate()
    return made


def message(form: Any, name: str) -> str:
    """Return the one message beside a field, or nothing."""
    errors = form[name].errors
    assert len(errors) <= 1, errors
    return str(errors[0]) if errors else ""


def test_a_good_form_gives_clean_values(web: Flask) -> None:
    form = sent(site="2", note=" one\r\ntwo ", present="")
    assert form.errors == {}
    assert form.held_on.data == LAST_DAY
    assert form.minutes.data == 50
    assert form.present.data is None
    assert form.site.data == 2
    assert form.note.data == "one\ntwo"
    assert form.request_id.data == uuid.UUID(GOOD["request_id"])
    assert form.error_items() == []


def test_each_missing_answer_says_what_to_enter(web: Flask) -> None:
    form = sent(held_on="", minutes=" ", who=None, title="", sure=None)
    assert [item.message for item in form.error_items()] == [
        "Enter the date of the session",
        MINUTES,
        "Choose who was there",
        "Enter a title",
        "Tick the box to go on",
    ]


def test_the_summary_leads_to_the_first_chip_and_to_every_other_field(web: Flask) -> None:
    form = sent(who="three", minutes="1h")
    assert form.error_items() == [
        ErrorItem(MINUTES, "minutes"),
        ErrorItem("Choose one of the answers shown", "who-0"),
    ]


@pytest.mark.parametrize("typed", ["1h", "50.0", "-5", "1_000", "fifty", "9" * 5000, "5 0", "²"])
def test_minutes_that_are_no_whole_number_are_shown_again_with_an_example(
    web: Flask, typed: str
) -> None:
    form = sent(minutes=typed)
    assert message(form, "minutes") == MINUTES
    assert form.minutes._value() == typed
    assert form.minutes.data is None


@pytest.mark.parametrize("typed", ["0", "721", "1500"])
def test_minutes_out_of_bounds_say_the_bounds(web: Flask, typed: str) -> None:
    form = sent(minutes=typed)
    assert message(form, "minutes") == "Enter from 1 to 720 minutes"
    assert form.minutes._value() == typed


def test_minutes_may_be_in_the_digits_of_any_script(web: Flask) -> None:
    assert sent(minutes="٥٠").minutes.data == 50


def test_a_number_out_of_bounds_says_the_bounds(web: Flask) -> None:
    assert message(sent(present="41"), "present") == "Enter a number from 1 to 40"
    assert message(sent(present="x"), "present") == "Enter a whole number, for example 12"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22",
        "22 November 2026",
        "22 november 2026",
        "22nd Nov. 2026",
        " 22  Nov 2026 ",
        "22/11/2026",
        "22.11.2026",
        "22-11-2026",
        "٢٢/١١/٢٠٢٦",
    ],
)
def test_a_date_may_be_written_in_these_ways(web: Flask, typed: str) -> None:
    form = sent(held_on=typed)
    assert form.held_on.data == LAST_DAY
    assert 'type="date"' in form.held_on()
    assert 'value="2026-11-22"' in form.held_on()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("29/02/2025", "The calendar has no such day."),
        ("2025-02-29", "The calendar has no such day."),
        ("31 November 2025", "The calendar has no such day."),
        ("22 Brumaire 2025", "The calendar has no such day."),
        ("11/22/2025", "The calendar has no such day."),
        ("yesterday", "Enter a date, for example 22 November 2026"),
        ("22/11/26", "Enter a date, for example 22 November 2026"),
        ("\u202e2026-11-22", "Enter a date, for example 22 November 2026"),
        ("22/11/0026", "Check the year"),
        ("0000-00-00", "Check the year"),
    ],
)
def test_a_date_that_cannot_be_is_shown_again_as_it_was_typed(
    web: Flask, typed: str, says: str
) -> None:
    form = sent(held_on=typed)
    assert message(form, "held_on").startswith(says)
    assert 'type="text"' in form.held_on()
    assert form.held_on._value() == without_hidden(typed)


def test_29_february_of_a_leap_year_is_a_day(web: Flask) -> None:
    assert sent(held_on="29/02/2024").held_on.data == date(2024, 2, 29)


def test_a_date_outside_its_bounds_says_which_dates_will_do(web: Flask) -> None:
    late, early = sent(held_on="23 November 2026"), sent(held_on="2019-12-31")
    assert message(late, "held_on") == "Enter 22 November 2026 or an earlier date"
    assert message(early, "held_on") == "Enter 1 January 2020 or a later date"
    assert 'max="2026-11-22"' in late.held_on()
    assert 'min="2020-01-01"' in late.held_on()


def test_a_room_may_say_in_its_own_words_what_is_wrong_with_a_date(web: Flask) -> None:
    class Own(Form):
        day = CivilDateField("Day", not_after=LAST_DAY, too_late="A session is logged once held")

    assert message(sent(Own, day="2026-12-01"), "day") == "A session is logged once held"


@pytest.mark.parametrize(
    "name",
    ["Ngũgĩ O’Brien-D’Souza", "أمينة الحسن", "李小龍", "Анна-Мария", "می‌خواهم", "ශ්‍රී"],
)
def test_names_of_every_script_are_kept_as_they_are(web: Flask, name: str) -> None:
    assert sent(title=name).title.data == name


def test_a_name_is_kept_in_one_normal_form(web: Flask) -> None:
    assert sent(title="Zoe\u0308").title.data == "Zoë"


@pytest.mark.parametrize(
    "code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0, 7, 9, 0x7F, 0x9F]
)
def test_hidden_characters_are_taken_out_and_asked_about(web: Flask, code: int) -> None:
    form = sent(title=f"Ab{chr(code)}cd")
    assert HIDDEN in message(form, "title")
    assert form.title._value() == "Abcd"


def test_a_note_may_have_lines_and_tabs_but_no_hidden_characters(web: Flask) -> None:
    assert sent(note="a\r\n\tb\rc\u2028d").note.data == "a\n\tb\nc\nd"
    form = sent(note="a\nb\u202e")
    assert HIDDEN in message(form, "note")
    assert form.note._value() == "a\nb"


@pytest.mark.parametrize("typed", ["\u200d", "\u200b \u200e", "\ufeff", "\u00ad\u2060"])
def test_a_text_in_which_nothing_shows_is_empty(web: Flask, typed: str) -> None:
    assert message(sent(title=typed), "title") == "Enter a title"


def test_a_text_that_is_too_long_says_by_how_much_and_stays(web: Flask) -> None:
    form = sent(title="x" * 31, note="y" * 10_050)
    assert message(form, "title") == "This is 1 character too long. Shorten it to 30 or fewer."
    assert message(form, "note") == "This is 10,000 characters too long. Shorten it to 50 or fewer."
    assert form.note._value() == "y" * 10_050


def test_an_answer_that_was_not_offered_is_refused(web: Flask) -> None:
    assert message(sent(site="3"), "site") == "Choose one of the answers shown"
    assert message(sent(site="x"), "site") == "Choose one of the answers shown"
    assert message(sent(who="three"), "who") == "Choose one of the answers shown"


def test_an_optional_choice_may_be_left_open(web: Flask) -> None:
    form = sent(site="")
    assert form.errors == {}
    assert form.site.data is None


def test_only_fields_that_may_stay_empty_are_marked_optional(web: Flask) -> None:
    form = LogSessionForm()
    assert [f.name for f in form if f.flags.optional] == ["present", "site", "note"]


def test_a_request_id_is_made_once_and_kept_while_the_form_is_corrected(web: Flask) -> None:
    fresh, other = LogSessionForm(formdata=None), LogSessionForm(formdata=None)
    assert isinstance(fresh.request_id.data, uuid.UUID)
    assert fresh.request_id.data != other.request_id.data
    again = sent(minutes="1h")
    assert GOOD["request_id"] in again.request_id()


@pytest.mark.parametrize("typed", [None, "", "not an id", "\u202e"])
def test_a_damaged_request_id_is_made_anew_and_asks_to_press_again(
    web: Flask, typed: str | None
) -> None:
    form = sent(request_id=typed)
    assert form.error_items() == [ErrorItem(str(OPEN_TOO_LONG))]
    assert isinstance(uuid.UUID(form.request_id._value()), uuid.UUID)


class Signing(Form):
    shown = DigestField()
    password = SecretField("Password", needed="Enter your password")


def test_a_digest_is_64_hexadecimal_digits_and_nothing_else(web: Flask) -> None:
    assert sent(Signing, shown="0a" * 32, password="p").errors == {}
    for damaged in (None, "", "0A" * 32, "0a" * 31, "0a" * 32 + "\n"):
        form = sent(Signing, shown=damaged, password="p")
        assert form.error_items() == [ErrorItem(str(CHANGED_SINCE))]


def test_a_password_is_taken_as_typed_and_never_shown_again(web: Flask) -> None:
    form = sent(Signing, shown="0a" * 32, password=" spaces matter ")
    assert form.password.data == " spaces matter "
    assert "spaces" not in form.password()
    assert message(sent(Signing, password=""), "password") == "Enter your password"
    assert message(sent(Signing, password="x" * 1001), "password") == "Use a shorter password"


class Upload(Form):
    people = UploadField("People", needed="Choose a file", endings=(".csv",))


def test_a_file_is_asked_for_by_its_ending(web: Flask) -> None:
    def upload(name: str) -> Any:
        return sent(Upload, people=FileStorage(io.BytesIO(b"a,b"), filename=name))

    assert upload("People.CSV").people.data.read() == b"a,b"
    assert message(upload("people.pdf"), "people") == "Choose a file that ends in .csv"
    assert message(upload(""), "people") == "Choose a file"
    assert message(sent(Upload, people="typed text"), "people") == "Choose a file"
    assert Upload().has_upload
    assert not Signing().has_upload


class StockFields(Form):
    email = LineField("E-mail", needed="Enter your e-mail address", validators=[Email()])
    short = StringField("Short", validators=[Length(max=1)])
    stock = SelectField("Stock", validators=[InputRequired()], choices=lambda: [("a", "A")])


def test_what_a_stock_field_says_by_itself_is_in_our_words(web: Flask) -> None:
    form = sent(StockFields, email="nobody", stock="b")
    assert message(form, "email") == "Enter an e-mail address, for example name@example.org"
    assert message(form, "stock") == "Choose one of the answers shown"
    short = sent(StockFields, short="ab")
    assert message(short, "short") == "Field cannot be longer than 1 character."


def test_a_refusal_of_the_rules_goes_first_into_the_summary_and_only_once(web: Flask) -> None:
    form = sent(minutes="1h")
    form.refuse("Somebody signed this first.")
    form.refuse("Somebody signed this first.")
    assert form.error_items()[0] == ErrorItem("Somebody signed this first.")
    assert len(form.error_items()) == 2
    assert form.errors


class Row(Form):
    class Meta:
        csrf = False

    minutes = MinutesField("Minutes", needed=MINUTES)


class Register(Form):
    rows = FieldList(FormField(Row), min_entries=2)
    names = FieldList(LineField("Name", needed="Enter a name"), min_entries=1)


def test_the_summary_finds_errors_in_rows_of_a_form(web: Flask) -> None:
    form = sent(Register, **{"rows-0-minutes": "x", "rows-1-minutes": "5", "names-0": ""})
    assert form.error_items() == [
        ErrorItem(MINUTES, "rows-0-minutes"),
        ErrorItem("Enter a name", "names-0"),
    ]


def test_a_page_open_for_too_long_loses_nothing_and_says_so() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a test's own", WTF_CSRF_TIME_LIMIT=3600)
    Babel(app)
    with app.test_request_context(method="POST", data={**GOOD, "csrf_token": "an old one"}):
        form: Any = LogSessionForm()
        assert not form.validate_on_submit()
        assert [item.message for item in form.error_items()] == [str(OPEN_TOO_LONG)]
        assert form.title.data == "Family session"
        assert "csrf_valid" not in g
        token = form.csrf_token._value()
        kept = dict(session)
    with app.test_request_context(method="POST", data={**GOOD, "csrf_token": token}):
        session.update(kept)
        assert LogSessionForm().validate_on_submit()
        assert g.csrf_valid

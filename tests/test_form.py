"""What the summary above a form says of its fields."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from trainee_tracker.fields import ChipsField, ChoiceField, CivilDateField
from trainee_tracker.form import ErrorItem, Form


class AlikeForm(Form):
    who = ChipsField("Who was there?", needed="Choose one", choices=[("one", "One")])
    place = ChoiceField("Place", needed="Choose one", choices=[("a", "A")])
    day = CivilDateField("Day", needed="Enter the day")


def test_what_is_said_of_two_questions_in_one_summary_names_each() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="a test's own", WTF_CSRF_ENABLED=False)
    Babel(app, default_locale="en_GB")
    with app.test_request_context(method="POST"):
        form = AlikeForm(formdata=MultiDict({"day": ""}))
        assert not form.validate()
        assert form.error_items() == [
            ErrorItem("Who was there? Choose one", "who-0"),
            ErrorItem("Place: Choose one", "place"),
            ErrorItem("Enter the day", "day"),
        ]
        # Beside the field the question stands already.
        assert form.place.errors == ["Choose one"]

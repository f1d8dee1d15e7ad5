"""What is asked of whoever opens a course."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import ChipsField, ChoiceField, PrintedField
from trainee_tracker.form import Form, RequestIdField


class OpenCourseForm(Form):
    """A title, and the organisation that owns the course; the preset is in the address."""

    request_id = RequestIdField()
    title = PrintedField(
        _l("What do you call this course?"),
        needed=_l("Enter a title for the course"),
        description=_l("Trainees see it, and certificates print it."),
    )
    organisation = ChoiceField(
        _l("Whose course is it?"),
        coerce=int,
        needed=_l("Choose the organisation that owns the course"),
    )


class OpenLikeForm(OpenCourseForm):
    """Also which state of another course it begins with."""

    beginning = ChipsField(
        _l("Which state of that course should it begin with?"),
        choices=[("newest", _l("The newest version")), ("draft", _l("The draft"))],
        needed=_l("Choose one"),
        default="newest",
    )

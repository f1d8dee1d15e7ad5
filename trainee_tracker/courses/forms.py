"""What is asked of whoever opens a course, names it and publishes it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.fields import (
    ChipsField,
    ChoiceField,
    DigestField,
    Form,
    PrintedField,
    RequestIdField,
)


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


class AdaptCourseForm(OpenCourseForm):
    """The title that a course of another network gets here, whose it is, and what it awards."""

    organisation = ChoiceField(
        _l("Whose course will it be?"),
        coerce=int,
        needed=_l("Choose the organisation that will own the course"),
    )
    award = PrintedField(
        _l("Title of the award"),
        description=_l("Leave it as it is, or say what the certificate is called with you."),
    )


class OpenLikeForm(OpenCourseForm):
    """Also which state of another course it begins with."""

    beginning = ChipsField(
        _l("Which state of that course should it begin with?"),
        choices=[("newest", _l("The newest version")), ("draft", _l("The draft"))],
        needed=_l("Choose one"),
        default="newest",
    )


class PublishVersionForm(Form):
    """That the draft is published just as it was shown."""

    digest = DigestField()

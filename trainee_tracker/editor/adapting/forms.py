"""What is asked of whoever adapts a course to another network."""

from __future__ import annotations

from trainee_tracker.editor.opening.forms import OpenCourseForm
from trainee_tracker.fields import ChoiceField, PrintedField
from trainee_tracker.messages import say


class AdaptCourseForm(OpenCourseForm):
    """The title that a course of another network gets here, whose it is, and what it awards."""

    organisation = ChoiceField(
        say("Whose course will it be?"),
        coerce=int,
        needed=say("Choose the organisation that will own the course"),
    )
    award = PrintedField(
        say("Title of the award"),
        description=say("Leave it as it is, or say what the certificate is called with you."),
    )

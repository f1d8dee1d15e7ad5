"""What is asked of whoever adapts a course to another network."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trainee_tracker.editor.opening.forms import OpenCourseForm
from trainee_tracker.fields import ChoiceField, PrintedField


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

"""What is asked of whoever opens a course."""

from __future__ import annotations

from trainee_tracker.fields import ChipsField, ChoiceField, PrintedField
from trainee_tracker.form import ActForm
from trainee_tracker.messages import say


class OpenCourseForm(ActForm):
    """A title, and the organisation that owns the course; the preset is in the address."""

    title = PrintedField(
        say("What do you call this course?"),
        needed=say("Enter a title for the course"),
        description=say("Trainees see it, and certificates print it."),
    )
    organisation = ChoiceField(
        say("Whose course is it?"),
        coerce=int,
        needed=say("Choose the organisation that owns the course"),
    )

    @property
    def is_from_draft(self) -> bool:
        """Whether it begins with the draft of another course, and not its newest version."""
        return False


class OpenLikeForm(OpenCourseForm):
    """Also which state of another course it begins with."""

    beginning = ChipsField(
        say("Which state of that course should it begin with?"),
        choices=[("newest", say("The newest version")), ("draft", say("The draft"))],
        needed=say("Choose one"),
        default="newest",
    )

    @property
    def is_from_draft(self) -> bool:
        """Whether it begins with the draft of another course, and not its newest version."""
        return bool(self.beginning.data == "draft")

"""What is asked of whoever takes a register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.fields import ChipsField, Form, MinutesField, RequestIdField

if TYPE_CHECKING:
    from flask_babel import LazyString

    from trainee_tracker.cohorts.registers.queries import RegisterLine

MARK_WORDS: dict[Mark, LazyString] = {
    Mark.PRESENT: _l("Present"),
    Mark.LATE: _l("Late"),
    Mark.ABSENT: _l("Absent"),
    Mark.APOLOGIES: _l("Apologies"),
}


class RegisterForm(Form):
    """Who was in a class; the fields of each trainee are added by `register_form`."""

    request_id = RequestIdField()
    sequence_seen = HiddenField()

    def answers(self, lines: Sequence[RegisterLine]) -> dict[int, tuple[Mark, int]]:
        """Return the mark and the minutes late of each trainee by enrolment."""
        return {
            line.enrolment_id: (
                self[f"mark_{line.enrolment_id}"].data,
                self[f"late_{line.enrolment_id}"].data or 0,
            )
            for line in lines
        }

    def seen(self) -> int:
        """Return the number of the register that the page showed; 0 when it did not arrive."""
        text = str(self.sequence_seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that whoever came late has minutes."""
        valid = super().validate(extra_validators)
        for field in self:
            late = self._fields.get(field.name.replace("mark_", "late_"))
            is_late = field.name.startswith("mark_") and field.data is Mark.LATE
            if is_late and late is not None and late.data is None and not late.errors:
                late.errors = [_("Enter how many minutes late they came")]
                valid = False
        return valid


def register_form(lines: Sequence[RegisterLine], minutes: int, sequence: int) -> RegisterForm:
    """Return the form of one class of `minutes`, with the marks that stand, or all present."""

    class BoundRegisterForm(RegisterForm):
        pass

    for line in lines:
        setattr(
            BoundRegisterForm,
            f"mark_{line.enrolment_id}",
            ChipsField(
                line.full_name,
                coerce=Mark,
                choices=list(MARK_WORDS.items()),
                default=line.mark or Mark.PRESENT,
                needed=_l("Mark every trainee"),
            ),
        )
        setattr(
            BoundRegisterForm,
            f"late_{line.enrolment_id}",
            MinutesField(
                _l("Minutes late"), at_most=max(1, minutes - 1), default=line.minutes_late or None
            ),
        )
    return BoundRegisterForm(sequence_seen=str(sequence))

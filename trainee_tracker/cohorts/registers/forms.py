"""What is asked of whoever takes a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from trainee_tracker.cohorts.registers.queries import NamedChange, marks_in_force
from trainee_tracker.cohorts.registers.rules import changes_between
from trainee_tracker.cohorts.rules import Mark
from trainee_tracker.fields import ChipsField, MinutesField, NoteField, SecretField
from trainee_tracker.form import ActForm
from trainee_tracker.messages import Message, say
from trainee_tracker.reasons import LONGEST_REASON

if TYPE_CHECKING:
    from trainee_tracker.cohorts.registers.queries import RegisterLine
    from trainee_tracker.cohorts.registers.rules import Marked

MARK_WORDS: Final[Mapping[Mark, Message]] = {
    Mark.PRESENT: say("Present"),
    Mark.LATE: say("Late"),
    Mark.ABSENT: say("Absent"),
    Mark.APOLOGIES: say("Apologies"),
}
NO_MARK = "none"
NO_MARK_WORDS = say("No mark: not enrolled then")


def _read_mark(sent: str | None) -> Mark | None:
    """Return the mark that was sent, or None for the answer that there is none."""
    return Mark(sent) if sent not in (None, NO_MARK) else None


class TakeRegisterForm(ActForm):
    """Who was in a class; the fields of each trainee are added by `take_register_form`.

    A correction also asks why, and for the password unless it was given a moment ago.
    """

    sequence_seen = HiddenField()
    reason = NoteField(
        _l("Why is this register corrected?"),
        longest=LONGEST_REASON,
        description=_l(
            "One sentence, for example “Signed the list at the door, missed at the roll call”. "
            "It stays on this page."
        ),
    )
    password = SecretField(
        _l("Your password"), description=_l("Hours that counted may no longer do so.")
    )

    sequence = 0
    lines: Sequence[RegisterLine] = ()
    asks_password = True

    def is_correction(self) -> bool:
        """Tell whether the page showed a register that had been taken before."""
        return self.seen() > 0

    def answers(self, lines: Sequence[RegisterLine]) -> dict[int, Marked]:
        """Return the mark and the minutes late of each trainee who has one, by enrolment."""
        marked: dict[int, Marked] = {}
        for line in lines:
            mark = self[f"mark_{line.enrolment_id}"].data
            late = self[f"late_{line.enrolment_id}"].data if mark is Mark.LATE else None
            if mark is not None:
                marked[line.enrolment_id] = (mark, late or 0)
        return marked

    def changes(self) -> list[NamedChange]:
        """Return what the answers change of a register that was taken before, by name."""
        if not self.is_correction():
            return []
        names = {line.enrolment_id: line.full_name for line in self.lines}
        changes = changes_between(marks_in_force(self.lines), self.answers(self.lines))
        return [NamedChange(names[each.enrolment_id], each) for each in changes]

    def seen(self) -> int:
        """Return how often the register had been taken when the page was shown.

        It is -1 where that is not what this form was made with: then the page is stale, and
        nothing is asked of it.
        """
        return self.sequence if self.sequence_seen.data == str(self.sequence) else -1

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that whoever came late has minutes."""
        valid = super().validate(extra_validators)
        for field in self:
            late = self._fields.get(field.name.replace("mark_", "late_"))
            is_late = field.name.startswith("mark_") and field.data is Mark.LATE
            if is_late and late is not None and late.data is None and not late.errors:
                late.errors = [_("Enter how many minutes late they came")]
                valid = False
        return self._is_accounted_for() and valid

    def _is_accounted_for(self) -> bool:
        """Tell whether a correction that changes something has its reason, and the password."""
        if not self.changes():
            return True
        if not self.reason.data and not self.reason.errors:
            self.reason.errors = [_("Say why the register is corrected")]
        if self.asks_password and not self.password.data and not self.password.errors:
            self.password.errors = [_("Enter your password to correct the register")]
        return not (self.reason.errors or self.password.errors)


def take_register_form(
    lines: Sequence[RegisterLine], minutes: int, sequence: int, *, asks_password: bool = True
) -> TakeRegisterForm:
    """Return the form of one class of `minutes`, with the marks that stand, or all present.

    `sequence` is how often the register was taken. Once it was, whoever has no mark was enrolled
    later: they stay without one unless somebody gives it. Without `asks_password` the password was
    given a moment ago.
    """

    class BoundTakeRegisterForm(TakeRegisterForm):
        pass

    for line in lines:
        may_stay_unmarked = sequence > 0 and line.mark is None
        setattr(
            BoundTakeRegisterForm,
            f"mark_{line.enrolment_id}",
            ChipsField(
                line.full_name,
                coerce=_read_mark,
                choices=[
                    *MARK_WORDS.items(),
                    *([(NO_MARK, NO_MARK_WORDS)] if may_stay_unmarked else []),
                ],
                default=line.mark if sequence else Mark.PRESENT,
                needed=None if may_stay_unmarked else _l("Choose a mark"),
            ),
        )
        setattr(
            BoundTakeRegisterForm,
            f"late_{line.enrolment_id}",
            MinutesField(
                _l("Minutes late, %(name)s", name=line.full_name),
                at_most=max(1, minutes - 1),
                default=line.minutes_late or None,
            ),
        )
    form = BoundTakeRegisterForm(sequence_seen=str(sequence))
    for line in lines:
        form[f"mark_{line.enrolment_id}"].flags.in_row = True
        form[f"late_{line.enrolment_id}"].flags.in_row = True
    form.sequence, form.lines, form.asks_password = sequence, lines, asks_password
    for field in (form.reason, form.password):
        field.flags.optional = False
    return form

"""What is asked of whoever records who has passed a module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker import clock
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.modules.queries import decisions_in_force
from trainee_tracker.cohorts.modules.rules import changes
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.fields import ChipsField, CivilDateField, NoteField
from trainee_tracker.form import ActForm, HiddenNumberField
from trainee_tracker.messages import Message, say
from trainee_tracker.reasons import LONGEST_REASON

if TYPE_CHECKING:
    from datetime import date

    from trainee_tracker.cohorts.modules.queries import ResultRow

OUTCOME_WORDS: Final[Mapping[ModuleOutcome, Message]] = {
    ModuleOutcome.PASSED: say("Passed"),
    ModuleOutcome.NOT_YET: say("Not yet"),
}


class RecordModuleResultsForm(ActForm):
    """How trainees did in a module; the fields of each are added by `record_module_results_form`.

    Changing what was recorded before also asks why, once for all of them.
    """

    last_seen = HiddenNumberField()
    reason = NoteField(
        _l("Why does a recorded result change?"),
        longest=LONGEST_REASON,
        description=_l(
            "Only where you change one, for example “Handed in again on 4 May and passed”. "
            "It stays on this page."
        ),
    )

    rows: Sequence[ResultRow] = ()
    last = 0

    def answers(self, rows: Sequence[ResultRow]) -> dict[date, dict[int, ModuleOutcome]]:
        """Return the outcomes by enrolment, for each day of decision; only what was answered."""
        decided: dict[date, dict[int, ModuleOutcome]] = {}
        for row in rows:
            outcome = self[f"outcome_{row.enrolment_id}"].data
            if outcome is not None:
                day = self[f"decided_{row.enrolment_id}"].data
                decided.setdefault(day, {})[row.enrolment_id] = outcome
        return decided

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that each outcome has its day."""
        valid = super().validate(extra_validators)
        for field in self:
            if not field.name.startswith("outcome_") or field.data is None:
                continue
            day = self._fields[field.name.replace("outcome_", "decided_")]
            if day.data is None and not day.errors:
                day.errors = [_("Enter the day of the decision")]
                valid = False
        return valid and self._is_accounted_for()

    def _is_accounted_for(self) -> bool:
        """Tell whether there is a reason where a result that holds is changed.

        Nothing is asked of a page that is stale: it is shown again instead.
        """
        current = decisions_in_force(self.rows)
        decided = {
            each: (outcome, day)
            for day, outcomes in self.answers(self.rows).items()
            for each, outcome in outcomes.items()
        }
        changed = changes(current, decided)
        is_shown = self.last_seen.data == self.last
        if is_shown and current.keys() & changed.keys() and not self.reason.data:
            self.reason.errors = [_("Say why a recorded result changes")]
            return False
        return True


def record_module_results_form(rows: Sequence[ResultRow], last: int) -> RecordModuleResultsForm:
    """Return the form of one module, with the decisions that stand and today for the others.

    `last` is the id of the result of this module that was recorded last.
    """

    class BoundRecordModuleResultsForm(RecordModuleResultsForm):
        pass

    for row in rows:
        setattr(
            BoundRecordModuleResultsForm,
            f"outcome_{row.enrolment_id}",
            ChipsField(
                row.full_name,
                coerce=ModuleOutcome,
                choices=list(OUTCOME_WORDS.items()),
                default=row.outcome,
            ),
        )
        setattr(
            BoundRecordModuleResultsForm,
            f"decided_{row.enrolment_id}",
            CivilDateField(
                _l("Decided on, %(name)s", name=row.full_name),
                not_before=rules.EARLIEST,
                not_after=clock.today,
                default=row.decided_on or clock.today,
            ),
        )
    form = BoundRecordModuleResultsForm(data={"last_seen": last})
    form.rows, form.last = rows, last
    for row in rows:
        form[f"outcome_{row.enrolment_id}"].flags.in_row = True
        form[f"decided_{row.enrolment_id}"].flags.in_row = True
    form.reason.flags.optional = False
    return form

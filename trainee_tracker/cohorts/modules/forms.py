"""What is asked of whoever records who has passed a module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker import clock
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.rules import ModuleOutcome
from trainee_tracker.fields import ChipsField, CivilDateField, Form, RequestIdField

if TYPE_CHECKING:
    from datetime import date

    from flask_babel import LazyString

    from trainee_tracker.cohorts.modules.queries import ResultRow

OUTCOME_WORDS: dict[ModuleOutcome, LazyString] = {
    ModuleOutcome.PASSED: _l("Passed"),
    ModuleOutcome.NOT_YET: _l("Not yet"),
}


class ModuleResultsForm(Form):
    """How trainees did in a module; the fields of each are added by `module_results_form`."""

    request_id = RequestIdField()

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
        return valid


def module_results_form(rows: Sequence[ResultRow]) -> ModuleResultsForm:
    """Return the form of one module, with the decisions that stand and today for the others."""

    class BoundModuleResultsForm(ModuleResultsForm):
        pass

    for row in rows:
        setattr(
            BoundModuleResultsForm,
            f"outcome_{row.enrolment_id}",
            ChipsField(
                row.full_name,
                coerce=ModuleOutcome,
                choices=list(OUTCOME_WORDS.items()),
                default=row.outcome,
            ),
        )
        setattr(
            BoundModuleResultsForm,
            f"decided_{row.enrolment_id}",
            CivilDateField(
                _l("Date"),
                not_before=rules.EARLIEST,
                not_after=clock.today,
                default=row.decided_on or clock.today,
            ),
        )
    return BoundModuleResultsForm()

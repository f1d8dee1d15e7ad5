"""What is asked of whoever records evidence, competence, prior learning and attendance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trainee_tracker import clock
from trainee_tracker.cohorts import rules
from trainee_tracker.cohorts.result_rules import (
    AMOUNTS,
    LONGEST_NOTE,
    Answer,
    Question,
    ResultFacts,
    ResultKind,
    Subject,
)
from trainee_tracker.fields import (
    ChoiceField,
    CivilDateField,
    Form,
    MinutesField,
    NoteField,
    RequestIdField,
    TickField,
    WholeNumberField,
)
from trainee_tracker.form import HiddenNumberField

if TYPE_CHECKING:
    from flask_babel import LazyString
    from wtforms import Field

    from trainee_tracker.cohorts.result_queries import RecordedResult

LEVEL_WORDS: Final[Mapping[int, LazyString]] = {
    1: _l("1, potentially harmful or not shown"),
    2: _l("2, partly shown"),
    3: _l("3, shown"),
    4: _l("4, shown with skill"),
}

KIND_WORDS: Final[Mapping[ResultKind, LazyString]] = {
    ResultKind.COMPETENCE: _l("Competence seen"),
    ResultKind.EVIDENCE: _l("Evidence accepted"),
    ResultKind.PRIOR_LEARNING: _l("Prior learning accepted"),
    ResultKind.ATTENDANCE: _l("Attendance reported"),
}


@dataclass(frozen=True)
class AskedResult:
    """A question of the course with its field, and for a competence the one about harm."""

    question: Question
    field: Field
    harm: Field | None
    latest: ResultFacts | None


class RecordResultsForm(Form):
    """What was decided about one trainee; the course's own questions are added by `results_form`."""

    request_id = RequestIdField()
    last_seen = HiddenNumberField()
    decided_on = CivilDateField(
        _l("On which day was it decided or seen?"),
        not_before=rules.EARLIEST,
        not_after=clock.today,
        default=clock.today,
        needed=_l("Enter the day of the decision"),
    )
    note = NoteField(_l("What was it based on?"), longest=LONGEST_NOTE)

    asked: Sequence[AskedResult] = ()

    def answers(self) -> dict[Subject, Answer]:
        """Return what was answered, by subject; what was left empty is not decided."""
        return {
            (each.question.kind, each.question.subject): Answer(
                each.field.data, bool(each.harm is not None and each.harm.data)
            )
            for each in self.asked
            if each.field.data is not None
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that harm that was seen has its level."""
        valid = super().validate(extra_validators)
        for each in self.asked:
            if each.harm is not None and each.harm.data and each.field.data is None:
                each.field.errors = [*each.field.errors, _("Choose the level that was seen too")]
                valid = False
        return valid


def results_form(
    questions: Iterable[Question], recorded: Sequence[RecordedResult]
) -> RecordResultsForm:
    """Return the form of one trainee, with the figures that stand; a competence is rated afresh.

    `recorded` is everything recorded so far, the newest first.
    """

    class BoundResultsForm(RecordResultsForm):
        pass

    # Of a competence a rating of each day stands: the one of the latest day is shown.
    by_day = sorted((each.facts for each in recorded if each.stands), key=lambda f: f.decided_on)
    latest = {(each.kind, each.subject): each for each in by_day}
    last_seen = recorded[0].facts.id if recorded else 0
    names: dict[Question, tuple[str, str | None]] = {}
    for question in questions:
        name = f"{question.kind}_{question.subject}".replace("-", "_")
        harm = f"harm_{name}" if question.kind is ResultKind.COMPETENCE else None
        stands = latest.get((question.kind, question.subject))
        setattr(BoundResultsForm, name, _field(question, stands))
        if harm is not None:
            setattr(BoundResultsForm, harm, TickField(_l("Harmful behaviour was seen")))
        names[question] = (name, harm)
    form = BoundResultsForm(data={"last_seen": last_seen})
    for name, _harm in names.values():
        # Whatever is left empty is not decided: the page says so once.
        form[name].flags.optional = False
    form.asked = [
        AskedResult(
            question,
            form[name],
            form[harm] if harm is not None else None,
            latest.get((question.kind, question.subject)),
        )
        for question, (name, harm) in names.items()
    ]
    return form


def _field(question: Question, stands: ResultFacts | None) -> Field:
    """Return the field of a question, filled with the figure that stands."""
    least, most = AMOUNTS[question.kind]
    label = question.title or _l("The whole course")
    if question.kind is ResultKind.COMPETENCE:
        return ChoiceField(
            label, coerce=int, choices=list(LEVEL_WORDS.items()), blank=_l("Not rated now")
        )
    kind = MinutesField if question.kind is ResultKind.PRIOR_LEARNING else WholeNumberField
    figure = stands.amount if stands is not None else None
    return kind(label, at_least=least, at_most=most, default=figure)
